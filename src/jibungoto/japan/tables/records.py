"""Cells to values, field by field: what cannot be read becomes a fault, what was mended a note.

The kinds of columns.toml are read here. A mend is made only where there is one reading (a zero
that Excel dropped); each kind of mend is counted and told once.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jibungoto.japan.codes import CodeError, MunicipalityCode, read_code
from jibungoto.japan.eras import JapaneseDateError, from_excel_serial, parse_date
from jibungoto.japan.kana import FuriganaError, furigana
from jibungoto.japan.positions import is_latitude, is_longitude, read_degrees

from .columns import Match
from .marks import STANDARD, Mark, MarkPolicy, Number, read_number
from .model import Fault, Row, Table, numbers_in_words

Value = str | int | Decimal | date | bool | Number | tuple[str, ...] | None

_YES = frozenset(
    ("1", "○", "〇", "◯", "有", "あり", "有り", "可", "true", "yes", "y", "はい", "該当")
)
_NO = frozenset(
    ("0", "×", "✕", "無", "なし", "無し", "不可", "false", "no", "n", "いいえ", "-", "非該当")
)
_LONGEST = 200  # characters of a cell that holds a single value
_ADDRESS_IN_CITY = re.compile(r"[市区町村].*[0-9０-９]")
_CITY_NOTE = "所在地_市区町村に番地まで書かれています。書かれたまま読みました"
_SWAP_NOTE = "緯度と経度が入れかわっていたので、戻して読みました"
_UNIT = re.compile(r"\s*[人名戸世帯件]+$")
_TIME = re.compile(r"^(\d{1,2})(?:[:時](\d{1,2})?分?)?(?::00)?$")


@dataclass(frozen=True, slots=True)
class Record:
    row: int  # where it stands in the file
    values: Mapping[str, Value]  # field key -> value
    ages: tuple[Number, ...] = ()  # in the order of match.ages


@dataclass(frozen=True, slots=True)
class Records:
    """What could be read, what could not, and what was mended on the way."""

    records: tuple[Record, ...]
    faults: tuple[Fault, ...]
    notes: tuple[str, ...]


@dataclass(slots=True)
class _Cell:
    """One cell being read: refuse() records a fault, mend() counts a note."""

    row: Row
    column: str
    faults: list[Fault]
    mends: dict[str, list[int]]
    policy: MarkPolicy
    own: MunicipalityCode | None

    def refuse(self, sentence: str) -> None:
        self.faults.append(Fault(self.row.number, self.column, sentence))

    def mend(self, sentence: str) -> None:
        self.mends.setdefault(f"「{self.column}」{sentence}", []).append(self.row.number)


def read_records(
    table: Table,
    match: Match,
    *,
    policy: MarkPolicy = STANDARD,
    own: MunicipalityCode | None = None,
) -> Records:
    """Every row of a table as values of its dataset's fields.

    policy: what marks mean in number columns. own: the municipality that reads, which settles
    codes that can be read twice. Missing required columns are faults without a row.
    """
    faults = [
        Fault(
            None, field.label, f"「{field.label}」の列が見つかりません。見出しを確かめてください。"
        )
        for field in match.missing
    ]
    mends: dict[str, list[int]] = {}
    needed = match.dataset.required - match.dataset.blank_allowed
    records = []
    for row in table.rows:
        values: dict[str, Value] = {}
        for key, index in match.columns.items():
            cell = _Cell(row, table.columns[index].header, faults, mends, policy, own)
            values[key] = _read(cell, match.fields[key].kind, row.cells[index])
            if row.cells[index] is None and key in needed:
                cell.refuse("書かれていません。必ず書いてください。")
        ages = tuple(
            _count(_Cell(row, table.columns[a.column].header, faults, mends, policy, own), text)
            for a in match.ages
            for text in (row.cells[a.column],)
        )
        faults += _position_faults(values, row, mends)
        if isinstance(city := values.get("seat_city"), str) and _ADDRESS_IN_CITY.search(city):
            mends.setdefault(_CITY_NOTE, []).append(row.number)
        records.append(Record(row.number, values, ages))
    notes = [f"{what}（{numbers_in_words(rows, '行目')}）。" for what, rows in mends.items()]
    notes += _id_notes(records)
    return Records(tuple(records), tuple(faults), tuple(notes))


def _read(cell: _Cell, kind: str, text: str | None) -> Value:
    if kind == "count":
        return _count(cell, text)
    if text is None:
        return None
    reader = _READERS.get(kind)
    if reader is None:
        return text
    if len(text) > _LONGEST and kind not in ("kana", "list"):
        cell.refuse(f"{len(text):,}文字も書かれています。この列には短い値を書いてください。")
        return None
    return reader(cell, text)


def _kana(cell: _Cell, text: str) -> Value:
    """Names hold Latin letters and signs too: a reading that is not pure kana stays as written."""
    try:
        return furigana(text)
    except FuriganaError:
        return text


def _code(cell: _Cell, text: str) -> Value:
    try:
        reading = read_code(text, expected=cell.own)
    except CodeError as error:
        cell.refuse(str(error))
        return None
    if reading.repair:
        cell.mend("のコードは、落ちていた先頭の0や検査数字を補って読みました")
    return reading.code.six


def _number(cell: _Cell, text: str) -> Value:
    number = read_number(text, cell.policy)
    if number is None:
        cell.refuse(
            f"「{text}」を数として読めませんでした。単位や文字を外して数だけを書いてください。"
        )
        return None
    return number.value


def _count(cell: _Cell, text: str | None) -> Number:
    """People and households keep apart: not known, kept back, and zero."""
    number = read_number(text, cell.policy) or read_number(_UNIT.sub("", text or ""), cell.policy)
    if number is not None and isinstance(number.value, Decimal) and number.value % 1 == 0:
        number = Number(int(number.value), number.mark)  # 25.0, as a program wrote it
    if number is None or isinstance(number.value, Decimal) or (number.value or 0) < 0:
        cell.refuse(
            f"「{(text or '')[:40]}」を人数や世帯数として読めませんでした。"
            "0以上の整数で書いてください。"
        )
        return Number(None, Mark.MISSING)
    return number


def _date(cell: _Cell, text: str) -> Value:
    if re.fullmatch(r"\d{5}", text):
        try:
            day = from_excel_serial(int(text))
        except JapaneseDateError as error:
            cell.refuse(str(error))
            return None
        cell.mend("の5けたの数は、Excelの日付の番号と見て日付に直しました")
        return day
    try:
        return parse_date(text.split("T")[0] if re.fullmatch(r"[\d-]+T[\d:]+", text) else text)
    except JapaneseDateError as error:
        cell.refuse(str(error))
        return None


def _time(cell: _Cell, text: str) -> Value:
    """HH:MM, up to 24:00, which is the end of a day."""
    match = _TIME.match("".join(unicodedata.normalize("NFKC", text).split()))
    hour, minute = (int(match[1]), int(match[2] or 0)) if match else (99, 0)
    if minute > 59 or hour * 60 + minute > 24 * 60:
        cell.refuse(
            f"「{text}」を時刻として読めませんでした。"
            "「09:00」のように書き、ことばの説明は特記事項の列に書いてください。"
        )
        return None
    return f"{hour:02}:{minute:02}"


def _flag(cell: _Cell, text: str) -> Value:
    key = unicodedata.normalize("NFKC", text).strip().casefold()
    if key in _YES or key in _NO:
        return key in _YES
    cell.refuse(f"「{text}」を、はい（1）かいいえ（0）として読めませんでした。")
    return None


def _phone(cell: _Cell, text: str) -> Value:
    """Digits only. Nine of them have lost their leading zero in a spreadsheet."""
    digits = re.sub(r"[^\d+]", "", unicodedata.normalize("NFKC", text))
    if digits.startswith("+81"):
        digits = "0" + digits[3:]
    if re.fullmatch(r"[1-9]\d{8}", digits) and digits == text:
        cell.mend("は、落ちていた先頭の0を補って読みました")
        digits = "0" + digits
    if not re.fullmatch(r"0\d{9,10}", digits):
        cell.refuse(f"「{text}」を電話番号として読めませんでした。市外局番から書いてください。")
        return None
    return digits


def _postcode(cell: _Cell, text: str) -> Value:
    digits = re.sub(r"[〒\s‐‑–—―−ー-]", "", unicodedata.normalize("NFKC", text))
    if re.fullmatch(r"\d{6}", digits) and digits == text:
        cell.mend("は、落ちていた先頭の0を補って読みました")
        digits = "0" + digits
    if not re.fullmatch(r"\d{7}", digits):
        cell.refuse(f"「{text}」を郵便番号として読めませんでした。7けたの数字で書いてください。")
        return None
    return digits


def _degrees(cell: _Cell, text: str) -> Value:
    degrees = read_degrees(text)
    if degrees == 0:
        cell.mend("の0は、場所がわからないという意味に読みました")
        return None
    if degrees is None or not (is_latitude(degrees) or is_longitude(degrees)):
        cell.refuse(
            f"「{text}」は日本の緯度・経度として読めません。「35.546389」のように度の小数で書いてください。"
        )
        return None
    return degrees


def _list(cell: _Cell, text: str) -> Value:
    """Values of one cell, parted by ; in either width."""
    return tuple(part.strip() for part in re.split("[;；]", text) if part.strip())


_READERS: Mapping[str, Callable[[_Cell, str], Value]] = {
    "kana": _kana,
    "code": _code,
    "number": _number,
    "date": _date,
    "time": _time,
    "flag": _flag,
    "phone": _phone,
    "postcode": _postcode,
    "latitude": _degrees,
    "longitude": _degrees,
    "list": _list,
}


def _position_faults(
    values: dict[str, Value], row: Row, mends: dict[str, list[int]]
) -> list[Fault]:
    """Put latitude and longitude back when they changed places; one alone cannot be trusted."""
    latitude, longitude = values.get("latitude"), values.get("longitude")
    north = isinstance(latitude, Decimal) and is_latitude(latitude)
    east = isinstance(longitude, Decimal) and is_longitude(longitude)
    if (north or latitude is None) and (east or longitude is None):
        return []
    if (
        isinstance(latitude, Decimal)
        and isinstance(longitude, Decimal)
        and is_longitude(latitude)
        and is_latitude(longitude)
    ):
        values["latitude"], values["longitude"] = longitude, latitude
        mends.setdefault(_SWAP_NOTE, []).append(row.number)
        return []
    values["latitude"] = values["longitude"] = None
    return [Fault(row.number, "緯度・経度", "緯度と経度の組が日本の中の場所になりません。")]


def _id_notes(records: list[Record]) -> list[str]:
    """Ids are often empty or used twice: the importer must not rely on them alone."""
    ids = [(r.row, r.values["id"]) for r in records if "id" in r.values]
    if ids and all(value is None for _, value in ids):
        return ["IDの列は空です。名称と所在地で照らし合わせてください。"]
    uses = Counter(value for _, value in ids if value is not None)
    twice = [row for row, value in ids if value is not None and uses[value] > 1]
    if twice:
        return [f"同じIDが2回以上使われています（{numbers_in_words(twice, '行目')}）。"]
    return []
