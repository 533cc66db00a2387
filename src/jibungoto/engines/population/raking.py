"""Iterative proportional fitting: scale a table until its sums are those of the totals given."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .people import Floats


class RakingError(ValueError):
    """No scaling of this table can have these totals."""


@dataclass(frozen=True, slots=True, eq=False)
class Margin:
    """Totals over the axes kept: (1, 2) with sex × age is the city, (0,) with area the areas."""

    axes: tuple[int, ...]
    totals: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Raked:
    """The fitted table, how many rounds it took and the largest gap left (relative)."""

    counts: Floats
    rounds: int
    gap: float


def rake(
    seed: Floats, margins: Sequence[Margin], *, tolerance: float = 1e-10, rounds: int = 500
) -> Raked:
    """Scale `seed` so that its sums over each margin's axes are the totals; zeros stay zero.

    One margin is met exactly in one round. Of several the first is met exactly, the others within
    `gap`, at most `tolerance` of the largest total unless `rounds` were not enough (possible only
    where zeros of the seed stand in the way). Source: Deming and Stephan 1940. Raises RakingError
    where shapes don't fit, totals are negative, margins have different sums, or a total above zero
    meets only zeros.
    """
    counts = np.array(seed, dtype=np.float64)
    for margin in margins:
        _check(counts, margin, margins[0])
    done, gap = 0, float("inf")
    while gap > tolerance and done < rounds:
        for margin in reversed(margins):
            counts *= _factors(counts, margin)
        gap = max((_gap(counts, margin) for margin in margins), default=0.0)
        done += 1
    return Raked(counts, done, gap)


def _check(counts: Floats, margin: Margin, first: Margin) -> None:
    if margin.axes != tuple(sorted(set(margin.axes))):
        raise RakingError(f"axes must ascend: {margin.axes}")
    if margin.totals.shape != tuple(counts.shape[axis] for axis in margin.axes):
        raise RakingError(f"totals {margin.totals.shape} for axes {margin.axes} of {counts.shape}")
    if not np.all(np.isfinite(margin.totals)) or np.any(margin.totals < 0):
        raise RakingError("totals must be numbers from zero up")
    if not np.isclose(margin.totals.sum(), first.totals.sum(), rtol=1e-9, atol=1e-9):
        raise RakingError(f"sums differ: {margin.totals.sum()} and {first.totals.sum()}")
    if np.any((_sums(counts, margin) <= 0) & (margin.totals > 0)):
        raise RakingError("a total above zero meets only zeros")


def _sums(counts: Floats, margin: Margin) -> Floats:
    others = tuple(axis for axis in range(counts.ndim) if axis not in margin.axes)
    return np.asarray(counts.sum(axis=others))


def _factors(counts: Floats, margin: Margin) -> Floats:
    sums = _sums(counts, margin)
    factors = np.divide(margin.totals, sums, out=np.zeros_like(sums), where=sums > 0)
    others = tuple(axis for axis in range(counts.ndim) if axis not in margin.axes)
    return np.expand_dims(factors, others)


def _gap(counts: Floats, margin: Margin) -> float:
    largest = float(margin.totals.max(initial=0.0))
    return float(np.abs(_sums(counts, margin) - margin.totals).max(initial=0.0)) / (largest or 1.0)
