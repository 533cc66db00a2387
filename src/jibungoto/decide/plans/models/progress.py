"""What became of a measure, fiscal year by fiscal year, and what stood in its way."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jibungoto.kernel import clock
from jibungoto.kernel.tenancy import Owned

from .measures import Measure


class Progress(Owned):
    """One year of a measure: what was planned, what was done, what it cost.

    Evidence are links of the measure's node; why it stalled are its hurdles.
    """

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="years")
    year = models.PositiveSmallIntegerField(_("年度"))  # western
    planned = models.CharField(_("この年度の予定"), max_length=300, blank=True)
    state = models.CharField(_("進みぐあい"), max_length=20, blank=True)  # state.<state>
    done = models.CharField(_("実施したこと"), max_length=600, blank=True)
    done_on = models.DateField(_("実施した日"), null=True, blank=True)
    budget = models.PositiveBigIntegerField(_("予算（円）"), null=True, blank=True)
    spent = models.PositiveBigIntegerField(_("使ったお金（円）"), null=True, blank=True)
    same_as_last = models.BooleanField(_("前の年度と同じ"), default=False)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reported_at = models.DateTimeField(default=clock.now)
    version = models.PositiveIntegerField(default=1)

    class Meta(Owned.Meta):
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(name="plans_progress_year", fields=["measure", "year"])
        ]
        # What moved lately in a plan of thousands is found without reading the reports.
        indexes = [
            models.Index(
                name="plans_progress_newest",
                fields=["measure", "year", "state", "reported_at", "municipality"],
            )
        ]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.year}"


class Hurdle(Owned):
    """Why a measure did not get on, what is done about it, and how far that is."""

    class Remedy(models.TextChoices):
        NOT_YET = "not_yet", _("未対応")
        UNDERWAY = "underway", _("対応中")
        DONE = "done", _("対応済み")

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="hurdles")
    year = models.PositiveSmallIntegerField(_("年度"))  # western; when it was seen
    cause = models.CharField(_("進まなかった理由"), max_length=300)
    remedy = models.CharField(_("対応策"), max_length=300, blank=True)
    remedy_state = models.CharField(_("対応策の状況"), max_length=10, choices=Remedy, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(Owned.Meta):
        ordering = ["year", "pk"]
        constraints = [
            models.UniqueConstraint(name="plans_hurdle_once", fields=["measure", "year", "cause"]),
            models.CheckConstraint(
                name="plans_hurdle_remedy", condition=Q(remedy_state="") | ~Q(remedy="")
            ),
        ]

    def __str__(self) -> str:
        return self.cause
