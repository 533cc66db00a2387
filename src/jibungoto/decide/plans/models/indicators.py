"""What a plan is measured by: an indicator with its baseline, targets and actuals."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jibungoto.kernel import clock
from jibungoto.kernel.models import Record
from jibungoto.kernel.tenancy import Owned

from .measures import Measure
from .plans import Plan


class PlanIndicator(Record):
    """An indicator of a plan, or of one measure of it.

    Bound to a measure of the house (kernel.measures) its actuals are counted; else they are typed.
    """

    class Direction(models.TextChoices):
        UP = "up", _("増えるほどよい")
        DOWN = "down", _("減るほどよい")
        KEEP = "keep", _("保つ")

    class Grade(models.TextChoices):
        MEASURED = "measured", _("実測・全数の記録")
        SURVEYED = "surveyed", _("アンケートなどの標本調査")
        ESTIMATED = "estimated", _("推計・聞き取り")

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="indicators")
    measure = models.ForeignKey(
        Measure, on_delete=models.SET_NULL, null=True, blank=True, related_name="indicators",
        verbose_name=_("施策・事業"),
    )  # fmt: skip
    name = models.CharField(_("名前"), max_length=120)
    unit = models.CharField(_("単位"), max_length=20, blank=True)
    direction = models.CharField(
        _("よい向き"), max_length=4, choices=Direction, default=Direction.UP
    )
    definition = models.TextField(_("何をあらわすか"), blank=True)
    formula = models.CharField(_("数え方"), max_length=300, blank=True)
    source = models.CharField(_("出典"), max_length=200, blank=True)
    decimals = models.PositiveSmallIntegerField(_("小数の桁"), default=0)
    missing_rule = models.CharField(_("数がない年の扱い"), max_length=200, blank=True)
    grade = models.CharField(_("数の確かさ"), max_length=10, choices=Grade, blank=True)
    bound_to = models.CharField(_("自動で数えるもの"), max_length=80, blank=True)
    order = models.PositiveSmallIntegerField(default=100)
    version = models.PositiveIntegerField(default=1)

    class Meta(Record.Meta):
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(name="plans_indicator_name", fields=["plan", "name"]),
            models.CheckConstraint(name="plans_indicator_decimals", condition=Q(decimals__lte=4)),
        ]

    def __str__(self) -> str:
        return self.name


class IndicatorValue(Owned):
    """A baseline, a target or an actual of a year. An actual that was frozen is changed by none.

    A correction after the year was closed is a row of its own (`corrects`), shown as such.
    """

    class Role(models.TextChoices):
        BASELINE = "baseline", _("基準")
        TARGET = "target", _("目標")
        ACTUAL = "actual", _("実績")

    class Status(models.TextChoices):
        PROVISIONAL = "provisional", _("速報")
        FINAL = "final", _("確定")

    indicator = models.ForeignKey(PlanIndicator, on_delete=models.CASCADE, related_name="values")
    role = models.CharField(_("種類"), max_length=8, choices=Role)
    year = models.PositiveSmallIntegerField(_("年度"))  # western
    is_fiscal = models.BooleanField(_("年度の値"), default=True)  # not for 平成22年
    written = models.CharField(_("もとの書き方"), max_length=40, blank=True)  # 平成34年
    label = models.CharField(_("呼び方"), max_length=40, blank=True)  # 前期目標値
    value = models.DecimalField(_("値"), max_digits=20, decimal_places=4, null=True, blank=True)
    words = models.CharField(_("数でない目標"), max_length=40, blank=True)  # 増加
    status = models.CharField(_("確かさ"), max_length=12, choices=Status, default=Status.FINAL)
    source = models.CharField(_("出典"), max_length=200, blank=True)
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )
    frozen_at = models.DateTimeField(null=True, blank=True)
    recorded_at = models.DateTimeField(default=clock.now)

    class Meta(Owned.Meta):
        ordering = ["year", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="plans_value_once",
                fields=["indicator", "role", "year"],
                condition=Q(corrects__isnull=True),
            ),
            models.CheckConstraint(
                name="plans_value_said", condition=Q(value__isnull=False) | ~Q(words="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.role} {self.year}"
