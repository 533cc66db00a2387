from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from jibungoto.kernel import clock, identity


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """The operator of the installation: may use the shell's commands, has no role in a city."""
        return self.create_user(email, password, is_operator=True, **fields)


class User(AbstractBaseUser):
    """An account of the installation. What it may do in a municipality lies in its grants."""

    email = models.EmailField(_("メールアドレス"), unique=True)
    is_active = models.BooleanField(default=True)
    is_operator = models.BooleanField(default=False)
    public_id = models.UUIDField(default=identity.uuid7, unique=True, editable=False)
    joined_at = models.DateTimeField(default=clock.now)
    # Signing out everywhere counts this up, and every older session ends.
    session_epoch = models.PositiveIntegerField(default=0)
    # A provider that proves who somebody is (the card's chip) has done so.
    verified_at = models.DateTimeField(null=True, blank=True)
    # Which of the house's languages the person chose last; "" as long as they never chose.
    language = models.CharField(_("ことば"), max_length=10, blank=True)
    # The person asked to be forgotten; until this day they may think again.
    erase_on = models.DateField(_("消去する日"), null=True, blank=True)

    USERNAME_FIELD = EMAIL_FIELD = "email"
    objects = UserManager()

    class Meta:
        verbose_name = _("アカウント")

    def __str__(self) -> str:
        return f"user {self.pk}"

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        return salted_hmac(
            "jibungoto.people.session",
            f"{self.password}:{self.session_epoch}",
            secret=secret,
            algorithm="sha256",
        ).hexdigest()
