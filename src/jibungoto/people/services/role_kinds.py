"""What a role is called and allows: the municipality's own choice."""

from collections.abc import Collection

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from jibungoto.kernel import audit, clock, identity, registry
from jibungoto.kernel.actor import Actor
from jibungoto.people.models import Role, RoleGrant, RolePermission
from jibungoto.people.selectors.administrators import GRANT

from .roles import LastAdministrator, MoreThanHeld, set_permissions


@transaction.atomic
def set_role(
    *,
    role: Role | None,
    name: str,
    note: str,
    scope: str,
    is_staff: bool,
    permissions: Collection[str],
    actor: Actor,
) -> Role:
    """Make a role (`role=None`) or change one; from then on it is the municipality's own.

    A role that somebody holds keeps its scope. Raises MoreThanHeld when a permission is put in or
    taken out that the actor does not hold in the whole city, LastAdministrator when nobody would be
    left who can give roles.
    """
    wanted = frozenset(permissions) & registry.permissions().keys()
    before = _permissions(role) if role else frozenset()
    for key in sorted(wanted ^ before):
        if not actor.may(key):
            label = registry.permission_label(key) if key in registry.permissions() else key
            raise MoreThanHeld(_("「{}」は、あなたにない権限です。変えられません。").format(label))
    if role is None:
        key = slugify(name) or f"own-{identity.short_code(6).lower()}"
        role = Role(key=key[:40], scope=scope, is_staff=is_staff, order=200)
        if Role.objects.filter(key=role.key).exists():
            role.key = f"own-{identity.short_code(6).lower()}"
    elif not RoleGrant.objects.filter(role=role).exists():
        role.scope, role.is_staff = scope, is_staff
    changes = {
        "name": (role.name, name),
        "added": ((), sorted(wanted - before)),
        "removed": (sorted(before - wanted), ()),
    }
    role.name, role.note, role.is_own = name, note, True
    role.save()
    set_permissions(role, wanted)
    if GRANT in before - wanted and not _somebody_gives():
        raise LastAdministrator(_("役割を渡せる方がいなくなるため、この権限は外せません。"))
    audit.record("people.role.change", role, actor=actor, changes=changes)
    return role


def _permissions(role: Role) -> frozenset[str]:
    held = RolePermission.objects.filter(role=role)
    return frozenset(held.values_list("permission", flat=True))


def _somebody_gives() -> bool:
    gives = RolePermission.objects.filter(permission=GRANT).values("role_id")
    today = clock.today()
    held = RoleGrant.objects.filter(role_id__in=gives, starts_on__lte=today, user__is_active=True)
    return held.filter(district=None, organisation=None).exclude(ends_on__lt=today).exists()
