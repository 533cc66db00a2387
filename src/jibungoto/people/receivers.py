"""What happens in allauth that we take note of."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from .services.accounts import choose_language


@receiver(user_logged_in)
def read_as_this_device_does(request: HttpRequest | None, user: Any, **_kwargs: Any) -> None:
    """The language chosen on a device before signing in is the person's own choice too."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "") if request else ""
    if chosen in dict(settings.LANGUAGES) and chosen != user.language:
        choose_language(user=user, language=chosen)


@receiver(authenticator_added)
def wake_roles(
    request: HttpRequest, user: Any, authenticator: Authenticator, **_kwargs: Any
) -> None:
    """Setting up a second factor proves that one holds it: the session counts as confirmed."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        record_authentication(request, user, "mfa", type=authenticator.type, reauthenticated=True)
