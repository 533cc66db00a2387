"""Small cells are withheld, and as many others that they cannot be computed from the sums.

Pure. A count is small from 1 to k - 1; nobody (0) is no person and may be shown. Whoever reads a
table knows these rules, its sums, and that a withheld cell holds at least one; nothing else.
"""

from collections import deque
from collections.abc import Sequence

K = 10
Cell = tuple[int, int]


def withhold_line(counts: Sequence[int], *, k: int = K) -> frozenset[int]:
    """Which counts of a line with a published sum are withheld.

    None, or at least two that hold k people together and could be divided in another way.
    """
    hidden = {n for n, count in enumerate(counts) if 0 < count < k}
    if not hidden:
        return frozenset()
    others = sorted((c, n) for n, c in enumerate(counts) if c >= k)
    while not _safe([counts[n] for n in hidden], k) and others:
        hidden.add(others.pop(0)[1])
    return frozenset(hidden)


def _safe(hidden: Sequence[int], k: int) -> bool:
    return len(hidden) > 1 and sum(hidden) >= k and sum(hidden) > len(hidden)


def withhold_table(table: Sequence[Sequence[int]], *, k: int = K) -> frozenset[Cell]:
    """Which cells of a table whose row and column sums are published are withheld.

    Every small cell could then hold another number as well with the same sums. Where even the whole
    table is too little for that, all of its cells above zero are withheld; the sums of lines with
    fewer than k people should not be shown at all (put lines together first: `together`).
    """
    hidden = {(i, j) for i, row in enumerate(table) for j, count in enumerate(row) if 0 < count < k}
    small = sorted(hidden)
    while True:
        pinned = next((cell for cell in small if not _moves(table, hidden, cell)), None)
        if pinned is None:
            return frozenset(hidden)
        more = _cheapest(table, hidden, pinned)
        if more is None:
            return frozenset(hidden)
        hidden.add(more)


def _cheapest(table: Sequence[Sequence[int]], hidden: set[Cell], cell: Cell) -> Cell | None:
    """The smallest shown cell in the pinned cell's lines, else anywhere, that holds people."""
    i, j = cell
    shown = [
        (count, (a, b))
        for a, row in enumerate(table)
        for b, count in enumerate(row)
        if count > 0 and (a, b) not in hidden
    ]
    # Lines where the cell is alone come first: another one there is needed in any case.
    alone_row = sum(a == i for a, _b in hidden) == 1
    alone_column = sum(b == j for _a, b in hidden) == 1
    for wanted in (
        [s for s in shown if alone_row and s[1][0] == i],
        [s for s in shown if alone_column and s[1][1] == j],
        [s for s in shown if _closes(s[1], hidden, cell)],
        [s for s in shown if s[1][0] == i or s[1][1] == j],
        shown,
    ):
        if wanted:
            return min(wanted)[1]
    return None


def _closes(more: Cell, hidden: set[Cell], cell: Cell) -> bool:
    rows = {a for a, _b in hidden}
    columns = {b for _a, b in hidden}
    return more[0] in rows and more[1] in columns and (more[0] == cell[0] or more[1] == cell[1])


def _moves(table: Sequence[Sequence[int]], hidden: set[Cell], cell: Cell) -> bool:
    """Whether another table with the same sums and the same shown cells has another count here.

    One more in a cell asks for one less in another of its row, one more in that one's column, and
    so on round: a way through rows and columns. A cell with a single person cannot give one.
    """
    return _round(table, hidden, cell, more=True) or (
        table[cell[0]][cell[1]] > 1 and _round(table, hidden, cell, more=False)
    )


def _round(table: Sequence[Sequence[int]], hidden: set[Cell], cell: Cell, *, more: bool) -> bool:
    """Whether the change of `cell` by one can be made good: a way from its column to its row.

    One more: from a column a withheld cell with people to give leads to a row, from a row any
    withheld cell leads to a column. One less: the other way round.
    """
    start, goal = ("column", cell[1]), ("row", cell[0])
    seen, queue = {start}, deque([start])
    while queue:
        line, at = queue.popleft()
        if (line, at) == goal:
            return True
        for i, j in hidden:
            if (i, j) == cell:
                continue
            gives = table[i][j] > 1
            leaving_column = line == "column" and j == at
            leaving_row = line == "row" and i == at
            # The cell taken from a column changes against `cell`, the one from a row with it.
            if leaving_column and (gives or not more):
                following = ("row", i)
            elif leaving_row and (gives or more):
                following = ("column", j)
            else:
                continue
            if following not in seen:
                seen.add(following)
                queue.append(following)
    return False


def together(sizes: Sequence[int], *, k: int = K) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Lines that stay by themselves, and those put together because some hold fewer than k people.

    Those together hold at least k people, or are all there are. Lines without people are dropped.
    """
    hidden = withhold_line(sizes, k=k)
    alone = tuple(n for n, size in enumerate(sizes) if size >= k and n not in hidden)
    return alone, tuple(sorted(hidden))
