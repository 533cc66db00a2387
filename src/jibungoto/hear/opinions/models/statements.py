"""Short sentences to vote on."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jibungoto.kernel import clock, phases
from jibungoto.kernel.models import Node, Record
from jibungoto.kernel.tenancy import Owned

from .conversations import LONGEST, Conversation


class Statement(Record):
    """One statement of a conversation. What it says never changes once somebody voted on it."""

    class State(models.TextChoices):
        WAITING = "waiting", phases.UNCHECKED.word
        SHOWN = "shown", phases.PUBLIC.word
        OUT = "out", phases.HIDDEN.word

    class Origin(models.TextChoices):
        SEED = "seed", _("はじめからある意見")
        WRITTEN = "written", _("参加した人が書いた意見")
        TAKEN = "taken", _("寄せられた声から")

    conversation = models.ForeignKey(
        Conversation, on_delete=models.PROTECT, related_name="statements"
    )
    number = models.PositiveIntegerField()  # in its conversation: the column of the votes, for good
    text = models.CharField(_("意見"), max_length=LONGEST)  # written here: up to MOST_LETTERS
    state = models.CharField(max_length=8, choices=State, default=State.SHOWN)
    reason = models.CharField(_("見えなくした理由"), max_length=200, blank=True)
    origin = models.CharField(max_length=8, choices=Origin, default=Origin.SEED)
    # Asks about the person, not the matter (「この地区に住んでいる」): no part in the landscape.
    is_meta = models.BooleanField(_("ご自身のことをたずねる文"), default=False)
    # Whoever wrote it: kept apart from what is public.
    participant = models.ForeignKey(
        "people.Participant", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # The voice it was taken from: a survey's answer, an idea, a finding.
    source = models.ForeignKey(
        Node, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    cautions = models.CharField(max_length=60, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta(Record.Meta):
        ordering = ["number"]
        indexes = [models.Index(name="opinions_statement_by", fields=["participant"])]
        constraints = [
            models.UniqueConstraint(
                name="opinions_statement_number", fields=["conversation", "number"]
            ),
            models.CheckConstraint(
                name="opinions_statement_state",
                condition=Q(state__in=["waiting", "shown", "out"]),
            ),
        ]

    def __str__(self) -> str:
        return self.text


class StatementText(Owned):
    """A statement in another language, written by a person."""

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("ことば"), max_length=10)
    text = models.CharField(_("意見"), max_length=300)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                name="opinions_statement_text_once", fields=["statement", "language"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.statement_id} in {self.language}"


class Handling(Owned):
    """Somebody looked at a statement: what it was and became. Public without who it was."""

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="handlings")
    before = models.CharField(max_length=8, choices=Statement.State)
    after = models.CharField(max_length=8, choices=Statement.State)
    reason = models.CharField(max_length=200, blank=True)
    reason_before = models.CharField(max_length=200, blank=True)
    batch = models.UUIDField(default=uuid.uuid4)  # many at once are taken back at once
    at = models.DateTimeField(default=clock.now)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        ordering = ["-pk"]
        indexes = [models.Index(name="opinions_handling_batch", fields=["batch"])]

    def __str__(self) -> str:
        return f"{self.statement_id}: {self.before} → {self.after}"
