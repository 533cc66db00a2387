"""Survival, migration and births taken apart: the component method, and a closed population."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from .notes import Rule, per_area
from .people import Floats, Population, ShapeError
from .projection import Births, Control, Method, Projection, Value, carry
from .ratios import MOTHERS, Ratios
from .scenarios import Families


def net_migration(periods: Sequence[Ratios], survival: ArrayLike) -> Floats:
    """(area × sex × age) net migration rates into each class: c − S, the mean of the periods.

    M = (P(t+w) − S·P(t)) / P(t), the record of each period; small municipalities use the mean of
    several (社人研 2023). `survival` (sex × age or with areas) leads into the class. Periods in
    which a class shows no ratio are left out; where none does, no one moves (0). Raises ShapeError
    for no periods or periods of different areas or axes.
    """
    if not periods:
        raise ShapeError("no period to take migration from")
    first = periods[0]
    for other in periods[1:]:
        if (other.areas, other.sexes, other.ages) != (first.areas, first.sexes, first.ages):
            raise ShapeError("the periods differ in their areas or axes")
    change = np.stack([ratios.change for ratios in periods])
    moved = change - np.asarray(survival, dtype=np.float64)
    seen = ~np.isnan(moved)
    number = seen.sum(axis=0)
    total = np.where(seen, moved, 0.0).sum(axis=0)
    return np.asarray(np.divide(total, number, out=np.zeros_like(total), where=number > 0))


def project_components(
    base: Population,
    *,
    survival: ArrayLike,
    migration: ArrayLike,
    children: ArrayLike,
    boys: ArrayLike = 0.5,
    steps: int,
    mothers: tuple[int, int] = MOTHERS,
    control: Control | None = None,
    families: Families | None = None,
) -> Projection:
    """Cohort component method of 社人研: P(s,x+w,t+w) = P(s,x,t)·(S + M) (japan.md 3.1).

    `survival` and `migration` are rates into the class, shaped (sex × age), (area × sex × age) or
    (step × area × sex × age); the youngest class's are not used; the open class's act on itself and
    the one before. `children` is the child–woman ratio, `boys` the share of boys: one number or one
    an area. Where S + M is below zero nobody is left, and the area is noted. Raises ShapeError for
    other shapes, gaps, or a survival outside 0 to 1.
    """
    alive = _rates(survival, base, steps)
    if not np.all((alive[..., 1:] >= 0) & (alive[..., 1:] <= 1)):
        raise ShapeError("survival must lie between 0 and 1")
    change = alive + _rates(migration, base, steps)
    below = np.nan_to_num(change[..., 1:]) < 0
    return carry(
        base,
        np.where(change < 0, 0.0, change),
        _births(base, children, boys, mothers),
        method=Method.COMPONENT,
        parameters=_said(mothers),
        notes=(
            *base.notes,
            *per_area(Rule.HELD_AT_ZERO, base.areas, below.sum(axis=(0, 2, 3))),
        ),
        control=control,
        families=families,
    )


def project_closed(
    base: Population,
    *,
    survival: ArrayLike,
    children: ArrayLike,
    boys: ArrayLike = 0.5,
    steps: int,
    mothers: tuple[int, int] = MOTHERS,
) -> Projection:
    """封鎖人口: what would come of the people here if nobody moved in or out (rule 8).

    Shapes and errors as project_components(), without migration.
    """
    still = project_components(
        base,
        survival=survival,
        migration=np.zeros(base.counts.shape[1:]),
        children=children,
        boys=boys,
        steps=steps,
        mothers=mothers,
    )
    return replace(still, method=Method.CLOSED)


def hold_constant(base: Population, *, steps: int) -> Projection:
    """現状維持: the people of today in every year, the line to compare with (rule 8)."""
    years = base.years_on(steps)
    counts = np.where(base.told[:, None, None], base.counts, np.nan)
    return Projection(
        areas=base.areas,
        sexes=base.sexes,
        ages=base.ages,
        years=years,
        counts=np.repeat(counts[None], steps + 1, axis=0),
        method=Method.CONSTANT,
        source=base.source,
        parameters={"steps": steps, "step_years": base.ages.width},
        notes=(*base.notes, *per_area(Rule.NOT_PROJECTED, base.areas, ~base.told)),
    )


def _rates(given: ArrayLike, base: Population, steps: int) -> Floats:
    base.years_on(steps)
    rates = np.asarray(given, dtype=np.float64)
    if rates.ndim < 2:
        raise ShapeError(f"rates need sex × age, not {rates.shape}")
    try:
        return np.array(np.broadcast_to(rates, (steps, *base.counts.shape)))
    except ValueError:
        raise ShapeError(f"rates {rates.shape} for counts {base.counts.shape}") from None


def _births(
    base: Population, children: ArrayLike, boys: ArrayLike, mothers: tuple[int, int]
) -> Births:
    size = (len(base.areas),)
    try:
        return Births(
            np.broadcast_to(np.asarray(children, dtype=np.float64), size),
            np.broadcast_to(np.asarray(boys, dtype=np.float64), size),
            mothers,
        )
    except ValueError:
        raise ShapeError("children and boys are one number, or one an area") from None


def _said(mothers: tuple[int, int]) -> dict[str, Value]:
    return {"mothers_from": mothers[0], "mothers_below": mothers[1]}
