from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jibungoto.kernel import clock, identity
from jibungoto.kernel.actor import Level
from jibungoto.kernel.tenancy import Owned

from .accounts import User


class CodeBatch(Owned):
    """Letters printed together: a code for each household, or to be handed out in a district."""

    class Kind(models.TextChoices):
        HOUSEHOLD = "household", _("世帯に送る手紙")
        DISTRICT = "district", _("地区で配るちらし")

    title = models.CharField(_("何のための手紙か"), max_length=80)
    kind = models.CharField(_("種類"), max_length=10, choices=Kind, default=Kind.HOUSEHOLD)
    district = models.ForeignKey(
        "places.District",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("地区"),
    )
    size = models.PositiveIntegerField(_("通数"))
    uses_each = models.PositiveSmallIntegerField(_("1通で参加できる人数"), default=4)
    expires_on = models.DateField(_("使える最後の日"))
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.title


class Code(Owned):
    """One letter's code, kept as a hash: only the paper knows it."""

    batch = models.ForeignKey(CodeBatch, on_delete=models.CASCADE, related_name="codes")
    number = models.PositiveIntegerField()  # printed on the letter, so that one can be spoken about
    code_hash = models.CharField(max_length=64, unique=True)
    used = models.PositiveSmallIntegerField(default=0)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(name="people_code_number", fields=["batch", "number"])
        ]

    def __str__(self) -> str:
        return f"code {self.batch_id}-{self.number}"


class Participant(Owned):
    """Somebody who takes part in a municipality: a device, a household's code, an account."""

    public_id = models.UUIDField(default=identity.uuid7, unique=True, editable=False)
    level = models.PositiveSmallIntegerField(choices=Level, default=Level.DEVICE)
    user = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="participations"
    )
    district = models.ForeignKey(
        "places.District", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    code = models.ForeignKey(
        Code, on_delete=models.SET_NULL, null=True, blank=True, related_name="participants"
    )
    # At a counter: the member of staff who wrote down what somebody else said.
    recorded_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # A hash: the device keeps the secret, we only recognise it.
    token_hash = models.CharField(max_length=64, blank=True)
    joined_to = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="joined"
    )
    created_at = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(default=clock.now)
    forgotten_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                name="people_participant_user",
                fields=["municipality", "user"],
                condition=Q(user__isnull=False),
            ),
            models.UniqueConstraint(
                name="people_participant_token",
                fields=["token_hash"],
                condition=~Q(token_hash=""),
            ),
        ]
        indexes = [models.Index(name="people_participant_seen", fields=["municipality", "seen_at"])]

    def __str__(self) -> str:
        return f"participant {self.pk}"
