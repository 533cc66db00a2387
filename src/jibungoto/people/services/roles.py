"""Roles on scopes with terms: making the presets, granting, ending, extending."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from jibungoto.kernel import audit, clock, outbox, registry, tenancy, vocabulary
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.models import Municipality
from jibungoto.people.models import Department, Role, RoleGrant, RolePermission, User
from jibungoto.people.presets import PRESETS
from jibungoto.people.selectors.administrators import GRANT, administering


class RoleProblem(ValueError):
    """A grant that can't be; its message is a sentence for the person who asked."""


class MoreThanHeld(RoleProblem):
    """Nobody passes on more than they hold themselves."""


class LastAdministrator(RoleProblem):
    """A municipality never stands without somebody who can give roles."""


@transaction.atomic
def create_roles(municipality: Municipality) -> dict[str, Role]:
    """Give a municipality the preset roles, with the permissions its installed apps name.

    Asking again brings the presets up to date, and leaves alone what the municipality made its own.
    """
    made = {}
    with tenancy.within(municipality):
        words = vocabulary.written()
        for order, preset in enumerate(PRESETS, 1):
            role, _created = Role.objects.get_or_create(
                key=preset.key,
                defaults={
                    "name": vocabulary.worded(preset.name, words),
                    "note": preset.note,
                    "scope": preset.scope,
                    "is_staff": preset.is_staff,
                    "order": order * 10,
                },
            )
            if not role.is_own:
                set_permissions(role, registry.role_permissions(preset.key))
            made[preset.key] = role
    return made


def set_permissions(role: Role, wanted: frozenset[str]) -> None:
    """Let a role allow exactly these."""
    held = set(RolePermission.objects.filter(role=role).values_list("permission", flat=True))
    RolePermission.objects.filter(role=role, permission__in=held - wanted).delete()
    RolePermission.objects.bulk_create(
        [RolePermission(role=role, permission=key) for key in sorted(wanted - held)]
    )


@transaction.atomic
def grant_role(
    *,
    role: Role | str,
    user: User,
    district: Any = None,
    organisation: Any = None,
    department: Department | str | None = None,
    starts_on: dt.date | None = None,
    ends_on: dt.date | None = None,
    reason: str = "",
    actor: Actor | None = None,
) -> RoleGrant:
    """Give somebody a role (or the key of one) on a scope for a term; both days are included.

    A department may be told by its name; one that is not in the list yet is put there.
    `actor=None` is the installation itself (demo, command line). The same role on the same scope in
    an overlapping term is answered, not doubled. Raises RoleProblem with a sentence: scope and role
    don't fit, the term is turned round, or the actor would pass on more than they hold.
    """
    starts_on = starts_on or clock.today()
    if isinstance(role, str):
        role = Role.objects.get(key=role)
    check_term(
        role=role,
        district=district,
        organisation=organisation,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    # An invitation of old and the installation may name none: the role then serves no department.
    if actor is not None or department is not None:
        check_department(role, department)
    if isinstance(department, str):
        department = Department.objects.get_or_create(name=department)[0]
    if actor is not None:
        check_not_more(actor, role, district=district, organisation=organisation)
    overlapping = Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on)
    if ends_on is not None:
        overlapping &= Q(starts_on__lte=ends_on)
    held = RoleGrant.objects.filter(
        overlapping,
        role=role,
        user=user,
        district=district,
        organisation=organisation,
        department=department,
    ).first()
    if held is not None:
        return held
    grant = RoleGrant.objects.create(
        role=role,
        user=user,
        district=district,
        organisation=organisation,
        department=department,
        starts_on=starts_on,
        ends_on=ends_on,
        reason=reason,
        granted_by_id=actor.user_id if actor else None,
    )
    audit.record("people.role.grant", grant, actor=actor, changes=_told(grant))
    _tell_followers("people.role.given", grant, actor, role=role.name)
    return grant


def _tell_followers(event: str, grant: RoleGrant, actor: Actor | None, **said: Any) -> None:
    """Those who follow the district or organisation hear of the role; of nobody's name."""
    place: Any = grant.district or grant.organisation
    if place is not None:
        outbox.emit(event, node=place.node, by=actor, **said)


def _told(grant: RoleGrant) -> dict[str, tuple[object, object]]:
    scope = ("district", "organisation", "department")
    names = ("role", "user", *scope, "starts_on", "ends_on", "reason")
    return {name: (None, getattr(grant, name)) for name in names}


def check_term(
    *,
    role: Role,
    district: Any,
    organisation: Any,
    starts_on: dt.date,
    ends_on: dt.date | None,
) -> None:
    """Raise RoleProblem unless the scope is the one the role asks for and the term runs forward."""
    if ends_on is not None and ends_on < starts_on:
        raise RoleProblem(_("「いつまで」は「いつから」より後の日にしてください。"))
    if role.scope == Role.Scope.DISTRICT and district is None:
        raise RoleProblem(
            _("「{}」は地区ごとの役割です。地区を選んでください。").format(role.label)
        )
    if role.scope == Role.Scope.ORGANISATION and organisation is None:
        raise RoleProblem(
            _("「{}」は団体ごとの役割です。団体を選んでください。").format(role.label)
        )
    if role.scope != Role.Scope.DISTRICT and district is not None:
        raise RoleProblem(
            _("「{}」は地区ごとの役割ではありません。地区は空にしてください。").format(role.label)
        )
    if role.scope != Role.Scope.ORGANISATION and organisation is not None:
        raise RoleProblem(
            _("「{}」は団体ごとの役割ではありません。団体は空にしてください。").format(role.label)
        )


