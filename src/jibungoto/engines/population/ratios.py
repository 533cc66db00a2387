"""Ratios seen between two tables: cohort change, child–woman, sex at 0–4; and years stayed.

Shrinking them toward a reference lives here too; using them is projection.py.
"""

from dataclasses import dataclass, field, replace

import numpy as np

from .ages import Ages, Sexes
from .notes import Note, Rule, per_area
from .people import Bools, Floats, Population, ShapeError, aligned

MOTHERS = (15, 50)  # women of 15–49 years
MOTHERS_NARROW = (20, 40)  # women of 20–39 years


@dataclass(frozen=True, slots=True)
class Shrinkage:
    """When and how far a ratio of a small area is drawn to the reference's (rule 1).

    A ratio c of n people whose n is below `small`, or which from age `from_age` up lies outside
    [`low`, `high`] times the reference's, becomes (n·c + k·c_ref) / (n + k). Bounds are relative:
    at high ages dying alone takes every ratio far below 1. Raises ValueError unless k ≥ 0,
    small ≥ 0 and 0 ≤ low ≤ 1 ≤ high.
    """

    k: float = 50.0
    small: float = 50.0
    low: float = 0.5
    high: float = 2.0
    from_age: int = 10

    def __post_init__(self) -> None:
        if not (self.k >= 0 and self.small >= 0 and 0 <= self.low <= 1 <= self.high):
            raise ValueError(f"shrinkage out of bounds: {self}")


@dataclass(frozen=True, slots=True, eq=False)
class Ratios:
    """What carries people of each area one step on.

    `change` (area × sex × age) leads *into* the class: persons there at t₁ per person one class
    younger at t₀; the last class is fed by itself and the one before; the first is nan (births).
    `children` (area,): persons of the youngest class per woman of `mothers` years at t₁ (per person
    of both sexes where sexes are together). `boys` (area,): share of boys among the youngest class;
    nan where sexes are together. `people` (area × sex × age), `women`, `young` (area,) are the
    persons each was measured on. `toward` names the reference shrunk to: "" for all areas together.
    """

    areas: tuple[str, ...]
    sexes: Sexes
    ages: Ages
    years: tuple[int, int]
    mothers: tuple[int, int]
    change: Floats
    children: Floats
    boys: Floats
    people: Floats
    women: Floats
    young: Floats
    shrunk: Bools
    shrinkage: Shrinkage | None = None
    toward: str | None = None
    notes: tuple[Note, ...] = field(default=())

    @property
    def sex_ratio(self) -> Floats:
        """(area,) boys per girl in the youngest class; inf without girls."""
        girls = 1 - self.boys
        return np.divide(self.boys, girls, out=np.full_like(self.boys, np.inf), where=(girls != 0))

    @property
    def stayed(self) -> Floats:
        """在地域率 (area × sex × age): people there at each age per person of the youngest class.

        The product of all cohort change ratios from the youngest class (1) up; above 1 where more
        came than left or died. The open class mixes cohorts and is nan. Source: 名古屋大学 upop.
        """
        first = np.ones_like(self.change[..., :1])
        chain = np.concatenate((first, self.change[..., 1:-1]), axis=-1)
        open_class = np.full_like(first, np.nan)
        return np.concatenate((np.cumprod(chain, axis=-1), open_class), axis=-1)


def ratios_between(
    then: Population, now: Population, *, mothers: tuple[int, int] = MOTHERS
) -> Ratios:
    """The ratios each area shows between two tables one step apart; nan where it shows none.

    c[s,a+w] = P(s,a+w,t₁) / P(s,a,t₀); open class c[s,ω] = P(s,ω,t₁) / (P(s,ω−w,t₀)+P(s,ω,t₀));
    child–woman ratio P(0–4,t₁) / F(15–49,t₁). Source: Hamilton and Perry 1962, japan.md 3.1.
    Raises ShapeError where areas, axes or the years between don't fit, AgeError for mothers whose
    ages don't lie on class borders.
    """
    aligned(then, now)
    if now.year - then.year != now.ages.width:
        raise ShapeError(f"{then.year} and {now.year} are not {now.ages.width} years apart")
    before = fed(then.counts)
    change = _divide(now.counts, before)
    change[..., 0] = np.nan
    women = now.counts[:, now.sexes.of_mothers, now.ages.span(*mothers)].sum(axis=-1)
    young = now.counts[:, :, 0]
    born = young.sum(axis=1)
    apart = now.sexes is Sexes.APART
    return Ratios(
        areas=now.areas,
        sexes=now.sexes,
        ages=now.ages,
        years=(then.year, now.year),
        mothers=mothers,
        change=change,
        children=_divide(born, women),
        boys=_divide(young[:, 0], born) if apart else np.full(len(now.areas), np.nan),
        # A class told only once measures nothing.
        people=np.where(np.isnan(now.counts), 0.0, np.nan_to_num(before)),
        women=np.where(np.isnan(born), 0.0, np.nan_to_num(women)),
        young=np.nan_to_num(born),
        shrunk=np.zeros(change.shape, dtype=np.bool_),
        notes=tuple(dict.fromkeys((*then.notes, *now.notes))),
    )


