"""The departments of the city: the list of them, what they became, and whose role is whose."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jibungoto.kernel import audit
from jibungoto.kernel.actor import Actor
from jibungoto.people.models import Department, Role, RoleGrant

from .roles import RoleProblem


def department_named(name: str) -> Department:
    """The department of this name, put in the list where it is not yet there."""
    department, _made = Department.objects.get_or_create(name=_tidy(name))
    return department


@transaction.atomic
def add_department(*, name: str, actor: Actor) -> Department:
    """Put a department in the list. Raises RoleProblem for an empty or a known name."""
    name = _tidy(name)
    _check_name(name)
    department = Department.objects.create(name=name)
    audit.record("people.department.add", department, actor=actor, changes={"name": ("", name)})
    return department


@transaction.atomic
def change_department(
    *, department: Department, name: str, became: Department | None, actor: Actor
) -> Department:
    """Write the name otherwise, or say which department it is today (renamed, merged).

    Whoever is of today's department then answers also for what is written under the old names, and
    the holders of the old one count as today's; taking `became` out undoes that. Raises RoleProblem
    for a name that is taken and for departments that became each other.
    """
    department = Department.objects.select_for_update(of=("self",)).get(pk=department.pk)
    name = _tidy(name)
    if name != department.name:
        _check_name(name)
    if became is not None:
        became = Department.objects.select_for_update(of=("self",)).get(pk=became.pk)
        became = became.became or became
    if became is not None and became.pk == department.pk:
        raise RoleProblem(
            _("「{}」は、この課が引き継いだ課です。ほかの課を選んでください。").format(name)
        )
    before = {"name": department.name, "became": department.became}
    department.name, department.became = name, became
    try:
        with transaction.atomic():
            department.save(update_fields=["name", "became"])
    except IntegrityError:
        raise RoleProblem(_("「{}」は、もう一覧にあります。").format(name)) from None
    if became is not None:
        # What once became this department is today what this one became: one step, never a chain.
        Department.objects.filter(became=department).update(became=became)
    after = {"name": name, "became": became}
    changes = audit.diff(before, after)
    audit.record("people.department.change", department, actor=actor, changes=changes)
    return department


@transaction.atomic
def assign_department(*, grant: RoleGrant, department: str, actor: Actor) -> RoleGrant:
    """Say which department a role is held for. Raises RoleProblem where the role knows none."""
    grant = (
        RoleGrant.objects.select_for_update(of=("self",)).select_related("role").get(pk=grant.pk)
    )
    if grant.role.scope != Role.Scope.DEPARTMENT:
        raise RoleProblem(_("「{}」は担当課ごとの役割ではありません。").format(grant.role.label))
    before, grant.department = grant.department, department_named(department)
    grant.save(update_fields=["department"])
    changes = {"department": (before, grant.department)}
    audit.record("people.role.assign", grant, actor=actor, changes=changes)
    return grant


def _tidy(name: str) -> str:
    return " ".join(name.split())[:80]


def _check_name(name: str) -> None:
    if not name:
        raise RoleProblem(_("課の名前を書いてください。"))
    if Department.objects.filter(name=name).exists():
        raise RoleProblem(_("「{}」は、もう一覧にあります。").format(name))
