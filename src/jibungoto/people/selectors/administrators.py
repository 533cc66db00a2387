"""Who can give roles in a whole municipality: without one, nobody can let anybody in."""

import datetime as dt

from django.db.models import Q, QuerySet

from jibungoto.kernel import clock
from jibungoto.kernel.models import Municipality
from jibungoto.people.models import Invitation, RoleGrant, RolePermission

GRANT = "people.role.grant"


def administering(rows: "QuerySet[RoleGrant]", *, until: dt.date) -> "QuerySet[RoleGrant]":
    """Those of `rows` that let an active account give roles in the whole city, today and at least
    until this day."""
    gives = RolePermission.everywhere.filter(permission=GRANT).values("role_id")
    return rows.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=until),
        role_id__in=gives,
        starts_on__lte=until,
        user__is_active=True,
        user__erase_on__isnull=True,
        district__isnull=True,
        organisation__isnull=True,
    )


def invited_to_administer() -> list[str]:
    """The names of the municipalities nobody administers whose administrator has been invited
    and may still come.
    """
    gives = RolePermission.everywhere.filter(permission=GRANT).values("role_id")
    waiting = Invitation.everywhere.filter(
        role_id__in=gives,
        accepted_at=None,
        withdrawn_at=None,
        expires_on__gte=clock.today(),
        district__isnull=True,
        organisation__isnull=True,
    )
    names = set(waiting.values_list("municipality__name", flat=True))
    return [name for name in cities_without_administrator()[1] if name in names]


def cities_without_administrator() -> tuple[int, list[str]]:
    """How many municipalities there are, and the names of those nobody administers today."""
    held = administering(RoleGrant.everywhere.all(), until=clock.today())
    names = dict(Municipality.objects.order_by("pk").values_list("pk", "name"))
    looked_after = set(held.values_list("municipality_id", flat=True))
    return len(names), [name for pk, name in names.items() if pk not in looked_after]
