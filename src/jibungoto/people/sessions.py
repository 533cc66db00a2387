"""What a session says about who is asking: signed in or not, viewing as a role, at a counter."""

from dataclasses import dataclass
from typing import Any

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.conf import settings
from django.db import connection
from django.http import HttpRequest

from jibungoto.kernel import clock, registry
from jibungoto.kernel.actor import Actor, Grant, Level

from . import devices
from .models import Participant, RolePermission
from .selectors.standing import Standing, standing_of

VIEW_AS = "people.view_as"
COUNTER = "people.counter"
LOOK = "people.view_as.use"
RECORD = "people.counter.record"
# What somebody who views as another role may still do.
WHILE_VIEWING = frozenset({"people.view_as.stop", "people.account.leave"})


@dataclass(frozen=True, slots=True)
class ViewAs:
    """The role whose eyes are borrowed, and where; kept in the session."""

    municipality_id: int
    role_id: int
    role: str
    district_id: int | None = None
    organisation_id: int | None = None
    department: str | None = None  # for a role of departments; "" where none is known
    name: str = ""


def actor_of(request: HttpRequest) -> Actor:
    """The Actor of a request. Costs nothing for a visitor without cookies."""
    municipality = request.municipality  # type: ignore[attr-defined]
    municipality_id = municipality.pk if municipality else None
    if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
        return _signed_in(request, municipality_id)
    # Whoever comes with a browser can act from this device: the token every form carries proves
    # that it keeps cookies. The participant itself appears at the first action.
    actor = Actor(municipality_id=municipality_id, level=Level.DEVICE)
    secret = devices.secret_of(request)
    if not secret or municipality_id is None:
        return actor
    hashed = devices.token_hash(secret, municipality_id)
    found = _known(hashed, municipality_id)
    if found is None:
        return actor
    participant_id, level, district_id = found
    return Actor(
        municipality_id=municipality_id,
        participant_id=participant_id,
        level=Level(level),
        district_id=district_id,
    )


# By hand: every request of a device asks this, and building the query takes longer than its answer.
_KNOWN = f"""
SELECT id, level, district_id FROM {Participant._meta.db_table}
WHERE token_hash = %s AND municipality_id = %s
"""  # noqa: S608  our own names


def _known(hashed: str, municipality_id: int) -> tuple[int, int, int | None] | None:
    """Id, level and district of the participant behind a device, if it took part before."""
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [hashed, municipality_id])
        found: tuple[int, int, int | None] | None = cursor.fetchone()
    return found


def _signed_in(request: HttpRequest, municipality_id: int | None) -> Actor:
    user: Any = request.user
    level = Level.VERIFIED if user.verified_at else Level.ACCOUNT
    if municipality_id is None:
        return Actor(user_id=user.pk, level=level)
    found = standing_of(user, municipality_id, clock.today())
    grants, missing = _awake(request, found)
    actor = Actor(
        municipality_id=municipality_id,
        user_id=user.pk,
        participant_id=found.participant_id,
        level=level,
        district_id=found.district_id,
        grants=grants,
        past_terms=found.past_terms,
        second_factor_missing=missing,
    )
    return _in_another_place(request, actor)


def _in_another_place(request: HttpRequest, actor: Actor) -> Actor:
    """Who the session speaks for, if not the person: only as long as their own role allows it."""
    counter: dict[str, int] | None = request.session.get(COUNTER)
    if counter and counter["municipality"] == actor.municipality_id:
        return _at_counter(actor, counter) if actor.may_somewhere(RECORD) else actor
    viewed = view_as_of(request)
    if viewed is not None and viewed.municipality_id == actor.municipality_id:
        return _viewing(actor, viewed) if actor.may_somewhere(LOOK) else actor
    return actor


def _awake(request: HttpRequest, found: Standing) -> tuple[tuple[Grant, ...], bool]:
    """The grants that count now, and whether staff roles sleep for want of a second factor."""
    if not settings.STAFF_MFA or not found.staff_roles:
        return found.grants, False
    if found.has_second_factor and used_second_factor(request):
        return found.grants, False
    return tuple(g for g in found.grants if g.role not in found.staff_roles), True


def used_second_factor(request: HttpRequest) -> bool:
    """Whether somebody signed in, or confirmed since, with a second factor or a passkey."""
    records = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY)
    return any(record.get("method") == "mfa" for record in records or ())


def view_as_of(request: HttpRequest) -> ViewAs | None:
    kept: dict[str, Any] | None = request.session.get(VIEW_AS)
    return ViewAs(**kept) if kept else None


def _viewing(actor: Actor, viewed: ViewAs) -> Actor:
    """The role's eyes, without what it reads about other persons, and without a participant."""
    keys = RolePermission.objects.filter(role_id=viewed.role_id).values_list(
        "permission", flat=True
    )
    known = registry.permissions()
    seen = frozenset(key for key in keys if key in known and not known[key].personal)
    grant = Grant(
        viewed.role,
        seen,
        viewed.district_id,
        viewed.organisation_id,
        departments=None if viewed.department is None else frozenset([viewed.department]),
    )
    return Actor(
        municipality_id=viewed.municipality_id,
        user_id=actor.user_id,
        level=actor.level,
        district_id=viewed.district_id,
        grants=(grant,),
        viewed_by=actor.user_id,
    )


def _at_counter(actor: Actor, counter: dict[str, int]) -> Actor:
    """Somebody at the counter, for whom a member of staff writes: the staff's own roles rest."""
    return Actor(
        municipality_id=actor.municipality_id,
        user_id=actor.user_id,
        participant_id=counter["participant"],
        level=Level.COUNTER,
        district_id=counter.get("district"),
    )
