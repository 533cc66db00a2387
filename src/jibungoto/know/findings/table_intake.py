"""Findings from tables: charms a city has published, and what was collected on paper."""

import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import shapely
from django.utils.translation import gettext as _
from shapely.geometry import shape

from jibungoto.japan.tables.columns import standard
from jibungoto.japan.tables.marks import STANDARD
from jibungoto.japan.tables.reading import read_table
from jibungoto.japan.tables.records import Record, read_records
from jibungoto.japan.text import search_key
from jibungoto.kernel import clock, vocabulary
from jibungoto.kernel.intake.kinds import (
    OWN,
    Action,
    Change,
    FieldChange,
    Options,
    Place,
    Problem,
    Proposal,
    Total,
    Unfit,
    Upload,
)
from jibungoto.kernel.intake.models import IntakeRun
from jibungoto.kernel.jobs import Progress
from jibungoto.know.places import selectors as known_places
from jibungoto.know.places.areas import AreaIndex
from jibungoto.know.places.models import Boundary, District

from . import selectors, services
from .models import Finding, Theme
from .table_columns import (
    ASSETS,
    CHANNELS,
    CHARMS,
    CODE,
    DICTIONARY,
    FIELDS,
    FINDINGS,
    LABELS,
    NEAR,
    PRESENCES,
    SORTS,
    shown,
)


@dataclass(slots=True)
class Row:
    """One finding as the file has it."""

    line: int
    key: str  # of the record in this house: where from, and which
    known: Finding | None
    told: dict[str, Any]
    themes: list[Theme] = field(default_factory=list)


def read_charms(upload: Upload, options: Options) -> Proposal:
    """What a list of charms would add and change; the columns of its kind are in the dictionary."""
    return _read(upload, options, CHARMS)


def read_findings(upload: Upload, options: Options) -> Proposal:
    """What a list of collected findings would add and change."""
    return _read(upload, options, FINDINGS)


def _read(upload: Upload, options: Options, dataset: str) -> Proposal:
    dictionary = standard().extended(DICTIONARY)
    table = read_table(upload.content, name=upload.name, recognises=dictionary.recognises)
    match = dictionary.match(table.headers, dataset)
    named = "fd_title" in match.columns or "fd_text" in match.columns
    if not named or any(f.key == "fd_sort" for f in match.missing):
        raise Unfit(
            _(
                "気づきの列（名称、説明、種類など）が見つかりません。ひな形の見出しと合わせてください。"
            )
        )
    records = read_records(table, match, policy=STANDARD)
    proposal = Proposal(notes=[*table.notes, *match.notes, *records.notes])
    proposal.problems += [Problem(f.row, f.column or "", "", f.sentence) for f in records.faults]
    reader = _Reader(dataset, options, proposal)
    rows = [row for record in records.records if (row := reader.row(record)) is not None]
    for row in rows:
        changes = tuple(_changes(row))
        if row.known is not None and not changes:
            proposal.unchanged += 1
            continue
        action = Action.ADD if row.known is None else Action.CHANGE
        places, moves = _where(row)
        proposal.changes.append(
            Change(
                action, row.key, row.told["title"], row.line, changes, places=places, moves=moves
            )
        )
    proposal.notes.append(_("このファイルにない気づきは、そのまま残します。"))
    proposal.totals.append(Total(_("気づきの数"), str(len(rows))))
    spots = sum(1 for row in rows if row.told["lat"] is not None)
    proposal.totals.append(Total(_("地図に置けるもの"), str(spots)))
    proposal.payload = rows
    return proposal


def _where(row: Row) -> tuple[tuple[Place, ...], tuple[Place, ...]]:
    """The district the finding belongs to, and those it comes to or leaves."""
    before = row.known.district if row.known else None
    after: District | None = row.told["district"]
    moved = (before, after) if before != after else ()
    return _placed(before), _placed(*moved)


def _placed(*districts: District | None) -> tuple[Place, ...]:
    return tuple(Place(d.name, d.lineage) for d in districts if d is not None)


