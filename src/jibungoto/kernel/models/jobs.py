from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jibungoto.kernel import clock, identity
from jibungoto.kernel.tenancy import Owned
from jibungoto.ui.ruby import cut
from jibungoto.ui.saying import Said, spoken


class Worker(models.Model):
    """A process that works off jobs. It beats while it lives, and says how far its job has come.

    A row of the installation: a worker serves every municipality. Progress stands here and not at
    the job, because the job's own row is locked while its effects are being written.
    """

    name = models.CharField(max_length=64, unique=True)
    started_at = models.DateTimeField(default=clock.now)
    beat_at = models.DateTimeField(default=clock.now, db_index=True)
    job = models.ForeignKey(
        "kernel.Job", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    message = models.CharField(max_length=200, blank=True)
    stop_asked = models.BooleanField(default=False)  # somebody wants the job at hand stopped

    def __str__(self) -> str:
        return self.name


class Job(Owned):
    """Work that outlives a request: waiting, at work, or over. It takes effect exactly once."""

    class State(models.TextChoices):
        QUEUED = "queued", _("順番を待っています")
        RUNNING = "running", _("進めています")
        DONE = "done", _("終わりました")
        FAILED = "failed", _("止まりました")
        CANCELLED = "cancelled", _("取りやめました")

    public_id = models.UUIDField(default=identity.uuid7, unique=True, editable=False)
    name = models.CharField(max_length=80)
    # Two orders with the same key are one job, for ever. Empty: every order is its own.
    key = models.CharField(max_length=120, blank=True)
    args = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    run_after = models.DateTimeField(default=clock.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    max_attempts = models.PositiveSmallIntegerField(default=1)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("始めた人"),
    )
    participant = models.ForeignKey(
        "people.Participant", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=clock.now)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    worker = models.ForeignKey(
        Worker, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    carrier = models.UUIDField(null=True, blank=True)  # id of the django.tasks result under way
    # A sentence for people, in Japanese, and what it is said of in another language (ui.saying);
    # rows written before there were such parts have the sentence alone.
    outcome = models.CharField(_("結果"), max_length=400, blank=True)
    outcome_said = models.JSONField(null=True, blank=True)
    outcome_url = models.CharField(max_length=300, blank=True)
    detail = models.TextField(_("技術的な記録"), blank=True)  # for the operator: the traceback

    class Meta(Owned.Meta):
        indexes = [
            models.Index(name="kernel_job_newest", fields=["municipality", "-created_at"]),
            models.Index(
                name="kernel_job_open",
                fields=["state", "run_after"],
                condition=Q(state__in=["queued", "running"]),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                name="kernel_job_once",
                fields=["municipality", "name", "key"],
                condition=~Q(key=""),
            ),
            models.CheckConstraint(
                name="kernel_job_state",
                condition=Q(state__in=["queued", "running", "done", "failed", "cancelled"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.public_id}"

    def tell(self, sentence: str) -> None:
        """Set what came of it."""
        self.outcome = cut(sentence, 400)
        self.outcome_said = sentence.parts if isinstance(sentence, Said) else None

    @property
    def told(self) -> str:
        """What came of it, in the language of the moment."""
        return spoken(self.outcome_said) if self.outcome_said else self.outcome

    @property
    def is_over(self) -> bool:
        return self.state not in (self.State.QUEUED, self.State.RUNNING)