def ratios_of_all(
    then: Population, now: Population, *, mothers: tuple[int, int] = MOTHERS
) -> Ratios:
    """The ratios of all areas together as one, counting each class only where both tables tell it.

    The reference for shrinking where the municipality's own tables are not at hand. Errors as
    ratios_between().
    """
    aligned(then, now)
    before, after = fed(then.counts), now.counts
    both = ~np.isnan(before) & ~np.isnan(after)
    change = _divide(_sum(after, both), _sum(before, both))
    change[..., 0] = np.nan
    told = now.select([a for a, ok in zip(now.areas, now.told, strict=True) if ok])
    one = told.whole()
    ratios = ratios_between(replace(one, year=then.year), one, mothers=mothers)
    return replace(
        ratios, years=(then.year, now.year), change=change, people=_sum(before, both), notes=()
    )


def shrink(ratios: Ratios, reference: Ratios, rule: Shrinkage | None) -> Ratios:
    """Every ratio usable: small or extreme ones drawn to the reference's, missing ones replaced.

    `reference` is one area (the municipality, or ratios_of_all()). With `rule` None only the
    missing are replaced; where the reference has none either, people stay (1) and no child is born
    (0). Child–woman ratio and share of boys are shrunk where small only. The notes tell each area's
    number of ratios drawn. Raises ShapeError where the axes differ.
    """
    if reference.sexes is not ratios.sexes or reference.ages != ratios.ages:
        raise ShapeError("the reference has other sexes or age classes")
    if reference.mothers != ratios.mothers or len(reference.areas) != 1:
        raise ShapeError("the reference must be one area with the same mothers")
    toward = np.nan_to_num(reference.change, nan=1.0)
    missing = np.isnan(ratios.change)
    own = np.where(missing, toward, ratios.change)
    small = np.zeros_like(missing)
    extreme = np.zeros_like(missing)
    k = 0.0
    if rule is not None:
        k = rule.k
        small = ~missing & (ratios.people < rule.small)
        old = np.array([low >= rule.from_age for low in ratios.ages.lows])
        outside = (own < rule.low * toward) | (own > rule.high * toward)
        extreme = ~missing & ~small & old & outside
    change = np.where(small | extreme, _toward(own, toward, ratios.people, k), own)
    change[..., 0] = np.nan
    for mask in (missing, small, extreme):
        mask[..., 0] = False
    few, none = small.sum(axis=(1, 2)), missing.sum(axis=(1, 2))
    children = _shrink_one(ratios.children, reference.children, ratios.women, rule, 0.0)
    boys = ratios.boys
    few, none = few + children[1], none + children[2]
    if ratios.sexes is Sexes.APART:
        of_boys = _shrink_one(ratios.boys, reference.boys, ratios.young, rule, 0.5)
        boys, few, none = of_boys[0], few + of_boys[1], none + of_boys[2]
    areas = ratios.areas
    return replace(
        ratios,
        change=change,
        children=children[0],
        boys=boys,
        shrunk=small | extreme | missing,
        shrinkage=rule,
        toward=reference.areas[0],
        notes=(
            *ratios.notes,
            *per_area(Rule.SHRUNK_SMALL, areas, few),
            *per_area(Rule.SHRUNK_EXTREME, areas, extreme.sum(axis=(1, 2))),
            *per_area(Rule.REFERENCE_USED, areas, none),
        ),
    )


def fed(counts: Floats) -> Floats:
    """The people each class of the next step comes from (… × age); the first gets nobody."""
    before = np.zeros_like(counts)
    before[..., 1:] = counts[..., :-1]
    before[..., -1] += counts[..., -1]
    return before


def _shrink_one(
    own: Floats, reference: Floats, people: Floats, rule: Shrinkage | None, none: float
) -> tuple[Floats, Bools, Bools]:
    toward = np.nan_to_num(reference, nan=none)
    missing = np.isnan(own)
    used = np.where(missing, toward, own)
    if rule is None:
        return used, np.zeros_like(missing), missing
    small = ~missing & (people < rule.small)
    return np.where(small, _toward(used, toward, people, rule.k), used), small, missing


def _toward(own: Floats, reference: Floats, people: Floats, k: float) -> Floats:
    weight = people + k
    # Written as a share of the way, so that it can never pass either end.
    share = np.divide(people, weight, out=np.ones_like(people), where=weight > 0)
    return np.asarray(reference + share * (own - reference))


def _divide(upper: Floats, lower: Floats) -> Floats:
    out = np.full(np.broadcast(upper, lower).shape, np.nan)
    return np.asarray(np.divide(upper, lower, out=out, where=lower > 0))


def _sum(counts: Floats, where: Bools) -> Floats:
    return np.asarray(np.where(where, counts, 0.0).sum(axis=0, keepdims=True))
