"""From counted areas to what would change in the store, the writing of it, the undoing.

What every importer of people shares: the national standard, the census, any table that was mapped.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jibungoto.japan.place_keys import name_key
from jibungoto.kernel.intake.kinds import (
    Action,
    Change,
    FieldChange,
    Problem,
    Proposal,
    Total,
)
from jibungoto.kernel.intake.models import IntakeRun
from jibungoto.kernel.jobs import Progress
from jibungoto.know.places.areas import AreaIndex, unstorable
from jibungoto.know.places.models import District, SmallArea
from jibungoto.ui.listing import with_note
from jibungoto.ui.ruby import cut
from jibungoto.ui.tags.words import long_date

from . import services
from .models import Headcount, Release
from .packing import MISSING, SUPPRESSED, pack, unpack
from .people import AgeClass, read_classes
from .population_file_types import Counted, PopulationFile

FIELDS = ("total", "men", "women", "households", "men_unknown", "women_unknown")
AGES = ("men_by_age", "women_by_age", "both_by_age")


@dataclass(frozen=True, slots=True)
class Target:
    """Where a row's people live: a small area (maybe a new one), a district, or the whole."""

    key: str
    title: str
    small_area: SmallArea | None = None
    district: District | None = None


@dataclass(slots=True)
class DayTable:
    """The people of one day: lower bounds of the classes ("" without ages), and the rows."""

    classes: str
    rows: list[tuple[Target, Counted]] = field(default_factory=list)
    method: str = ""  # what was kept of an earlier table, and the file of it
    ages_run: IntakeRun | None = None
    households_run: IntakeRun | None = None


@dataclass(slots=True)
class Payload:
    """What write_releases() writes."""

    register: str
    source: str
    method: str
    days: dict[dt.date, DayTable]


def propose(
    files: Sequence[PopulationFile],
    proposal: Proposal,
    *,
    index: AreaIndex,
    places: str,
    register: str,
    source: str,
    method: str = "",
    completes: bool = False,
) -> Payload:
    """Say in `proposal` what these tables would change; answer with what is to be written.

    `places` says whether names are of a "district" or a "small" area. `completes` keeps what the
    table of that day already tells and this one has no column for (ages here, households there).
    """
    days: dict[dt.date, DayTable] = {}
    for file in files:
        classes = " ".join(str(low) for low in file.lows)
        mine: dict[dt.date, DayTable] = {}
        targets = _targets(file, index, places, proposal)
        for target, row in zip(targets, file.rows, strict=True):
            if target is not None:
                mine.setdefault(row.taken_on, DayTable(classes)).rows.append((target, row))
        for day, table in mine.items():
            if day in days:
                said = _("{}の表が2つあります。どちらか1つにしてください。")
                line = table.rows[0][1].line
                proposal.problems.append(
                    Problem(line, _("基準日"), str(day), said.format(long_date(day)))
                )
            days[day] = table
    for day, table in sorted(days.items()):
        release = services.current_release(register=register, taken_on=day)
        stored = {_key(h): h for h in _headcounts(release)}
        if completes and release is not None:
            _complete(table, release, stored, proposal)
        _compare(day, table, release, stored, proposal)
    return Payload(register, source, method, days)


def _complete(
    table: DayTable, release: Release, stored: Mapping[str, Headcount], proposal: Proposal
) -> None:
    """Keep the ages or households this table has no column for."""
    keeps_ages = not table.classes and bool(release.classes)
    counted = [row for _t, row in table.rows if not row.suppressed]
    has_households = any(row.households is not None for row in counted)
    had = any(h.households is not None for h in stored.values())
    if not keeps_ages and (has_households or not had):
        return
    named = release.run.file_name if release.run else release.source
    if keeps_ages:
        table.classes = release.classes
        table.ages_run = release.ages_run or release.run
        table.method = _("年齢の数は「{}」から").format(named)
        proposal.notes.append(
            _("年齢の数は、先に取りこんだ表「{}」のものを残します。").format(named)
        )
    else:
        table.households_run = release.households_run or release.run
        table.method = _("世帯の数は「{}」から").format(named)
        proposal.notes.append(
            _("世帯の数は、先に取りこんだ表「{}」のものを残します。").format(named)
        )
    table.rows = [(t, _kept(row, stored.get(t.key), ages=keeps_ages)) for t, row in table.rows]


def _kept(row: Counted, before: Headcount | None, *, ages: bool) -> Counted:
    if before is None or row.suppressed:
        return row
    if not ages:
        return replace(row, households=before.households)
    return replace(
        row,
        men_unknown=before.men_unknown,
        women_unknown=before.women_unknown,
        men_by_age=tuple(unpack(before.men_by_age)),
        women_by_age=tuple(unpack(before.women_by_age)),
        both_by_age=tuple(unpack(before.both_by_age)),
    )


