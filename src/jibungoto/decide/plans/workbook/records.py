"""A plan told as records of text: what a workbook holds, and what two states differ in.

A record has a kind (that of its sheet), a key of one or more texts, and fields. The order of the
measures is the order of the plan.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from jibungoto.japan.eras import JapaneseDateError, parse_year

MOST_CHARACTERS = 32_000  # a little less than a cell holds

PLAN, MEASURE, INDICATOR = "plan", "measure", "indicator"
VALUE, PROGRESS, HURDLE = "value", "progress", "hurdle"

type Key = tuple[str, ...]  # kind, then what names the record
type Records = dict[Key, dict[str, str]]


@dataclass(slots=True)
class Told:
    """The records of a plan, and the codes of its measures in their order."""

    records: Records = field(default_factory=dict)
    order: list[str] = field(default_factory=list)

    def of(self, kind: str) -> Records:
        return {key: fields for key, fields in self.records.items() if key[0] == kind}


_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


def clean(text: object) -> str:
    """A text as a cell can hold it: no control signs, no blanks around, line ends as \\n."""
    said = "" if text is None else str(text)
    said = _CONTROL.sub("", said.replace("\r\n", "\n").replace("\r", "\n"))
    return said[:MOST_CHARACTERS].strip()


def joined(items: Iterable[str]) -> str:
    """Several names in one cell, as people write them; where a name holds 、, one a line."""
    plain = (clean(clean(item).replace("\n", " ")) for item in items)
    said = list(dict.fromkeys(one for one in plain if one))
    if any("、" in one for one in said):
        return "\n".join(said) if len(said) > 1 else f"{said[0]}\n"
    return "、".join(said)


def split(cell: str) -> list[str]:
    """The names of a cell: one a line, or parted by 、."""
    parts = cell.split("\n") if "\n" in cell else cell.split("、")
    return list(dict.fromkeys(one for one in map(clean, parts) if one))


def number(value: Decimal | int | None) -> str:
    """12.5, 1200; nothing for nothing."""
    if value is None:
        return ""
    if isinstance(value, int):
        return str(value)
    said = format(value.normalize(), "f")
    return "0" if said == "-0" else said


def year_text(year: int | None, *, is_fiscal: bool = True, written: str = "") -> str:
    """How a year stands in a cell: as its document writes it where that is readable."""
    if year is None:
        return ""
    if written:
        try:
            if year_of(clean(written)) == (year, is_fiscal):
                return clean(written)
        except JapaneseDateError:
            pass
    return f"{year}年度" if is_fiscal else f"{year}年"


def year_of(cell: str) -> tuple[int, bool]:
    """The western year of 2026年度, 令和8年度, 平成34年, R8, 2026 and whether it is a fiscal year.

    A bare number or era letter is a fiscal year. Raises JapaneseDateError.
    """
    plain = "".join(unicodedata.normalize("NFKC", cell).split())
    is_fiscal = not plain.endswith("年")
    try:
        return parse_year(plain.removesuffix("度") if plain.endswith("年度") else plain), is_fiscal
    except JapaneseDateError as error:
        said = str(error).replace(f"「{plain.removesuffix('度')}」", f"「{cell}」")
        raise JapaneseDateError(said) from None


def merged_order(before: list[str], given: list[str]) -> list[str]:
    """The order of all measures after a file: the file's, those it does not name where they were.

    Equal to `before` when the file names them in the same order and adds none.
    """
    found = list(given)
    there = set(given)
    for place, code in enumerate(before):
        if code not in there:
            above = next((c for c in reversed(before[:place]) if c in there), None)
            found.insert(found.index(above) + 1 if above is not None else 0, code)
            there.add(code)
    return found


def merged(before: Told, given: Told) -> Told:
    """The whole plan after a file: what the file says over what is there; nothing goes away."""
    records = {key: dict(fields) for key, fields in before.records.items()}
    for key, fields in given.records.items():
        records[key] = {**records.get(key, {}), **fields}
    return Told(records, merged_order(before.order, given.order))
