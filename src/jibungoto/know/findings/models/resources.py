"""The four verbs of a resource as a history: created, found, used, passed on."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from jibungoto.kernel import clock
from jibungoto.kernel.tenancy import Owned

from .findings import Finding, one_of


class Verb(models.TextChoices):
    """What can be done with a resource."""

    CREATED = "created", _("創出")
    FOUND = "found", _("発見")
    USED = "used", _("活用")
    PASSED_ON = "passed_on", _("継承")


class Deed(Owned):
    """Somebody created, found, used or passed on a resource."""

    Verb = Verb

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="deeds")
    verb = models.CharField(_("どうした"), max_length=10, choices=Verb)
    # An organisation or "a resident": never a person's name.
    who = models.CharField(_("だれが"), max_length=60)
    organisation = models.ForeignKey(
        "organisations.Organisation",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("団体"),
    )
    text = models.CharField(_("どのように"), max_length=200, blank=True)
    on = models.DateField(_("いつ"), default=clock.today)

    class Meta(Owned.Meta):
        ordering = ["on", "pk"]
        indexes = [
            models.Index(name="findings_deed_by_verb", fields=["municipality", "verb", "on"])
        ]
        constraints = [
            models.CheckConstraint(name="findings_deed_verb", condition=one_of("verb", Verb))
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.finding_id}"