class _Reader:
    """From records to rows, with what is known here."""

    def __init__(self, dataset: str, options: Options, proposal: Proposal) -> None:
        self.charms = dataset == CHARMS
        self.source = options.get("source", "").strip()
        self.dated = options.get("dated", "")
        self.proposal = proposal
        self.areas = AreaIndex.load("")
        self.ground = _Ground()
        words = vocabulary.written()  # a table of this town says them as the town does
        self.sorts = {**SORTS, **{words[sort]: sort for sort in Finding.Sort.values}}
        self.assets = {
            **ASSETS, **{words[f"resource.{asset}"]: asset for asset in set(ASSETS.values())}
        }  # fmt: skip
        self.themes = {search_key(t.name): t for t in Theme.objects.all()}
        found = Finding.objects.exclude(source_key="").select_related("node", "district")
        self.known = {f.source_key: f for f in found}
        self.by_code = {f.code: f for f in selectors.public().select_related("node", "district")}
        self.own = self.areas.district(options.get(OWN, "")) if options.get(OWN) else None
        self.seen: dict[str, int] = {}

    def row(self, record: Record) -> Row | None:
        values = record.values
        title, text = _title(str(values.get("fd_title") or ""), str(values.get("fd_text") or ""))
        if not title:
            self._fault(record.row, _("ひとことで"), "", _("何に気づいたかが書かれていません。"))
            return None
        sort = "charm" if self.charms else self.sorts.get(str(values.get("fd_sort") or "").strip())
        if sort is None:
            said = _("「魅力」「課題」「資源」のどれかを書いてください。")
            self._fault(record.row, _("種類"), str(values.get("fd_sort") or ""), said)
            return None
        if self.charms and values.get("fd_elements"):
            text = "\n".join(part for part in (text, str(values["fd_elements"])) if part)
        told: dict[str, Any] = {
            "sort": sort, "title": title, "text": text[:1000],
            "place": str(values.get("fd_place") or "")[:120],
            **self._spot(record),
            "found_on": self._day(values.get("fd_on")),
            "channel": "file" if self.charms else self._channel(record),
        }  # fmt: skip
        told["district"] = self._district(record, told)
        if sort == "resource" and not self._resource(record, told):
            return None
        coded = self.by_code.get(str(record.values.get("fd_id") or "").strip())
        if coded is not None:  # one that was taken from here as a table, changed and brought back
            return self._again(record, coded, told)
        key = self._key(record, told)
        if key is None:
            return None
        return Row(record.row, key, self.known.get(key), told, self._themes(record))

    def _again(self, record: Record, known: Finding, told: dict[str, Any]) -> Row | None:
        """The row of a finding that is here already, by its own code."""
        key = known.source_key or f"{CODE}{known.code}"
        if key in self.seen:
            said = _("{}行目と同じIDです。").format(self.seen[key])
            self._fault(record.row, "ID", known.code, said)
            return None
        self.seen[key] = record.row
        if known.lat is not None and known.lon is not None and told["lat"] is not None:
            near = abs(known.lat - told["lat"]) < NEAR and abs(known.lon - told["lon"]) < NEAR
            told |= {"lat": known.lat, "lon": known.lon} if near else {}
        if not record.values.get("fd_on"):
            told["found_on"] = known.found_on
        if not record.values.get("fd_district") and told["lat"] is None:
            told["district"] = known.district
        return Row(record.row, key, known, told)

    def _key(self, record: Record, told: dict[str, Any]) -> str | None:
        """Where from and which: the file's own number, else its words, else its words and place."""
        given = str(record.values.get("fd_id") or "").strip()
        which = given or search_key(told["title"])
        first = _digest(self.source, told["sort"], which)
        if given and first in self.seen:
            said = _("{}行目と同じIDです。").format(self.seen[first])
            self._fault(record.row, "ID", given, said)
            return None
        where = search_key(f"{told['place']} {told['text']}")
        key = _digest(self.source, told["sort"], which, where) if first in self.seen else first
        if key in self.seen:
            said = _("{}行目と同じ内容です。1件として読みました。").format(self.seen[key])
            self._fault(record.row, _("ひとことで"), told["title"], said, blocks=False)
            return None
        self.seen[key] = record.row
        return key

    def _day(self, value: Any) -> dt.date:
        if isinstance(value, dt.date):
            return value
        return dt.date.fromisoformat(self.dated) if self.dated else clock.today()

    def _channel(self, record: Record) -> str:
        said = str(record.values.get("fd_channel") or "").strip()
        found = next((c for word, c in CHANNELS.items() if word in said.lower()), "")
        if said and not found:
            told = _("「紙」「口頭」「窓口」のどれかで書いてください。紙として読みました。")
            self._fault(record.row, _("どこから"), said, told, blocks=False)
        return found or "paper"

    def _spot(self, record: Record) -> dict[str, float | None]:
        """Both degrees or none: half a place is none, and said to be."""
        spot = {key: _degrees(record.values.get(f"fd_{key}")) for key in ("lat", "lon")}
        if None in spot.values() and any(record.values.get(f"fd_{key}") for key in spot):
            said = _("緯度と経度が、日本の中の場所として読めません。場所のない気づきにします。")
            given = ", ".join(str(record.values.get(f"fd_{key}") or "") for key in spot)
            self._fault(record.row, _("緯度"), given, said, blocks=False)
        return spot if None not in spot.values() else dict.fromkeys(spot)

    def _district(self, record: Record, told: dict[str, Any]) -> District | None:
        name = str(record.values.get("fd_district") or "").strip()
        named = self.areas.district(name) if name else None
        if name and named is None:
            said = _("この名前の地区は登録されていません。地区の一覧と合わせてください。")
            self._fault(record.row, _("地区"), name, said)
        if named is not None or told["lat"] is None:
            # Of whose list it is, its keeper need not write.
            return named or (None if name else self.own)
        found = self.ground.district(told["lon"], told["lat"])
        if found is None and self.ground.shapes:
            said = _("この場所は、どの地区の中にもありません。市の全体の気づきにします。")
            self._fault(record.row, _("緯度"), f"{told['lat']}, {told['lon']}", said, blocks=False)
        return found

    def _resource(self, record: Record, told: dict[str, Any]) -> bool:
        asset = self.assets.get(str(record.values.get("fd_asset") or "").strip())
        presence = str(record.values.get("fd_presence") or "").strip()
        if asset is None:
            said = _("資源は「ひと」「もの」「かね」「場」「情報」のどれかを書いてください。")
            given = str(record.values.get("fd_asset") or "")
            self._fault(record.row, _("資源の種類"), given, said)
            return False
        told["asset"], told["presence"] = asset, PRESENCES.get(presence, "latent")
        return True

    def _themes(self, record: Record) -> list[Theme]:
        names = record.values.get("fd_themes") or ()
        wanted = names if isinstance(names, tuple) else (str(names),)
        return [t for name in wanted if (t := self.themes.get(search_key(name))) is not None]

    def _fault(self, line: int, column: str, value: str, said: str, *, blocks: bool = True) -> None:
        self.proposal.problems.append(Problem(line, column, value, said, blocks=blocks))


