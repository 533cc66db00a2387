"""Rows of a table that add up the rows above them: town totals between 丁目. Pure.

Printed tables carry them without a mark. A row is taken for one only where it equals several rows
just above or just below it in every figure, and only where the table's own total, or that every
row belongs to one, says that this is right.
"""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from jibungoto.japan.text import search_key

from .population_file_types import Counted

Figures = tuple[int, ...]


def without_subtotals(rows: Sequence[Counted], whole: int | None) -> tuple[list[Counted], str]:
    """The rows that count, and a sentence about the ones left out ("" for none).

    `rows` are those of one day without the row of the whole, `whole` is what that row tells (None:
    there is none). Where nothing makes the whole, all rows stay.
    """
    told = sum(row.total or 0 for row in rows)
    if told == whole:
        return list(rows), ""
    below = _("上の行を足した小計の{:,}行（「{}」など）は、二重に数えないように外しました。")
    above = _("下の行を足した小計の{:,}行（「{}」など）は、二重に数えないように外しました。")
    last = len(rows) - 1
    turned = {last - i for i in _candidates(rows[::-1])}  # 東部地区 stands over its towns
    for found, said in ((_candidates(rows), below), (turned, above)):
        kept = [row for i, row in enumerate(rows) if i not in found]
        right = sum(row.total or 0 for row in kept)
        # Without a whole, only a table in which every row is part of such a sum tells it.
        if found and (right == whole or (whole is None and right * 2 == told and len(found) > 1)):
            return kept, said.format(len(found), rows[min(found)].name)
    return list(rows), ""


def _candidates(rows: Sequence[Counted]) -> set[int]:
    """Rows that equal all rows from some row down to the one above them."""
    found: set[int] = set()
    begun: dict[Figures, int] = {}  # sums of everything before a row → that row
    running: Figures = ()
    for i, row in enumerate(rows):
        figures = _figures(row)
        running = running or (0,) * len(figures)
        if len(figures) == len(running) and any(figures):
            wanted = tuple(a - b for a, b in zip(running, figures, strict=True))
            start = begun.get(wanted)
            if start is not None and (i - start > 1 or _names(row, rows[i - 1])):
                found.add(i)
                begun = {}
                continue
        begun.setdefault(running, i)
        running = tuple(a + b for a, b in zip(running, figures, strict=False))
    return found


def _figures(row: Counted) -> Figures:
    return (row.total or 0, row.men or 0, row.women or 0, row.households or 0)


def _names(whole: Counted, part: Counted) -> bool:
    """Whether a row is named like the town of the other: 明日風 and 明日風１丁目."""
    name = search_key(whole.name)
    return search_key(part.name).startswith(name) and "丁目" in part.name
