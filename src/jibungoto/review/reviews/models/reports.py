"""The yearly report of a plan as it was frozen. Its contents never change afterwards."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from jibungoto.kernel import clock
from jibungoto.kernel.models import Record


class YearReport(Record):
    """An edition of a plan's report on a fiscal year. Drafts are seen, never stored."""

    KIND = "year_report"  # of its node
    TITLE = gettext_noop("{}　{}年度の年次報告")
    SUMMARY = gettext_noop("{}件の施策・事業のうち{}件の報告をまとめました。")

    plan = models.ForeignKey(
        "plans.Plan", on_delete=models.PROTECT, related_name="year_reports", verbose_name=_("計画")
    )
    year = models.PositiveSmallIntegerField(_("年度"))
    number = models.PositiveSmallIntegerField(_("第何版"))
    # A document as a whole (report.Contents): it is read and frozen as one, never asked in part.
    contents = models.JSONField()
    digest = models.CharField(max_length=64)  # of the contents, so that a change would show
    frozen_at = models.DateTimeField(default=clock.now)
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    # Its page stays, and says so: what was read once can be found again.
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.CharField(_("取り下げた理由"), max_length=300, blank=True)

    class Meta(Record.Meta):
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(name="reviews_report_once", fields=["plan", "year", "number"]),
            models.CheckConstraint(
                name="reviews_report_withdrawn",
                condition=models.Q(withdrawn_at__isnull=True) | ~models.Q(withdrawn_because=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.year} {self.number}"
