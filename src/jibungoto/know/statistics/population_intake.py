"""地域・年齢別人口 as an intake: what a file would change, the writing of it, the undoing."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jibungoto.japan.text import search_key
from jibungoto.kernel import tenancy
from jibungoto.kernel.intake.kinds import (
    Action,
    Ask,
    Change,
    Choice,
    FieldChange,
    IntakeKind,
    Options,
    Problem,
    Proposal,
    Total,
    Upload,
)
from jibungoto.kernel.intake.models import IntakeRun
from jibungoto.kernel.jobs import Progress
from jibungoto.kernel.models import Municipality
from jibungoto.know.places.areas import AreaIndex
from jibungoto.know.places.models import District, SmallArea
from jibungoto.ui.tags.words import long_date

from . import services
from .models import Headcount, Release
from .packing import MISSING, SUPPRESSED, pack, unpack
from .people import AgeClass, read_classes
from .population_file import Counted, PopulationFile, read_population

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
class Payload:
    """What apply() writes: releases by day, and the new small areas."""

    classes: str
    days: dict[dt.date, list[tuple[Target, Counted]]]


def read(upload: Upload, options: Options) -> Proposal:
    """What a file of people by area would change. Raises Unfit, TableError."""
    city = Municipality.objects.get(pk=tenancy.current_id())
    file = read_population(upload, options, city_code=city.code)
    index = AreaIndex.load(city.name)
    proposal = Proposal(problems=file.problems, notes=file.notes)
    places = _places(file, index, options, proposal)
    targets = _targets(file, index, places, proposal)
    classes = " ".join(str(low) for low in file.lows)
    days: dict[dt.date, list[tuple[Target, Counted]]] = {}
    for target, row in zip(targets, file.rows, strict=True):
        if target is not None:
            days.setdefault(row.taken_on, []).append((target, row))
    register = options.get("register") or Release.Register.RESIDENTS
    for day, rows in sorted(days.items()):
        _compare(register, day, rows, read_classes(classes) if classes else (), proposal)
    proposal.payload = Payload(classes, days)
    return proposal


def _places(file: PopulationFile, index: AreaIndex, options: Options, proposal: Proposal) -> str:
    """Whether the rows are districts or small areas: as chosen, else as the names tell."""
    named = [(r.code, r.name) for r in file.rows if not index.is_whole(r.code, r.name)]
    kind = index.common_kind(named) if named else ""
    chosen = options.get("places") or ("district" if kind else "small")
    if kind and chosen == "district":
        proposal.notes.append(_("地域名は、すべて登録済みの{}の名前です。").format(kind))
    proposal.choices.append(
        Choice(
            "places",
            _("地域名は何の名前ですか"),
            chosen,
            [("small", _("町丁・字")), ("district", _("登録済みの地区"))],
        )
    )
    return chosen


def _targets(
    file: PopulationFile, index: AreaIndex, places: str, proposal: Proposal
) -> list[Target | None]:
    found: list[Target | None] = []
    new = 0
    for row in file.rows:
        if index.is_whole(row.code, row.name):
            found.append(Target("", _("市全体")))
        elif places == "district":
            found.append(_district(row, index, proposal))
        else:
            area = index.small_area(row.code, row.name)
            if area is None:
                area = SmallArea(code=row.code, name=row.name, search_key=search_key(row.name))
                index.add(area)
                new += 1
            elif search_key(row.name) != area.search_key:
                said = _("コード{}は「{}」として登録されています。").format(row.code, area.name)
                proposal.problems.append(
                    Problem(row.line, _("地域名"), row.name, said, blocks=False)
                )
            found.append(Target(f"s:{area.key}", area.name, small_area=area))
    if new:
        proposal.notes.append(_("新しい町丁・字を{}件登録します。").format(new))
    return found


def _district(row: Counted, index: AreaIndex, proposal: Proposal) -> Target | None:
    district = index.district(row.code, row.name)
    if district is None:
        said = _("この名前の地区は登録されていません。地区の一覧と合わせてください。")
        proposal.problems.append(Problem(row.line, _("地域名"), row.name, said))
        return None
    return Target(f"d:{district.slug}", district.name, district=district)


def _compare(
    register: str,
    day: dt.date,
    rows: list[tuple[Target, Counted]],
    classes: tuple[AgeClass, ...],
    proposal: Proposal,
) -> None:
    release = services.current_release(register=register, taken_on=day)
    stored = {_key(h): h for h in _headcounts(release)}
    before_total = stored[""].total if "" in stored else None
    same_classes = release is not None and read_classes(release.classes or "0") == (
        classes or read_classes("0")
    )
    for target, row in rows:
        before = stored.pop(target.key, None)
        fields = tuple(_differences(before, row, classes, same_classes=same_classes))
        if before is not None and not fields:
            proposal.unchanged += 1
            continue
        action = Action.ADD if before is None else Action.CHANGE
        title = f"{target.title}（{day:%Y-%m-%d}）"
        proposal.changes.append(Change(action, f"{day}/{target.key}", title, row.line, fields))
    for key, gone in stored.items():
        if not gone.is_sum:
            title = f"{gone.small_area or gone.district or _('市全体')}（{day:%Y-%m-%d}）"
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
    before: Headcount | None, row: Counted, classes: tuple[AgeClass, ...], *, same_classes: bool
) -> Iterator[FieldChange]:
    for name in FIELDS:
        old = getattr(before, name) if before else None
        new = getattr(row, name)
        if old != new and (before or new is not None):
            yield FieldChange(name, str(_LABELS[name]), _said(old), _said(new))
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
                label = str(_LABELS[name]).format(age.label)
                yield FieldChange(f"{name}.{age.low}", label, _mark(old), _mark(new))


def _said(count: int | None) -> str:
    return "" if count is None else f"{count:,}"


def _mark(count: int) -> str:
    return {SUPPRESSED: _("秘匿"), MISSING: ""}.get(count, f"{count:,}")


def apply(run: IntakeRun, proposal: Proposal, progress: Progress) -> None:
    """Write a release for each day of the file; each replaces the one of the same day."""
    payload: Payload = proposal.payload
    told = dict(run.options.values_list("key", "value"))
    touched = {change.key.split("/")[0] for change in proposal.changes}
    days = {d: rows for d, rows in payload.days.items() if str(d) in touched}
    whole, done = sum(map(len, days.values())), 0
    for day, rows in days.items():
        services.store_release(
            register=told.get("register") or Release.Register.RESIDENTS,
            taken_on=day,
            source=told.get("source", ""),
            method=told.get("method", ""),
            classes=payload.classes,
            headcounts=[_headcount(target, row) for target, row in rows],
            run=run,
        )
        done += len(rows)
        progress.step(done, whole, _("{:%Y-%m-%d} の人口を書いています").format(day))


def _headcount(target: Target, row: Counted) -> Headcount:
    return Headcount(
        small_area=target.small_area,
        district=target.district,
        line=row.line,
        status="suppressed" if row.suppressed else "value" if row.total is not None else "missing",
        **{name: getattr(row, name) for name in FIELDS},
        **{name: pack(getattr(row, name)) for name in AGES},
    )


def undo(run: IntakeRun) -> None:
    """Take back the releases of a run; what they replaced counts again. Raises CannotUndo."""
    services.withdraw_releases(run=run)


def _registers() -> list[tuple[str, str]]:
    return [(value, str(label)) for value, label in Release.Register.choices]


KIND = IntakeKind(
    key="statistics.population",
    title=gettext_lazy("地域・年齢別人口"),
    help=gettext_lazy(
        "町丁目や地区ごとの人口の表です。国の標準の様式（新旧どちらも）と、それに近い表を読みます。"
    ),
    permission="statistics.figure.import",
    read=read,
    apply=apply,
    undo=undo,
    asks=[
        Ask("register", gettext_lazy("もとの統計"), options=_registers, required=True),
        Ask(
            "source",
            gettext_lazy("出典"),
            gettext_lazy("地域カルテの表の下に、そのまま出ます。例：住民基本台帳（市民課）"),
            required=True,
        ),
        Ask("method", gettext_lazy("方法"), gettext_lazy("推計などのときだけ書いてください。")),
        Ask(
            "taken_on",
            gettext_lazy("基準日"),
            gettext_lazy("表の中に調査年月日があるときは、空けておいてください。"),
            form="date",
        ),
    ],
    keeps_changes=False,
    order=20,
)
