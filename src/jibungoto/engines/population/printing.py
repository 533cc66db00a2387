"""What of a projection may stand on paper: whole persons, and no ages of very few people."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .notes import Note, Rule
from .people import Bools, Floats
from .projection import Projection

SMALLEST_BY_AGE = 50


@dataclass(frozen=True, slots=True, eq=False)
class Printable:
    """Whole persons to show.

    `totals` (step × area) and `counts` (step × area × sex × age); -1 where there is nothing to
    show. `by_age` (area,) tells whether ages may be shown. `about` is True: every figure but those
    of the base is to be shown as 「約」.
    """

    totals: NDArray[np.int64]
    counts: NDArray[np.int64]
    by_age: Bools
    about: bool
    notes: tuple[Note, ...]


def printable(projection: Projection, *, smallest: int = SMALLEST_BY_AGE) -> Printable:
    """Rule 7: rounded to whole persons, ages hidden of areas that fall below `smallest` people.

    An area is hidden in all steps if it is below in any: a step shown alone would tell the rest.
    Totals are the rounded totals, not the sums of rounded classes.
    """
    totals = projection.totals
    told = ~np.isnan(totals).any(axis=0)
    enough = told & (np.where(np.isnan(totals), 0.0, totals).min(axis=0) >= smallest)
    fewest = np.nan_to_num(totals).min(axis=0)
    shown = np.where(enough[None, :, None, None], projection.counts, np.nan)
    return Printable(
        totals=_whole(totals),
        counts=_whole(shown),
        by_age=enough,
        about=len(projection.years) > 1,
        notes=tuple(
            Note(Rule.HIDDEN_BY_AGE, area, value=float(people))
            for area, people, hide in zip(projection.areas, fewest, told & ~enough, strict=True)
            if hide
        ),
    )


def _whole(values: Floats) -> NDArray[np.int64]:
    # Half away from zero, as people round; numpy rounds half to even.
    rounded = np.floor(np.nan_to_num(values, nan=-1.0) + 0.5)
    return np.asarray(rounded, dtype=np.int64)
