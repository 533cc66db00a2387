"""People by area, sex and age class on one day, with what is not told kept apart from zero."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .ages import AgeError, Ages, Sexes
from .notes import Note, Rule, per_area

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

KNOWN, SUPPRESSED, UNKNOWN = 0, 1, 2


class ShapeError(ValueError):
    """Arrays, areas or axes that should fit together don't."""


@dataclass(frozen=True, slots=True, eq=False)
class Population:
    """Persons by area × sex × age class on one day.

    `counts` has that shape, in persons (shares of people are allowed), and holds nan exactly where
    `state` (same shape) is SUPPRESSED or UNKNOWN. `unknown_age` (area × sex) are persons of no
    known age, not in `counts`. `year` is the year of the day; two tables a step apart differ by
    the width of the age classes. Raises ShapeError for shapes, twice named areas, or counts below
    zero.
    """

    areas: tuple[str, ...]
    sexes: Sexes
    ages: Ages
    year: int
    counts: Floats
    state: NDArray[np.int8]
    unknown_age: Floats
    source: str = ""
    notes: tuple[Note, ...] = field(default=())

    def __post_init__(self) -> None:
        shape = (len(self.areas), len(self.sexes), len(self.ages))
        if self.counts.shape != shape or self.state.shape != shape:
            raise ShapeError(f"expected {shape}, got {self.counts.shape}, {self.state.shape}")
        if self.unknown_age.shape != shape[:2]:
            raise ShapeError(f"unknown ages: expected {shape[:2]}, got {self.unknown_age.shape}")
        if len(set(self.areas)) != len(self.areas):
            raise ShapeError("an area is named twice")
        if np.any(np.isnan(self.counts) != (self.state != KNOWN)):
            raise ShapeError("nan must stand exactly where a count is not known")
        if np.any(self.counts < 0) or np.any(np.isinf(self.counts)):
            raise ShapeError("counts must be numbers from zero up")
        if not np.all((self.unknown_age >= 0) & np.isfinite(self.unknown_age)):
            raise ShapeError("people of unknown age must be numbers from zero up")

    @classmethod
    def of(
        cls,
        counts: ArrayLike,
        *,
        areas: Sequence[str],
        sexes: Sexes,
        ages: Ages,
        year: int,
        suppressed: ArrayLike | None = None,
        unknown_age: ArrayLike | None = None,
        source: str = "",
    ) -> Self:
        """A population from `counts` (area × sex × age), nan where a count is not known.

        `suppressed` (same shape, or one truth an area) marks what the publisher withholds: whatever
        number stands there is not used. The other nans are UNKNOWN.
        """
        given = np.array(counts, dtype=np.float64)
        if given.ndim != 3:
            raise ShapeError(f"counts must be area × sex × age, not {given.shape}")
        state = np.where(np.isnan(given), UNKNOWN, KNOWN).astype(np.int8)
        if suppressed is not None:
            withheld = np.asarray(suppressed, dtype=np.bool_)
            if withheld.shape not in (given.shape, given.shape[:1]):
                raise ShapeError(f"suppressed: {withheld.shape} beside counts {given.shape}")
            withheld = withheld[:, None, None] if withheld.ndim == 1 else withheld
            state = np.where(withheld, SUPPRESSED, state).astype(np.int8)
        given[state != KNOWN] = np.nan
        unknown = np.zeros(given.shape[:2]) if unknown_age is None else unknown_age
        return cls(
            areas=tuple(areas),
            sexes=sexes,
            ages=ages,
            year=year,
            counts=given,
            state=state,
            unknown_age=np.array(unknown, dtype=np.float64),
            source=source,
        )

    @property
    def told(self) -> Bools:
        """(area,): whether all classes of the area are known."""
        return np.all(self.state == KNOWN, axis=(1, 2))

    @property
    def totals(self) -> Floats:
        """(area,) persons of known age; nan where a class is not told."""
        return np.asarray(self.counts.sum(axis=(1, 2)))

    def aged(self, low: int, high: int | None = None) -> Floats:
        """(area,) persons from `low` to below `high` years. Raises AgeError off the borders."""
        return np.asarray(self.counts[:, :, self.ages.span(low, high)].sum(axis=(1, 2)))

    def select(self, areas: Sequence[str]) -> "Population":
        """These areas in this order. Raises ShapeError for one that is not here."""
        place = {area: index for index, area in enumerate(self.areas)}
        missing = [area for area in areas if area not in place]
        if missing:
            raise ShapeError(f"no such areas: {missing}")
        rows = [place[area] for area in areas]
        return replace(
            self,
            areas=tuple(areas),
            counts=self.counts[rows],
            state=self.state[rows],
            unknown_age=self.unknown_age[rows],
            notes=tuple(n for n in self.notes if n.area is None or n.area in set(areas)),
        )

    def collapse(self, ages: Ages) -> "Population":
        """The same people with the older classes put together. Raises AgeError for other widths."""
        if ages == self.ages:
            return self
        if ages.width != self.ages.width or ages.terminal > self.ages.terminal:
            raise AgeError(f"{self.ages.lows} can't be read as {ages.lows}")
        last = len(ages) - 1
        counts = np.concatenate(
            (self.counts[..., :last], self.counts[..., last:].sum(axis=-1, keepdims=True)), axis=-1
        )
        state = np.concatenate(
            (self.state[..., :last], self.state[..., last:].max(axis=-1, keepdims=True)), axis=-1
        )
        note = Note(Rule.AGES_COLLAPSED, value=float(ages.terminal))
        return replace(self, ages=ages, counts=counts, state=state, notes=(*self.notes, note))

    def both(self) -> "Population":
        """The same people, sexes together."""
        if self.sexes is Sexes.BOTH:
            return self
        return replace(
            self,
            sexes=Sexes.BOTH,
            counts=self.counts.sum(axis=1, keepdims=True),
            state=self.state.max(axis=1, keepdims=True),
            unknown_age=self.unknown_age.sum(axis=1, keepdims=True),
        )

    def put_together(self, into: Mapping[str, Mapping[str, float]]) -> "Population":
        """Areas added up to others: {new area: {old area: share of its people, 0 to 1}}.

        Old areas not told at all are left out and noted by number; an old area told in part makes
        the class untold in the new one. So does a new area none of whose parts are told. Raises
        ShapeError for areas that are not here or shares outside 0 to 1.
        """
        place = {area: index for index, area in enumerate(self.areas)}
        shares = np.zeros((len(into), len(self.areas)))
        for row, parts in enumerate(into.values()):
            for area, share in parts.items():
                if area not in place or not 0 <= share <= 1:
                    raise ShapeError(f"share {share} of area {area}")
                shares[row, place[area]] = share
        nothing = np.all(self.state != KNOWN, axis=(1, 2))
        left_out = (shares[:, nothing] > 0).sum(axis=1)
        used = np.where(nothing[None, :], 0.0, shares)
        empty = ~np.any(used > 0, axis=1) & (left_out > 0)
        worst = np.where(nothing[:, None, None], KNOWN, self.state)
        state = np.zeros((len(into), *self.counts.shape[1:]), dtype=np.int8)
        for mark in (SUPPRESSED, UNKNOWN):
            touched = np.tensordot((used > 0).astype(float), worst == mark, axes=1) > 0
            state[touched] = mark
        state[empty] = SUPPRESSED
        counts = np.tensordot(used, np.nan_to_num(self.counts), axes=1)
        counts[state != KNOWN] = np.nan
        areas = tuple(into)
        merged = (shares > 0).sum(axis=1)
        return replace(
            self,
            areas=areas,
            counts=counts,
            state=state,
            unknown_age=used @ self.unknown_age,
            notes=(
                *(note for note in self.notes if note.area is None),
                *per_area(Rule.MERGED, areas, np.where(merged > 1, merged, 0)),
                *per_area(Rule.SUPPRESSED_LEFT_OUT, areas, left_out),
            ),
        )

    def years_on(self, steps: int) -> tuple[int, ...]:
        """The base year and the years of so many steps on; raises ShapeError below zero."""
        if steps < 0:
            raise ShapeError(f"{steps} steps")
        return tuple(self.year + self.ages.width * step for step in range(steps + 1))

    def whole(self, name: str = "") -> "Population":
        """All areas together as one, those not told left out."""
        return self.put_together({name: dict.fromkeys(self.areas, 1.0)})


def aligned(first: Population, second: Population) -> None:
    """Raise ShapeError unless both have the same areas in the same order, sexes and ages."""
    for what in ("areas", "sexes", "ages"):
        if getattr(first, what) != getattr(second, what):
            raise ShapeError(f"the two populations differ in their {what}")
