"""The lists of facilities as intakes: one way in for all of them, driven by the catalogue."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import ProtectedError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jibungoto.kernel import clock, tenancy
from jibungoto.kernel.intake.kinds import (
    Action,
    Ask,
    CannotUndo,
    Change,
    Choice,
    FieldChange,
    IntakeKind,
    Options,
    Problem,
    Proposal,
    SampleColumn,
    Total,
    Upload,
)
from jibungoto.kernel.intake.models import IntakeRun
from jibungoto.kernel.jobs import Progress
from jibungoto.kernel.links import link
from jibungoto.kernel.models import Municipality

from . import datum, services
from .catalogue import BY_KIND, DETAILS, LISTED, Listed
from .matching import matched
from .models import Facility, FacilityDetail
from .placing import Ground
from .reading import FacilityFile, Told, read_facilities
from .services import Origin

FAR_M = 1000  # a facility of the city may stand across its border, but hardly farther
_DETAIL = "detail."  # before the key of a detail, among the fields of a change
_SHOWN = ("name", "subkind", "address", "phone")
PERMISSION = "facilities.facility.import"


@dataclass(slots=True)
class Payload:
    """What apply() writes."""

    kind: str
    dated: dt.date
    new: list[Told]
    changed: list[tuple[Facility, Told]]
    ended: list[Facility]


def reader(kind: str) -> Callable[[Upload, Options], Proposal]:
    """The `read` of a kind's intake."""

    def read(upload: Upload, options: Options) -> Proposal:
        city = Municipality.objects.get(pk=tenancy.current_id())
        file = read_facilities(upload, BY_KIND[kind], city_code=city.code)
        return propose(file, BY_KIND[kind], options)

    return read


def propose(file: FacilityFile, listed: Listed, options: Options) -> Proposal:
    """What a list that was read would add, change and end."""
    proposal = Proposal(problems=file.problems, notes=file.notes)
    datum.put_right(file.rows, options, proposal, says_old=file.says_old)
    dated = _dated(options, proposal)
    known = list(Facility.objects.filter(kind=listed.kind).select_related("node"))
    details = _details(known)
    payload = Payload(listed.kind, dated, [], [], [])
    older = 0
    pairs = list(zip(file.rows, matched(file.rows, known), strict=True))
    for row, facility in pairs:
        if facility is None:
            payload.new.append(row)
            proposal.changes.append(_addition(row, listed))
            continue
        if facility.dated > dated:
            older += 1
            proposal.unchanged += 1
            continue
        _keep_position(row, facility)
        changes = tuple(
            _differences(facility, row, details.get(facility.pk, {}), listed, options, dated)
        )
        if changes:
            payload.changed.append((facility, row))
            proposal.changes.append(_change(facility, row, changes))
        else:
            proposal.unchanged += 1
    if older:
        proposal.notes.append(
            _("{}か所は、もっと新しい一覧で書いてあるので、そのままにします。").format(older)
        )
    _end(known, [f for _row, f in pairs if f is not None], listed, options, payload, proposal)
    _doubt_far(file.rows, proposal)
    _totals(file, proposal)
    proposal.payload = payload
    return proposal


def _dated(options: Options, proposal: Proposal) -> dt.date:
    told = options.get("dated", "")
    if told:
        return dt.date.fromisoformat(told)
    proposal.notes.append(_("基準日が書かれていないので、今日の日付にします。"))
    return clock.today()


def _details(known: Sequence[Facility]) -> dict[int, dict[str, tuple[str, ...]]]:
    found: dict[int, dict[str, tuple[str, ...]]] = {}
    if known:
        rows = FacilityDetail.objects.filter(facility__kind=known[0].kind)
        for pk, key, value in rows.values_list("facility_id", "key", "value"):
            kept = found.setdefault(pk, {})
            kept[key] = (*kept.get(key, ()), value)
    return found


def _keep_position(row: Told, facility: Facility) -> None:
    """A list that leaves the position blank does not make us forget it: the place did not move."""
    if row.point is None and row.fields.get("address") == facility.address:
        row.fields["lat"], row.fields["lon"] = facility.lat, facility.lon


def _label(name: str, listed: Listed) -> str:
    if name.startswith(_DETAIL):
        return str(DETAILS[name.removeprefix(_DETAIL)].label)
    if name == "capacity":
        return str(listed.capacity or _("定員"))
    return str(getattr(Facility._meta.get_field(name), "verbose_name", name))


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _addition(row: Told, listed: Listed) -> Change:
    fields = [
        FieldChange(name, _label(name, listed), "", _text(row.fields.get(name)))
        for name in _SHOWN
        if row.fields.get(name)
    ]
    if row.point is not None:
        fields.append(FieldChange("lat", _("緯度・経度"), "", f"{row.point[1]}, {row.point[0]}"))
    return Change(Action.ADD, row.match_key, row.name, row.line, tuple(fields))


