"""Who holds which role where; invitations, turn-overs and letters for those who look after them."""

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from jibungoto.kernel import clock, registry
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.keyed import only
from jibungoto.people.models import (
    CodeBatch,
    Department,
    Invitation,
    Role,
    RoleGrant,
    RolePermission,
    TurnOver,
)
from jibungoto.people.policies import visible_grants


def grants(
    actor: Actor,
    *,
    when: str = "now",
    q: str = "",
) -> QuerySet[RoleGrant]:
    """Roles held ("now"), to come ("next") or over ("past"), as far as the actor may see them.

    `q` narrows to a part of a role's, district's or organisation's name, or of an address.
    """
    today = clock.today()
    over = Q(ends_on__lt=today)
    chosen = {
        "now": Q(starts_on__lte=today) & ~over,
        "next": Q(starts_on__gt=today),
        "past": over,
    }
    narrowed = Q()
    if q:
        for name in (
            "role__name",
            "district__name",
            "organisation__name",
            "department__name",
            "user__email",
        ):
            narrowed |= Q(**{f"{name}__icontains": q})
    return (
        RoleGrant.objects.filter(visible_grants(actor), narrowed, chosen.get(when, chosen["now"]))
        .select_related("role", "user", "district", "organisation", "department")
        .order_by("role__order", "district__order", "organisation__kana", "starts_on", "pk")
    )


def grant(actor: Actor, *, pk: int) -> RoleGrant | None:
    found = RoleGrant.objects.filter(visible_grants(actor), pk=pk)
    return only(
        found.select_related("role", "user", "district", "organisation", "department", "granted_by")
    )


def invitations(actor: Actor) -> QuerySet[Invitation]:
    """Invitations that still wait for an answer, as far as the actor may see them."""
    waiting = Invitation.objects.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)
    return waiting.filter(visible_grants(actor)).select_related(
        "role", "district", "organisation", "department"
    )


def invitation(actor: Actor, *, public_id: UUID) -> Invitation | None:
    found = Invitation.objects.filter(visible_grants(actor), public_id=public_id)
    return only(found.select_related("role", "district", "organisation", "department"))


def turn_overs(actor: Actor) -> QuerySet[TurnOver]:
    if not actor.scopes("people.role.grant").everywhere:
        return TurnOver.objects.none()
    return TurnOver.objects.all()


def turn_over(actor: Actor, *, pk: int) -> TurnOver | None:
    return only(turn_overs(actor).filter(pk=pk))


def changes_of(done: TurnOver) -> QuerySet[Any]:
    """What a turn-over began, ended and invited, with names."""
    names = ("begun", "ended", "invited")
    related = [
        f"{n}__{f}" for n in names for f in ("role", "district", "organisation", "department")
    ]
    return done.changes.select_related(*related, "begun__user", "ended__user").order_by("pk")


def batches(actor: Actor) -> QuerySet[CodeBatch]:
    """Batches of letters, newest first, each with how often its codes were used."""
    if not actor.may_somewhere("people.code.print"):
        return CodeBatch.objects.none()
    found = CodeBatch.objects.select_related("district").annotate(used=Sum("codes__used"))
    return found.order_by("-created_at", "-pk")


def batch(actor: Actor, *, pk: int) -> CodeBatch | None:
    return only(batches(actor).filter(pk=pk))


def viewable_roles(actor: Actor) -> QuerySet[Role]:
    """Roles whose eyes the actor may borrow: those who give roles only for those who give roles."""
    if actor.may("people.role.grant"):
        return Role.objects.all()
    giving = RolePermission.objects.filter(permission="people.role.grant").values("role_id")
    return Role.objects.exclude(pk__in=giving)


def own_grants(actor: Actor) -> QuerySet[RoleGrant]:
    """The actor's own roles in this municipality, running ones first."""
    if actor.user_id is None:
        return RoleGrant.objects.none()
    mine = RoleGrant.objects.filter(user_id=actor.user_id)
    return mine.select_related("role", "district", "organisation", "department").order_by(
        "-starts_on"
    )


def ends_soon(actor: Actor, *, within: dt.timedelta) -> QuerySet[RoleGrant] | None:
    """The actor's own roles that end within so long; None where there can be none."""
    today = clock.today()
    last = today + within
    # The actor knows their roles unless some are asleep: most people need not be asked about.
    known = actor.grants and not actor.second_factor_missing
    if known and not any(g.ends_on and g.ends_on <= last for g in actor.grants):
        return None
    return own_grants(actor).filter(ends_on__gte=today, ends_on__lte=last)


def role_kinds() -> list[tuple[Role, list[str]]]:
    """Every role of the municipality with what it allows, in words."""
    known = registry.permissions()
    return [
        (
            role,
            [
                str(known[p.permission].label)
                for p in role.permissions.all()
                if p.permission in known
            ],
        )
        for role in Role.objects.prefetch_related("permissions")
    ]


def role_kind(actor: Actor, *, key: str) -> Role | None:
    """A role by its key; its name and what it allows are no secret."""
    return only(Role.objects.filter(key=key))


def departments() -> list[Department]:
    """The departments in the list, each with .holders: how many are of it now."""
    today = clock.today()
    held = RoleGrant.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=today),
        starts_on__lte=today,
        department=OuterRef("pk"),
    )
    counted = held.order_by().values("department").annotate(n=Count("user", distinct=True))
    found = Department.objects.select_related("became")
    return list(found.annotate(holders=Coalesce(Subquery(counted.values("n")), 0)))


def departments_only_named() -> list[str]:
    """The departments plans and other records name that are not in the list."""
    known = set(Department.objects.values_list("name", flat=True))
    return [name for name in registry.departments_named() if name not in known]


def department(actor: Actor, *, pk: int) -> Department | None:
    """A department; that there is one is no secret."""
    return only(Department.objects.select_related("became").filter(pk=pk))


def addresses_of_departments(names: Iterable[str]) -> dict[str, list[str]]:
    """The mail addresses of those who hold a role for departments now, by the name asked for."""
    today, wanted = clock.today(), set(names)
    of_today: dict[int, list[str]] = {}
    for found in Department.objects.filter(name__in=wanted):
        of_today.setdefault(found.became_id or found.pk, []).append(found.name)
    held = RoleGrant.objects.exclude(ends_on__lt=today).filter(
        starts_on__lte=today, department__isnull=False, user__is_active=True
    )
    addresses: dict[str, list[str]] = {}
    rows = held.annotate(now=Coalesce("department__became_id", "department_id"))
    for now, email in rows.order_by("pk").values_list("now", "user__email"):
        for name in of_today.get(now, ()):
            addresses.setdefault(name, []).append(email)
    return {name: list(dict.fromkeys(found)) for name, found in addresses.items()}
