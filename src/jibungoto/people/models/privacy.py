from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jibungoto.kernel import clock
from jibungoto.kernel.tenancy import Owned

from .accounts import User


class PersonName(Owned):
    """What somebody is called, apart from their account; shown only as far as they allow."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="names")
    display = models.CharField(_("呼び名"), max_length=40, blank=True)
    family = models.CharField(_("姓"), max_length=40, blank=True)
    given = models.CharField(_("名"), max_length=40, blank=True)
    kana = models.CharField(_("よみ"), max_length=80, blank=True)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(name="people_personname_once", fields=["municipality", "user"])
        ]

    def __str__(self) -> str:
        return f"name of {self.user_id}"


class Consent(Owned):
    """A person allowed one field of their name on public pages, at a time, on these words."""

    class Field(models.TextChoices):
        DISPLAY = "display", _("呼び名")
        FAMILY = "family", _("姓")
        GIVEN = "given", _("名")
        KANA = "kana", _("よみ")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="consents")
    field = models.CharField(max_length=10, choices=Field)
    wording = models.PositiveSmallIntegerField()  # the version of the sentence that was agreed to
    given_at = models.DateTimeField(default=clock.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                name="people_consent_once",
                fields=["municipality", "user", "field"],
                condition=Q(withdrawn_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.field} of {self.user_id}"
