"""Where an account stands in a municipality: its participation, its roles now and before."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import (
    Case,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    StringAgg,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from jibungoto.kernel.actor import Grant
from jibungoto.kernel.keyed import only
from jibungoto.kernel.prepared import Prepared, as_model, columns
from jibungoto.people.models import Department, Role, RolePermission, User

_AND = " "  # between the keys of permissions, which hold no blank
_LINE = "\n"  # between the names of departments
PastTerm = tuple[dt.date, dt.date, int | None]


@dataclass(frozen=True, slots=True)
class Standing:
    participant_id: int | None = None
    district_id: int | None = None
    grants: tuple[Grant, ...] = ()
    staff_roles: frozenset[str] = frozenset()  # the keys of held roles that ask a second factor
    past_terms: tuple[PastTerm, ...] = ()
    has_second_factor: bool = False


def is_current(starts_on: dt.date, ends_on: dt.date | None, today: dt.date) -> bool:
    """Whether a term holds on a day: both its first and its last day count."""
    return starts_on <= today and (ends_on is None or today <= ends_on)


def standing(*, user_id: int, municipality_id: int, today: dt.date) -> Standing:
    """Everything the Actor needs to know about an account, in one query."""
    found = account(user_id=user_id, municipality_id=municipality_id, today=today)
    return Standing() if found is None else standing_of(found, municipality_id, today)


def account(*, user_id: int, municipality_id: int | None, today: dt.date) -> User | None:
    """An account together with where it stands in the municipality, in one query."""
    if municipality_id is None:
        return only(User.objects.filter(pk=user_id))
    rows = _WITH_STANDING.rows(user_id=user_id, municipality_id=municipality_id)
    if not rows:
        return None
    found = as_model(User, rows[0])
    found.stands = (municipality_id, today, _read(rows, today))  # type: ignore[attr-defined]
    return found


def standing_of(user: User, municipality_id: int, today: dt.date) -> Standing:
    """Where an account stands; asked only if `account` did not bring the answer along."""
    place, day, found = getattr(user, "stands", (None, None, Standing()))
    if (place, day) == (municipality_id, today):
        return found
    return standing(user_id=user.pk, municipality_id=municipality_id, today=today)


def _with_standing(*, user_id: int, municipality_id: int) -> QuerySet[User, dict[str, Any]]:
    """One row for each role an account was ever given here, one at least."""
    found: QuerySet[User, dict[str, Any]] = (
        User.objects.filter(pk=user_id)
        .alias(
            here=FilteredRelation(
                "participations", condition=Q(participations__municipality_id=municipality_id)
            ),
            held=FilteredRelation("grants", condition=Q(grants__municipality_id=municipality_id)),
        )
        .values(
            *columns(User),
            participant=F("here__id"),
            lives_in=F("here__district_id"),
            role=F("held__role_id"),
            key=F("held__role__key"),
            staff=F("held__role__is_staff"),
            district=F("held__district_id"),
            organisation=F("held__organisation_id"),
            since=F("held__starts_on"),
            until=F("held__ends_on"),
            bound=Case(When(held__role__scope=Role.Scope.DEPARTMENT, then=True), default=False),
            serves=Subquery(_departments(municipality_id)),
            allowed=Subquery(_permissions(municipality_id)),
            second_factor=Exists(_second_factors()),
        )
    )
    return found


_WITH_STANDING = Prepared(_with_standing)


def _read(rows: list[dict[str, Any]], today: dt.date) -> Standing:
    held = [row for row in rows if row["role"] is not None]
    current = [row for row in held if is_current(row["since"], row["until"], today)]
    return Standing(
        participant_id=rows[0]["participant"],
        district_id=rows[0]["lives_in"],
        grants=tuple(
            Grant(
                role=row["key"],
                permissions=frozenset((row["allowed"] or "").split(_AND)) - {""},
                district_id=row["district"],
                organisation_id=row["organisation"],
                ends_on=row["until"],
                departments=_names(row["serves"]) if row["bound"] else None,
            )
            for row in current
        ),
        staff_roles=frozenset(row["key"] for row in current if row["staff"]),
        past_terms=tuple(
            (row["since"], row["until"], row["district"])
            for row in held
            if row["until"] is not None and row["until"] < today
        ),
        has_second_factor=rows[0]["second_factor"],
    )


def _permissions(municipality_id: int) -> QuerySet[Any]:
    """The keys a held role allows, as one text."""
    found: QuerySet[Any] = RolePermission.everywhere.filter(
        municipality_id=municipality_id, role=OuterRef("held__role_id")
    )
    told: QuerySet[Any] = (
        found.order_by()
        .values("role")
        .annotate(told=StringAgg("permission", Value(_AND)))
        .values("told")
    )
    return told


def _departments(municipality_id: int) -> QuerySet[Any]:
    """The names of the department a role is held for: as it is called today, and as it was."""
    today = Coalesce(OuterRef("held__department__became_id"), OuterRef("held__department_id"))
    found: QuerySet[Any] = Department.everywhere.filter(municipality_id=municipality_id).annotate(
        today=Coalesce("became_id", "pk")
    )
    told: QuerySet[Any] = (
        found.filter(today=today)
        .order_by()
        .values("today")
        .annotate(told=StringAgg("name", Value(_LINE)))
        .values("told")
    )
    return told


def _names(told: str | None) -> frozenset[str]:
    return frozenset((told or "").split(_LINE)) - {""}


def _second_factors() -> QuerySet[Any]:
    # Recovery codes alone are the spare key, not the lock.
    found: QuerySet[Any] = Authenticator.objects.filter(user_id=OuterRef("pk"))
    return found.exclude(type=Authenticator.Type.RECOVERY_CODES)


def has_second_factor(user_id: int) -> bool:
    """Whether an account has an authenticator app or a passkey."""
    second: QuerySet[Any] = Authenticator.objects.filter(user_id=user_id)
    return second.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()