def _change(facility: Facility, row: Told, changes: tuple[FieldChange, ...]) -> Change:
    # Not shown, having no label: what an undo needs besides.
    hidden = tuple(
        FieldChange(name, "", _text(before), "")
        for name, before in (
            ("match_key", facility.match_key),
            ("code", facility.code),
            ("line", facility.line),
            ("run_id", facility.run_id),
        )
    )
    return Change(Action.CHANGE, row.match_key, row.name, row.line, (*changes, *hidden))


def _differences(
    facility: Facility,
    row: Told,
    before: dict[str, tuple[str, ...]],
    listed: Listed,
    options: Options,
    dated: dt.date,
) -> Iterator[FieldChange]:
    # A newer list that says the same says it of a newer day.
    origin = {"source": options.get("source", "")[:200], "dated": dated}
    for name, value in (row.fields | origin).items():
        old, new = _text(getattr(facility, name)), _text(value)
        if old != new:
            yield FieldChange(name, _label(name, listed), old, new)
    for key, values in row.details.items():
        old, new = "\n".join(before.get(key, ())), "\n".join(values)
        if old != new:
            yield FieldChange(f"{_DETAIL}{key}", _label(f"{_DETAIL}{key}", listed), old, new)
    if facility.ended_on is not None:
        yield FieldChange("ended_on", _label("ended_on", listed), facility.ended_on.isoformat(), "")


def _end(
    known: Sequence[Facility],
    named: Sequence[Facility],
    listed: Listed,
    options: Options,
    payload: Payload,
    proposal: Proposal,
) -> None:
    """Facilities a newer list of the whole city no longer names are ended, not deleted."""
    there = {f.pk for f in named}
    missing = [
        f for f in known if f.pk not in there and f.ended_on is None and f.dated <= payload.dated
    ]
    if not missing:
        return
    # A list that knows hardly any of ours is another list of the same kind, not a newer one; so is
    # one that never told any of the others (halls in one file, parks in the next).
    once = {f.run_id for f in named} & {f.run_id for f in missing}
    likely = "whole" if once and len(there) * 2 >= len(missing) else "part"
    chosen = options.get("covers") or likely
    gone = _("すべて：のっていない{}か所は、なくなったものとします").format(len(missing))
    proposal.choices.append(
        Choice(
            "covers",
            _("この一覧は、{}のすべてですか").format(Facility.Kind(listed.kind).label),
            chosen,
            [
                ("whole", gone),
                ("part", _("一部：のっていない施設は、そのまま残します")),
            ],
        )
    )  # fmt: skip
    if chosen != "whole":
        return
    payload.ended = missing
    label = _label("ended_on", listed)
    proposal.changes += [
        Change(
            Action.REMOVE, f.match_key, f.name, None,
            (FieldChange("ended_on", label, "", payload.dated.isoformat()),),
        )
        for f in missing
    ]  # fmt: skip


def _doubt_far(rows: Sequence[Told], proposal: Proposal) -> None:
    for row, metres in zip(
        rows, Ground.load().metres_outside([row.point for row in rows]), strict=True
    ):
        if metres is not None and metres > FAR_M and row.point is not None:
            said = _("市の地区から{:,.1f}km離れています。緯度・経度を確かめてください。").format(
                metres / 1000
            )
            spot = f"{row.point[1]}, {row.point[0]}"
            proposal.problems.append(Problem(row.line, _("緯度・経度"), spot, said, blocks=False))


def _totals(file: FacilityFile, proposal: Proposal) -> None:
    mapped = sum(1 for row in file.rows if row.point is not None)
    proposal.totals.append(Total(_("施設の数"), _("{:,}か所").format(len(file.rows))))
    proposal.totals.append(Total(_("地図に出せる施設"), _("{:,}か所").format(mapped)))


def apply(run: IntakeRun, proposal: Proposal, progress: Progress) -> None:
    """Add, change and end what the list says."""
    payload: Payload = proposal.payload
    told = dict(run.options.values_list("key", "value"))
    origin = Origin(source=told.get("source", "")[:200], dated=payload.dated, run=run)
    total = len(payload.new) + len(payload.changed) + len(payload.ended)
    if payload.new:
        services.add_facilities(kind=payload.kind, rows=payload.new, origin=origin)
    progress.step(len(payload.new), total, _("加えました"))
    if payload.changed:
        services.change_facilities(told=payload.changed, origin=origin)
    progress.step(len(payload.new) + len(payload.changed), total, _("書きかえました"))
    if payload.ended:
        services.end_facilities(facilities=payload.ended, on=payload.dated)
    progress.step(total, total)


