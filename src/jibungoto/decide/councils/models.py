"""Councils of districts: how far each has come, its seats and terms. No rules and no verbs."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jibungoto.kernel import clock
from jibungoto.kernel.models import Record
from jibungoto.kernel.tenancy import Owned


class Council(Record):
    """The people of one or several districts who decide together, and their journey."""

    class Stage(models.TextChoices):
        """The steps of the journey, in their order; the municipality has its own words for them."""

        PREPARATION = "preparation", _("準備")
        FOUNDING = "founding", _("設立")
        KARTE = "karte", _("カルテ")
        VISION = "vision", _("未来ビジョン")
        PLAN = "plan", _("計画")
        ACTION = "action", _("実行")
        REVIEW = "review", _("振り返り")

    slug = models.SlugField(_("アドレスの名前"), max_length=60)
    name = models.CharField(_("名前"), max_length=120)
    lead = models.CharField(_("ひとこと"), max_length=200, blank=True)
    founded_on = models.DateField(_("設立した日"), null=True, blank=True)
    organisation = models.ForeignKey(
        "organisations.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("団体の名簿"),
    )
    districts: "models.ManyToManyField[models.Model, models.Model]" = models.ManyToManyField(
        "places.District", through="CouncilDistrict", related_name="+"
    )
    # The newest entry that was not taken back; kept here so that a list needs no second look.
    stage = models.CharField(max_length=20, choices=Stage, default=Stage.PREPARATION)
    stage_since = models.DateField(default=clock.today)

    class Meta(Record.Meta):
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(name="councils_council_slug", fields=["municipality", "slug"]),
            models.CheckConstraint(
                name="councils_council_stage",
                condition=Q(
                    stage__in=[
                        "preparation",
                        "founding",
                        "karte",
                        "vision",
                        "plan",
                        "action",
                        "review",
                    ]
                ),
            ),
        ]
        indexes = [
            models.Index(name="councils_council_founded", fields=["municipality", "founded_on"])
        ]

    def __str__(self) -> str:
        return self.name


class CouncilDistrict(Owned):
    """A council stands for a district. A district has one council at most."""

    council = models.ForeignKey(Council, on_delete=models.CASCADE, related_name="placed")
    district = models.OneToOneField("places.District", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.council_id} in {self.district_id}"


class StageEntry(Record):
    """A council reached a stage on a day, and what was said about it. Its node tells the public."""

    council = models.ForeignKey(Council, on_delete=models.CASCADE, related_name="entries")
    stage = models.CharField(max_length=20, choices=Council.Stage)
    entered_on = models.DateField(_("いつから"))
    note = models.CharField(_("説明"), max_length=400, blank=True)
    by = models.ForeignKey(
        "people.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=clock.now)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta(Record.Meta):
        ordering = ["entered_on", "pk"]
        indexes = [models.Index(name="councils_entry_journey", fields=["council", "entered_on"])]

    def __str__(self) -> str:
        return f"{self.council_id} {self.stage}"


class Seat(Owned):
    """A place in a council: 会長, 防災部会の部会長… and whose voice it brings in."""

    council = models.ForeignKey(Council, on_delete=models.CASCADE, related_name="seats")
    title = models.CharField(_("役の名前"), max_length=60)
    brings = models.CharField(_("どこから"), max_length=80, blank=True)
    organisation = models.ForeignKey(
        "organisations.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("出している団体"),
    )
    order = models.PositiveSmallIntegerField(_("並び順"), default=100)
    closed_on = models.DateField(null=True, blank=True)

    class Meta(Owned.Meta):
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.title


class Term(Owned):
    """Somebody holds a seat from a day until a day. Who it is is never needed, and not public."""

    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="terms")
    holder = models.ForeignKey(
        "people.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    starts_on = models.DateField(_("いつから"))
    ends_on = models.DateField(_("いつまで"))

    class Meta(Owned.Meta):
        ordering = ["-starts_on", "-pk"]
        indexes = [models.Index(name="councils_term_end", fields=["municipality", "ends_on"])]
        constraints = [
            models.CheckConstraint(
                name="councils_term_days", condition=Q(ends_on__gte=models.F("starts_on"))
            )
        ]

    def __str__(self) -> str:
        return f"{self.seat_id} {self.starts_on}"
