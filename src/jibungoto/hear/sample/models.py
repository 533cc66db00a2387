"""What every room of hearing keeps of who took part; the tables are the rooms' own."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from jibungoto.kernel import clock
from jibungoto.kernel.actor import Level
from jibungoto.kernel.tenancy import Owned

from .bands import BANDS, LENGTH


class Channel(models.TextChoices):
    """The way somebody's part came in; paper counts as the web does."""

    WEB = "web", _("画面で")
    PAPER = "paper", _("紙で")
    COUNTER = "counter", _("窓口で")


class Part(Owned):
    """One person's, device's or sheet's part. Age band and district only as far as told."""

    Channel = Channel

    # Nobody for a sheet of paper, and for whoever was forgotten.
    participant = models.ForeignKey(
        "people.Participant", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    level = models.PositiveSmallIntegerField(choices=Level, default=Level.DEVICE)
    channel = models.CharField(max_length=8, choices=Channel, default=Channel.WEB)
    age_band = models.CharField(
        _("年代"), max_length=LENGTH, choices=list(BANDS.items()), blank=True
    )
    district = models.ForeignKey(
        "places.District",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("お住まいの地区"),
    )
    started_at = models.DateTimeField(default=clock.now)

    class Meta(Owned.Meta):
        abstract = True
