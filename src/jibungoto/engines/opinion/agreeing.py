"""How well two groupings of the same people agree."""

import numpy as np

from .votes import Floats, Ints


def adjusted_rand(one: Ints, other: Ints) -> float:
    """One if alike, about zero if alike by chance only (Hubert and Arabie 1985)."""
    table = _table(one, other)

    def pairs(counts: Floats) -> float:
        return float((counts * (counts - 1) / 2).sum())

    together, rows, columns = pairs(table), pairs(table.sum(axis=1)), pairs(table.sum(axis=0))
    whole = len(one) * (len(one) - 1) / 2
    chance = rows * columns / whole if whole else 0.0
    most = (rows + columns) / 2
    return 1.0 if most == chance else (together - chance) / (most - chance)


def found_again(one: Ints, other: Ints) -> Floats:
    """For each group of the first how much of it one group of the second is (Jaccard, Hennig 2007).

    Above 0.75 a group counts as stable, below 0.5 as dissolved.
    """
    table = _table(one, other)
    union = table.sum(axis=1)[:, None] + table.sum(axis=0)[None, :] - table
    return np.asarray((table / np.maximum(union, 1)).max(axis=1))


def _table(one: Ints, other: Ints) -> Floats:
    if not len(one):
        return np.zeros((1, 1))
    width = int(other.max()) + 1
    cells = np.bincount(one * width + other, minlength=(int(one.max()) + 1) * width)
    return cells.reshape(-1, width).astype(np.float64)
