"""Accounts, participants, roles and their terms. No rules and no verbs."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jibungoto.kernel import clock, identity
from jibungoto.kernel.actor import Level
from jibungoto.kernel.tenancy import Owned


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "User":
        """The operator of the installation: may use the shell's commands, has no role in a city."""
        return self.create_user(email, password, is_operator=True, **fields)


class User(AbstractBaseUser):
    """An account of the installation. What it may do in a municipality lies in its grants."""

    email = models.EmailField(_("メールアドレス"), unique=True)
    is_active = models.BooleanField(default=True)
    is_operator = models.BooleanField(default=False)
    public_id = models.UUIDField(default=identity.uuid7, unique=True, editable=False)
    joined_at = models.DateTimeField(default=clock.now)

    USERNAME_FIELD = EMAIL_FIELD = "email"
    objects = UserManager()

    class Meta:
        verbose_name = _("アカウント")

    def __str__(self) -> str:
        return f"user {self.pk}"


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
    # A hash: the device keeps the secret, we only recognise it.
    token_hash = models.CharField(max_length=64, blank=True)
    joined_to = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="joined"
    )
    created_at = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(default=clock.now)

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

    def __str__(self) -> str:
        return f"participant {self.pk}"


class Role(Owned):
    """A set of permissions with a name, of one municipality."""

    key = models.SlugField(max_length=40)
    name = models.CharField(_("名前"), max_length=60)
    order = models.PositiveSmallIntegerField(default=100)

    class Meta(Owned.Meta):
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(name="people_role_key", fields=["municipality", "key"])
        ]

    def __str__(self) -> str:
        return self.name


class RolePermission(Owned):
    """A role allows something."""

    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="permissions")
    permission = models.CharField(max_length=80)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                name="people_rolepermission_once", fields=["role", "permission"]
            )
        ]

    def __str__(self) -> str:
        return self.permission


class RoleGrant(Owned):
    """Somebody holds a role: where (nowhere named is the whole municipality), from when until when."""

    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="grants")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    district = models.ForeignKey(
        "places.District", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    organisation = models.ForeignKey(
        "organisations.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    starts_on = models.DateField(_("いつから"), default=clock.today)
    ends_on = models.DateField(_("いつまで"), null=True, blank=True)
    reason = models.CharField(_("理由"), max_length=200, blank=True)
    granted_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=clock.now)

    class Meta(Owned.Meta):
        indexes = [models.Index(name="people_grant_of_user", fields=["user", "municipality"])]
        constraints = [
            models.CheckConstraint(
                name="people_grant_term",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")),
            ),
            models.CheckConstraint(
                name="people_grant_one_scope",
                condition=Q(district__isnull=True) | Q(organisation__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role_id} of {self.user_id}"
