"""The desk of coordinators and district officers: contacts with districts. No rules, no verbs."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jibungoto.kernel import clock
from jibungoto.kernel.tenancy import Owned


class Contact(Owned):
    """Somebody of the city met or spoke to a district; what is to be done next. For staff only."""

    class Kind(models.TextChoices):
        VISIT = "visit", _("訪ねた")
        PHONE = "phone", _("電話で話した")
        MAIL = "mail", _("メールや手紙")
        MEETING = "meeting", _("会議に出た")

    # People write freely here: the audit log tells that it changed, never what it says.
    PERSONAL_FIELDS = ("note", "follow_up")

    district = models.ForeignKey(
        "places.District", on_delete=models.PROTECT, related_name="+", verbose_name=_("地区")
    )
    on = models.DateField(_("いつ"), default=clock.today)
    kind = models.CharField(_("どのように"), max_length=10, choices=Kind, default=Kind.VISIT)
    organisation = models.ForeignKey(
        "organisations.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("相手の団体"),
    )
    note = models.TextField(_("話したこと"), max_length=4000)
    follow_up = models.CharField(_("次にすること"), max_length=200, blank=True)
    follow_up_on = models.DateField(_("いつまでに"), null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(
        "people.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=clock.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        ordering = ["-on", "-pk"]
        indexes = [
            models.Index(name="desk_contact_of_district", fields=["district", "-on"]),
            models.Index(
                name="desk_contact_open",
                fields=["municipality", "follow_up_on"],
                condition=Q(follow_up_on__isnull=False, done_on__isnull=True),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="desk_contact_follow_up",
                condition=Q(follow_up_on__isnull=True) | Q(follow_up_on__gte=models.F("on")),
            ),
            models.CheckConstraint(
                name="desk_contact_kind",
                condition=Q(kind__in=["visit", "phone", "mail", "meeting"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.district_id} {self.on}"


class DeskSettings(Owned):
    """From when on a district counts as left alone. One row for each municipality, or none."""

    silent_after_days = models.PositiveSmallIntegerField(
        _("連絡がないと知らせるまでの日数"),
        default=60,
        validators=[MinValueValidator(7), MaxValueValidator(365)],
    )

    class Meta(Owned.Meta):
        constraints = [models.UniqueConstraint(name="desk_settings_one", fields=["municipality"])]

    def __str__(self) -> str:
        return f"{self.silent_after_days}"
