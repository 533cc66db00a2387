"""Preparing a published table: unknown ages, withheld ages, and sexes that are not told apart."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from .ages import Sexes
from .notes import Note, Rule, per_area
from .people import KNOWN, Floats, Population, ShapeError
from .raking import Margin, rake


def allocate_unknown_ages(population: Population) -> Population:
    """People of unknown age spread over the classes in proportion to those whose age is known.

    By area and sex; where an area knows no ages of a sex, the proportions of all areas together
    serve, and where nobody's age is known, even shares. Areas not told keep theirs apart. Each
    area's note says how many people (rule 4 of japan.md 3.2).
    """
    unknown = np.where(population.told[:, None], population.unknown_age, 0.0)
    known = np.nan_to_num(population.counts)
    everyone = known.sum(axis=0, keepdims=True)
    everyone = np.where(everyone.sum(axis=2, keepdims=True) > 0, everyone, 1.0)
    pattern = np.where(known.sum(axis=2, keepdims=True) > 0, known, everyone)
    shares = pattern / pattern.sum(axis=2, keepdims=True)
    return replace(
        population,
        counts=population.counts + unknown[:, :, None] * shares,
        unknown_age=population.unknown_age - unknown,
        notes=(
            *population.notes,
            *per_area(Rule.UNKNOWN_ALLOCATED, population.areas, unknown.sum(axis=1)),
        ),
    )


def spread_suppressed(
    population: Population, totals: Mapping[str, float], whole: ArrayLike | None = None
) -> Population:
    """Ages of areas of which only the total is published, estimated.

    `totals` are persons by area; only areas not told at all are filled. `whole` (sex × age) are
    the persons of the municipality as published: what it has beyond the areas told is what the
    withheld ones share, each by its total. Without it, or where it leaves nothing, the composition
    of all areas told serves. Raises ShapeError for a total below zero or a whole of other shape.
    """
    if any(total < 0 for total in totals.values()):
        raise ShapeError("a total below zero")
    hidden = np.all(population.state != KNOWN, axis=(1, 2))
    wanted = np.array([float(totals.get(area, np.nan)) for area in population.areas])
    filled = hidden & ~np.isnan(wanted)
    known = np.nan_to_num(population.counts).sum(axis=0)
    pattern = known
    if whole is not None:
        given = np.asarray(whole, dtype=np.float64)
        if given.shape != known.shape:
            raise ShapeError(f"the whole is {given.shape}, not {known.shape}")
        rest = np.clip(given - known, 0.0, None)
        pattern = rest if rest.sum() > 0 else known
    if pattern.sum() <= 0:
        pattern = np.ones_like(pattern)
    wanted = np.where(filled, wanted, 0.0)
    estimate = wanted[:, None, None] * (pattern / pattern.sum())
    return replace(
        population,
        counts=np.where(filled[:, None, None], estimate, population.counts),
        state=np.where(filled[:, None, None], KNOWN, population.state).astype(np.int8),
        notes=(
            *population.notes,
            *per_area(Rule.SUPPRESSED_SPREAD, population.areas, wanted),
        ),
    )


def split_sexes(
    population: Population, male_share: ArrayLike, men: Mapping[str, float] | None = None
) -> Population:
    """A table of both sexes together told apart by `male_share` (age,), 0 to 1, of a reference.

    `men` are published persons by area of the same people (of another day: scale them first);
    where given, each area keeps its ages and has exactly these men. Otherwise the share of each
    class is the reference's. Raises ShapeError for other shapes, or more men than people.
    """
    share = np.asarray(male_share, dtype=np.float64)
    if population.sexes is not Sexes.BOTH or share.shape != (len(population.ages),):
        raise ShapeError(f"both sexes and {len(population.ages)} shares, not {share.shape}")
    if not np.all((share >= 0) & (share <= 1)):
        raise ShapeError("shares of men must be from 0 to 1")
    together = population.counts[:, 0]
    counts = np.stack((together * share, together * (1 - share)), axis=1)
    if men:
        wanted = np.array([float(men.get(area, np.nan)) for area in population.areas])
        fixed = population.told & ~np.isnan(wanted)
        counts[fixed] = _with_men(counts[fixed], wanted[fixed])
    total, male = np.nansum(counts, axis=(1, 2)), np.nansum(counts[:, 0], axis=1)
    usual = male.sum() / total.sum() if total.sum() > 0 else share.mean()
    told = np.divide(male, total, out=np.full(total.shape, usual), where=total > 0)
    unknown = population.unknown_age[:, 0]
    return replace(
        population,
        sexes=Sexes.APART,
        counts=counts,
        state=np.repeat(population.state, 2, axis=1),
        unknown_age=np.stack((unknown * told, unknown * (1 - told)), axis=1),
        notes=(*population.notes, Note(Rule.SEX_BY_TOTAL, value=float(total.sum()))),
    )


def _with_men(counts: Floats, men: Floats) -> Floats:
    ages = counts.sum(axis=1)
    people = ages.sum(axis=1)
    if not np.all((men >= 0) & (men <= people + 1e-9)):
        raise ShapeError("an area has more men than people")
    # Shares of exactly 0 or 1 can't move; a trace lets them.
    seed = np.maximum(counts, ages[:, None] * 1e-9)
    by_sex = np.stack((np.minimum(men, people), np.maximum(people - men, 0.0)), axis=1)
    return rake(seed, [Margin((0, 2), ages), Margin((0, 1), by_sex)]).counts
