"""The registry of organisations: neighbourhood associations, PTAs, NPOs, shops, schools."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from jibungoto.kernel.models import Record


class Organisation(Record):
    """A group of people with a name. Its officers hold roles on it, with terms."""

    class Footing(models.TextChoices):
        PLACE = "place", _("地縁型")
        THEME = "theme", _("テーマ型")

    slug = models.SlugField(_("アドレスの名前"), max_length=60)
    name = models.CharField(_("名前"), max_length=120)
    kana = models.CharField(_("よみ"), max_length=200, blank=True)
    footing = models.CharField(_("成り立ち"), max_length=10, choices=Footing)
    kind = models.CharField(_("種類"), max_length=40)
    purpose = models.CharField(_("めざすこと"), max_length=200, blank=True)
    members = models.PositiveIntegerField(_("会員"), null=True, blank=True)
    members_unit = models.CharField(_("数え方"), max_length=10, default="人")
    counted_on = models.DateField(_("基準日"), null=True, blank=True)
    founded = models.PositiveSmallIntegerField(_("できた年"), null=True, blank=True)
    ended_on = models.DateField(_("解散した日"), null=True, blank=True)

    class Meta(Record.Meta):
        ordering = ["kana", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="organisations_organisation_slug", fields=["municipality", "slug"]
            )
        ]

    def __str__(self) -> str:
        return self.name
