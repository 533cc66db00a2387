"""A published list of facilities, read: rows of values, and what was wrong or doubtful where.

No database. What can't be read in a cell is a doubt with its row, and the cell's words are kept
where a page can show them; only a row without a name keeps the file out.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from jibungoto.japan.codes import CodeError, MunicipalityCode, read_code
from jibungoto.japan.eras import JapaneseDateError, parse_date
from jibungoto.japan.opening import read_days, read_time
from jibungoto.japan.tables.columns import Match, standard
from jibungoto.japan.tables.marks import STANDARD, Number
from jibungoto.japan.tables.model import Row, Table
from jibungoto.japan.tables.printed import without_sums
from jibungoto.japan.tables.reading import read_table
from jibungoto.japan.tables.records import Record, Value, read_records
from jibungoto.japan.text import search_key
from jibungoto.kernel.intake.kinds import Problem, Unfit, Upload
from jibungoto.ui.listing import inside, listed

from .catalogue import COMMON, DETAILS, Listed, dictionary
from .models import Facility

YES, NO = "1", "0"  # of a flag among the details
_LONGEST = {
    f.name: f.max_length
    for f in Facility._meta.concrete_fields
    if getattr(f, "max_length", None) and f.name not in ("kind", "match_key")
}
_TIMES = ("opens", "closes")
_NAMES = ("name", "care_name")
_PARTS = ("seat_prefecture", "seat_city", "seat_town", "seat_number")
_OLD_DATUM = re.compile(r"(?:日本|旧|旧日本)測地系|tokyo\s*(?:datum|97)", re.IGNORECASE)
_PARK = re.compile(r"(?:公園|緑地|児童遊園|広場|ひろば)$")


@dataclass(slots=True)
class Told:
    """One facility as a row tells it: only columns of the file are in `fields` and `details`."""

    line: int
    code: str
    match_key: str
    fields: dict[str, Any] = field(default_factory=dict)
    details: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return str(self.fields["name"])

    @property
    def point(self) -> tuple[float, float] | None:
        """Longitude and latitude."""
        lon, lat = self.fields.get("lon"), self.fields.get("lat")
        return None if lon is None or lat is None else (lon, lat)


@dataclass(slots=True)
class FacilityFile:
    """What a file holds, what was assumed, what is wrong or doubtful."""

    rows: list[Told] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    has_position: bool = True
    says_old: bool = False  # the list itself tells that its positions are of the Tokyo Datum


def read_facilities(upload: Upload, listed: Listed, *, city_code: str) -> FacilityFile:
    """Read a list. Raises Unfit or TableError when the file as a whole is a wrong one."""
    columns = dictionary()
    table = read_table(upload.content, name=upload.name, recognises=columns.recognises)
    match = columns.match(table.headers, listed.dataset)
    _refuse_other_layout(table, match)
    table = without_sums(table, [match.columns[key] for key in _NAMES if key in match.columns])
    records = read_records(table, match, policy=STANDARD)
    _refuse_other_city([r.values.get("localgov_code") for r in records.records], city_code)
    found = FacilityFile(notes=[*table.notes, *match.notes, *records.notes])
    headers = {table.columns[index].header: key for key, index in match.columns.items()}
    reader = _Reader(listed, match, table, found)
    for fault in records.faults:
        key = headers.get(fault.column or "", "")
        if key in _NAMES or fault.row is None:
            found.problems.append(Problem(fault.row, fault.column or "", "", fault.sentence))
        else:
            said = _("{}この欄は空けて取りこみます。").format(fault.sentence)
            found.problems.append(Problem(fault.row, fault.column or "", "", said, blocks=False))
    if not {"latitude", "longitude"} <= match.columns.keys():
        found.has_position = False
        found.notes.append(_("緯度・経度の列がありません。一覧にはのりますが、地図には出ません。"))
    for record, row in zip(records.records, table.rows, strict=True):
        told = reader.told(record, row)
        if told is not None:
            found.rows.append(told)
    _tell_apart(found)
    lines = (*table.preamble, *table.headers, *table.footnotes, table.source.sheet or "")
    found.says_old = any(_OLD_DATUM.search(line) for line in lines)
    found.notes += reader.mended()
    return found


def _refuse_other_layout(table: Table, match: Match) -> None:
    """A list of another kind has a name column too: it is known by what only such lists have."""
    likely = standard().identify(table.headers)[0]
    telling = likely.dataset.required - set(_NAMES)
    if likely.dataset.number != match.dataset.number and not likely.missing and telling:
        raise Unfit(
            _("このファイルは「{}」の様式です。「{}」のファイルを選んでください。").format(
                inside(likely.dataset.name), inside(match.dataset.name)
            )
        )
    if match.missing:
        said = _(
            "施設の名前（「{}」）の列が見つかりません。見出しの行と列の名前を確かめてください。"
        )
        raise Unfit(said.format(match.missing[0].label))


def _refuse_other_city(codes: list[Value], city_code: str) -> None:
    """A list of another city is refused; prefectural lists and odd cells are not."""
    try:
        own = MunicipalityCode(city_code) if city_code else None
    except CodeError:
        return  # an invented city has an invented code
    if own is None:
        return
    read: list[str] = []
    for text in codes:
        try:
            read.append(read_code(str(text), expected=own).code.six if text else "")
        except CodeError:
            continue
    others = Counter(six for six in read if six and six != own.six and six[2:5] != "000")
    if others and sum(others.values()) * 2 > sum(1 for six in read if six):
        raise Unfit(
            _("ほかの自治体（コード {}）のデータです。この自治体のコードは {} です。").format(
                listed(sorted(others)[:3]), own
            )
        )


def match_key(*parts: str) -> str:
    """What stays the same of a facility from list to list, however its name is written."""
    text = "\n".join(search_key(part).replace(" ", "") for part in parts)
    return hashlib.sha256(text.encode()).hexdigest()[:40]


def address_of(values: Mapping[str, Value], city_name: str = "") -> str:
    """The address in one line: as told whole, else its parts one after the other."""
    whole = str(values.get("address") or "")
    if whole:
        return whole
    parts = [str(values.get(key) or "") for key in _PARTS]
    return "".join(part for part in parts if part)


class _Reader:
    """From records to what they tell; doubts go to the file's problems, mends are counted."""

    def __init__(self, listed: Listed, match: Match, table: Table, found: FacilityFile) -> None:
        self.listed, self.match, self.found = listed, match, found
        self.headers = {key: table.columns[i].header for key, i in match.columns.items()}
        self.common = {
            key: target
            for key, target in {**COMMON, **listed.columns}.items()
            if key in match.columns
        }
        self.details = [key for key in listed.details if key in match.columns]
        self._mends: dict[str, int] = {}

    def doubt(self, line: int | None, key: str, value: str, said: str) -> None:
        """Something to look at in one place; it keeps nothing out."""
        header = self.headers.get(key, key)
        self.found.problems.append(Problem(line, header, value[:200], said, blocks=False))

    def mend(self, sentence: str) -> None:
        self._mends[sentence] = self._mends.get(sentence, 0) + 1

    def mended(self) -> list[str]:
        return [_("{}（{}件）。").format(said, n) for said, n in self._mends.items()]

    def told(self, record: Record, row: Row) -> Told | None:
        values = record.values
        name = str(next((values[k] for k in _NAMES if values.get(k)), ""))
        if not name:
            return None  # read_records has named the fault
        line = record.row
        told = Told(line, str(values.get("id") or "")[:40], "")
        for key, target in self.common.items():
            told.fields[target] = self._field(line, key, target, values.get(key))
        told.fields["name"] = name[: _LONGEST["name"]]
        if {"address", *_PARTS} & self.match.columns.keys():
            told.fields["address"] = self._fit(line, "address", address_of(values))
        told.fields["lat"], told.fields["lon"] = self._position(line, values)
        self._opening(line, values, told)
        for key in self.details:
            told.details[key] = self._detail(line, key, values.get(key), row)
        if self.listed.kind == Facility.Kind.PUBLIC:
            # The standard's list has no column for it, and parks are what people walk to.
            told.fields["subkind"] = Facility.PARK if _PARK.search(name) else ""
        apart = str(values.get(self.listed.apart) or "") if self.listed.apart else ""
        told.match_key = match_key(name, str(told.fields.get("address") or ""), apart)
        return told

    def _field(self, line: int, key: str, target: str, value: Value) -> Any:
        if target == "capacity":
            return self._count(line, key, value)
        text = "" if value is None else str(value)
        if target == "open_days":
            text = read_days(text) or text
        if target in _TIMES:
            return text  # _opening
        return self._fit(line, target, text, key)

    def _fit(self, line: int, target: str, text: str, key: str = "") -> str:
        text = text.strip()
        most = _LONGEST.get(target)
        if most is not None and len(text) > most:
            said = _("長いので、はじめの{}文字までを取りこみます。").format(most)
            self.doubt(line, key or target, text, said)
            text = text[: most - 1] + "…"
        return text

    def _count(self, line: int, key: str, value: Value) -> int | None:
        number = value.value if isinstance(value, Number) else value
        if number is None:
            return None
        if isinstance(number, int | Decimal) and 0 <= number <= 2_000_000:
            return int(number)
        self.doubt(line, key, str(value), _("人数として読めないので、空けて取りこみます。"))
        return None

    def _position(
        self, line: int, values: Mapping[str, Value]
    ) -> tuple[float | None, float | None]:
        """Latitude and longitude, or neither; what could not be read has been doubted already."""
        lat, lon = values.get("latitude"), values.get("longitude")
        if isinstance(lat, Decimal) and isinstance(lon, Decimal):
            return float(round(lat, 6)), float(round(lon, 6))
        if isinstance(lat, Decimal) or isinstance(lon, Decimal):
            said = _("緯度と経度の一方しかありません。地図には出さずに取りこみます。")
            self.doubt(line, "latitude", str(lat or lon), said)
        elif self.found.has_position:
            self.mend(_("場所がわからず、一覧にだけのる施設があります"))
        return None, None

    def _opening(self, line: int, values: Mapping[str, Value], told: Told) -> None:
        """Times as HH:MM; words in their place (日没) go to the note, where people read them."""
        extra = []
        for target in _TIMES:
            text = str(told.fields.get(target) or "").strip()
            if not text:
                continue
            told.fields[target] = read_time(text) or ""
            if not told.fields[target]:
                word = Facility._meta.get_field(target).verbose_name  # type: ignore[union-attr]
                extra.append(f"{word}：{text}")
                said = _("時刻として読めないので、日時の注意にことばのまま残します。")
                key = next(k for k, t in self.common.items() if t == target)
                self.doubt(line, key, text, said)
        if extra:
            note = "。".join([*extra, str(told.fields.get("hours_note") or "")]).strip("。")
            told.fields["hours_note"] = self._fit(line, "hours_note", note)

    def _detail(self, line: int, key: str, value: Value, row: Row) -> tuple[str, ...]:
        form = DETAILS[key].form
        if value is None or value == "" or value == ():
            return ()
        if isinstance(value, bool):
            return (YES if value else NO,)
        if form == "list":
            parts = value if isinstance(value, tuple) else (str(value),)
            return tuple(dict.fromkeys(p for part in parts for p in _split(part)))[:60]
        if form == "date":
            return (self._date(line, key, str(value)),)
        if isinstance(value, Number):
            value = value.value
            if value is None:
                return ()
        text = str(value).strip()
        return (text[:599] + "…" if len(text) > 600 else text,) if text else ()

    def _date(self, line: int, key: str, text: str) -> str:
        try:
            return parse_date(text).isoformat()
        except JapaneseDateError:
            return text[:600]  # 「明治初期」 is a date to people


def _split(text: str) -> list[str]:
    """The values of one cell. Not at ・: 定期巡回・随時対応 is one service."""
    return [part.strip() for part in re.split(r"[;；,，、\n/／]", text) if part.strip()]


def _tell_apart(found: FacilityFile) -> None:
    """Rows that nothing tells apart stay apart by their order, and are doubted."""
    first: dict[str, Told] = {}
    seen: Counter[str] = Counter()
    for told in found.rows:
        seen[told.match_key] += 1
        number = seen[told.match_key]
        if number == 1:
            first[told.match_key] = told
            continue
        said = _("{}行目と名前も所在地も同じです。別の施設として取りこみます。").format(
            first[told.match_key].line
        )
        found.problems.append(Problem(told.line, _("名称"), told.name, said, blocks=False))
        told.match_key = match_key(told.match_key, str(number))
