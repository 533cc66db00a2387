"""Which statement somebody is asked next: the one that teaches most, and each its chance.

A vote is worth what it is expected to take off the uncertainty of the share that agrees, in the
group of the person or over all groups where none is known. One fifth of all draws is spread evenly,
so that no statement is forgotten.
"""

import numpy as np
from numpy.typing import NDArray

from .counting import Counts
from .votes import Floats

FLOOR = 0.2
FLAT = 1.05


def worth(counts: Counts, *, group: int | None = None) -> Floats:
    """For each statement how much one more vote tells: √(p(1-p)) ÷ (votes + 3) of a Beta(1, 1)."""
    whole = counts.votes + 2
    share = (counts.agrees + 1) / whole
    taught = np.sqrt(share * (1 - share)) / (whole + 1)
    return np.asarray(taught.mean(axis=0) if group is None else taught[group])


def chances(worths: Floats, open_: NDArray[np.bool_], *, floor: float = FLOOR) -> Floats:
    """How likely each statement comes next. Those not `open_` (answered, left out) never come."""
    number = int(open_.sum())
    if not number:
        return np.zeros(len(worths))
    told = np.where(open_, worths, 0.0)
    total = float(told.sum())
    even = open_ / number
    return np.asarray(even if total <= 0 else (1 - floor) * told / total + floor * even)


def next_statement(chance: Floats, draw: float) -> int | None:
    """The statement a draw between 0 and 1 falls on; None when nothing is left to ask."""
    if not chance.any():
        return None
    sums = np.cumsum(chance)
    number = int(np.searchsorted(sums, draw * sums[-1], side="right"))
    return min(number, int(np.flatnonzero(chance)[-1]))


def is_flat(chance: Floats) -> bool:
    """Whether all open statements come about equally often although there are several.

    pol.is drew statements evenly for sixteen months unnoticed; whoever routes should watch this.
    """
    some = chance[chance > 0]
    return bool(len(some) > 1 and some.max() < FLAT * some.min())
