"""What happens in allauth that we take note of."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.dispatch import receiver
from django.http import HttpRequest


@receiver(authenticator_added)
def wake_roles(
    request: HttpRequest, user: Any, authenticator: Authenticator, **_kwargs: Any
) -> None:
    """Setting up a second factor proves that one holds it: the session counts as confirmed."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        record_authentication(request, user, "mfa", type=authenticator.type, reauthenticated=True)
