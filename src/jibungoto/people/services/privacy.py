"""A person's own data: names and consent, export, erasure, forgetting those who no longer come."""

import calendar
import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from jibungoto.kernel import audit, clock, registry, tenancy
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.models import Municipality
from jibungoto.people.models import Consent, Participant, PersonName, RoleGrant, User

from .roles import RoleProblem, check_administrator_stays

# Counted up whenever the sentence people agree to changes; consent to older words stays readable.
WORDING = 1


@transaction.atomic
def set_name(
    *, user: User, fields: Mapping[str, str], consents: Mapping[str, bool], actor: Actor
) -> PersonName:
    """Keep what somebody is called here, and field by field whether it may stand on public pages.

    Consent taken back counts from this moment; the times it was given stay on record.
    """
    name, _created = PersonName.objects.get_or_create(user=user)
    changed = {key for key, value in fields.items() if getattr(name, key) != value}
    for key, value in fields.items():
        setattr(name, key, value)
    name.save()
    given = {c.field: c for c in Consent.objects.filter(user=user, withdrawn_at__isnull=True)}
    for field in Consent.Field.values:
        if consents.get(field) and field not in given:
            Consent.objects.create(user=user, field=field, wording=WORDING)
        elif not consents.get(field) and field in given:
            Consent.objects.filter(pk=given[field].pk).update(withdrawn_at=clock.now())
    now = {field for field in Consent.Field.values if consents.get(field)}
    changes: dict[str, Any] = dict.fromkeys(sorted(changed), audit.PERSONAL)
    if now != set(given):
        changes["consent"] = (sorted(given), sorted(now))
    if changes:
        audit.record("people.name.change", name, actor=actor, changes=changes)
    return name


def export_of(user: User) -> dict[str, Any]:
    """Everything the house keeps about a person: {municipality: {kind of data: {…, rows}}}."""
    told: dict[str, Any] = {
        "account": {
            "email": user.email,
            "joined_at": user.joined_at.isoformat(),
            "language": user.language,
            "last_login": user.last_login and user.last_login.isoformat(),
            "verified_at": user.verified_at and user.verified_at.isoformat(),
        },
        "municipalities": {},
    }
    for city in Municipality.objects.order_by("slug"):
        with tenancy.within(city):
            found = {
                line.model: {
                    "what": str(line.what),
                    "why": str(line.why),
                    "keep": str(line.keep),
                    "rows": [row for who in _persons(user) for row in line.export(who) or ()],
                }
                for line in registry.personal_data()
                if line.export is not None
            }
        kept = {model: data for model, data in found.items() if data["rows"]}
        if kept:
            told["municipalities"][city.name] = kept
    return told


def _persons(user: User) -> Iterator[User | Participant]:
    """The person as account and as everyone they have taken part as in the municipality at hand."""
    yield user
    own = Participant.objects.filter(user=user)
    yield from own
    yield from Participant.objects.filter(joined_to__in=own)


@transaction.atomic
def forget_device(*, actor: Actor) -> None:
    """Let a participant without an account be nobody in particular, at their own wish."""
    if actor.participant_id is None:
        return
    participant = Participant.objects.filter(pk=actor.participant_id, user__isnull=True).first()
    if participant is None:
        return
    for line in registry.personal_data():
        if line.erase is not None:
            line.erase(participant)
    Participant.objects.filter(pk=participant.pk).update(
        token_hash="", code=None, forgotten_at=clock.now()
    )
    audit.record("people.participant.forget", participant, actor=actor)


@transaction.atomic
def ask_erasure(*, user: User) -> dt.date:
    """Let an account be erased after the days of thinking again; the day is answered.

    Asking again keeps the first day. Raises RoleProblem where the person is the last who can give
    roles: somebody must be able to run the place.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.erase_on is None:
        for grant in RoleGrant.everywhere.filter(user=user).select_related("municipality"):
            with tenancy.within(grant.municipality):
                if grant.ends_on is None or grant.ends_on >= clock.today():
                    check_administrator_stays(without=grant, until=clock.today())
        user.erase_on = clock.today() + dt.timedelta(days=settings.ERASURE_DAYS)
        user.save(update_fields=["erase_on"])
        _record_everywhere(user, "people.account.ask_erasure", {"erase_on": (None, user.erase_on)})
    return user.erase_on


@transaction.atomic
def keep_account(*, user: User) -> None:
    """Think again: the account stays."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.erase_on is not None:
        changes = {"erase_on": (user.erase_on, None)}
        user.erase_on = None
        user.save(update_fields=["erase_on"])
        _record_everywhere(user, "people.account.keep", changes)


@transaction.atomic
def erase_due() -> int:
    """Erase every account whose day has come; how many they were."""
    due = User.objects.filter(erase_on__lte=clock.today(), is_active=True)
    return sum(1 for user in due if erase_user(user=user))


@transaction.atomic
def erase_user(*, user: User) -> bool:
    """Take everything that tells who somebody is out of the house. What was decided together stays.

    Each app ends its own rows (manifest, personal_data); the account becomes an empty shell without
    address or password, so that minutes and roles keep saying "somebody" and nothing more.
    """
    with transaction.atomic():
        for city in Municipality.objects.order_by("pk"):
            with tenancy.within(city):
                _erase_here(user)
        for table in (EmailAddress, SocialAccount, Authenticator):
            table.objects.filter(user=user).delete()
        User.objects.filter(pk=user.pk).update(
            email=f"erased-{user.public_id}@invalid",
            password="!",  # noqa: S106  no password at all
            is_active=False,
            verified_at=None,
            last_login=None,
            language="",
            session_epoch=user.session_epoch + 1,
        )
    return True


def _erase_here(user: User) -> None:
    for who in list(_persons(user)):
        for line in registry.personal_data():
            if line.erase is not None:
                line.erase(who)
    PersonName.objects.filter(user=user).delete()
    Consent.objects.filter(user=user, withdrawn_at__isnull=True).update(withdrawn_at=clock.now())
    yesterday = clock.today() - dt.timedelta(days=1)
    held = RoleGrant.objects.filter(user=user).exclude(ends_on__lt=clock.today())
    held.filter(starts_on__gt=yesterday).delete()
    held.update(ends_on=yesterday, ended_reason=_("アカウントを消去したため"))
    Participant.objects.filter(user=user).update(user=None, token_hash="", code=None)
    audit.record("people.account.erase", user)


def _record_everywhere(user: User, action: str, changes: Mapping[str, Any]) -> None:
    """An account belongs to no municipality: those that know the person each keep the note."""
    known = set(
        Participant.everywhere.filter(user=user).values_list("municipality_id", flat=True)
    ) | set(RoleGrant.everywhere.filter(user=user).values_list("municipality_id", flat=True))
    for pk in sorted(known):
        with tenancy.within(pk):
            audit.record(
                action, user, actor=Actor(municipality_id=pk, user_id=user.pk), changes=changes
            )


def inactive_since() -> dt.datetime:
    """The moment before which somebody must have been seen last to be forgotten."""
    now = clock.now()
    months = now.year * 12 + now.month - 1 - settings.FORGET_AFTER_MONTHS
    year, month = divmod(months, 12)
    day = min(now.day, calendar.monthrange(year, month + 1)[1])
    return now.replace(year=year, month=month + 1, day=day)


__all__ = [
    "WORDING",
    "RoleProblem",
    "ask_erasure",
    "erase_due",
    "erase_user",
    "export_of",
    "forget_device",
    "inactive_since",
    "keep_account",
    "set_name",
]
