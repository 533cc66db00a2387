"""Representative points of 町丁・字 (国土交通省 位置参照情報 and the like) as an intake."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jibungoto.japan.place_keys import place_key, without_blocks
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
    Total,
    Unfit,
    Upload,
)
from jibungoto.kernel.intake.models import IntakeRun
from jibungoto.kernel.jobs import Progress
from jibungoto.kernel.links import link
from jibungoto.ui.listing import inside, quoted

from . import services
from .geometry import JAPAN
from .models import SmallArea, SmallAreaShape

_DICTIONARY = """
[fields]
point_code = { label = "町丁目コード", spellings = ["大字町丁目コード", "地域コード", "町字ID", "KEY_CODE"] }
point_name = { label = "町丁目名", spellings = ["大字町丁目名", "大字・丁目名", "大字町丁目", "地域名", "町丁目", "町丁名", "町名", "町丁・字"] }
point_lat = { label = "緯度", kind = "number", spellings = ["代表点緯度"] }
point_lon = { label = "経度", kind = "number", spellings = ["代表点経度"] }
[[datasets]]
number = "area_points"
name = "町丁・字の代表点"
fields = ["point_code", "point_name", "point_lat", "point_lon"]
required = ["point_name", "point_lat", "point_lon"]
"""  # noqa: E501  a table reads best in lines
_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Point:
    """One row: where a small area of this name is."""

    line: int
    code: str
    name: str
    lon: float
    lat: float


@dataclass(slots=True)
class Payload:
    """What apply() writes: points of known areas by id, and areas that are new."""

    points: dict[int, tuple[float, float]] = field(default_factory=dict)
    new: list[Point] = field(default_factory=list)


def read(upload: Upload, options: Options) -> Proposal:
    """Which small areas get which points. An area with a polygon keeps the point inside it."""
    dictionary = standard().extended(_DICTIONARY)
    table = read_table(upload.content, name=upload.name, recognises=dictionary.recognises)
    match = dictionary.match(table.headers, "area_points")
    if match.missing:
        names = quoted(f.label for f in match.missing)
        raise Unfit(_("{}の列が見つかりません。ひな形の見出しと合わせてください。").format(names))
    records = read_records(table, match)
    proposal = Proposal(notes=[*table.notes, *match.notes, *records.notes], payload=Payload())
    proposal.problems += [Problem(f.row, f.column or "", "", f.sentence) for f in records.faults]
    points = _Points(_points(records.records, proposal))
    areas = list(SmallArea.objects.filter(valid_until=None))
    left = _place(areas, points, proposal)
    _new(points, options, proposal)
    proposal.totals.append(Total(_("表にある点"), f"{len(points.all):,}"))
    proposal.totals.append(Total(_("点の決まった町丁・字"), f"{len(areas) - len(left):,}"))
    proposal.totals.append(Total(_("点の見つからない町丁・字"), f"{len(left):,}"))
    return proposal


class _Points:
    """The points of a table by code and by the spelling-proof name."""

    def __init__(self, points: Iterator[Point]) -> None:
        self.all = list(points)
        self.by_code = {p.code: p for p in self.all if p.code}
        self.by_name: dict[str, list[Point]] = {}
        for point in self.all:
            self.by_name.setdefault(place_key(point.name), []).append(point)
        self.used: set[int] = set()

    def of(self, area: SmallArea) -> tuple[Point | None, bool]:
        """The point of an area, and whether it is that of the town around it."""
        found = self.by_code.get(area.code) if area.code else None
        found = found or self._named(area.name)
        if found is not None:
            self.used.add(found.line)
            return found, False
        town = without_blocks(area.name)
        return (self._named(town), True) if town != area.name else (None, False)

    def _named(self, name: str) -> Point | None:
        found = self.by_name.get(place_key(name), [])
        return found[0] if len(found) == 1 else None


def _points(records: Iterable[Record], proposal: Proposal) -> Iterator[Point]:
    for record in records:
        name = str(record.values.get("point_name") or "").strip()
        told = record.values.get("point_lon"), record.values.get("point_lat")
        if not name or None in told:
            continue  # read_records has named the fault
        lon, lat = (float(str(value)) for value in told)
        if not (JAPAN[0] <= lon <= JAPAN[2] and JAPAN[1] <= lat <= JAPAN[3]):
            said = _("日本の外の座標です。緯度と経度が逆になっていないか、ご確認ください。")
            proposal.problems.append(Problem(record.row, _("緯度"), f"{lat}, {lon}", said))
            continue
        code = str(record.values.get("point_code") or "").strip()[:20]
        yield Point(record.row, code, name[:80], round(lon, 6), round(lat, 6))


def _place(areas: list[SmallArea], points: _Points, proposal: Proposal) -> list[SmallArea]:
    """Give each known area its point; answers those that have none."""
    drawn = set(SmallAreaShape.objects.values_list("small_area_id", flat=True))
    left, towns = [], []
    for area in areas:
        point, is_town = points.of(area)
        if area.pk in drawn:
            continue
        if point is None:
            left += [area] if area.lon is None else []
            continue
        towns += [area.name] if is_town else []
        _propose(area, point, proposal)
    if drawn:
        said = _("区域の図がある{}件は、図の中の点を使い続けます。")
        proposal.notes.append(said.format(len(drawn)))
    if towns:
        said = _("「{}」など{}件は、条・丁目の外なので、町（大字）の点を使います。")
        proposal.notes.append(said.format(towns[0], len(towns)))
    for area in left[:_SHOWN]:
        said = _("この名前の点が、表にありません。")
        proposal.problems.append(Problem(None, _("町丁目名"), area.name, said, blocks=False))
    if len(left) > _SHOWN:
        said = _("点の見つからない町丁・字は、ほかに{}件あります。")
        proposal.notes.append(said.format(len(left) - _SHOWN))
    return left


def _propose(area: SmallArea, point: Point, proposal: Proposal) -> None:
    if (area.lon, area.lat) == (point.lon, point.lat):
        proposal.unchanged += 1
        return
    before = _said(area.lon, area.lat)
    fields = (
        FieldChange("point", _("代表点"), before, _said(point.lon, point.lat)),
        # Not shown (it has no label): what an undo needs.
        FieldChange("source", "", area.point_source, ""),
    )
    proposal.changes.append(Change(Action.CHANGE, area.key, area.name, point.line, fields))
    proposal.payload.points[area.pk] = (point.lon, point.lat)


def _new(points: _Points, options: Options, proposal: Proposal) -> None:
    """Points of no known area: left alone, or stored as areas of their own."""
    unknown = [p for p in points.all if p.line not in points.used]
    if not unknown:
        return
    wanted = options.get("unknown", "leave" if SmallArea.objects.exists() else "add")
    proposal.choices.append(
        Choice(
            "unknown",
            _("登録されていない{:,}件の点").format(len(unknown)),
            wanted,
            [("leave", _("使わない")), ("add", _("町丁・字として登録する"))],
        )
    )
    names = quoted((p.name for p in unknown), most=5)
    said = _("登録されていない名前の点が{:,}件あります（{}）。")
    proposal.notes.append(said.format(len(unknown), names))
    if wanted != "add":
        return
    seen: set[str] = set()
    for point in unknown:
        key = point.code or search_key(point.name)
        if key in seen:
            said = _("同じ町丁・字が、もう一度出てきます。")
            proposal.problems.append(Problem(point.line, _("町丁目名"), point.name, said))
            continue
        seen.add(key)
        at = FieldChange("point", _("代表点"), "", _said(point.lon, point.lat))
        proposal.changes.append(Change(Action.ADD, key, point.name, point.line, (at,)))
        proposal.payload.new.append(point)


def _said(lon: float | None, lat: float | None) -> str:
    return "" if lon is None or lat is None else f"{lat:.6f}, {lon:.6f}"


def apply(run: IntakeRun, proposal: Proposal, progress: Progress) -> None:
    """Write the points, and the areas that are new."""
    payload: Payload = proposal.payload
    source = run.options.filter(key="source").values_list("value", flat=True).first() or ""
    services.set_small_area_points(
        points={pk: (lon, lat, source) for pk, (lon, lat) in payload.points.items()},
        new=[
            SmallArea(
                code=p.code, name=p.name, search_key=search_key(p.name), lon=p.lon, lat=p.lat,
                point_source=source, run=run,
            )
            for p in payload.new
        ],
    )  # fmt: skip
    progress.step(len(proposal.changes), len(proposal.changes))


def undo(run: IntakeRun) -> None:
    """Give the points back that were before; take the new areas away. Raises CannotUndo."""
    areas = {area.key: area for area in SmallArea.objects.all()}
    sources = dict(run.changes.filter(field="source").values_list("key", "before"))
    back: dict[int, tuple[float | None, float | None, str]] = {}
    new = []
    for change in run.changes.filter(field="point"):
        area = areas.get(change.key)
        if area is None or _said(area.lon, area.lat) != change.after:
            raise CannotUndo(
                _("「{}」は、取りこんだあとに変わっているので、取り消せません。").format(
                    inside(change.title)
                )
            )
        if change.action == Action.ADD:
            new.append(area)
            continue
        lat, _comma, lon = change.before.partition(", ")
        place = (float(lon), float(lat)) if change.before else (None, None)
        back[area.pk] = (*place, sources.get(change.key, ""))
    try:
        services.set_small_area_points(points=back)
        for area in new:
            services.remove_small_area(small_area=area)
    except services.InUse as error:
        raise CannotUndo(str(error)) from error


KIND = IntakeKind(
    key="places.points",
    title=gettext_lazy("町丁・字の代表点"),
    help=gettext_lazy(
        "大字・町丁目の緯度経度の表です（国土交通省 位置参照情報など）。"
        "区域の図がない町丁・字を、地区に割り当てるときに使います。"
    ),
    permission="places.district.edit",
    read=read,
    apply=apply,
    undo=undo,
    asks=[
        Ask(
            "source",
            gettext_lazy("出典"),
            gettext_lazy("例：国土交通省 位置参照情報"),
            required=True,
        )
    ],
    sample=(
        SampleColumn("町丁目コード", gettext_lazy("ないときは空けておきます"), "0001"),
        SampleColumn("町丁目名", "", "みほん町一丁目", required=True),
        SampleColumn(
            "緯度", gettext_lazy("世界測地系（JGD2011）の度で"), "35.500000", required=True
        ),
        SampleColumn("経度", "", "139.400000", required=True),
    ),
    order=12,
    result_url=lambda _run: link("places:district_list"),
)
