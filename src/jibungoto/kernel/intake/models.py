"""Intakes: which file was taken in, by whom, what it did, what was wrong with it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from jibungoto.kernel import clock, identity
from jibungoto.kernel.tenancy import Owned

from . import remarks


def stored_name(run: "IntakeRun", _name: str) -> str:
    """Where a file is kept: never under the name somebody gave it, never served."""
    return f"intake/{run.municipality_id}/{run.public_id}"


class IntakeRun(Owned):
    """One file handed in, and what became of it."""

    class State(models.TextChoices):
        PREVIEWED = "previewed", _("確かめています")
        UNDERWAY = "underway", _("取りこんでいます")
        APPLIED = "applied", _("取りこみました")
        UNDONE = "undone", _("取り消しました")
        REFUSED = "refused", _("取りこめないファイル")
        FAILED = "failed", _("止まりました")

    public_id = models.UUIDField(default=identity.uuid7, unique=True, editable=False)
    kind = models.CharField(max_length=60)
    # What the file may change; none: the whole municipality.
    district = models.ForeignKey(
        "places.District", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    state = models.CharField(max_length=10, choices=State, default=State.PREVIEWED)
    file = models.FileField(upload_to=stored_name, max_length=200)
    file_name = models.CharField(_("ファイル名"), max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(_("大きさ"))
    verdict = models.CharField(_("わかったこと"), max_length=400, blank=True)
    digest = models.CharField(max_length=64, blank=True)  # of the proposal somebody looked at
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    removed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        ordering = ["-pk"]
        indexes = [
            models.Index(name="intake_run_newest", fields=["municipality", "kind", "-id"]),
            models.Index(name="intake_run_same", fields=["municipality", "kind", "sha256"]),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def said_verdict(self) -> str:
        """Why it can't be taken in, in the reader's language."""
        return remarks.said(self.verdict)

    @property
    def changes_anything(self) -> bool:
        return bool(self.added or self.changed or self.removed)


class IntakeOption(Owned):
    """What was told or chosen with the file."""

    run = models.ForeignKey(IntakeRun, on_delete=models.CASCADE, related_name="options")
    key = models.CharField(max_length=40)
    value = models.CharField(max_length=400, blank=True)

    class Meta(Owned.Meta):
        constraints = [models.UniqueConstraint(name="intake_option_once", fields=["run", "key"])]

    def __str__(self) -> str:
        return f"{self.key}={self.value}"


class IntakeRemark(Owned):
    """Something the reading found: a fault in a place, an assumption, a figure to check."""

    class Role(models.TextChoices):
        FAULT = "fault", _("直すところ")
        DOUBT = "doubt", _("気をつけるところ")
        NOTE = "note", _("読むときに決めたこと")
        TOTAL = "total", _("確かめる数")

    run = models.ForeignKey(IntakeRun, on_delete=models.CASCADE, related_name="remarks")
    role = models.CharField(max_length=10, choices=Role)
    line = models.PositiveIntegerField(_("行"), null=True, blank=True)
    column = models.CharField(_("列"), max_length=120, blank=True)
    value = models.CharField(_("値"), max_length=200, blank=True)
    text = models.CharField(max_length=400)

    class Meta(Owned.Meta):
        ordering = ["pk"]
        indexes = [models.Index(name="intake_remark_of", fields=["run", "role"])]

    def __str__(self) -> str:
        return self.text

    @property
    def said(self) -> str:
        """The remark in the reader's language."""
        return remarks.said(self.text)

    @property
    def said_column(self) -> str:
        """What it is about, where that was put into words: a total."""
        return remarks.said(self.column)


class IntakeChoice(Owned):
    """An assumption of the reading that can be chosen otherwise: one row for each possibility."""

    run = models.ForeignKey(IntakeRun, on_delete=models.CASCADE, related_name="choices")
    key = models.CharField(max_length=40)
    label = models.CharField(max_length=120)
    help = models.CharField(max_length=400, blank=True)
    value = models.CharField(max_length=400, blank=True)
    title = models.CharField(max_length=200)
    chosen = models.BooleanField(default=False)

    class Meta(Owned.Meta):
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.key}: {self.title}"


class IntakeChange(Owned):
    """One field of one record, before and after; a record without fields has one row."""

    run = models.ForeignKey(IntakeRun, on_delete=models.CASCADE, related_name="changes")
    action = models.CharField(
        max_length=10,
        choices=[("add", _("追加")), ("change", _("変更")), ("remove", _("削除"))],
    )
    line = models.PositiveIntegerField(null=True, blank=True)
    key = models.CharField(max_length=120)
    title = models.CharField(max_length=200)
    field = models.CharField(max_length=60, blank=True)
    label = models.CharField(max_length=120, blank=True)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)

    class Meta(Owned.Meta):
        ordering = ["pk"]
        indexes = [
            models.Index(name="intake_change_of", fields=["run", "key"]),
            models.Index(name="intake_change_by_key", fields=["municipality", "key"]),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.key} {self.field}"
