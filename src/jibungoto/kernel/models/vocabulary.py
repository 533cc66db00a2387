from django.db import models
from django.utils.translation import gettext_lazy as _

from jibungoto.kernel.tenancy import Owned


class Word(Owned):
    """What this municipality calls a thing: council, district, a plan's level, a mark, a state."""

    key = models.CharField(max_length=60)
    text = models.CharField(_("ことば"), max_length=60)
    note = models.CharField(_("説明"), max_length=200, blank=True)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(name="kernel_word_once", fields=["municipality", "key"])
        ]

    def __str__(self) -> str:
        return self.text
