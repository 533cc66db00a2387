"""The registry of organisations: neighbourhood associations, PTAs, NPOs, shops, schools."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from jibungoto.kernel.models import Record
from jibungoto.kernel.tenancy import Owned


class Organisation(Record):
    """A group of people with a name. Its officers hold roles on it, with terms."""

    KIND = "organisation"  # of its node

    class Footing(models.TextChoices):
        PLACE = "place", _("地縁型")
        THEME = "theme", _("テーマ型")

    slug = models.SlugField(_("アドレスの名前"), max_length=60)
    name = models.CharField(_("名前"), max_length=120)
    kana = models.CharField(_("よみ"), max_length=200, blank=True)
    footing = models.CharField(_("成り立ち"), max_length=10, choices=Footing)
    kind = models.CharField(_("種類"), max_length=40)
    purpose = models.CharField(_("めざすこと"), max_length=200, blank=True)
    website = models.URLField(_("ウェブサイト"), max_length=300, blank=True)
    # The newest count, kept here so that lists need no second look; all counts: MemberCount.
    members = models.PositiveIntegerField(_("会員"), null=True, blank=True)
    members_unit = models.CharField(_("数え方"), max_length=10, default="人")
    counted_on = models.DateField(_("基準日"), null=True, blank=True)
    members_source = models.CharField(_("会員数の出典"), max_length=200, blank=True)
    founded = models.PositiveSmallIntegerField(_("できた年"), null=True, blank=True)
    ended_on = models.DateField(_("解散した日"), null=True, blank=True)

    class Meta(Record.Meta):
        ordering = ["kana", "pk"]
        indexes = [
            models.Index(name="organisations_by_kana", fields=["municipality", "footing", "kana"])
        ]
        constraints = [
            models.UniqueConstraint(
                name="organisations_organisation_slug", fields=["municipality", "slug"]
            ),
            models.CheckConstraint(
                name="organisations_organisation_footing",
                condition=models.Q(footing__in=["place", "theme"]),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class MemberCount(Owned):
    """How many members an organisation had on a day, and who says so."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="counts")
    counted_on = models.DateField(_("基準日"))
    members = models.PositiveIntegerField(_("会員"))
    source = models.CharField(_("出典"), max_length=200, blank=True)

    class Meta(Owned.Meta):
        ordering = ["-counted_on"]
        constraints = [
            models.UniqueConstraint(
                name="organisations_membercount_once", fields=["organisation", "counted_on"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.counted_on}"