def check_department(role: Role, department: object) -> None:
    """Raise RoleProblem unless a department is told exactly where the role asks for one."""
    if role.scope == Role.Scope.DEPARTMENT and not department:
        raise RoleProblem(
            _("「{}」は担当課ごとの役割です。担当課を選んでください。").format(role.label)
        )
    if role.scope != Role.Scope.DEPARTMENT and department:
        raise RoleProblem(
            _("「{}」は担当課ごとの役割ではありません。担当課は空にしてください。").format(
                role.label
            )
        )


def check_not_more(actor: Actor, role: Role, *, district: Any, organisation: Any) -> None:
    """Raise MoreThanHeld if the role allows, on this scope, what the actor may not do there."""
    path = district.lineage if district is not None else ""
    organisation_id = organisation.pk if organisation is not None else None
    wanted = RolePermission.objects.filter(role=role).values_list("permission", flat=True)
    missing = [
        key
        for key in wanted
        if not actor.may(key, district_path=path, organisation_id=organisation_id)
    ]
    if not missing:
        return
    labels = registry.permissions()
    first = next((str(labels[key].label) for key in missing if key in labels), missing[0])
    raise MoreThanHeld(
        _(
            "「{}」には、あなたにない権限（{}など）がふくまれます。管理者にお願いしてください。"
        ).format(role.label, first)
    )


@transaction.atomic
def end_grant(
    *, grant: RoleGrant, last_day: dt.date, reason: str, actor: Actor | None
) -> RoleGrant:
    """Let a role end on a day (that day still counts). A role that has not begun is taken back.

    Raises RoleProblem for a day before yesterday or after the term, LastAdministrator when nobody
    who can give roles would be left.
    """
    grant = (
        RoleGrant.objects.select_for_update(of=("self",)).select_related("role").get(pk=grant.pk)
    )
    yesterday = clock.today() - dt.timedelta(days=1)
    if last_day < yesterday:
        raise RoleProblem(_("過ぎた日にさかのぼって終えることはできません。"))
    if grant.ends_on is not None and last_day > grant.ends_on:
        raise RoleProblem(_("いまの期限より後の日です。延ばすときは「延長」を使ってください。"))
    check_administrator_stays(without=grant, until=last_day)
    changes = {"ends_on": (grant.ends_on, last_day), "reason": ("", reason)}
    audit.record("people.role.end", grant, actor=actor, changes=changes)
    _tell_followers(
        "people.role.ending", grant, actor, role=grant.role.name, on=last_day.isoformat()
    )
    if grant.starts_on > last_day:
        grant.delete()
        return grant
    grant.ends_on = last_day
    grant.ended_reason = reason
    grant.save(update_fields=["ends_on", "ended_reason"])
    return grant


@transaction.atomic
def extend_grant(
    *, grant: RoleGrant, ends_on: dt.date | None, reason: str, actor: Actor
) -> RoleGrant:
    """Let a role last until a later day, or without an end. Raises RoleProblem, MoreThanHeld."""
    grant = (
        RoleGrant.objects.select_for_update(of=("self",))
        .select_related("role", "district", "organisation")
        .get(pk=grant.pk)
    )
    if grant.ends_on is not None and grant.ends_on < clock.today():
        raise RoleProblem(_("もう終わった役割です。新しく渡してください。"))
    if grant.ends_on is None or (ends_on is not None and ends_on <= grant.ends_on):
        raise RoleProblem(_("いまの期限より後の日を選んでください。"))
    check_not_more(actor, grant.role, district=grant.district, organisation=grant.organisation)
    changes = {"ends_on": (grant.ends_on, ends_on), "reason": (grant.reason, reason)}
    audit.record("people.role.extend", grant, actor=actor, changes=changes)
    grant.ends_on = ends_on
    grant.reason = reason or grant.reason
    grant.save(update_fields=["ends_on", "reason"])
    return grant


def check_administrator_stays(*, without: RoleGrant, until: dt.date) -> None:
    """Raise LastAdministrator if ending this grant left nobody to give roles in the whole city.

    Counted are grants of other active accounts that hold today and have no earlier end than the
    one being ended would have had.
    """
    if without.district_id or not without.role.permissions.filter(permission=GRANT).exists():
        return
    day = max(clock.today(), until + dt.timedelta(days=1))
    if not administering(RoleGrant.objects.exclude(pk=without.pk), until=day).exists():
        raise LastAdministrator(
            _("役割を渡せる方がいなくなります。先に次の方へ「管理者」を渡してください。")
        )