@dataclass(slots=True)
class _Areas:
    """The small areas of a table: known ones, nearly known ones, and those it brings."""

    index: AreaIndex
    proposal: Proposal
    taken: set[int]  # areas that a row is sure of: no other row may come near them
    new: int = 0
    nearly: int = 0

    def of(self, row: Counted) -> SmallArea | None:
        """The row's area; None for a name that can't be one."""
        area = self.index.small_area(row.code, row.name)
        if area is not None:
            if row.code and name_key(row.name) != area.search_key:
                said = _("コード{}は「{}」として登録されています。").format(row.code, area.name)
                self._problem(row, row.name, said, blocks=False)
            return area
        if not row.code and (area := self.index.nearly(row.name, without=self.taken)):
            self.taken.add(area.pk)
            self.nearly += 1
            return area
        if why := unstorable(row.code, row.name):
            self._problem(row, row.name[:100], why, blocks=True)
            return None
        area = SmallArea(code=row.code, name=row.name, search_key=name_key(row.name))
        self.index.add(area)
        self.new += 1
        return area

    def _problem(self, row: Counted, value: str, said: str, *, blocks: bool) -> None:
        self.proposal.problems.append(Problem(row.line, _("地域名"), value, said, blocks=blocks))

    def tell(self, *, rows: int, knew: bool) -> None:
        """Say what was taken for the same, and doubt a table of which nothing is known."""
        if self.nearly:
            said = _("{}件は、大字・字や市の名前の有無のほかは同じ名前の町丁・字とみなします。")
            self.proposal.notes.append(said.format(self.nearly))
        if self.new:
            self.proposal.notes.append(_("新しい町丁・字を{}件登録します。").format(self.new))
        if knew and self.new > 4 and self.new > rows / 2:
            said = _(
                "{:,}件のうち{:,}件は、登録されている町丁・字のどれとも名前が合いません。"
                "ほかのまちの表ではないか、名前の書き方がちがわないかを確かめてください。"
            )
            said = said.format(rows, self.new)
            self.proposal.problems.append(Problem(None, _("地域名"), "", said, blocks=False))


def _targets(
    file: PopulationFile, index: AreaIndex, places: str, proposal: Proposal
) -> list[Target | None]:
    found: list[Target | None] = []
    knew = bool(index.small_by_key)
    if places != "district":
        note_other_codes(index, file.rows, proposal)
    sure = [] if places == "district" else [index.small_area(r.code, r.name) for r in file.rows]
    areas = _Areas(index, proposal, {area.pk for area in sure if area is not None})
    for row in file.rows:
        if index.is_whole(row.code, row.name):
            found.append(Target("", _("市全体")))
        elif places == "district":
            found.append(_district(row, index, proposal))
        elif area := areas.of(row):
            found.append(Target(f"s:{area.key}", area.name, small_area=area))
        else:
            found.append(None)
    areas.tell(rows=len(file.rows), knew=knew)
    return found


def note_other_codes(index: AreaIndex, rows: Iterable[Counted], proposal: Proposal) -> None:
    """Know areas by name where the file has other codes for them, and say so."""
    if number := index.know_by_name((row.code, row.name) for row in rows):
        said = _(
            "{}件は、登録されている町丁・字とコードがちがいますが、名前が同じなので同じ所とみなします。"
        ).format(number)
        if said not in proposal.notes:
            proposal.notes.append(said)


def _district(row: Counted, index: AreaIndex, proposal: Proposal) -> Target | None:
    district = index.district(row.code, row.name)
    if district is None:
        said = _("この名前の地区は登録されていません。地区の一覧と合わせてください。")
        proposal.problems.append(Problem(row.line, _("地域名"), row.name, said))
        return None
    return Target(f"d:{district.slug}", district.name, district=district)


def _compare(
    day: dt.date,
    table: DayTable,
    release: Release | None,
    stored: dict[str, Headcount],
    proposal: Proposal,
) -> None:
    rows = table.rows
    classes = read_classes(table.classes) if table.classes else ()
    before_total = stored[""].total if "" in stored else None
    same_classes = release is not None and release.classes == table.classes
    labels = {name: str(label) for name, label in _LABELS.items()}  # said once, not row by row
    for target, row in rows:
        before = stored.pop(target.key, None)
        fields = tuple(_differences(before, row, classes, labels, same_classes=same_classes))
        if before is not None and not fields:
            proposal.unchanged += 1
            continue
        action = Action.ADD if before is None else Action.CHANGE
        title = with_note(target.title, long_date(day))
        proposal.changes.append(Change(action, f"{day}/{target.key}", title, row.line, fields))
    for key, gone in stored.items():
        if not gone.is_sum:
            title = with_note(gone.small_area or gone.district or _("市全体"), long_date(day))
            field = FieldChange("total", _("総人口"), _said(gone.total), "")
            proposal.changes.append(Change(Action.REMOVE, f"{day}/{key}", title, None, (field,)))
    whole = next((r for t, r in rows if not t.key), None)
    total = services.whole_total(rows_total(rows), whole.total if whole else None)
    proposal.totals.append(
        Total(_("{}の総人口").format(long_date(day)), _said(total), _said(before_total))
    )
    proposal.totals.append(Total(_("{}の地域の数").format(long_date(day)), str(len(rows))))


