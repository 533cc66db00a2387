from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jibungoto.kernel import clock, identity
from jibungoto.kernel.tenancy import Owned

from .accounts import User


class Role(Owned):
    """A set of permissions with a name, of one municipality."""

    class Scope(models.TextChoices):
        MUNICIPALITY = "municipality", _("市全体")
        DISTRICT = "district", _("地区ごと")
        ORGANISATION = "organisation", _("団体ごと")
        DEPARTMENT = "department", _("担当課ごと")

    key = models.SlugField(max_length=40)
    name = models.CharField(_("名前"), max_length=60)
    note = models.CharField(_("どんな役割か"), max_length=200, blank=True)
    scope = models.CharField(max_length=12, choices=Scope, default=Scope.MUNICIPALITY)
    # The city's own people, who sign in with a second factor.
    is_staff = models.BooleanField(_("市の職員の役割"), default=True)
    order = models.PositiveSmallIntegerField(default=100)
    # The municipality chose what it allows: the presets of the manifests no longer apply.
    is_own = models.BooleanField(default=False)

    class Meta(Owned.Meta):
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(name="people_role_key", fields=["municipality", "key"])
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The name in the reader's tongue; one the municipality made up stays as it is."""
        return gettext(self.name) if self.name else ""

    @property
    def told(self) -> str:
        """The note in the reader's tongue; one the municipality wrote stays as it is."""
        return gettext(self.note) if self.note else ""


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


class Department(Owned):
    """A department of the city (課), as plans and review rounds write its name."""

    name = models.CharField(_("課の名前"), max_length=80)
    # Renamed or merged: what is written under this name is today the matter of that department.
    became = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="was",
        verbose_name=_("いまの課"),
    )  # fmt: skip

    class Meta(Owned.Meta):
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(name="people_department_name", fields=["municipality", "name"]),
            models.CheckConstraint(
                name="people_department_became",
                condition=Q(became__isnull=True) | ~Q(became=models.F("id")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Term(Owned):
    """A role on a scope for a time, with a reason: what grants and invitations have in common.

    Nowhere named is the whole municipality.
    """

    role = models.ForeignKey(
        Role, on_delete=models.PROTECT, related_name="%(class)ss", verbose_name=_("役割")
    )
    district = models.ForeignKey(
        "places.District",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("地区"),
    )
    organisation = models.ForeignKey(
        "organisations.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("団体"),
    )
    # Held for one department: the role counts in the whole city, for what is that department's.
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("担当課"),
    )
    starts_on = models.DateField(_("いつから"), default=clock.today)
    ends_on = models.DateField(_("いつまで"), null=True, blank=True)
    reason = models.CharField(_("理由"), max_length=200, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta(Owned.Meta):
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="people_%(class)s_term",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")),
            ),
            models.CheckConstraint(
                name="people_%(class)s_one_scope",
                condition=Q(district__isnull=True, organisation__isnull=True)
                | Q(district__isnull=True, department__isnull=True)
                | Q(organisation__isnull=True, department__isnull=True),
            ),
        ]


class RoleGrant(Term):
    """Somebody holds a role: where, from when until when, and why."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    granted_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    ended_reason = models.CharField(_("終えた理由"), max_length=200, blank=True)

    class Meta(Term.Meta):
        indexes = [models.Index(name="people_grant_of_user", fields=["user", "municipality"])]

    def __str__(self) -> str:
        return f"{self.role_id} of {self.user_id}"


class Invitation(Term):
    """A role waits for somebody who has no account yet; a letter by mail leads to it."""

    public_id = models.UUIDField(default=identity.uuid7, unique=True, editable=False)
    email = models.EmailField(_("メールアドレス"))
    invited_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    sent_at = models.DateTimeField(null=True, blank=True)
    expires_on = models.DateField(_("招待の期限"))
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta(Term.Meta):
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"invitation {self.pk}"


class TurnOver(Owned):
    """Many roles handed over at once, as in April; it can be undone as a whole."""

    done_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    done_at = models.DateTimeField(default=clock.now)
    undone_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(_("ひとこと"), max_length=200, blank=True)

    class Meta(Owned.Meta):
        ordering = ["-done_at", "-pk"]

    def __str__(self) -> str:
        return f"turn-over {self.pk}"


class TurnOverChange(Owned):
    """One line of a turn-over: a role begun, a role ended, or an invitation sent."""

    turn_over = models.ForeignKey(TurnOver, on_delete=models.CASCADE, related_name="changes")
    begun = models.ForeignKey(RoleGrant, on_delete=models.CASCADE, null=True, related_name="+")
    ended = models.ForeignKey(RoleGrant, on_delete=models.CASCADE, null=True, related_name="+")
    ended_was = models.DateField(null=True, blank=True)  # the end the role had before
    invited = models.ForeignKey(Invitation, on_delete=models.CASCADE, null=True, related_name="+")

    class Meta(Owned.Meta):
        constraints = [
            models.CheckConstraint(
                name="people_turnoverchange_one",
                condition=Q(begun__isnull=False, ended__isnull=True, invited__isnull=True)
                | Q(begun__isnull=True, ended__isnull=False, invited__isnull=True)
                | Q(begun__isnull=True, ended__isnull=True, invited__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"change {self.pk} of {self.turn_over_id}"
