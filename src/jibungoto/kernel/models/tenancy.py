from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

HEX = RegexValidator(r"^#[0-9a-f]{6}$", _("色は #b4326e のように書いてください。"))


class Municipality(models.Model):
    """A city, town or village that uses the installation, addressed by /<slug>/."""

    slug = models.SlugField(_("アドレスの名前"), max_length=40, unique=True)
    code = models.CharField(_("全国地方公共団体コード"), max_length=6, blank=True)
    name = models.CharField(_("名前"), max_length=60)
    kana = models.CharField(_("よみ"), max_length=120, blank=True)
    preset = models.SlugField(_("ことばの型"), max_length=40, default="standard")
    colour = models.CharField(_("まちの色"), max_length=7, default="#b4326e", validators=[HEX])
    contact_office = models.CharField(_("担当"), max_length=120, blank=True)
    contact_phone = models.CharField(_("電話"), max_length=40, blank=True)
    contact_hours = models.CharField(_("受付"), max_length=120, blank=True)
    # What a visitor must know before believing a figure: invented, or taken from a document.
    sample_note = models.CharField(_("見本のことわり"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(default=100)
    # Bumped by every service that changes what the public sees; the page cache lives by it.
    revision = models.PositiveBigIntegerField(default=1)
    # Bumped with it, but not for the voices of residents: what they leave alone is kept by it.
    ground = models.PositiveBigIntegerField(default=1)

    class Meta:
        ordering = ["order", "code", "slug"]
        verbose_name = _("自治体")

    def __str__(self) -> str:
        return self.name
