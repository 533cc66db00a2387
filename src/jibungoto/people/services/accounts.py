"""Accounts: made by sign-up (allauth), by the demo and by the operator; signed out everywhere."""

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import F

from jibungoto.people.models import User
from jibungoto.ui.languages import LANGUAGES


@transaction.atomic
def create_account(*, email: str, password: str | None = None) -> User:
    """An account that can sign in at once: its address counts as confirmed.

    Asking again for the same address answers the account that is there, with its password changed
    when one is given.
    """
    email = email.strip().lower()
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(email, password)
    elif password is not None:
        user.set_password(password)
        user.save(update_fields=["password"])
    EmailAddress.objects.update_or_create(
        user=user, email=email, defaults={"verified": True, "primary": True}
    )
    return user


@transaction.atomic
def choose_language(*, user: User, language: str) -> None:
    """Remember in which language a person reads, for what is written to them when they are away.

    Raises ValueError for a language the house does not speak.
    """
    if language not in dict(LANGUAGES):
        raise ValueError(language)
    User.objects.filter(pk=user.pk).exclude(language=language).update(language=language)


@transaction.atomic
def end_other_sessions(*, user: User) -> None:
    """End every session of an account. The caller keeps its own by renewing the session's hash."""
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    user.refresh_from_db(fields=["session_epoch"])
