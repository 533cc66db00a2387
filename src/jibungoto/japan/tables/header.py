"""Which rows of a grid are the header. Looks only; changes nothing."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .marks import is_mark
from .model import Merge, TableError

_SEARCHED = 40  # rows from the top in which a header may stand
_SAMPLE = 60  # rows under it that are looked at
_DEEPEST = 4  # rows a header may have
_NUMBER = re.compile(r"^[-−▲△+]?[\d０-９][\d０-９,，]*(?:[.．][\d０-９]+)?(?:%|[人名戸件]|世帯)?$")
_YEAR = re.compile(r"^(?:19|20)\d\d$")

Cells = Sequence[str | None]


@dataclass(frozen=True, slots=True)
class HeaderRows:
    """First and last row of a header, counted from 0."""

    first: int
    last: int


def find_header(
    rows: Sequence[Cells],
    merges: Sequence[Merge] = (),
    recognises: Callable[[str], bool] | None = None,
) -> HeaderRows:
    """The header: the row with most known names, else the first full row of words.

    Rows above and below join it when the columns show that they belong to it. Raises TableError.
    """
    first = _known_row(rows, recognises) if recognises else None
    if first is None:
        first = _first_full_row(rows)
    last = _last_row(rows, first, merges)
    while first > 0 and last - first + 1 < _DEEPEST and _belongs_above(rows, first, merges):
        first -= 1
    return HeaderRows(first, last)


def _known_row(rows: Sequence[Cells], recognises: Callable[[str], bool]) -> int | None:
    best, best_count = None, 1
    for i, row in enumerate(rows[:_SEARCHED]):
        count = sum(recognises(cell) for cell in row if cell)
        if count > best_count:
            best, best_count = i, count
    return best


def _first_full_row(rows: Sequence[Cells]) -> int:
    widest = max(_filled(row) for row in rows[:_SEARCHED])
    for i, row in enumerate(rows[:_SEARCHED]):
        filled = [cell for cell in row if cell]
        if len(filled) < max(0.6 * widest, min(widest, 2)):
            continue
        if sum(_is_value(cell) for cell in filled) * 2 >= len(filled):
            break
        return i
    raise TableError(
        "見出しの行が見つかりませんでした。表の1行目に「名称」「住所」などの列の名前を書いてください。"
    )


def _last_row(rows: Sequence[Cells], first: int, merges: Sequence[Merge]) -> int:
    last = max(
        (m.bottom for m in merges if m.top <= first <= m.bottom and m.bottom - m.top < _DEEPEST),
        default=first,
    )
    last = min(last, len(rows) - 1, first + _DEEPEST - 1)
    while (
        last + 1 < len(rows) and last - first + 1 < _DEEPEST and _continues(rows, first, last + 1)
    ):
        last += 1
    return last


def _continues(rows: Sequence[Cells], first: int, row: int) -> bool:
    """Whether a row holds words where the rows under it hold numbers: it is header still."""
    below = [r for r in rows[row + 1 : row + 1 + _SAMPLE] if any(r)]
    numeric = [j for j in range(len(rows[row])) if _is_numeric_column(below, j)]
    cells = [rows[row][j] for j in numeric]
    if len(numeric) < 2 or any(cell and (_is_value(cell) or is_mark(cell)) for cell in cells):
        return False
    return sum(cell is not None for cell in cells) * 2 >= len(numeric)


def _belongs_above(rows: Sequence[Cells], first: int, merges: Sequence[Merge]) -> bool:
    """Whether the row above names columns that the header leaves blank, or groups that it spans."""
    above, header = rows[first - 1], rows[first]
    if any(cell and _is_value(cell) for cell in above) or not any(above):
        return False
    if any(m.top < first <= m.bottom for m in merges):
        return True
    below = [r for r in rows[first + 1 : first + 1 + _SAMPLE] if any(r)]
    missing = [j for j, cell in enumerate(header) if cell is None and any(row[j] for row in below)]
    named = [j for j, cell in enumerate(header) if cell]
    spans = sum(above[j] is not None for j in named) <= 0.6 * len(named)
    # 日本人 | 外国人 | 計 | 日本人 | 外国人 | 計: only the row above tells people from households.
    twice = len({header[j] for j in named}) < len(named)
    if twice and spans and not above[named[0]] and _filled(above) > 1:
        return True
    return bool(missing) and spans and all(above[j] for j in missing)


def _is_numeric_column(rows: Sequence[Cells], column: int) -> bool:
    cells = [row[column] for row in rows if row[column]]
    numbers = sum(bool(_NUMBER.match(cell)) or is_mark(cell) for cell in cells if cell)
    return bool(cells) and numbers >= 0.9 * len(cells)


def _is_value(cell: str) -> bool:
    return bool(_NUMBER.match(cell)) and not _YEAR.match(cell)


def _filled(row: Cells) -> int:
    return sum(cell is not None for cell in row)
