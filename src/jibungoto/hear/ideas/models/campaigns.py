"""When ideas are asked for, and how a municipality receives them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jibungoto.kernel import clock, phases
from jibungoto.kernel.actor import Level
from jibungoto.kernel.models import Record
from jibungoto.kernel.tenancy import Owned

LEVELS = (Level.DEVICE, Level.CODE, Level.ACCOUNT, Level.VERIFIED)


class Reception(Owned):
    """How ideas are received; without a row anybody with a device may write, public at once."""

    level = models.PositiveSmallIntegerField(
        _("提案できる方"), choices=[(level.value, level.label) for level in LEVELS],
        default=Level.DEVICE,
    )  # fmt: skip
    check_first = models.BooleanField(_("職員が見てから公開する"), default=False)
    hold_cautions = models.BooleanField(
        _("名前や電話番号のようなことばがあるものは、見てから公開する"), default=True
    )

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(name="ideas_reception_once", fields=["municipality"]),
            models.CheckConstraint(
                name="ideas_reception_level", condition=Q(level__in=[int(n) for n in LEVELS])
            ),
        ]

    def __str__(self) -> str:
        return f"from level {self.level}"


class Campaign(Record):
    """A question to which ideas are collected for a time (募集). Its title is the question."""

    text = models.TextField(_("背景と目的"), max_length=3000, blank=True)
    district = models.ForeignKey(
        "places.District", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("地区"),
    )  # fmt: skip
    host = models.ForeignKey(
        "kernel.Node", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    opens_on = models.DateField(_("始まりの日"), default=clock.today)
    closes_on = models.DateField(_("終わりの日"))
    answer_by = models.DateField(_("返事をする日"), null=True, blank=True)
    who = models.CharField(_("募集するところ"), max_length=60)
    created_at = models.DateTimeField(default=clock.now)

    class Meta(Record.Meta):
        ordering = ["-opens_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="ideas_campaign_dates", condition=Q(closes_on__gte=F("opens_on"))
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

    @property
    def is_open(self) -> bool:
        return self.opens_on <= clock.today() <= self.closes_on

    @property
    def phase(self) -> phases.Phase:
        if self.is_open:
            return phases.OPEN
        return phases.COMING if clock.today() < self.opens_on else phases.CLOSED
