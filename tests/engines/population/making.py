"""Small made-up populations, and hypothesis strategies for them."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from jibungoto.engines.population import (
    Ages,
    Population,
    Ratios,
    Rule,
    Sexes,
    ratios_between,
    shrink,
)
from jibungoto.engines.population import ratios_of_all as of_all

AGES = Ages.up_to(75)


def holds_for(*strategies):
    """A property of any example: enough of them, however long one takes on a busy machine."""

    def over(test):
        return settings(max_examples=40, deadline=None)(given(*strategies)(test))

    return over


def names(number: int) -> list[str]:
    return [f"a{n}" for n in range(number)]


def town(
    counts, *, year: int = 2020, sexes: Sexes = Sexes.APART, ages: Ages = AGES, **more
) -> Population:
    """Areas a0, a1 … from an array area × sex × age, or one number for all cells."""
    array = np.asarray(counts, dtype=float)
    if array.ndim == 0:
        array = np.full((2, len(sexes), len(ages)), float(array))
    return Population.of(array, areas=names(len(array)), sexes=sexes, ages=ages, year=year, **more)


@st.composite
def towns(draw, *, least: float = 0, most: float = 5000, min_areas: int = 1, ages: Ages = AGES):
    """Two tables of the same areas five years apart."""
    sexes = draw(st.sampled_from(Sexes))
    shape = (draw(st.integers(min_areas, 5)), len(sexes), len(ages))
    whole = st.integers(int(least), int(most)).map(float)
    then = draw(npst.arrays(float, shape, elements=whole))
    now = draw(npst.arrays(float, shape, elements=whole))
    return (
        town(then, year=2015, sexes=sexes, ages=ages),
        town(now, year=2020, sexes=sexes, ages=ages),
    )


def usable(then: Population, now: Population, rule=None) -> Ratios:
    """The areas' own ratios, gaps filled from all areas together."""
    return shrink(ratios_between(then, now), of_all(then, now), rule)


def pair_of_areas(small: float = 10, big: float = 1000):
    """A small area a0 that doubled beside a big one a1 that stayed as it was."""
    then = town(np.stack([np.full((2, 16), small), np.full((2, 16), big)]), year=2015)
    now = town(np.stack([np.full((2, 16), 2 * small), np.full((2, 16), big)]), year=2020)
    return then, now


def noted(notes, rule: Rule) -> dict[str | None, float | None]:
    return {note.area: note.value for note in notes if note.rule is rule}
