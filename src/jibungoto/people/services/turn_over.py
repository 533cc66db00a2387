"""Handing over many roles at once, as in April: read, show, do all or nothing, undo."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from jibungoto.japan import eras
from jibungoto.kernel import audit, clock, vocabulary
from jibungoto.kernel.actor import Actor
from jibungoto.people import scopes
from jibungoto.people.models import Invitation, Role, RoleGrant, TurnOver, TurnOverChange, User
from jibungoto.ui.listing import inside, listed

from .invitations import invite, withdraw_invitation
from .roles import (
    RoleProblem,
    check_administrator_stays,
    check_department,
    check_not_more,
    check_term,
)

MOST_ROWS = 500
COLUMNS = ("name", "email", "role", "scope", "starts_on", "ends_on", "reason")


@dataclass(slots=True)
class Row:
    """One line of the pasted table, as understood; `faults` say what is wrong and where."""

    number: int  # counted as in the pasted text
    email: str = ""
    role: Role | None = None
    district: Any = None
    organisation: Any = None
    department: str | None = None  # its name
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    reason: str = ""
    known: bool = False  # the address has an account: no invitation is needed
    same: bool = False  # holds this very role already: nothing changes
    faults: list[str] = field(default_factory=list)

    @property
    def scope(self) -> Any:
        return self.district or self.organisation or self.department


def read_rows(text: str, *, actor: Actor) -> list[Row]:
    """Read a pasted table: name (not kept), address, role, scope, from, until, reason.

    A line of headings and empty lines are passed over. Nothing is written.
    """
    lines = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line.strip()]
    reader = _Reader(actor)
    rows = [reader.read(number, _cells(line)) for number, line in lines if not _is_head(line)]
    _mark_doubles(rows)
    reader.mark_known(rows)
    return rows


def _cells(line: str) -> list[str]:
    cells = line.split("\t") if "\t" in line else line.split(",")
    cells = [cell.strip().strip('"') for cell in cells]
    return cells + [""] * (len(COLUMNS) - len(cells))


def _is_head(line: str) -> bool:
    return "@" not in line and bool(re.search("メール|アドレス|役割", line))


def _mark_doubles(rows: Iterable[Row]) -> None:
    seen: dict[tuple[Any, ...], int] = {}
    for row in rows:
        key = (row.email, row.role, row.district, row.organisation, row.department)
        if row.role is not None and key in seen:
            row.faults.append(_("{}行目と同じ内容です。").format(seen[key]))
        seen.setdefault(key, row.number)


class _Reader:
    """Roles, districts and organisations of the municipality, looked up once."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.roles = {name: role for role in Role.objects.all() for name in (role.name, role.key)}
        self.districts = _by_name(scopes.districts(), "name", "slug", "code")
        self.word = str(vocabulary.words()["district"])  # つつじ台 is 「つつじ台地区」
        self.departments = set(scopes.departments())
        self.organisations = _by_name(scopes.organisations(), "name", "slug")

    def read(self, number: int, cells: Sequence[str]) -> Row:
        _name, email, role, scope, starts_on, ends_on, reason = cells[: len(COLUMNS)]
        row = Row(number=number, email=email.lower(), reason=reason)
        try:
            validate_email(row.email)
        except ValidationError:
            row.faults.append(_("メールアドレスを読み取れません：{}").format(email or _("空")))
        row.role = self.roles.get(role)
        if row.role is None:
            row.faults.append(_("役割の名前が見つかりません：{}").format(role or _("空")))
        self._read_scope(row, scope)
        row.starts_on = self._day(row, starts_on, _("いつから")) or clock.today()
        row.ends_on = self._day(row, ends_on, _("いつまで"))
        self._check(row)
        return row

    def _read_scope(self, row: Row, scope: str) -> None:
        if not scope or row.role is None:
            return
        if row.role.scope == Role.Scope.ORGANISATION:
            row.organisation = self.organisations.get(scope)
        elif row.role.scope == Role.Scope.DISTRICT:
            row.district = self.districts.get(scope) or self.districts.get(scope + self.word)
        elif row.role.scope == Role.Scope.DEPARTMENT:
            row.department = scope if scope in self.departments else None
        else:
            return
        if row.scope is None:
            row.faults.append(_("地区・団体・課の名前が見つかりません：{}").format(scope))

    def _day(self, row: Row, text: str, label: str) -> dt.date | None:
        if not text:
            return None
        try:
            return eras.parse_date(text)
        except eras.JapaneseDateError:
            row.faults.append(_("「{}」の日付を読み取れません：{}").format(label, text))
            return None

    def _check(self, row: Row) -> None:
        if row.role is None or row.faults:
            return
        where = {"district": row.district, "organisation": row.organisation}
        try:
            check_term(
                role=row.role,
                starts_on=row.starts_on or clock.today(),
                ends_on=row.ends_on,
                **where,
            )
            check_department(row.role, row.department)
            check_not_more(self.actor, row.role, **where)
        except RoleProblem as problem:
            row.faults.append(str(problem))

    def mark_known(self, rows: Sequence[Row]) -> None:
        users = dict(
            User.objects.filter(email__in={row.email for row in rows}).values_list("email", "pk")
        )
        held = {
            (g.user_id, g.role_id, _place(g)): g
            for g in RoleGrant.objects.filter(user_id__in=users.values())
            .exclude(ends_on__lt=clock.today())
            .select_related("department")
            .order_by("starts_on")
        }
        for row in rows:
            row.known = row.email in users
            if not row.known or row.role is None:
                continue
            place = (
                row.district and row.district.pk,
                row.organisation and row.organisation.pk,
                row.department,
            )
            same = held.get((users[row.email], row.role.pk, place))
            row.same = same is not None and (
                same.ends_on is None or same.ends_on >= (row.starts_on or clock.today())
            )


