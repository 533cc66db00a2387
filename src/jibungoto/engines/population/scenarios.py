"""People put on top of a projection: families who move in each year."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from .people import Floats, Population, ShapeError


@dataclass(frozen=True, slots=True)
class Families:
    """So many families more each year, and who is in one.

    `per_year`: families by area (may be fractions; areas left out get none). `members`: persons of
    one family by (sex, lowest age of the class); sex is "male" or "female", or "both" for tables
    that don't tell them. The families of one step arrive by its end with the ages named.
    """

    per_year: Mapping[str, float]
    members: Mapping[tuple[str, int], float]

    def arrivals(self, base: Population) -> Floats:
        """(area × sex × age) persons arriving in each step.

        In a table of both sexes men and women count alike. Raises ShapeError for areas or sexes
        that are not there or numbers below zero, AgeError for ages no class begins at.
        """
        unknown = sorted(set(self.per_year) - set(base.areas))
        numbers = (*self.per_year.values(), *self.members.values())
        if unknown or any(not 0 <= number < float("inf") for number in numbers):
            raise ShapeError(f"families for {unknown or 'a number below zero'}")
        family = np.zeros(base.counts.shape[1:])
        together = len(base.sexes) == 1
        for (sex, low), persons in self.members.items():
            if sex not in (("both", "male", "female") if together else base.sexes.value):
                raise ShapeError(f"no sex {sex} here")
            row = 0 if together else base.sexes.value.index(sex)
            family[row, base.ages.at(low)] += persons
        a_step = np.array([self.per_year.get(area, 0.0) for area in base.areas]) * base.ages.width
        return np.asarray(a_step[:, None, None] * family)


# Two adults of 30–34 and one child, in half of the families 0–4 and in half 5–9 years old.
YOUNG_FAMILY: Mapping[tuple[str, int], float] = {
    ("male", 30): 1.0,
    ("female", 30): 1.0,
    ("male", 0): 0.25,
    ("female", 0): 0.25,
    ("male", 5): 0.25,
    ("female", 5): 0.25,
}