def undo(run: IntakeRun) -> None:
    """Make it as it was before the list. Raises CannotUndo when a newer list wrote over it."""
    by_key: dict[str, list[Any]] = {}
    for change in run.changes.all():
        by_key.setdefault(f"{change.action} {change.key}", []).append(change)
    kind = run.kind.rpartition(".")[2]
    known = {f.match_key: f for f in Facility.objects.filter(kind=kind).select_related("node")}
    added: list[Facility] = []
    ended: list[Facility] = []
    values: list[tuple[Facility, dict[str, Any]]] = []
    details: dict[int, dict[str, tuple[str, ...]]] = {}
    for changes in by_key.values():
        first = changes[0]
        facility = known.get(first.key)
        if facility is None or (first.action != Action.REMOVE and facility.run_id != run.pk):
            raise CannotUndo(
                _(
                    "「{}」は、あとの一覧で書きかえられているので、取り消せません。"
                    "先に、あとの取りこみを取り消してください。"
                ).format(first.title)
            )
        if first.action == Action.ADD:
            added.append(facility)
        elif first.action == Action.REMOVE:
            ended.append(facility)
        else:
            values.append((facility, dict(_before(changes))))
            details[facility.pk] = _details_before(changes)
    _remove(added)
    if ended:
        services.reopen_facilities(facilities=ended)
    if values:
        services.restore_facilities(values=values, details=details)


def _remove(added: list[Facility]) -> None:
    if not added:
        return
    try:
        services.remove_facilities(facilities=added)
    except ProtectedError as error:
        raise CannotUndo(_("もう記録が結びついている施設があるので、取り消せません。")) from error


def _before(changes: Sequence[Any]) -> Iterator[tuple[str, Any]]:
    for change in changes:
        if change.field.startswith(_DETAIL):
            continue
        name, text = change.field, change.before
        if name in ("lat", "lon"):
            yield name, float(text) if text else None
        elif name in ("capacity", "line", "run_id"):
            yield name, int(text) if text else None
        elif name in ("dated", "ended_on"):
            yield name, dt.date.fromisoformat(text) if text else None
        else:
            yield name, text


def _details_before(changes: Sequence[Any]) -> dict[str, tuple[str, ...]]:
    return {
        change.field.removeprefix(_DETAIL): tuple(change.before.split("\n"))
        if change.before
        else ()
        for change in changes
        if change.field.startswith(_DETAIL)
    }


def _sample(listed: Listed) -> tuple[SampleColumn, ...]:
    """The file to start from: the columns of the new generation that we keep."""
    from .catalogue import COMMON, dictionary

    columns = dictionary()
    wanted = {*COMMON, *listed.columns, *listed.details, "id", "address", "latitude", "longitude"}
    names = {"name", "care_name"}
    return tuple(
        SampleColumn(columns.fields[key].label, "", "", required=key in names)
        for key in columns.datasets[listed.dataset].fields
        if key in wanted
    )


def _kind(listed: Listed, order: int) -> IntakeKind:
    return IntakeKind(
        key=f"facilities.{listed.kind}",
        title=listed.title,
        help=listed.help,
        permission=PERMISSION,
        read=reader(listed.kind),
        apply=apply,
        undo=undo,
        asks=(
            Ask(
                "source", gettext_lazy("出典"),
                gettext_lazy("施設のページに、そのまま出ます。例：公共施設一覧（資産管理課）"),
                required=True,
            ),
            Ask("dated", gettext_lazy("基準日"), gettext_lazy("いつの一覧か。"), form="date"),
        ),
        sample=_sample(listed),
        order=order,
        exports=partial(_exports, listed.kind),
        result_url=lambda _run: link("facilities:facility_list") + f"?kind={listed.kind}",
    )  # fmt: skip


def _exports(kind: str, _actor: Any, _districts: Any) -> list[tuple[str, str]]:
    """The list as it is, where there is one."""
    if not Facility.objects.filter(kind=kind, ended_on=None).exists():
        return []
    return [(_("いまの一覧（Excel）"), f"{link('facilities:facility_table')}?kind={kind}&as=xlsx")]


KINDS = tuple(_kind(listed, 60 + n) for n, listed in enumerate(LISTED))
