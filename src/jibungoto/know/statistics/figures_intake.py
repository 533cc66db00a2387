"""Indicators and their figures from a table, as an intake."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jibungoto.japan.eras import JapaneseDateError, parse_date
from jibungoto.japan.fiscal import FiscalYear
from jibungoto.japan.tables.columns import standard
from jibungoto.japan.tables.marks import STANDARD, Mark, Number, read_number
from jibungoto.japan.tables.reading import read_table
from jibungoto.japan.tables.records import Record, read_records
from jibungoto.japan.text import search_key
from jibungoto.kernel.intake.kinds import (
    Ask,
    IntakeKind,
    Options,
    Problem,
    Proposal,
    SampleColumn,
    Unfit,
    Upload,
)
from jibungoto.kernel.intake.models import IntakeRun
from jibungoto.kernel.jobs import Progress
from jibungoto.kernel.links import link
from jibungoto.know.places.areas import AreaIndex
from jibungoto.ui.listing import listed, quoted

from .figuring import Told, compare_figures, slug_of, undo_figures, write_figures
from .models import Indicator, Status
from .summing import seems_to_add_up

_DICTIONARY = """
[fields]
fig_indicator = { label = "指標", spellings = ["指標名", "項目", "名称"] }
fig_unit = { label = "単位" }
fig_definition = { label = "何を数えたもの", spellings = ["定義", "説明", "算出方法"] }
fig_district = { label = "地区", spellings = ["地区名", "学区", "学区名", "地域名"] }
fig_first = { label = "期間のはじめ", kind = "date" }
fig_when = { label = "基準日", spellings = ["年度", "年月日", "時点", "調査年月日"] }
fig_value = { label = "値", spellings = ["数値", "数", "実績", "実績値"] }
fig_source = { label = "出典" }
fig_method = { label = "方法" }
[[datasets]]
number = "figures"
name = "指標の数"
fields = [
  "fig_indicator", "fig_unit", "fig_definition", "fig_district", "fig_first", "fig_when",
  "fig_value", "fig_source", "fig_method",
]
required = ["fig_indicator", "fig_when"]
"""


def read(upload: Upload, options: Options) -> Proposal:
    """What a table of figures would change. Figures it does not name stay as they are."""
    dictionary = standard().extended(_DICTIONARY)
    table = read_table(upload.content, name=upload.name, recognises=dictionary.recognises)
    match = dictionary.match(table.headers, "figures")
    lacking = [f.label for f in match.missing]
    if "fig_value" not in match.columns:
        lacking.append(_("値"))
    if lacking:
        said = _("{}の列が見つかりません。ひな形の見出しと合わせてください。")
        raise Unfit(said.format(quoted(lacking)))
    records = read_records(table, match, policy=STANDARD)
    proposal = Proposal(notes=[*table.notes, *match.notes, *records.notes])
    proposal.problems += [Problem(f.row, f.column or "", "", f.sentence) for f in records.faults]
    rows = list(_rows(records.records, options, proposal))
    compare_figures(rows, proposal)
    proposal.payload = rows
    return proposal


def _rows(records: tuple[Record, ...], options: Options, proposal: Proposal) -> Iterator[Told]:
    index = AreaIndex.load("")
    known = {search_key(i.name): i for i in Indicator.objects.all()}
    new: set[str] = set()
    seen: dict[str, int] = {}
    units: dict[str, str] = {}
    told: list[Told] = []
    for record in records:
        row = _row(record, options, index, known, proposal)
        if row is None:
            continue
        if row.key in seen:
            said = _("{}行目と同じ指標・地区・日の数です。").format(seen[row.key])
            proposal.problems.append(Problem(row.line, _("指標"), row.name, said))
        seen[row.key] = row.line
        if row.known is None and row.name not in new:
            new.add(row.name)
            if not row.unit:
                said = _("新しい指標なので、単位を書いてください。")
                proposal.problems.append(Problem(row.line, _("単位"), "", said))
        _refuse_other_unit(row, units, proposal)
        told.append(row)
        yield row
    rates = {row.name for row in told if row.area and not _adds_up(row)}
    if rates:
        said = _("町丁・字ごとの数は足せないので、地区の数にはしません：{}")
        proposal.notes.append(said.format(listed(sorted(rates))))
    if new:
        proposal.notes.append(_("新しい指標をつくります：{}").format(listed(sorted(new))))


def _refuse_other_unit(row: Told, units: dict[str, str], proposal: Proposal) -> None:
    """12戸 and 5千戸 are no figures of one indicator, whichever came first."""
    unit = units.setdefault(row.slug, row.known.unit if row.known else row.unit)
    if row.unit and unit and search_key(row.unit) != search_key(unit):
        said = _(
            "「{}」の単位は「{}」です。数を「{}」で書き直すか、別の名前の指標にしてください。"
        ).format(row.name, unit, unit)
        proposal.problems.append(Problem(row.line, _("単位"), row.unit, said))


def _adds_up(row: Told) -> bool:
    return row.known.adds_up if row.known else seems_to_add_up(row.name, row.unit)


def _row(
    record: Record,
    options: Options,
    index: AreaIndex,
    known: dict[str, Indicator],
    proposal: Proposal,
) -> Told | None:
    text = {k: str(v) if v is not None else "" for k, v in record.values.items()}
    name, when = text.get("fig_indicator", ""), text.get("fig_when", "")
    if not name or not when:
        return None  # read_records has named the fault
    days = _days(when)
    place = text.get("fig_district", "")
    named = bool(place) and not index.is_whole("", place)
    district = index.district(place) if named else None
    area = None
    if named and district is None:
        area = index.small_by_code.get(place) or index.named(place)
    if days is None:
        said = _("「{}」を日や年度として読めませんでした。例：2026-04-01、令和7年度").format(when)
        proposal.problems.append(Problem(record.row, _("基準日"), when, said))
    if named and district is None and area is None:
        said = _("この名前の地区や町丁・字は登録されていません。地区の一覧と合わせてください。")
        proposal.problems.append(Problem(record.row, _("地区"), place, said))
        return None
    if days is None:
        return None
    indicator = known.get(search_key(name))
    value = read_number(text.get("fig_value", ""), STANDARD)
    if value is None:
        said = _("「{}」を数として読めませんでした。単位や文字を外してください。")
        given = text["fig_value"]
        proposal.problems.append(Problem(record.row, _("値"), given, said.format(given)))
        return None
    first = record.values.get("fig_first")
    return Told(
        line=record.row,
        slug=slug_of(name, indicator),
        known=indicator,
        name=name[:80],
        unit=text.get("fig_unit", "")[:20],
        definition=(text.get("fig_definition", "") or name)[:400],
        district=district,
        first_on=first if isinstance(first, dt.date) else days[0],
        last_on=days[1],
        status=_status(value),
        value=_decimal(value),
        source=(text.get("fig_source", "") or options.get("source", ""))[:200],
        method=text.get("fig_method", "")[:200],
        area=area,
    )


def _days(text: str) -> tuple[dt.date | None, dt.date] | None:
    """A day, or a fiscal year with its first and last day."""
    try:
        return None, parse_date(text)
    except JapaneseDateError:
        pass
    try:
        year = FiscalYear.parse(text)
    except ValueError:
        return None
    return year.first_day, year.last_day


def _status(value: Number) -> str:
    if value.mark is Mark.MISSING:
        return Status.MISSING
    return Status.SUPPRESSED if value.mark is Mark.SUPPRESSED else Status.VALUE


def _decimal(value: Number) -> Decimal | None:
    if value.value is None:
        return None
    return Decimal(value.value).quantize(Decimal("0.0001"))


def apply(run: IntakeRun, proposal: Proposal, progress: Progress) -> None:
    """Write the figures that differ."""
    write_figures(run, proposal, proposal.payload, progress)


def undo(run: IntakeRun) -> None:
    """Make every figure as it was. Raises CannotUndo."""
    undo_figures(run)


KIND = IntakeKind(
    key="statistics.figures",
    title=gettext_lazy("指標の数"),
    help=gettext_lazy(
        "加入率や児童数など、市や地区で数えている数の表です。指標は自動でつくります。"
    ),
    permission="statistics.figure.import",
    read=read,
    apply=apply,
    undo=undo,
    asks=[
        Ask(
            "source",
            gettext_lazy("出典"),
            gettext_lazy("表に出典の列がないときに使います。"),
            required=True,
        )
    ],
    sample=(
        SampleColumn("指標", "", "自治会の加入率", required=True),
        SampleColumn("単位", gettext_lazy("新しい指標のときは必ず"), "%"),
        SampleColumn("何を数えたもの", "", "加入している世帯÷すべての世帯"),
        SampleColumn(
            "地区", gettext_lazy("町丁・字でもかまいません。空けておくと、市全体の数です"), ""
        ),
        SampleColumn("基準日", gettext_lazy("日か年度"), "令和7年度", required=True),
        SampleColumn("値", gettext_lazy("数がないときは空け、公表しないときは x"), "61.2"),
        SampleColumn("出典", "", "自治会現況調査"),
        SampleColumn("方法", "", ""),
    ),
    order=30,
    result_url=lambda _run: link("statistics:indicator_list"),
    instead=("statistics.table",),
)
