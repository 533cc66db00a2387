"""Carrying a population forward, step by step, by ratios, and scaling it to the city's totals.

The step is a matrix of each area, so people put on top (scenarios) can be carried beside it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from .ages import Ages, Sexes
from .notes import Note, Rule, per_area
from .people import Floats, Population, ShapeError
from .raking import Margin, rake
from .ratios import Ratios, fed
from .scenarios import Families

Value = str | int | float


class Method(StrEnum):
    """How a projection was made."""

    COHORT_CHANGE = "cohort_change"
    COMPONENT = "component"
    CLOSED = "closed"
    CONSTANT = "constant"


@dataclass(frozen=True, slots=True, eq=False)
class Projection:
    """Persons by step × area × sex × age; step 0 is the base as it was counted.

    Not rounded; nan where an area's base is not known. Always a reference value: show base year,
    method and source with it (rule 9 of japan.md 3.2).
    """

    areas: tuple[str, ...]
    sexes: Sexes
    ages: Ages
    years: tuple[int, ...]
    counts: Floats
    method: Method
    source: str = ""
    parameters: Mapping[str, Value] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()

    @property
    def base_year(self) -> int:
        """The year of the counted population."""
        return self.years[0]

    @property
    def totals(self) -> Floats:
        """(step, area) persons."""
        return np.asarray(self.counts.sum(axis=(2, 3)))

    def aged(self, low: int, high: int | None = None) -> Floats:
        """(step, area) persons from `low` to below `high` years. Raises AgeError off borders."""
        return np.asarray(self.counts[..., self.ages.span(low, high)].sum(axis=(2, 3)))

    def at(self, step: int) -> Population:
        """The population after so many steps; raises IndexError beyond the last."""
        return Population.of(
            self.counts[step],
            areas=self.areas,
            sexes=self.sexes,
            ages=self.ages,
            year=self.years[step],
            source=self.source,
        )


@dataclass(frozen=True, slots=True)
class Control:
    """Totals of the municipality by sex and age that all areas together must add up to (rule 2).

    `totals` are populations of one area, one for each year there is one. `covered` (0 to 1] is the
    share of the municipality's people who live in the areas projected.
    """

    totals: Sequence[Population]
    covered: float = 1.0

    def at(self, year: int, sexes: Sexes, ages: Ages) -> Floats | None:
        """(sex, age) persons of the year in these axes; None without one.

        Raises ShapeError for more than one area, counts not told or sexes not told apart; AgeError
        for age classes that can't be put together to `ages`.
        """
        for total in self.totals:
            if total.year != year:
                continue
            if len(total.areas) != 1 or not total.told.all():
                raise ShapeError("a control total is one area, told in all classes")
            fitting = (total.both() if sexes is Sexes.BOTH else total).collapse(ages)
            if fitting.sexes is not sexes:
                raise ShapeError("the control total does not tell the sexes apart")
            return np.asarray(fitting.counts[0] * self.covered)
        return None


@dataclass(frozen=True, slots=True, eq=False)
class Births:
    """What fills the youngest class: children per woman of `mothers` (area,), share of boys."""

    children: Floats
    boys: Floats
    mothers: tuple[int, int]

    def of(self, counts: Floats, sexes: Sexes, ages: Ages) -> Floats:
        """(area, sex) children of the women in counts (area × sex × age)."""
        women = counts[:, sexes.of_mothers, ages.span(*self.mothers)].sum(axis=-1)
        born = self.children * women
        if sexes is Sexes.BOTH:
            return np.asarray(born[:, None])
        return np.stack((born * self.boys, born * (1 - self.boys)), axis=1)


def project(
    base: Population,
    ratios: Ratios,
    *,
    steps: int,
    control: Control | None = None,
    families: Families | None = None,
) -> Projection:
    """Cohort change ratios held constant for `steps` steps (Hamilton–Perry; japan.md 3.1).

    P(s,a+w,t+w) = c[s,a+w]·P(s,a,t); open class c[s,ω]·(P(s,ω−w,t)+P(s,ω,t)); youngest class:
    children per woman at t+w. `ratios` must have no gaps: shrink() them first. `control` scales
    each step before the next; `families` come on top of it. Raises ShapeError where areas, axes or
    steps don't fit, or a ratio is nan.
    """
    _same(base, ratios)
    base.years_on(steps)
    change = np.broadcast_to(ratios.change, (steps, *ratios.change.shape))
    births = Births(ratios.children, ratios.boys, ratios.mothers)
    return carry(
        base,
        change,
        births,
        method=Method.COHORT_CHANGE,
        parameters=_parameters(ratios),
        notes=(*base.notes, *ratios.notes),
        control=control,
        families=families,
    )


def carry(
    base: Population,
    change: Floats,
    births: Births,
    *,
    method: Method,
    parameters: Mapping[str, Value],
    notes: Sequence[Note] = (),
    control: Control | None = None,
    families: Families | None = None,
) -> Projection:
    """The step all methods share, as often as `change` (step × area × sex × age) is long.

    Raises ShapeError for other shapes, gaps in the ratios, or ratios below zero.
    """
    if change.ndim != 4 or change.shape[1:] != base.counts.shape:
        raise ShapeError(f"ratios {change.shape} for counts {base.counts.shape}")
    _usable(change[..., 1:], births, base.sexes)
    steps, width = change.shape[0], base.ages.width
    years = base.years_on(steps)
    counts = np.empty((steps + 1, *base.counts.shape))
    counts[0] = np.where(base.told[:, None, None], base.counts, np.nan)
    found = [*notes, *per_area(Rule.NOT_PROJECTED, base.areas, ~base.told)]
    for step in range(steps):
        counts[step + 1] = _next(counts[step], change[step], births, base)
        if control is None:
            continue
        totals = control.at(years[step + 1], base.sexes, base.ages)
        if totals is None:
            found.append(Note(Rule.NOT_CONTROLLED, year=years[step + 1]))
            continue
        before = float(np.nansum(counts[step + 1]))
        counts[step + 1] = scale_to(counts[step + 1], totals)
        ratio = float(totals.sum()) / before if before else float("nan")
        found.append(Note(Rule.CONTROLLED, year=years[step + 1], value=ratio))
    if families is not None:
        arrivals = families.arrivals(base)
        on_top = np.zeros_like(arrivals)
        for step in range(steps):
            # They bring their own children; those born here follow from the next step on.
            on_top = _next(on_top, change[step], births, base) + arrivals
            counts[step + 1] += on_top
        found += per_area(Rule.FAMILIES_ADDED, base.areas, arrivals.sum(axis=(1, 2)))
    return Projection(
        areas=base.areas,
        sexes=base.sexes,
        ages=base.ages,
        years=years,
        counts=counts,
        method=method,
        source=base.source,
        parameters={"steps": steps, "step_years": width, "open_class": base.ages.terminal}
        | dict(parameters),
        notes=tuple(dict.fromkeys(found)),
    )


def scale_to(counts: Floats, totals: ArrayLike) -> Floats:
    """Counts (area × sex × age) scaled so that the areas told add up to `totals` (sex × age).

    Where the totals have people and no area has, each area gets its share of all people. Raises
    RakingError for negative totals, or when no area has anybody.
    """
    told = ~np.isnan(counts).any(axis=(1, 2))
    wanted = np.asarray(totals, dtype=np.float64)
    seed = counts[told]
    people = seed.sum(axis=(1, 2))
    empty = (seed.sum(axis=0) <= 0) & (wanted > 0)
    seed = np.where(empty, people[:, None, None], seed)
    scaled = counts.copy()
    scaled[told] = rake(seed, [Margin((1, 2), wanted)]).counts
    return scaled


def _next(counts: Floats, change: Floats, births: Births, base: Population) -> Floats:
    older = np.zeros_like(counts)
    older[..., 1:] = change[..., 1:] * fed(counts)[..., 1:]
    older[..., 0] = births.of(older, base.sexes, base.ages)
    return older


def _same(base: Population, ratios: Ratios) -> None:
    for what in ("areas", "sexes", "ages"):
        if getattr(base, what) != getattr(ratios, what):
            raise ShapeError(f"base and ratios differ in their {what}")


def _usable(change: Floats, births: Births, sexes: Sexes) -> None:
    boys = births.boys if sexes is Sexes.APART else np.zeros(1)
    parts = (change, births.children, boys)
    if not all(np.all(np.isfinite(part) & (part >= 0)) for part in parts):
        raise ShapeError("a ratio is missing or below zero; shrink() fills the gaps")
    if np.any(boys > 1):
        raise ShapeError("a share of boys above 1")


def _parameters(ratios: Ratios) -> dict[str, Value]:
    said: dict[str, Value] = {
        "ratios_from": ratios.years[0],
        "ratios_to": ratios.years[1],
        "mothers_from": ratios.mothers[0],
        "mothers_below": ratios.mothers[1],
    }
    if ratios.toward is not None:
        said["reference"] = ratios.toward
    rule = ratios.shrinkage
    if rule is not None:
        said |= {
            "shrink_k": rule.k,
            "shrink_small": rule.small,
            "shrink_low": rule.low,
            "shrink_high": rule.high,
            "shrink_from_age": rule.from_age,
        }
    return said
