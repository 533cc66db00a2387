"""The audit log: one row for each thing somebody did, each holding the hash of the one before."""

import json
from typing import Any

from django.db import models

from jibungoto.kernel import clock
from jibungoto.kernel.tenancy import Owned

from .nodes import Node

START = "0" * 64  # what the first record of a chain holds as the hash before it


class AuditHead(Owned):
    """How far the chain of a municipality has come. A trigger lets it go forward by one only."""

    seq = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=START)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(name="kernel_audithead_once", fields=["municipality"])
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id}: {self.seq}"


class AuditRecord(Owned):
    """Somebody did something to a thing. Written once; triggers refuse to change or delete it.

    Persons, things and nodes are ids without a constraint, so that a person can be erased and the
    chain still holds.
    """

    seq = models.PositiveBigIntegerField()
    at = models.DateTimeField(default=clock.now)
    action = models.CharField(max_length=80)
    object_kind = models.CharField(max_length=80, blank=True)  # app_label.model
    object_id = models.CharField(max_length=40, blank=True)
    node = models.ForeignKey(
        Node,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        null=True,
        blank=True,
        related_name="audit_records",
    )
    user_id = models.BigIntegerField(null=True, blank=True)
    participant_id = models.BigIntegerField(null=True, blank=True)
    viewed_by = models.BigIntegerField(null=True, blank=True)
    # The very characters that were hashed: a JSON column would give them back in another order.
    changes_text = models.TextField(default="{}")
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(name="kernel_audit_seq", fields=["municipality", "seq"])
        ]
        indexes = [
            models.Index(name="kernel_audit_by_day", fields=["municipality", "at"]),
            models.Index(name="kernel_audit_by_action", fields=["municipality", "action", "-seq"]),
            models.Index(name="kernel_audit_by_user", fields=["municipality", "user_id", "-seq"]),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.action}"

    @property
    def changes(self) -> dict[str, Any]:
        """{field: [before, after]}, or {field: "変更あり"} for personal data."""
        found: dict[str, Any] = json.loads(self.changes_text)
        return found