class _Ground:
    """The districts people know and their outlines, asked for once."""

    def __init__(self) -> None:
        known = known_places.of_known_kind("district__kind")
        rows = Boundary.objects.filter(known, district__valid_until=None).select_related("district")
        self.shapes = [(row.district, shapely.prepare(s := shape(row.geojson)), s) for row in rows]

    def district(self, lon: float, lat: float) -> District | None:
        point = shapely.Point(lon, lat)
        return next((d for d, _ready, area in self.shapes if area.covers(point)), None)


def _title(title: str, text: str) -> tuple[str, str]:
    """A title of sixty signs at most; where there is none, the text's first sentence."""
    title, text = " ".join(title.split()), text.strip()
    if not title:
        title = text.split("。", 1)[0].split("\n", 1)[0]
        text = "" if len(title) <= 60 and text.rstrip("。") == title else text
    if len(title) > 60:
        return f"{title[:59]}…", text or title
    return title, text


def _degrees(value: Any) -> float | None:
    return round(float(value), 6) if value is not None else None


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _changes(row: Row) -> Iterator[FieldChange]:
    for name in FIELDS:
        before = shown(name, getattr(row.known, name)) if row.known else ""
        after = shown(name, row.told[name])
        if before != after:
            yield FieldChange(name, str(LABELS[name]), before, after)


def apply(run: IntakeRun, proposal: Proposal, progress: Progress) -> None:
    """Pin and change the findings of the table."""
    options = dict(run.options.values_list("key", "value"))
    changed = {change.key for change in proposal.changes}
    rows: list[Row] = [row for row in proposal.payload if row.key in changed]
    for done, row in enumerate(rows, 1):
        if row.known is None:
            services.create_finding(
                **row.told,
                themes=row.themes,
                checked=True,
                source=options.get("source", "").strip(),
                licence=options.get("licence", "").strip(),
                source_key=row.key,
            )
        else:
            told = {name: row.told[name] for name in FIELDS}
            services.change_finding(finding=row.known, checked=True, **told)
        progress.step(done, len(rows), row.told["title"])
