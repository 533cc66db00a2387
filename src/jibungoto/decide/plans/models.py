"""Plans and the trees of what they promise. Levels, marks and states are the city's own words."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jibungoto.kernel.models import Record


class Plan(Record):
    """A plan of one generation. Its predecessor is a link of its node (CONTINUES)."""

    slug = models.SlugField(_("アドレスの名前"), max_length=60)
    title = models.CharField(_("名前"), max_length=120)
    policy = models.CharField(_("基本方針"), max_length=200, blank=True)
    body = models.CharField(_("位置づけ"), max_length=200, blank=True)
    # Fiscal years, western: 2017 is 2017年度（平成29年度）.
    starts = models.PositiveSmallIntegerField(_("始まりの年度"), null=True, blank=True)
    ends = models.PositiveSmallIntegerField(_("終わりの年度"), null=True, blank=True)
    decided = models.PositiveSmallIntegerField(_("決めた年度"), null=True, blank=True)
    horizon = models.PositiveSmallIntegerField(_("めざす年"), null=True, blank=True)
    related = models.CharField(_("関連する計画"), max_length=300, blank=True)
    source = models.CharField(_("出典"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(default=100)

    class Meta(Record.Meta):
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(name="plans_plan_slug", fields=["municipality", "slug"]),
            models.CheckConstraint(
                name="plans_plan_period",
                condition=Q(ends__isnull=True) | Q(starts__isnull=True) | Q(ends__gte=F("starts")),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Measure(Record):
    """A node of a plan's tree: a policy, a measure or a project, by its level."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="measures")
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    level = models.PositiveSmallIntegerField(_("段"))
    code = models.CharField(_("番号"), max_length=40)  # as the document writes it
    order = models.PositiveSmallIntegerField()
    title = models.CharField(_("名前"), max_length=200)
    mark = models.CharField(_("しるし"), max_length=20, blank=True)  # plan.mark.<mark>
    state = models.CharField(_("進みぐあい"), max_length=20, blank=True)  # state.<state>
    actor = models.CharField(_("担い手"), max_length=120, blank=True)
    note = models.CharField(_("説明"), max_length=300, blank=True)
    done = models.CharField(_("実施したこと"), max_length=300, blank=True)
    next_step = models.CharField(_("今後の方向"), max_length=300, blank=True)
    see = models.CharField(_("参照"), max_length=200, blank=True)  # another part, as written

    class Meta(Record.Meta):
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(name="plans_measure_code", fields=["plan", "code"]),
            models.CheckConstraint(name="plans_measure_level", condition=Q(level__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"
