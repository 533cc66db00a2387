"""A plan of one generation, and its own words: levels, marks, viewpoints."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jibungoto.kernel.models import Record
from jibungoto.kernel.tenancy import Owned


class Plan(Record):
    """A plan of one generation. Its predecessor is a link of its node (CONTINUES)."""

    slug = models.SlugField(_("アドレスの名前"), max_length=60)
    title = models.CharField(_("名前"), max_length=120)
    policy = models.CharField(_("基本方針"), max_length=200, blank=True)
    body = models.CharField(_("位置づけ"), max_length=200, blank=True)
    decided_by = models.CharField(_("決めたところ"), max_length=80, blank=True)
    # A district's own plan; its measures may serve the city's (Link SERVES).
    district = models.ForeignKey(
        "places.District", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("地区"),
    )  # fmt: skip
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


class PlanLevel(Owned):
    """What a plan calls a level of its tree: 施策, 推進する仕組み. Depth counts from 1."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="levels")
    depth = models.PositiveSmallIntegerField(_("段"))
    name = models.CharField(_("呼び名"), max_length=40)

    class Meta(Owned.Meta):
        ordering = ["depth"]
        constraints = [
            models.UniqueConstraint(name="plans_level_once", fields=["plan", "depth"]),
            models.CheckConstraint(name="plans_level_depth", condition=Q(depth__gte=1)),
        ]

    def __str__(self) -> str:
        return self.name


class PlanMark(Owned):
    """A sign a plan puts before its measures, and what it means: ◎ 主要事業."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="marks")
    sign = models.CharField(_("しるし"), max_length=4)
    name = models.CharField(_("意味"), max_length=40)

    class Meta(Owned.Meta):
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(name="plans_mark_once", fields=["plan", "sign"])]

    def __str__(self) -> str:
        return f"{self.sign} {self.name}"


class Viewpoint(Owned):
    """A point of view that runs across a plan's whole tree: 視点１, 基本原則３."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="viewpoints")
    group = models.CharField(_("まとまり"), max_length=40, blank=True)  # 視点, 基本原則
    code = models.CharField(_("番号"), max_length=20)
    title = models.CharField(_("名前"), max_length=120)

    class Meta(Owned.Meta):
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(name="plans_viewpoint_code", fields=["plan", "group", "code"])
        ]

    def __str__(self) -> str:
        return self.title
