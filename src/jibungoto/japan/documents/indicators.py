"""Indicators: a head that names years and what they are, then rows of as many values.

The head may be broken over lines and stand over each indicator anew or once over a table of them;
a unit may stand with each value, in a column of its own or in the name.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import pairwise

from .lines import Line, close_up, join, plain
from .markers import opening
from .model import Amount, Indicator, Source
from .years import Year, years

_HEAD_WORD = re.compile(
    r"指標|目標|現状|実績|基準|策定時|当初|状況|単位|推移|直近|現在|値|中間|最終|前期|中期|後期|年度?$|KPI|項目|備考|担当|所管|出典|算出|方向|区分|説明|考え方|内容|^No[.．]?$|^№$|^番号$"
)
_BASELINE = re.compile(r"現状|現況|基準|策定時|当初|直近|現在|初期|スタート|ベース")
_ACTUAL = re.compile(r"実績|実測|結果")
_NUMBER = r"[▲△−－\-]?[0-9０-９][0-9０-９,，]*(?:[.．][0-9０-９]+)?"
_UNIT = r"[^\s0-9０-９、。（）()「」:：~～→※]{0,8}"
_ABSENT = r"[－―ー‐-]{1,2}|…|未実施|未設定|調査中|なし|新規"
_WORD_TARGET = (
    r"増加(?:させる)?|減少(?:させる)?|維持(?:する)?|向上(?:させる)?|拡充|上昇|低下|増|減|↗|↑|↘|↓|→"
)
_WITH_UNIT = rf"\s?(?!(?:{_WORD_TARGET})(?:\s|$)){_UNIT}"
_VALUE = re.compile(rf"(?P<number>{_NUMBER})(?P<unit>{_WITH_UNIT})")
_CELL = re.compile(rf"{_NUMBER}{_WITH_UNIT}|(?<=\s)(?:{_ABSENT}|{_WORD_TARGET})(?=\s|$)")
_UNIT_IN_NAME = re.compile(r"[（(]\s*(?:単位\s*[:：]?\s*)?([^（）()\s]{1,8})\s*[）)]\s*$")
# What stands beside a value and is none: （５年間の累計）; its own year, （R4）, counts.
_REMARK = re.compile(r"[（(]([^（）()]*)[）)]")
_ONLY_NUMBER = re.compile(rf"[\s約]*{_NUMBER}[^\s年のHR]{{0,3}}\s*")
_BEFORE_VALUE = re.compile(r"(?<=[\s　])(?:年間|毎年|年|月|延べ|累計|合計|計|全|約)(?=[0-9０-９])")
_TREND = re.compile(r"[↑↗→↘↓⇗⇒⇘]|増加?|減少?|維持|向上")
_MOST_HEAD_LINES = 14


@dataclass(frozen=True, slots=True)
class _Column:
    year: Year | None
    label: str
    role: str


@dataclass(frozen=True, slots=True)
class _Head:
    first: int  # places in the lines, last excluded
    last: int
    columns: tuple[_Column, ...]


@dataclass(frozen=True, slots=True)
class _Cell:
    """A value as written, where it stands in its line, and a year of its own."""

    start: int
    written: str
    year: Year | None = None

    @property
    def end(self) -> int:
        return self.start + len(self.written)


def read_indicators(lines: Sequence[Line]) -> tuple[list[Indicator], set[int]]:
    """Every indicator of some lines, in order, and the numbers of the lines that tell them."""
    found: list[Indicator] = []
    told: set[int] = set()
    at = 0
    while at < len(lines):
        head = _head(lines, at)
        if head is None:
            at += 1
            continue
        began = at
        rows, at = _rows(lines, head)
        found += rows
        if rows:
            last = rows[-1].source.last
            told |= {line.number for line in lines[began:at] if line.number <= last}
    return found, told


def _head(lines: Sequence[Line], at: int) -> _Head | None:
    """A head that begins at a line: two years at least, each with what it is."""
    if not _may_open(lines[at].text):
        return None
    last = at
    while (
        last < len(lines)
        and last - at < _MOST_HEAD_LINES
        and _is_head(lines[last], going_on=last > at)
    ):
        last += 1
    text = "\n".join(line.text for line in lines[at:last])
    named = list(years(text))
    roles = len(re.findall(r"目\s*標\s*値?|実\s*績|現\s*状|基\s*準", text))
    if not named and roles >= 2:
        columns = _columns_without_years(text)
    elif len(named) < 2 and not (named and roles >= 2):
        return None
    else:
        columns = _columns(text, named)
    return _Head(at, last, columns) if len(columns) >= 2 else None


def _may_open(text: str) -> bool:
    if opening(text) is not None and not re.search(r"指標|目標値|現状値", text):
        return False
    return bool(re.search(r"指標|目標|現状|実績|基準|策定時|項目|KPI", text)) and "。" not in text


def _is_head(line: Line, *, going_on: bool) -> bool:
    text = line.text
    if "。" in text or "、" in text or len(text) > 90:
        return False
    without = re.sub(r"\s+", " ", text)
    for year in reversed(list(years(text))):
        without = without.replace(" ".join(text[year.start : year.end].split()), " ")
    without = re.sub(r"[（()）\[\]：:／/・|｜]", " ", without)
    words = [w for w in without.split() if w]
    if any(_VALUE.search(w) and not _HEAD_WORD.search(w) for w in words):
        return False
    if not words:
        return going_on
    return all(_HEAD_WORD.search(w) or len(w) <= 2 for w in words) and (
        going_on or bool(_HEAD_WORD.search(text))
    )


def _columns(text: str, named: Sequence[Year]) -> tuple[_Column, ...]:
    """One column for each year; its label is what stands before it, or after it in brackets."""
    columns: list[_Column] = []
    at = 0
    for year in named:
        label = _label(text[at : year.start])
        at = year.end
        beside = re.match(r"[ 　]{0,2}[（(]([^（）()]{2,8})[）)]", text[at:])
        same_line = "\n" not in text[year.start : year.end]
        if beside and same_line and re.search(r"目標|実績|現状|基準|当初|策定", beside[1]):
            label, at = close_up(beside[1]), at + beside.end()  # 2028年度（中間目標）
        columns.append(_Column(year, label, _role(label, len(columns))))
    if columns and not any(c.label for c in columns[1:]):
        # Years first, roles in a row below: 令和4年度 令和9年度 / 現状値 目標値.
        words = [w for w in re.split(r"[\s（()）]+", text[at:]) if _HEAD_WORD.search(w)]
        if len(words) == len(columns):
            columns = [
                _Column(c.year, word, _role(word, n))
                for n, (c, word) in enumerate(zip(columns, words, strict=True))
            ]
    if columns and not any(c.label for c in columns[1:]):
        # Roles first: 基準値 実績値 目標値 / 令和元年度 令和5年度 令和10年度.
        words = [
            w for w in re.split(r"[\s（()）]+", text[: named[0].start]) if _HEAD_WORD.search(w)
        ]
        words = [w for w in words if re.search(r"目標|実績|現状|基準|当初|策定|中間|最終", w)]
        words = [w for w in words if "指標" not in w][-len(columns) :]
        if len(words) == len(columns):
            columns = [
                _Column(c.year, word, _role(word, n))
                for n, (c, word) in enumerate(zip(columns, words, strict=True))
            ]
    before = [n for n, c in enumerate(columns) if c.role == "baseline"]
    for n in before[1:]:  # 策定時 and 現状: a plan begins once
        columns[n] = _Column(columns[n].year, columns[n].label, "actual")
    roles = {c.role for c in columns}
    if roles == {"target"} and columns:
        first = columns[0]
        columns[0] = _Column(first.year, first.label, "baseline")
    return tuple(columns)


def _columns_without_years(text: str) -> tuple[_Column, ...]:
    """Columns that only say what they are: their values tell the years, 14か所（R4）."""
    words = re.findall(r"(?:中間|最終|前期|後期)?目標値?|現状値?|基準値?|当初値?|実績値?", text)
    return tuple(_Column(None, word, _role(word, n)) for n, word in enumerate(words))


def _label(text: str) -> str:
    # The head of the first column (指標) and brackets around the year are no label.
    words = re.sub(r"[（(）)\[\]]", " ", text)
    words = re.sub(
        r"(?:協働|成果|活動|評価|数値|管理|まちづくり|基本)?\s*指\s*標(?:名|項目)?", " ", words
    )
    words = re.sub(r"(?<![\w])(?:単位|項目名?|備考|№|No\.?)(?![\w])", " ", words)
    return join(w for w in words.split() if len(w) > 1)


def _role(label: str, place: int) -> str:
    if "目標" in label:
        return "target"
    if _BASELINE.search(label):
        return "baseline"
    if _ACTUAL.search(label):
        return "actual" if place else "baseline"
    return "baseline" if place == 0 else "target"


def _rows(lines: Sequence[Line], head: _Head) -> tuple[list[Indicator], int]:
    """The rows below a head, and where to read on."""
    found: list[Indicator] = []
    name: list[Line] = []
    at = head.last
    prose: list[Line] = []
    while at < len(lines):
        line = lines[at]
        if found and _head(lines, at) is not None:
            break
        cells = _cells(line.text, head.columns)
        if cells is not None:
            if found and prose:
                name, prose = _split_name(name, prose)
            found = _close(found, prose)
            prose = []
            found.append(_indicator([*name, line], cells, head))
            name = []
        elif found and (_is_heading(line) or _far(found[-1], line, prose)):
            break
        elif _is_prose(line, prose) and found:
            prose += [*name, line]
            name = []
        elif len(name) < 6:
            name.append(line)
        else:
            break
        at += 1
    if found and name and not prose:
        at -= len(name)
    elif name:
        prose += name
    return _close(found, prose), max(at, head.last)


def _split_name(name: list[Line], prose: list[Line]) -> tuple[list[Line], list[Line]]:
    """Short lines after the last sentence are the name of the next row."""
    last = max((n for n, line in enumerate(prose) if line.is_sentence_end), default=-1)
    return [*prose[last + 1 :], *name], prose[: last + 1]


def _cells(text: str, columns: Sequence[_Column]) -> list[_Cell] | None:
    """The last values of a line, one for each column, each of a year; None where it has fewer."""
    number = len(columns)
    if "。" in text:
        return None
    remarks = [r for r in _REMARK.finditer(text) if not _ONLY_NUMBER.fullmatch(r[1])]
    bare = text
    for remark in remarks:
        bare = bare[: remark.start()] + " " * len(remark[0]) + bare[remark.end() :]
    bare = _BEFORE_VALUE.sub(lambda m: " " * len(m[0]), bare)
    cells = [
        _Cell(m.start(), m[0], _own_year(m.end(), remarks))
        for m in _CELL.finditer(bare)
        if not _is_word(bare, m)
    ]
    if len(cells) < number:
        return None
    taken = cells[-number:]
    tail = bare[taken[-1].end :].strip()
    between = [bare[a.end : b.start].strip() for a, b in pairwise(taken)]
    if len(tail) > 12 or any(len(b.strip("→⇒|｜/／ ")) > 2 for b in between):
        return None
    is_of_years = all(c.year or k.year for c, k in zip(taken, columns, strict=True))
    return taken if is_of_years else None


def _own_year(end: int, remarks: Sequence[re.Match[str]]) -> Year | None:
    """The year in brackets right after a value."""
    beside = next((r for r in remarks if 0 <= r.start() - end <= 2), None)
    return next(years(f"（{beside[1]}）"), None) if beside is not None else None


def _is_word(text: str, found: re.Match[str]) -> bool:
    """A number inside a name: 第2期, 65歳以上, 10地区."""
    before = text[: found.start()]
    return bool(before) and not before[-1].isspace() and before[-1] not in "|｜→⇒約（("


def _indicator(lines: Sequence[Line], cells: Sequence[_Cell], head: _Head) -> Indicator:
    last = lines[-1]
    before = last.text[: cells[0].start]
    name = close_up(join([*(line.text for line in lines[:-1]), before]))
    marker = opening(name)
    if marker is not None and not marker.is_bullet and name[marker.end :]:
        name = name[marker.end :]
    amounts, units = [], []
    for column, cell in zip(head.columns, cells, strict=True):
        value, unit = _value(cell.written)
        year = cell.year or column.year
        if unit:
            units.append(unit)
        amounts.append(
            Amount(
                year=year.year if year else None,
                year_written=year.written if year else "",
                is_fiscal=year.is_fiscal if year else False,
                role=column.role,
                label=column.label,
                value=value,
                written=close_up(cell.written),
            )
        )
    name = " ".join(w for n, w in enumerate(name.split()) if n == 0 or not _TREND.fullmatch(w))
    unit = max(set(units), key=units.count) if units else ""
    if not unit and (told := _UNIT_IN_NAME.search(name)):
        unit, name = told[1], name[: told.start()].strip()
    if not unit and (words := name.split()) and len(words) > 1 and len(words[-1]) <= 4:
        unit, name = plain(words[-1]), " ".join(words[:-1])
    sure = 0.95
    sure -= 0.15 if len(set(units)) > 1 else 0
    sure -= 0.2 if any(a.value is None for a in amounts) else 0
    sure -= 0.3 if not 2 <= len(name) <= 60 else 0
    source = Source(lines[0].number, last.number)
    return Indicator(name.strip(" ・　"), unit, tuple(amounts), "", source, round(sure, 2))


def _value(written: str) -> tuple[Decimal | None, str]:
    found = _VALUE.match(written.strip())
    if not found:
        return None, ""
    digits = unicodedata.normalize("NFKC", found["number"]).replace(",", "")
    digits = re.sub(r"^[▲△−－-]", "-", digits)
    try:
        value = Decimal(digits)
    except InvalidOperation:
        return None, ""
    return value, plain(found["unit"])


def amount_of(written: str, year: Year, role: str) -> tuple[Amount, str] | None:
    """The value a text begins with, for a year, and its unit; None where it begins with none."""
    value, unit = _value(written)
    if value is None:
        return None
    said = close_up(written)
    return Amount(year.year, year.written, year.is_fiscal, role, "", value, said), unit


def _close(found: list[Indicator], prose: Sequence[Line]) -> list[Indicator]:
    """The last row gets the passage below it as its description."""
    if not found or not prose:
        return found
    last = found[-1]
    told = join(line.text for line in prose)
    source = last.source | Source(prose[0].number, prose[-1].number)
    return [
        *found[:-1],
        Indicator(last.name, last.unit, last.amounts, told, source, last.confidence),
    ]


def _is_prose(line: Line, prose: Sequence[Line]) -> bool:
    return (
        "。" in line.text
        or ("、" in line.text and len(line.text) > 20)
        or bool(prose and not prose[-1].is_sentence_end)
    )


def _is_heading(line: Line) -> bool:
    marker = opening(line.text)
    return marker is not None and not marker.is_bullet and not _CELL.search(line.text[marker.end :])


def _far(last: Indicator, line: Line, prose: Sequence[Line]) -> bool:
    before = prose[-1].number if prose else last.source.last
    return line.gap >= 4 and line.number - before > 5