def _place(grant: RoleGrant) -> tuple[Any, ...]:
    department = grant.department.name if grant.department else None
    return grant.district_id, grant.organisation_id, department


def _by_name(found: Iterable[Any], *names: str) -> dict[str, Any]:
    return {
        getattr(thing, name): thing for thing in found for name in names if getattr(thing, name)
    }


@transaction.atomic
def turn_over(
    *,
    rows: Sequence[Row],
    ending: Sequence[RoleGrant],
    last_day: dt.date | None,
    actor: Actor,
    note: str = "",
) -> TurnOver:
    """End some roles on a day and begin others, all or nothing.

    Rows whose role is held already change nothing. Raises RoleProblem: a row has faults, an end
    outside its term, or nobody left who can give roles.
    """
    if faulty := [row.number for row in rows if row.faults]:
        raise RoleProblem(_("{}行目を直してください。").format(listed(faulty, "・")))
    done = TurnOver.objects.create(done_by_id=actor.user_id, note=note)
    for grant in ending:
        _end(done, grant, last_day or clock.today())
    for row in rows:
        if not row.same:
            _begin(done, row, actor)
    for grant in ending:
        check_administrator_stays(without=grant, until=last_day or clock.today())
    counts = {"ended": (0, len(ending)), "begun": (0, sum(not row.same for row in rows))}
    audit.record("people.role.turn_over", done, actor=actor, changes=counts)
    return done


def _end(done: TurnOver, grant: RoleGrant, last_day: dt.date) -> None:
    if grant.ends_on is not None and grant.ends_on < last_day:
        return  # it ends earlier by itself
    if last_day < grant.starts_on:
        raise RoleProblem(
            _("「{}」は{}に始まる役割です。その前の日には終えられません。").format(
                inside(grant.role.name), grant.starts_on
            )
        )
    TurnOverChange.objects.create(turn_over=done, ended=grant, ended_was=grant.ends_on)
    grant.ends_on, grant.ended_reason = last_day, done.note or _("交代のため")
    grant.save(update_fields=["ends_on", "ended_reason"])


def _begin(done: TurnOver, row: Row, actor: Actor) -> None:
    assert row.role is not None  # noqa: S101  a row without a role has a fault
    made = invite(
        email=row.email,
        role=row.role,
        district=row.district,
        organisation=row.organisation,
        department=row.department,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        reason=row.reason,
        actor=actor,
    )
    if isinstance(made, Invitation):
        TurnOverChange.objects.create(turn_over=done, invited=made)
    else:
        TurnOverChange.objects.create(turn_over=done, begun=made)


@transaction.atomic
def undo_turn_over(*, done: TurnOver, actor: Actor) -> None:
    """Put everything back: ended roles last as before, begun ones go, invitations are withdrawn.

    Undoing twice is the same as once.
    """
    done = TurnOver.objects.select_for_update().get(pk=done.pk)
    if done.undone_at is not None:
        return
    changes = done.changes.select_related("ended", "begun", "invited")
    for change in changes:
        if change.ended is not None:
            change.ended.ends_on, change.ended.ended_reason = change.ended_was, ""
            change.ended.save(update_fields=["ends_on", "ended_reason"])
    for change in changes:
        if change.begun is not None:
            _take_back(change, actor)
        elif change.invited is not None and change.invited.accepted_by is not None:
            RoleGrant.objects.filter(
                user=change.invited.accepted_by,
                role=change.invited.role_id,
                district=change.invited.district_id,
                organisation=change.invited.organisation_id,
                department=change.invited.department_id,
                created_at__gte=done.done_at,
            ).update(ends_on=clock.today())
        elif change.invited is not None and change.invited.withdrawn_at is None:
            withdraw_invitation(invitation=change.invited, actor=actor)
    done.undone_at = clock.now()
    done.save(update_fields=["undone_at"])
    audit.record("people.role.turn_over_undo", done, actor=actor)


def _take_back(change: TurnOverChange, actor: Actor) -> None:
    """A role that has begun stays as a short past term, so that its deeds keep their author."""
    grant = change.begun
    assert grant is not None  # noqa: S101
    check_administrator_stays(without=grant, until=clock.today() - dt.timedelta(days=1))
    if grant.starts_on >= clock.today():
        change.delete()
        grant.delete()
        return
    grant.ends_on = clock.today() - dt.timedelta(days=1)
    grant.ended_reason = _("交代を取り消したため")
    grant.save(update_fields=["ends_on", "ended_reason"])
