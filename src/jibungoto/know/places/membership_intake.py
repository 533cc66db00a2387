"""Which small areas make up a district, from the city's own table, as an intake."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jibungoto.japan.tables.columns import standard
from jibungoto.japan.tables.reading import read_table
from jibungoto.japan.tables.records import Record, read_records
from jibungoto.japan.text import search_key
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
    Unfit,
    Upload,
)
from jibungoto.kernel.intake.models import IntakeRun
from jibungoto.kernel.jobs import Progress
from jibungoto.ui.listing import quoted

from . import belonging, services
from .areas import AreaIndex, unstorable
from .belonging import Share
from .models import Assignment, District, Membership, Method, SmallArea

_DICTIONARY = """
[fields]
member_code = { label = "町丁目コード", spellings = ["地域コード", "町字ID", "KEY_CODE", "町丁コード"] }
member_name = { label = "町丁目名", spellings = ["地域名", "町丁目", "町丁名", "町名", "町丁・字"] }
member_district = { label = "地区", spellings = ["地区名", "学区", "学区名", "小学校区", "中学校区", "住区", "地区コード"] }
member_ratio = { label = "割合", kind = "number", spellings = ["按分率", "比率", "割合(%)"] }
[[datasets]]
number = "membership"
name = "町丁・字と地区の対応表"
fields = ["member_code", "member_name", "member_district", "member_ratio"]
required = ["member_name", "member_district"]
"""  # noqa: E501  a table reads best in lines


@dataclass(frozen=True, slots=True)
class Belongs:
    """One row: a share of a small area belongs to a district."""

    line: int
    area: SmallArea
    district: District
    ratio: Decimal

    @property
    def key(self) -> str:
        return f"{self.area.key}/{self.district.slug}"


def read(upload: Upload, options: Options) -> Proposal:
    """What a table would change. It is the whole table of the kinds of district it names."""
    dictionary = standard().extended(_DICTIONARY)
    table = read_table(upload.content, name=upload.name, recognises=dictionary.recognises)
    match = dictionary.match(table.headers, "membership")
    if match.missing:
        names = quoted(f.label for f in match.missing)
        raise Unfit(_("{}の列が見つかりません。ひな形の見出しと合わせてください。").format(names))
    records = read_records(table, match)
    proposal = Proposal(notes=[*table.notes, *match.notes, *records.notes])
    proposal.problems += [Problem(f.row, f.column or "", "", f.sentence) for f in records.faults]
    rows = list(_rows(records.records, proposal))
    _check_ratios(rows, proposal)
    _compare(rows, options, proposal)
    proposal.payload = rows
    return proposal


def _rows(records: tuple[Record, ...], proposal: Proposal) -> Iterator[Belongs]:
    index = AreaIndex.load("")
    new, seen = 0, set()
    for record in records:
        name = str(record.values.get("member_name") or "")
        code = str(record.values.get("member_code") or "")[:20]
        place = str(record.values.get("member_district") or "")
        if not name or not place:
            continue  # read_records has named the fault
        district = index.district(place)
        if district is None:
            said = _("この名前の地区は登録されていません。地区の一覧と合わせてください。")
            proposal.problems.append(Problem(record.row, _("地区"), place, said))
            continue
        area = index.small_area(code, name)
        if area is None and (why := unstorable(code, name)):
            proposal.problems.append(Problem(record.row, _("町丁目名"), name[:100], why))
            continue
        if area is None:
            area = SmallArea(code=code, name=name, search_key=search_key(name))
            index.add(area)
            new += 1
        row = Belongs(record.row, area, district, _ratio(record, proposal))
        if row.key in seen:
            said = _("同じ町丁・字と地区の組が、もう一度出てきます。")
            proposal.problems.append(Problem(record.row, _("町丁目名"), name, said))
        seen.add(row.key)
        yield row
    if new:
        proposal.notes.append(_("新しい町丁・字を{}件登録します。").format(new))


def _ratio(record: Record, proposal: Proposal) -> Decimal:
    told = record.values.get("member_ratio")
    if told is None:
        return Decimal(1)
    ratio = Decimal(str(told))
    if 1 < ratio <= 100:
        ratio /= 100
    if not 0 < ratio <= 1:
        said = _("割合は、0より大きく1まで（百分率なら100まで）で書いてください。")
        proposal.problems.append(Problem(record.row, _("割合"), str(told), said))
        return Decimal(1)
    return ratio.quantize(Decimal("0.000001"))


def _check_ratios(rows: list[Belongs], proposal: Proposal) -> None:
    """Nobody is counted twice: the shares of an area among districts of a kind stay within 1."""
    sums: dict[tuple[str, int], Decimal] = {}
    for row in rows:
        key = (row.area.key, row.district.kind_id)
        sums[key] = sums.get(key, Decimal(0)) + row.ratio
        if sums[key] > Decimal("1.00001"):
            said = _("{}の割合を足すと{}になり、1をこえます。").format(row.area.name, sums[key])
            proposal.problems.append(Problem(row.line, _("割合"), str(row.ratio), said))
    short = [key for key, total in sums.items() if total < Decimal("0.99999")]
    if short:
        proposal.notes.append(
            _(
                "割合の合計が1にならない町丁・字が{}件あります。残りはどの地区にも入りません。"
            ).format(len(short))
        )


def _compare(rows: list[Belongs], options: Options, proposal: Proposal) -> None:
    """Each share against what is stored. What somebody set by hand is left alone, or asked of."""
    kinds = {row.district.kind_id: row.district.kind for row in rows}
    stored = {
        m_key(m): m
        for m in Membership.objects.filter(district__kind__in=kinds).select_related(
            "small_area", "district"
        )
    }
    keeps = options.get("by_hand", "keep") == "keep"
    hand = {(kind.pk, area) for kind in kinds.values() for area in belonging.set_by_hand(kind)}
    differ: set[str] = set()
    for row in rows:
        old = stored.pop(row.key, None)
        if old is not None and (old.ratio == row.ratio and old.method == Method.TABLE):
            proposal.unchanged += 1
        elif (row.district.kind_id, row.area.pk) not in hand:
            proposal.changes.append(_change(row, old))
        elif old is not None and old.ratio == row.ratio:
            proposal.unchanged += 1
        else:
            differ.add(row.area.name)
            proposal.changes += [] if keeps else [_change(row, old)]
    for key, gone in stored.items():
        if (gone.district.kind_id, gone.small_area_id) in hand:
            differ.add(gone.small_area.name)
            if keeps:
                continue
        field = FieldChange("ratio", _("割合"), _said(gone.ratio), "")
        title = f"{gone.small_area.name} → {gone.district.name}"
        proposal.changes.append(Change(Action.REMOVE, key, title, None, (field,)))
    if differ:
        _ask_by_hand(differ, proposal, keeps=keeps)


def _change(row: Belongs, old: Membership | None) -> Change:
    title = f"{row.area.name} → {row.district.name}"
    if old is None:
        fields = [FieldChange("ratio", _("割合"), "", _said(row.ratio))]
        return Change(Action.ADD, row.key, title, row.line, tuple(fields))
    fields = []
    if old.ratio != row.ratio:
        fields.append(FieldChange("ratio", _("割合"), _said(old.ratio), _said(row.ratio)))
    if old.method != Method.TABLE:
        how = str(old.get_method_display())
        fields.append(FieldChange("method", _("決め方"), how, str(Method.TABLE.label)))
    return Change(Action.CHANGE, row.key, title, row.line, tuple(fields))


def _ask_by_hand(differ: set[str], proposal: Proposal, *, keeps: bool) -> None:
    names = quoted(sorted(differ), most=5)
    proposal.notes.append(
        _("手作業で直した町丁・字のうち、この表とちがうものが{}件あります（{}）。").format(
            len(differ), names
        )
    )
    proposal.choices.append(
        Choice(
            "by_hand",
            _("手作業で直した町丁・字"),
            "keep" if keeps else "override",
            [("keep", _("手作業のまま残す")), ("override", _("この表のとおりにする"))],
        )
    )


def _said(ratio: Decimal) -> str:
    return format(ratio.normalize(), "f")


def apply(run: IntakeRun, proposal: Proposal, progress: Progress) -> None:
    """Write the table: new small areas, their shares, and what no longer belongs."""
    rows: list[Belongs] = proposal.payload
    told = dict(run.options.values_list("key", "value"))
    new = list({id(row.area): row.area for row in rows if row.area.pk is None}.values())
    services.add_small_areas(areas=new, run=run)
    for kind in {row.district.kind_id: row.district.kind for row in rows}.values():
        services.assign(
            kind=kind,
            shares=[
                Share(row.area.pk, row.district.pk, row.ratio, Method.TABLE)
                for row in rows
                if row.district.kind_id == kind.pk
            ],
            method=Method.TABLE,
            source=told.get("source", ""),
            override_hand=told.get("by_hand") == "override",
            run=run,
        )
    progress.step(len(rows), len(rows))


def undo(run: IntakeRun) -> None:
    """Restore every share as it was. Raises CannotUndo when one was changed since."""
    try:
        for made in Assignment.objects.filter(run=run, undone_at=None):
            services.undo_assignment(assignment=made)
    except services.ChangedSince as error:
        raise CannotUndo(str(error)) from error
    services.forget_small_areas(run=run)


def m_key(membership: Membership) -> str:
    """How a share is named in a run's changes."""
    return f"{membership.small_area.key}/{membership.district.slug}"


KIND = IntakeKind(
    key="places.membership",
    title=gettext_lazy("町丁・字と地区の対応表"),
    help=gettext_lazy(
        "どの町丁・字がどの地区に入るかの表です。地区の人口は、この表で足し合わせます。"
    ),
    permission="places.district.edit",
    read=read,
    apply=apply,
    undo=undo,
    asks=[Ask("source", gettext_lazy("出典"), gettext_lazy("例：通学区域の規則"), required=True)],
    sample=(
        SampleColumn("町丁目コード", gettext_lazy("ないときは空けておきます"), "0001"),
        SampleColumn("町丁目名", "", "みほん町一丁目", required=True),
        SampleColumn("地区", gettext_lazy("名前かコードで"), "みほん地区", required=True),
        SampleColumn("割合", gettext_lazy("全部なら1。空けておくと1です"), "1"),
    ),
    order=15,
)
