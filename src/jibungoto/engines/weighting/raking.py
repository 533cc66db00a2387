"""Raking: weights whose sums over age bands, and over districts, are those of the population."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]


class WeightingError(ValueError):
    """These people cannot be weighted by these totals."""


@dataclass(frozen=True, slots=True, eq=False)
class Margin:
    """One trait: each person's category (-1: not told) and the population of each category."""

    codes: Sequence[int] | Ints
    population: Sequence[float] | Floats


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """A weight for each person, 1 on average, and what the weighting did.

    `gap` is the largest difference left between a weighted and a population share; `empty` are the
    categories of each margin with people in the population and nobody among those who answered.
    """

    values: Floats
    effective: float  # Kish: (sum w)^2 / sum w^2
    design_effect: float  # n / effective
    rounds: int
    gap: float
    trimmed: int
    empty: tuple[tuple[int, ...], ...]


def rake(
    margins: Sequence[Margin], *, trim: float = 5.0, tolerance: float = 1e-8, rounds: int = 200
) -> Weights:
    """Iterative proportional fitting, then weights held within 1/trim and trim of their mean.

    Whoever did not tell a trait keeps the weight the other traits give. Categories nobody answered
    from cannot be made up: their people are left out of that margin and named in `empty`. Where
    trimming and fitting pull apart, trimming wins and `gap` tells what is left. Sources: Deming and
    Stephan 1940; Kish 1965. Raises WeightingError for nobody, unequal lengths, negative totals.
    """
    told = [_Fitted.of(margin) for margin in margins]
    size = len(margins[0].codes) if margins else 0
    if size == 0 or any(len(m.codes) != size for m in told):
        raise WeightingError("every margin needs the category of every person, and somebody")
    if trim < 1:
        raise WeightingError("weights cannot be trimmed below their mean")
    weights = np.ones(size)
    done, trimmed = 0, np.zeros(size, dtype=np.bool_)
    while done < rounds:
        done, before = done + 1, weights
        for margin in told:
            weights = margin.fit(weights)
        weights, trimmed = _trim(weights / weights.mean(), trim)
        if float(np.abs(weights - before).max()) < tolerance:
            break
    effective = float(weights.sum() ** 2 / (weights**2).sum())
    return Weights(
        weights,
        effective,
        size / effective,
        done,
        max((m.gap(weights) for m in told), default=0.0),
        int(trimmed.sum()),
        tuple(m.empty for m in told),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Fitted:
    """A margin with the shares its categories are to have among those who told."""

    codes: Ints
    shares: Floats
    empty: tuple[int, ...]

    @classmethod
    def of(cls, margin: Margin) -> "_Fitted":
        codes = np.asarray(margin.codes, dtype=np.intp)
        people = np.asarray(margin.population, dtype=np.float64)
        if not np.all(np.isfinite(people)) or np.any(people < 0):
            raise WeightingError("a population is a number from zero up")
        if codes.size and (codes.max() >= people.size or codes.min() < -1):
            raise WeightingError("a category without a population")
        present = np.bincount(codes[codes >= 0], minlength=people.size) > 0
        reached = np.where(present, people, 0.0)
        whole = reached.sum()
        shares = reached / whole if whole > 0 else reached
        return cls(codes, shares, tuple(int(n) for n in np.flatnonzero(~present & (people > 0))))

    def _sums(self, weights: Floats) -> Floats:
        known = self.codes >= 0
        return np.bincount(self.codes[known], weights[known], minlength=self.shares.size)

    def fit(self, weights: Floats) -> Floats:
        """One step. A category without people in the population keeps its weights."""
        sums = self._sums(weights)
        living = self.shares > 0
        whole = sums[living].sum()
        if whole <= 0:
            return weights
        factors = np.ones_like(sums)
        factors[living] = self.shares[living] * whole / sums[living]
        known = self.codes >= 0
        fitted = weights.copy()
        fitted[known] *= factors[self.codes[known]]
        return fitted

    def gap(self, weights: Floats) -> float:
        sums = self._sums(weights)
        living = self.shares > 0
        whole = sums[living].sum()
        if whole <= 0:
            return 0.0
        return float(np.abs(sums[living] / whole - self.shares[living]).max())


def _trim(weights: Floats, trim: float) -> tuple[Floats, NDArray[np.bool_]]:
    """Held within the bounds with the mean kept at 1: what is cut is spread over the others."""
    low, high = 1 / trim, trim
    held = np.clip(weights, low, high)
    for _round in range(50):
        missing = held.size - held.sum()
        free = held < high if missing > 0 else held > low
        if abs(missing) < 1e-12 * held.size or not free.any():
            break
        held[free] *= 1 + missing / held[free].sum()
        held = np.clip(held, low, high)
    return held, (weights < low) | (weights > high)
