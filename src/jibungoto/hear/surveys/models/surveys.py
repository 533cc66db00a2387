"""A survey, and what will be done with its result."""

import datetime as dt

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jibungoto.engines.withholding import K
from jibungoto.kernel import clock, identity, phases
from jibungoto.kernel.actor import Level
from jibungoto.kernel.models import Node, Record
from jibungoto.kernel.tenancy import Owned


class Survey(Record):
    """Questions put to people for a time. Title, summary and districts are those of its node."""

    KIND = "survey"  # of its node

    class Stage(models.TextChoices):
        DRAFT = "draft", phases.DRAFT.word
        TRIAL = "trial", _("ためし")
        OPEN = "open", phases.OPEN.word
        CLOSED = "closed", phases.CLOSED.word

    class Shown(models.TextChoices):
        LIVE = "live", _("答えが届くたびに見せる")
        END = "end", _("締め切ってから見せる")

    stage = models.CharField(max_length=6, choices=Stage, default=Stage.DRAFT)
    # Rises when a question changes after somebody answered; answers keep the version they saw.
    version = models.PositiveSmallIntegerField(default=1)
    # Rounds of one survey share it; the trend follows the keys of their questions.
    series = models.UUIDField(default=identity.uuid7, editable=False)
    why = models.TextField(_("なぜ聞くか"), max_length=1000, blank=True)
    use = models.TextField(_("答えを何に使うか"), max_length=1000, blank=True)
    keep_until = models.DateField(_("一人ひとりの答えを消す日"), null=True, blank=True)
    thanks = models.TextField(_("答えたあとに見せることば"), max_length=600, blank=True)
    asker = models.CharField(_("聞く人"), max_length=120, blank=True)
    opens_on = models.DateField(_("始まりの日"), null=True, blank=True)
    closes_on = models.DateField(_("終わりの日"), null=True, blank=True)
    level = models.PositiveSmallIntegerField(_("答えられる方"), choices=Level, default=Level.DEVICE)
    level_why = models.CharField(_("そうする理由"), max_length=200, blank=True)
    shown = models.CharField(_("結果を見せるとき"), max_length=4, choices=Shown, default=Shown.END)
    smallest = models.PositiveSmallIntegerField(
        _("これより少ない人数は伏せる"), default=K, validators=[MinValueValidator(K)]
    )
    invited = models.PositiveIntegerField(_("お願いを送った数"), null=True, blank=True)
    # The record that hosts it: a council's, a plan's… None: the city or district itself.
    host = models.ForeignKey(
        Node, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=clock.now)
    closed_on = models.DateField(null=True, blank=True)

    class Meta(Record.Meta):
        ordering = ["-opens_on", "-pk"]
        indexes = [
            models.Index(name="surveys_running", fields=["municipality", "stage", "closes_on"]),
            models.Index(name="surveys_rounds", fields=["series"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="surveys_survey_period",
                condition=Q(opens_on__isnull=True)
                | Q(closes_on__isnull=True)
                | Q(opens_on__lte=F("closes_on")),
            ),
            models.CheckConstraint(name="surveys_survey_smallest", condition=Q(smallest__gte=K)),
            models.CheckConstraint(
                name="surveys_survey_stage",
                condition=Q(stage__in=["draft", "trial", "open", "closed"]),
            ),
        ]

    def __str__(self) -> str:
        return self.node.title

    @property
    def title(self) -> str:
        return self.node.title

    @property
    def code(self) -> str:
        return self.node.short_code

    def is_running(self, today: dt.date | None = None) -> bool:
        """Whether answers are taken on the web this day."""
        day = today or clock.today()
        return (
            self.stage == self.Stage.OPEN
            and (self.opens_on is None or self.opens_on <= day)
            and (self.closes_on is None or day <= self.closes_on)
        )

    def is_over(self, today: dt.date | None = None) -> bool:
        """Whether its time has passed, closed by somebody or by its last day."""
        day = today or clock.today()
        past = self.closes_on is not None and self.closes_on < day
        return self.stage == self.Stage.CLOSED or (self.stage == self.Stage.OPEN and past)

    def is_ahead(self, today: dt.date | None = None) -> bool:
        """Whether it is published and will begin."""
        day = today or clock.today()
        return self.stage == self.Stage.OPEN and self.opens_on is not None and day < self.opens_on


class Outcome(Owned):
    """The official answer to a result: what will be done with it, by whom, by when."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="outcomes")
    text = models.TextField(_("結果をどう生かすか"), max_length=1000)
    who = models.CharField(_("だれが"), max_length=120)
    due_on = models.DateField(_("いつまでに"))
    answered_on = models.DateField(default=clock.today)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=clock.now)

    class Meta(Owned.Meta):
        ordering = ["-answered_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.who}: {self.text[:40]}"
