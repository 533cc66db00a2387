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

from .heads import ABSENT, NUMBER, VALUE, WITH_UNIT, WORD_TARGET, Column, Head, head_at
from .lines import Line, close_up, join, plain
from .markers import opening
from .model import Amount, Indicator, Source
from .years import Year, years

_PART_OF = rf"{NUMBER}[/／]{NUMBER}(?=\s|$)"  # 3/12: told as written, a person decides
_CELL = re.compile(rf"{_PART_OF}|{NUMBER}{WITH_UNIT}|(?<=\s)(?:{ABSENT}|{WORD_TARGET})(?=\s|$)")
_UNIT_IN_NAME = re.compile(r"[（(]\s*(?:単位\s*[:：]?\s*)?([^（）()\s]{1,8})\s*[）)]\s*$")
# What stands beside a value and is none: （５年間の累計）; its own year, （R4）, counts.
_REMARK = re.compile(r"[（(]([^（）()]*)[）)]")
_ONLY_NUMBER = re.compile(rf"[\s約]*{NUMBER}[^\s年のHR]{{0,3}}\s*")
_BEFORE_VALUE = re.compile(r"(?<=[\s　])(?:年間|毎年|年|月|延べ|累計|合計|計|全|約)(?=[0-9０-９])")
_MOST_NAME_LINES = 6
_TREND = re.compile(r"[↑↗→↘↓⇗⇒⇘]|増加?|減少?|維持|向上")
_LIMIT = re.compile(
    r"(?<=.)(?:以上|以下|未満|超|程度|以内)$"
)  # 70%以上: of the value, not of its unit
_ALONE = re.compile(rf"約?{NUMBER}[ 　]?[^\s0-9０-９、。（）()]{{0,4}}|{ABSENT}|{WORD_TARGET}")


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
        head = head_at(lines, at)
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


def _rows(lines: Sequence[Line], head: Head) -> tuple[list[Indicator], int]:
    """The rows below a head, and where to read on."""
    found: list[Indicator] = []
    name: list[Line] = []
    at = head.last
    prose: list[Line] = []
    while at < len(lines):
        line = lines[at]
        if found and head_at(lines, at) is not None:
            break
        cells = _cells(line.text, head.columns)
        below = [] if cells or prose else _poured(lines, at, head)
        if cells or below:
            if found and prose:
                name, prose = _split_name(name, prose)
            found = _close(found, prose)
            at += len(below)
            last = lines[at] if below else None
            found.append(_indicator([*name, line], cells or below, head, last))
            name, prose = [], []
        elif found and (_is_heading(line) or _far(found[-1], line, prose)):
            break
        elif _is_prose(line, prose) and found:
            prose += [*name, line]
            name = []
        else:
            name.append(line)
        if len(name) > _MOST_NAME_LINES:
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


def _cells(text: str, columns: Sequence[Column]) -> list[_Cell] | None:
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


def _poured(lines: Sequence[Line], at: int, head: Head) -> list[_Cell]:
    """The values of a row whose cells stand one below the other, below its name."""
    below = lines[at + 1 : at + 1 + len(head.columns)]
    if len(below) < len(head.columns) or "。" in lines[at].text or _ALONE.fullmatch(lines[at].text):
        return []
    if not all(column.year for column in head.columns):
        return []
    return (
        [_Cell(0, line.text) for line in below]
        if all(_ALONE.fullmatch(b.text) for b in below)
        else []
    )


def _own_year(end: int, remarks: Sequence[re.Match[str]]) -> Year | None:
    """The year in brackets right after a value."""
    beside = next((r for r in remarks if 0 <= r.start() - end <= 2), None)
    return next(years(f"（{beside[1]}）"), None) if beside is not None else None


def _is_word(text: str, found: re.Match[str]) -> bool:
    """A number inside a name: 第2期, 65歳以上, 10地区."""
    before = text[: found.start()]
    return bool(before) and not before[-1].isspace() and before[-1] not in "|｜→⇒約（("


def _indicator(
    lines: Sequence[Line], cells: Sequence[_Cell], head: Head, last: Line | None = None
) -> Indicator:
    """An indicator of the lines of its name; `last` is where its values end that stand below."""
    before = lines[-1].text if last is not None else lines[-1].text[: cells[0].start]
    last = last or lines[-1]
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
    unit = max(dict.fromkeys(units), key=units.count) if units else ""
    if not unit and (told := _UNIT_IN_NAME.search(name)):
        unit, name = plain(told[1]), name[: told.start()].strip()
    if not unit and (words := name.split()) and len(words) > 1 and len(words[-1]) <= 4:
        unit, name = plain(words[-1]), " ".join(words[:-1])
    sure = 0.95
    sure -= 0.15 if len(set(units)) > 1 else 0
    sure -= 0.2 if any(a.value is None for a in amounts) else 0
    sure -= 0.3 if not 2 <= len(name) <= 60 else 0
    source = Source(lines[0].number, last.number)
    return Indicator(name.strip(" ・　"), unit, tuple(amounts), "", source, round(sure, 2))


def _value(written: str) -> tuple[Decimal | None, str]:
    found = VALUE.match(written.strip())
    if not found or re.fullmatch(_PART_OF, written.strip()):
        return None, ""
    digits = unicodedata.normalize("NFKC", found["number"]).replace(",", "")
    digits = re.sub(r"^[▲△−－-]", "-", digits)
    try:
        value = Decimal(digits)
    except InvalidOperation:
        return None, ""
    return value, _LIMIT.sub("", plain(found["unit"]))


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
