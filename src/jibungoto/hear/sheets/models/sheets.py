"""Filled sheets, the stacks they are typed from, and what stands in each of their boxes."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jibungoto.engines.sheets import State as MarkState
from jibungoto.kernel import clock, identity
from jibungoto.kernel.tenancy import Owned

from .forms import SheetBatch, SheetForm, SheetItem, SheetOption
from .scans import ScanPage, ScanUpload


class Stack(Owned):
    """A pile of filled sheets on the table, typed one after the other. `number` stands on it."""

    form = models.ForeignKey(SheetForm, on_delete=models.PROTECT, related_name="stacks")
    number = models.PositiveIntegerField(_("束の番号"))
    expected = models.PositiveIntegerField(_("枚数"))
    is_double = models.BooleanField(_("二人で打つ"), default=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=clock.now)

    class Meta(Owned.Meta):
        ordering = ["form", "number"]
        constraints = [
            models.UniqueConstraint(name="sheets_stack_number", fields=["form", "number"]),
            models.CheckConstraint(name="sheets_stack_expected", condition=Q(expected__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.number}"


class Sheet(Owned):
    """One filled sheet. `serial` is printed on it; 0 for a copy of a master."""

    class Channel(models.TextChoices):
        SCAN = "scan", _("読み取り")
        KEYED = "keyed", _("手入力")

    class State(models.TextChoices):
        READ = "read", _("読みました")  # or typed once, where a second person types it too
        DOUBTFUL = "doubtful", _("人が見ます")
        CONFIRMED = "confirmed", _("確かめました")  # sure, and the room did not take it yet
        ENTERED = "entered", _("入りました")
        WITHDRAWN = "withdrawn", _("取り消しました")

    public_id = models.UUIDField(default=identity.uuid7, unique=True, editable=False)
    form = models.ForeignKey(SheetForm, on_delete=models.PROTECT, related_name="sheets")
    batch = models.ForeignKey(
        SheetBatch, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    serial = models.PositiveIntegerField(default=0)
    channel = models.CharField(max_length=6, choices=Channel)
    state = models.CharField(max_length=10, choices=State, default=State.READ)
    reason = models.CharField(max_length=300, blank=True)  # why it can't be entered
    stack = models.ForeignKey(
        Stack, on_delete=models.PROTECT, null=True, blank=True, related_name="sheets"
    )
    upload = models.ForeignKey(
        ScanUpload, on_delete=models.PROTECT, null=True, blank=True, related_name="sheets"
    )
    position = models.PositiveIntegerField(default=0)  # in its stack or upload, from 1
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    second_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=clock.now)
    taken_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        ordering = ["pk"]
        indexes = [
            models.Index(name="sheets_sheet_state", fields=["form", "state"]),
            models.Index(name="sheets_sheet_upload", fields=["upload", "position"]),
        ]
        constraints = [
            # The same paper is never counted twice, whichever way it came in.
            models.UniqueConstraint(
                name="sheets_sheet_serial",
                fields=["form", "serial"],
                condition=Q(serial__gt=0) & ~Q(state="withdrawn"),
            ),
            models.UniqueConstraint(
                name="sheets_sheet_position",
                fields=["stack", "position"],
                condition=Q(stack__isnull=False) & ~Q(state="withdrawn"),
            ),
            models.CheckConstraint(
                name="sheets_sheet_known",
                condition=Q(channel__in=["scan", "keyed"])
                & Q(state__in=["read", "doubtful", "confirmed", "entered", "withdrawn"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form_id} no {self.serial or self.position}"


class Mark(Owned):
    """What somebody, or the machine, saw in one place of one sheet. An option has its own row.

    `state` of a place to write in: FILLED, something stands there; its words are in `text`.
    """

    class Round(models.IntegerChoices):
        MACHINE = 0, _("機械の読み")
        FIRST = 1, _("一人目")
        SECOND = 2, _("二人目")
        SETTLED = 3, _("確かめた答え")

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="marks")
    round = models.PositiveSmallIntegerField(choices=Round)
    item = models.ForeignKey(SheetItem, on_delete=models.PROTECT, related_name="+")
    option = models.ForeignKey(
        SheetOption, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField(
        max_length=8,
        choices=[(s.value, s.value) for s in MarkState],
        default=MarkState.FILLED.value,
    )
    text = models.TextField(blank=True)
    confidence = models.FloatField(null=True, blank=True)  # of a machine
    page = models.ForeignKey(
        ScanPage, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta(Owned.Meta):
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="sheets_mark_option",
                fields=["sheet", "round", "item", "option"],
                condition=Q(option__isnull=False),
            ),
            models.UniqueConstraint(
                name="sheets_mark_item",
                fields=["sheet", "round", "item"],
                condition=Q(option__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.round} {self.item_id}"