def rows_total(rows: Iterable[tuple[Target, Counted]]) -> int:
    """People of all rows but the one of the whole."""
    return sum(row.total or 0 for target, row in rows if target.key)


def _headcounts(release: Release | None) -> list[Headcount]:
    if release is None:
        return []
    return list(release.headcounts.select_related("small_area", "district"))


def _key(headcount: Headcount) -> str:
    if headcount.small_area:
        return f"s:{headcount.small_area.key}"
    return f"d:{headcount.district.slug}" if headcount.district else ""


_LABELS = {
    "total": gettext_lazy("総人口"),
    "men": gettext_lazy("男性"),
    "women": gettext_lazy("女性"),
    "households": gettext_lazy("世帯数"),
    "men_unknown": gettext_lazy("年齢不詳の男性"),
    "women_unknown": gettext_lazy("年齢不詳の女性"),
    "men_by_age": gettext_lazy("{}の男性"),
    "women_by_age": gettext_lazy("{}の女性"),
    "both_by_age": gettext_lazy("{}"),
}


def _differences(
    before: Headcount | None,
    row: Counted,
    classes: tuple[AgeClass, ...],
    labels: dict[str, str],
    *,
    same_classes: bool,
) -> Iterator[FieldChange]:
    for name in FIELDS:
        old = getattr(before, name) if before else None
        new = getattr(row, name)
        if old != new and (before or new is not None):
            yield FieldChange(name, labels[name], _said(old), _said(new))
    if before is None:
        return
    if not same_classes:
        yield FieldChange("classes", _("年齢の区分"), _("前の区分"), _("新しい区分"))
        return
    for name in AGES:
        old_counts, new_counts = unpack(getattr(before, name)), getattr(row, name)
        if len(old_counts) != len(new_counts):
            yield FieldChange(name, _("年齢"), str(len(old_counts)), str(len(new_counts)))
            continue
        for age, old, new in zip(classes, old_counts, new_counts, strict=False):
            if old != new:
                label = labels[name].format(age.label)
                yield FieldChange(f"{name}.{age.low}", label, _mark(old), _mark(new))


def _said(count: int | None) -> str:
    return "" if count is None else f"{count:,}"


def _mark(count: int) -> str:
    return {SUPPRESSED: _("秘匿"), MISSING: ""}.get(count, f"{count:,}")


def write_releases(
    run: IntakeRun, proposal: Proposal, payload: Payload, progress: Progress
) -> None:
    """Write a release for each day of the file; each replaces the one of the same day."""
    touched = {change.key.split("/")[0] for change in proposal.changes}
    days = {d: table for d, table in payload.days.items() if str(d) in touched}
    whole, done = sum(len(table.rows) for table in days.values()), 0
    for day, table in days.items():
        # By the code of the file too: it may be another, where the area is known by its name.
        areas = {r.code: t.small_area for t, r in table.rows if t.small_area}
        areas |= {t.small_area.code: t.small_area for t, _r in table.rows if t.small_area}
        services.store_release(
            register=payload.register,
            taken_on=day,
            source=payload.source,
            method=cut(payload.method or table.method, 200),
            classes=table.classes,
            headcounts=[_headcount(target, row, areas) for target, row in table.rows],
            run=run,
            ages_run=table.ages_run,
            households_run=table.households_run,
        )
        done += len(table.rows)
        progress.step(done, whole, _("{}の人口を書いています").format(long_date(day)))


def _headcount(target: Target, row: Counted, areas: Mapping[str, SmallArea]) -> Headcount:
    return Headcount(
        small_area=target.small_area,
        district=target.district,
        line=row.line,
        status="suppressed" if row.suppressed else "value" if row.total is not None else "missing",
        merged_into=areas.get(row.merged_into) if row.merged_into else None,
        **{name: getattr(row, name) for name in FIELDS},
        **{name: pack(getattr(row, name)) for name in AGES},
    )


def undo(run: IntakeRun) -> None:
    """Take back the releases of a run; what they replaced counts again. Raises CannotUndo."""
    services.withdraw_releases(run=run)
