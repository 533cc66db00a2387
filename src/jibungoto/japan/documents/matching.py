"""Which of several headings belongs to which of several passages: by the words they share."""

from bisect import bisect_left
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import permutations

from jibungoto.japan.text import search_key

_LIGHT = frozenset("のをにがはとでへもやなさしたてれるいりうか、。・「」（）()")
_MOST = 10  # beyond this many the exact answer would take too long


@lru_cache(2000)
def _pairs(text: str) -> frozenset[str]:
    key = search_key(text)
    return frozenset(
        key[i : i + 2] for i in range(len(key) - 1) if not set(key[i : i + 2]) & _LIGHT
    )


def likeness(title: str, text: str) -> float:
    """The share of a title's pairs of letters that the text has too, 0 to 1; one pair is none."""
    wanted = _pairs(title)
    return len(wanted & _pairs(text)) / len(wanted) if len(wanted) > 1 else 0.0


def shared_rarely(title: str, text: str, all_titles: Sequence[str]) -> float:
    """Likeness by the pairs only this title has; what several titles share hardly counts."""
    wanted = _pairs(title)
    weights = {p: 1.0 if sum(p in _pairs(t) for t in all_titles) == 1 else 0.05 for p in wanted}
    whole = sum(weights.values())
    return sum(weights[p] for p in wanted & _pairs(text)) / whole if whole else 0.0


def assign(scores: Sequence[Sequence[float]]) -> list[int]:
    """For each row the column it gets, each column once, the sum of scores greatest; -1 for none.

    Ties go to the earlier column. Exact up to ten columns, greedy beyond.
    """
    columns = len(scores[0]) if scores else 0
    if columns > _MOST:
        return _greedy(scores)

    @cache
    def best(row: int, taken: int) -> tuple[float, tuple[int, ...]]:
        if row == len(scores):
            return 0.0, ()
        options = [(best(row + 1, taken), -1, 0.0)] if len(scores) > columns else []
        options += [
            (best(row + 1, taken | 1 << c), c, scores[row][c])
            for c in range(columns)
            if not taken >> c & 1
        ]
        rest, column, score = max(options, key=lambda o: (round(o[0][0] + o[2], 9), -o[1]))
        return rest[0] + score, (column, *rest[1])

    return list(best(0, 0)[1])


_MOVE = 0.4  # what one heading out of its place must be worth
_MOST_ORDERS = 7


def assign_in_order(scores: Sequence[Sequence[float]]) -> list[int]:
    """assign() for two columns of one table: they keep their order but for a few cells that moved.

    `scores` must be square. Beyond seven rows the order is not looked at.
    """
    rows = len(scores)
    if rows > _MOST_ORDERS:
        return assign(scores)

    def worth(order: Sequence[int]) -> float:
        shared = sum(scores[r][c] for r, c in enumerate(order))
        return round(shared - _MOVE * (rows - _rising(order)), 9)

    return max((list(order) for order in permutations(range(rows))), key=worth)


def _rising(order: Sequence[int]) -> int:
    """The length of the longest rising run through an order."""
    ends: list[int] = []
    for place in order:
        at = bisect_left(ends, place)
        ends[at : at + 1] = [place]
    return len(ends)


def _greedy(scores: Sequence[Sequence[float]]) -> list[int]:
    every = sorted(((-score, r, c) for r, row in enumerate(scores) for c, score in enumerate(row)))
    found = [-1] * len(scores)
    taken: set[int] = set()
    for _score, row, column in every:
        if found[row] < 0 and column not in taken:
            found[row] = column
            taken.add(column)
    return found
