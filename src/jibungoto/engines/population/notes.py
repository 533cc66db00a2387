"""Which rule was applied to which area, as codes; the words for people are written elsewhere.

The rules are those small areas need (japan.md 3.2); every result carries the notes of all steps
that led to it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Rule(StrEnum):
    """What was done. The value of its note is said behind each."""

    SHRUNK_SMALL = "shrunk_small"  # drawn to the reference, too few people; number of ratios
    SHRUNK_EXTREME = "shrunk_extreme"  # drawn to the reference, out of bounds; number of ratios
    REFERENCE_USED = "reference_used"  # no ratio of its own, the reference's taken; number of them
    HELD_AT_ZERO = "held_at_zero"  # survival and migration fell below zero together; number of them
    CONTROLLED = "controlled"  # scaled to the city's total of the year; people after ÷ before
    NOT_CONTROLLED = "not_controlled"  # totals were given, but none for this year
    SEX_BY_TOTAL = "sex_by_total"  # both sexes told apart by shares; people
    AGES_COLLAPSED = "ages_collapsed"  # older classes put together; lowest age of the open class
    UNKNOWN_ALLOCATED = "unknown_allocated"  # unknown ages spread over the known; people
    SUPPRESSED_SPREAD = "suppressed_spread"  # ages of a suppressed area estimated; people
    SUPPRESSED_LEFT_OUT = "suppressed_left_out"  # parts not told are not counted; number of parts
    NOT_PROJECTED = "not_projected"  # the base is not known in all classes
    MERGED = "merged"  # areas counted as one; number of areas
    FAMILIES_ADDED = "families_added"  # a scenario adds people; people in each step
    HIDDEN_BY_AGE = "hidden_by_age"  # fewer people than may be printed by age; people


@dataclass(frozen=True, slots=True)
class Note:
    """One rule applied: `area` None means all areas, `year` None the whole projection."""

    rule: Rule
    area: str | None = None
    year: int | None = None
    value: float | None = None


def per_area(rule: Rule, areas: Iterable[str], values: Iterable[float]) -> tuple[Note, ...]:
    """A note for each area whose value is not zero."""
    found = zip(areas, values, strict=True)
    return tuple(Note(rule, area, value=float(value)) for area, value in found if value)
