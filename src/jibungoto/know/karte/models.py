"""The karte of each district, its frozen editions, and the projections they show."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from jibungoto.kernel import clock, phases
from jibungoto.kernel.models import Record
from jibungoto.kernel.tenancy import Owned


class Karte(Record):
    """The working karte of a district: what is known of it today, put together by a build."""

    KIND = "karte"  # of its node
    TITLE = gettext_noop("{}の地域カルテ")

    district = models.OneToOneField(
        "places.District", on_delete=models.PROTECT, related_name="karte", verbose_name=_("地区")
    )
    # A document as a whole (contents.Contents): it is read and frozen as one, never asked in part.
    contents = models.JSONField()
    # The few figures lists show, so that they need not read whole documents.
    brief = models.JSONField(default=list)
    digest = models.CharField(max_length=64)  # of the contents: equal ones say the same
    built_at = models.DateTimeField(default=clock.now)

    class Meta(Record.Meta):
        ordering = ["district__order", "district__code", "district_id"]

    def __str__(self) -> str:
        return f"karte of {self.district_id}"


class Edition(Owned):
    """A karte as it was issued for a fiscal year. Its contents never change afterwards."""

    class State(models.TextChoices):
        ISSUED = "issued", phases.PUBLIC.word
        WITHDRAWN = "withdrawn", _("取り下げ")

    karte = models.ForeignKey(Karte, on_delete=models.CASCADE, related_name="editions")
    number = models.PositiveSmallIntegerField(_("第何版"))
    year = models.PositiveSmallIntegerField(_("年度"))
    contents = models.JSONField()
    digest = models.CharField(max_length=64)
    # Sentences: what is different from the edition before, figure by figure.
    changes = models.JSONField(default=list)
    state = models.CharField(_("状態"), max_length=10, choices=State, default=State.ISSUED)
    issued_on = models.DateField(_("発行日"), default=clock.today)
    withdrawn_on = models.DateField(_("取り下げた日"), null=True, blank=True)
    reason = models.CharField(_("取り下げた理由"), max_length=200, blank=True)

    class Meta(Owned.Meta):
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(name="karte_edition_number", fields=["karte", "number"]),
            models.UniqueConstraint(
                name="karte_edition_year",
                fields=["karte", "year"],
                condition=Q(state="issued"),
            ),
            models.CheckConstraint(
                name="karte_edition_state", condition=Q(state__in=["issued", "withdrawn"])
            ),
        ]

    def __str__(self) -> str:
        return f"edition {self.number} of {self.karte_id}"


class Outlook(Owned):
    """A projection of a district's people by one scenario, as a karte or an edition shows it.

    Counts are packed: hundredths of persons by step × sex × age class, 32-bit integers.
    """

    class Scenario(models.TextChoices):
        TREND = "trend", _("これまでの動きが続く")
        CLOSED = "closed", _("転入も転出もない（封鎖人口）")
        CONSTANT = "constant", _("いまのまま（現状維持）")
        FAMILIES = "families", _("子育て世帯が加わる")

    karte = models.ForeignKey(Karte, on_delete=models.CASCADE, related_name="outlooks")
    edition = models.ForeignKey(
        Edition, on_delete=models.CASCADE, null=True, blank=True, related_name="outlooks"
    )
    scenario = models.CharField(max_length=10, choices=Scenario)
    base_year = models.PositiveSmallIntegerField(_("基準年"))
    step_years = models.PositiveSmallIntegerField(default=5)
    steps = models.PositiveSmallIntegerField()
    sexes = models.PositiveSmallIntegerField()  # 2: men and women apart, 1: together
    classes = models.CharField(max_length=600)  # lower bounds, "0 5 … 85"
    counts = models.BinaryField()
    band = models.BinaryField(default=b"")  # low, high by step; empty where no record tells it
    method = models.CharField(_("方法"), max_length=400)
    notes = models.TextField(_("注記"), blank=True)  # one sentence a line

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                name="karte_outlook_once",
                fields=["karte", "scenario"],
                condition=Q(edition__isnull=True),
            ),
            models.UniqueConstraint(
                name="karte_outlook_of_edition_once",
                fields=["edition", "scenario"],
                condition=Q(edition__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scenario} of {self.karte_id}"
