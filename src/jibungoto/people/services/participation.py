"""Taking part: a participant appears at a first action, and may be joined to an account later."""

import datetime as dt
from collections import Counter
from dataclasses import replace
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError, RestrictedError
from django.http import HttpRequest

from jibungoto.kernel import audit, clock, registry, tenancy
from jibungoto.kernel.actor import Actor, Level
from jibungoto.people import devices
from jibungoto.people.models import Participant, User

_SEEN_AGAIN_AFTER = dt.timedelta(days=1)


def participant_for(request: HttpRequest) -> Participant:
    """Who takes part by this request: found, or made now and remembered by account or device.

    For views that act (POST). The cookie is put on the answer by the middleware, and
    `request.actor` knows its participant from here on.
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.participant_id is not None:
        participant = Participant.objects.get(pk=actor.participant_id)
        if clock.now() - participant.seen_at > _SEEN_AGAIN_AFTER:
            Participant.objects.filter(pk=participant.pk).update(seen_at=clock.now())
        return participant
    if actor.user_id is not None:
        participant = participant_of_user(user_id=actor.user_id, level=actor.level)
    else:
        secret = devices.secret_of(request) or devices.new_secret()
        participant = participant_of_device(secret=secret)
        request.device_secret = secret  # type: ignore[attr-defined]
    request.actor = replace(  # type: ignore[attr-defined]
        actor, participant_id=participant.pk, district_id=participant.district_id
    )
    return participant


@transaction.atomic
def participant_of_user(*, user_id: int, level: Level = Level.ACCOUNT) -> Participant:
    """The participation of an account in the municipality at hand; made when there is none."""
    participant, _created = Participant.objects.get_or_create(
        user_id=user_id, defaults={"level": max(level, Level.ACCOUNT)}
    )
    return participant


@transaction.atomic
def participant_of_device(*, secret: str) -> Participant:
    """The participation of a device in the municipality at hand; made when there is none."""
    participant, _created = Participant.objects.get_or_create(
        token_hash=devices.token_hash(secret, tenancy.current_id())
    )
    return participant


@transaction.atomic
def live_in(*, participant: Participant, district: Any, actor: Actor) -> None:
    """Say where a participant lives, as far as they want to say it."""
    if participant.district_id == (district.pk if district else None):
        return
    before = participant.district_id
    participant.district = district
    participant.save(update_fields=["district"])
    changes = {"district": (before, participant.district_id)}
    audit.record("people.participant.live_in", participant, actor=actor, changes=changes)


@transaction.atomic
def join_participations(
    *, participant: Participant, user: User, actor: Actor | None = None
) -> Participant:
    """Hand everything a device or code did to the account's own participation.

    Every row of the house that points at the participant is pointed at the account's. Where the
    account did the same thing itself (two ballots in one vote), the account's row stays and the
    device's goes: one person counts once. Joining twice is the same as once.
    """
    participant = Participant.objects.select_for_update().get(pk=participant.pk)
    own = participant_of_user(user_id=user.pk)
    if participant.pk == own.pk or participant.joined_to_id is not None:
        return own
    registry.tell_of_joining(participant, own)
    moved, dropped = _hand_over(participant, own)
    own.district_id = own.district_id or participant.district_id
    own.code_id = own.code_id or participant.code_id
    own.seen_at = clock.now()
    own.save(update_fields=["district", "code", "seen_at"])
    participant.joined_to = own
    participant.token_hash = ""
    participant.save(update_fields=["joined_to", "token_hash"])
    audit.record(
        "people.participant.join",
        participant,
        actor=actor or Actor(user_id=user.pk, participant_id=own.pk),
        changes={
            "joined_to": (None, own.pk),
            **{f"moved {label}": (0, n) for label, n in sorted(moved.items())},
            **{f"counted once {label}": (n, 0) for label, n in sorted(dropped.items())},
        },
    )
    return own


def _hand_over(old: Participant, new: Participant) -> tuple[Counter[str], Counter[str]]:
    """Point every row at the new participant; (rows moved, rows given up) by table."""
    moved: Counter[str] = Counter()
    dropped: Counter[str] = Counter()
    # Hidden relations too: that is where related_name="+" and the rows of many-to-many stand.
    for relation in Participant._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and (relation.one_to_many or relation.one_to_one)):
            continue
        table: Any = relation.related_model
        name, label = relation.field.name, table._meta.label_lower  # type: ignore[union-attr]
        rows = table._base_manager.filter(**{name: old})
        try:
            with transaction.atomic():
                moved[label] += rows.update(**{name: new})
        except IntegrityError:
            for row in rows:
                if _move_one(row, name, new):
                    moved[label] += 1
                elif _give_up(row):
                    dropped[label] += 1
    return +moved, +dropped


def _move_one(row: models.Model, name: str, new: Participant) -> bool:
    try:
        with transaction.atomic():
            type(row)._base_manager.filter(pk=row.pk).update(**{name: new})
    except IntegrityError:
        return False
    return True


def _give_up(row: models.Model) -> bool:
    """Delete what the account did itself already; what others build upon stays with the old one."""
    try:
        with transaction.atomic():
            row.delete()
    except (ProtectedError, RestrictedError):
        return False
    return True


@transaction.atomic
def forget_inactive(*, before: dt.datetime) -> int:
    """Make those who have not come since `before` nobody in particular; how many they were.

    Their district stays, for the counts; the device's hash and the letter are dropped, so that no
    way leads back. Accounts and participations joined to one are not touched.
    """
    stale = Participant.objects.filter(
        seen_at__lt=before, user__isnull=True, forgotten_at__isnull=True
    )
    count = stale.update(token_hash="", code=None, recorded_by=None, forgotten_at=clock.now())
    if count:
        audit.record("people.participant.forget", None, changes={"participants": (count, 0)})
    return count
