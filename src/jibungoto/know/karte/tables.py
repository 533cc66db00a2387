"""The people of all areas at up to three dates, as the engine wants them. Pure.

A table with ages is chosen as the base; those of the same register five and ten years before it
give the ratios and the record of how far this method would have missed.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from jibungoto.engines.population import AgeError, Ages, Population, Sexes
from jibungoto.know.statistics.people import People

STEP = 5
NEAR_DAYS = 190  # how far from exactly five years apart two tables may lie
CITY = "city"


@dataclass(frozen=True, slots=True)
class Dated:
    """One table: its day, register, the people of districts by id, of the municipality (None)."""

    taken_on: dt.date
    register: str
    people: Mapping[int | None, People]

    @property
    def has_ages(self) -> bool:
        return any(p.has_ages for p in self.people.values())

    def near(self, day: dt.date) -> bool:
        return abs((self.taken_on - day).days) <= NEAR_DAYS


def years_before(day: dt.date, years: int) -> dt.date:
    """The same day so many years earlier; the 28th for the 29th of February."""
    return day.replace(year=day.year - years, day=min(day.day, 28))


def earlier(tables: Sequence[Dated], base: Dated, years: int) -> Dated | None:
    """The table of the same register nearest to so many years before, if near enough."""
    aim = years_before(base.taken_on, years)
    found = [t for t in tables if t.register == base.register and t.near(aim)]
    return min(found, key=lambda t: abs((t.taken_on - aim).days), default=None)


def population(
    table: Dated, areas: Sequence[int | None], *, year: int, terminal: int | None = None
) -> tuple[Population, float] | None:
    """The areas' people by sex and age, and how many of no known age were spread over the classes.

    People of unknown or withheld age are given the ages of their own area's others (rule 4); an
    area without ages is untold. None where the classes are not five years wide.
    """
    with_ages = [p for p in (table.people.get(a) for a in areas) if p and p.has_ages]
    if not with_ages:
        return None
    try:
        ages = Ages(tuple(c.low for c in with_ages[0].classes))
    except AgeError:
        return None
    if ages.width != STEP:
        return None
    apart = all(p.has_sexes for p in with_ages)
    sexes = Sexes.APART if apart else Sexes.BOTH
    counts = np.full((len(areas), len(sexes), len(ages)), np.nan)
    spread = 0.0
    for row, area in enumerate(areas):
        people = table.people.get(area)
        if people is None or not people.has_ages:
            continue
        by_age = [people.men_by_age, people.women_by_age] if apart else [people.both_by_age]
        known = float(sum(n or 0 for n in people.both_by_age))
        whole = max(people.total or known, known)
        factor = whole / known if known else 1.0
        counts[row] = np.array(by_age, dtype=np.float64) * factor
        spread += whole - known if area is not None else 0.0
    names = [CITY if area is None else str(area) for area in areas]
    made = Population.of(counts, areas=names, sexes=sexes, ages=ages, year=year)
    if terminal is not None and terminal < ages.terminal:
        made = made.collapse(Ages.up_to(terminal))
    return made, spread


def same_axes(*found: Population) -> list[Population]:
    """The tables with the widest open class any of them has, sexes together if one tells none."""
    terminal = min(p.ages.terminal for p in found)
    ages = Ages.up_to(terminal)
    together = any(p.sexes is Sexes.BOTH for p in found)
    return [(p.both() if together else p).collapse(ages) for p in found]
