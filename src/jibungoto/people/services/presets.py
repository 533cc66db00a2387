"""Roles of the house in municipalities that stand: what a new version lets them do besides."""

from collections import defaultdict

from django.db import transaction

from jibungoto.kernel import audit, registry, tenancy
from jibungoto.people.models import Role, RolePermission
from jibungoto.people.presets import PRESETS

from .roles import set_permissions

FOLLOW = "people.role.follow"


def follow_presets() -> int:
    """Let every preset role that no municipality made its own allow what this version says.

    Answers how many roles changed; each change is on the record of its municipality. Two queries
    where nothing is new. What a municipality made its own stays as it is.
    """
    wanted = {preset.key: registry.role_permissions(preset.key) for preset in PRESETS}
    roles = list(Role.everywhere.filter(key__in=wanted, is_own=False).order_by("pk"))
    if not roles:
        return 0
    held: dict[int, set[str]] = defaultdict(set)
    rows = RolePermission.everywhere.filter(role__key__in=wanted, role__is_own=False)
    for role_id, permission in rows.values_list("role_id", "permission"):
        held[role_id].add(permission)
    behind = [role for role in roles if held[role.pk] != wanted[role.key]]
    return sum(_follow(role, wanted[role.key]) for role in behind)


@transaction.atomic
def _follow(role: Role, wanted: frozenset[str]) -> bool:
    with tenancy.within(role.municipality_id):
        locked = Role.objects.select_for_update(of=("self",)).get(pk=role.pk)
        held = set(RolePermission.objects.filter(role=role).values_list("permission", flat=True))
        if locked.is_own or held == wanted:  # somebody was faster
            return False
        set_permissions(locked, wanted)
        changes = {
            "added": ((), sorted(wanted - held)),
            "removed": (sorted(held - wanted), ()),
        }
        audit.record(FOLLOW, locked, changes={key: one for key, one in changes.items() if any(one)})
        return True
