"""What lists made for paper do: rows that add up the others (合計, 小計) are no entry of them, and
the name of a group is written once, for all the rows below it.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace

from .model import Table, numbers_in_words

_SUM = re.compile(r"(?:小|合|総|総合|累)?計(?:\([^)]*\))?|総数|.{1,20}(?:小計|合計)")


def without_sums(table: Table, columns: Iterable[int]) -> Table:
    """The table without rows that call themselves a sum in the named columns or left of them."""
    last = max(columns, default=-1)
    sums = [row for row in table.rows if any(map(_is_sum, row.cells[: last + 1]))]
    if not sums or len(sums) == len(table.rows):
        return table
    numbers = numbers_in_words((row.number for row in sums), "行目")
    said = f"合計や小計の行（{numbers}）は読みませんでした。"
    left = tuple(row for row in table.rows if row not in sums)
    return replace(table, rows=left, notes=(*table.notes, said))


def with_groups(table: Table, group: int, name: int) -> Table:
    """The table with a group's name in each of its rows, where it stands left of the entry's own
    and only in the first of them.
    """
    cells = [row.cells[group] for row in table.rows]
    told = {cell for cell in cells if cell}
    if group > name or not cells or not cells[0] or None not in cells:
        return table
    if sum(cell is not None for cell in cells) != len(told):
        return table  # written again and again: a blank is a blank
    rows, above, filled = [], cells[0], []
    for row in table.rows:
        if row.cells[group]:
            above = row.cells[group] or ""
        else:
            filled.append(row.number)
        rows.append(replace(row, cells=(*row.cells[:group], above, *row.cells[group + 1 :])))
    said = (
        f"「{table.headers[group]}」の空いている行（{numbers_in_words(filled, '行目')}）は、"
        "上の行と同じと見ました。"
    )
    return replace(table, rows=tuple(rows), notes=(*table.notes, said))


def _is_sum(cell: str | None) -> bool:
    return _SUM.fullmatch("".join(unicodedata.normalize("NFKC", cell or "").split())) is not None
