"""What every group agrees on and what divides them, each share with its interval.

A share is of all votes on the statement, passes included: passing is neither agreeing nor
disagreeing. A statement counts as shared by the group that is least sure of it.
"""

from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from .counting import Counts
from .votes import Floats, Ints

CONFIDENCE = 0.95
NEEDED = 10
HALF = 0.5
CLEAR = 0.2


class State(StrEnum):
    """What can be said of a statement."""

    SHARED_AGREE = "shared_agree"  # in every group surely more than half agree
    SHARED_DISAGREE = "shared_disagree"  # in every group surely more than half disagree
    DIVISIVE = "divisive"  # two groups differ, and not by chance
    MIXED = "mixed"  # none of these, although enough voted
    NEEDS_VOTES = "needs_votes"  # some group cast too few votes to say


@dataclass(frozen=True, slots=True, eq=False)
class Shares:
    """A share with its Wilson interval, groups × statements."""

    share: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """For each statement: shares, the surest shared agreement and disagreement, the division."""

    agree: Shares
    disagree: Shares
    passed: Shares
    shared_agree: Floats
    shared_disagree: Floats
    difference: Floats
    difference_low: Floats
    between: Ints
    states: tuple[State, ...]


def wilson(successes: Ints, trials: Ints, *, confidence: float = CONFIDENCE) -> Shares:
    """Shares with Wilson's score interval; of no votes nothing is known: 0 to 1."""
    return _wilson(successes, trials, NormalDist().inv_cdf(0.5 + confidence / 2))


def ground(counts: Counts, sizes: Ints) -> Ground:
    """Look over all statements. `sizes` are the members of each group.

    A difference counts where it is beyond chance even though all pairs of groups on all statements
    were looked at (Newcombe's interval, Bonferroni). Groups smaller than ten need all their votes.
    """
    agree, disagree, passed = (
        wilson(part, counts.votes) for part in (counts.agrees, counts.disagrees, counts.passes)
    )
    shared_agree, shared_disagree = agree.low.min(axis=0), disagree.low.min(axis=0)
    difference, low, between = _division(counts)
    enough = (counts.votes >= np.minimum(NEEDED, sizes)[:, None]).all(axis=0)
    states = tuple(
        _state(*told)
        for told in zip(enough, shared_agree, shared_disagree, difference, low, strict=True)
    )
    return Ground(
        agree,
        disagree,
        passed,
        shared_agree,
        shared_disagree,
        difference,
        low,
        between,
        states,
    )


@dataclass(frozen=True, slots=True)
class Apart:
    """A statement on which a group surely differs from all the others together, and which way."""

    statement: int
    agrees: bool  # more of the group agree than of the others; else more disagree
    share: float
    others: float
    low: float  # lower bound of the difference


def distinctive(counts: Counts, left_out: NDArray[np.bool_]) -> list[list[Apart]]:
    """For each group the statements that mark it off, the surest difference first.

    More than half of the group are on the side told, and the difference is beyond chance even
    though all groups, statements and both sides were looked at (Newcombe, Bonferroni).
    """
    number, width = counts.votes.shape
    if number < 2:
        return [[] for _ in range(number)]
    others = counts.others()
    z = NormalDist().inv_cdf(1 - (1 - CONFIDENCE) / 2 / max(2 * number * width, 1))
    told: list[list[Apart]] = [[] for _ in range(number)]
    for agrees in (True, False):
        own, rest = (
            _wilson(part.agrees if agrees else part.disagrees, part.votes, z)
            for part in (counts, others)
        )
        gap = own.share - rest.share
        low = gap - np.sqrt((own.share - own.low) ** 2 + (rest.high - rest.share) ** 2)
        clear = (low > 0) & (own.share > HALF) & (counts.votes >= NEEDED) & (others.votes >= NEEDED)
        for group, j in zip(*np.nonzero(clear & ~left_out), strict=True):
            at = (group, j)
            sizes = (float(own.share[at]), float(rest.share[at]), float(low[at]))
            told[group].append(Apart(int(j), agrees, *sizes))
    for found in told:
        found.sort(key=lambda one: (-one.low, one.statement))
    return told


def _state(enough: bool, agree: float, disagree: float, gap: float, low: float) -> State:  # noqa: FBT001
    if not enough:
        return State.NEEDS_VOTES
    if agree > HALF:
        return State.SHARED_AGREE
    if disagree > HALF:
        return State.SHARED_DISAGREE
    return State.DIVISIVE if low > 0 and gap >= CLEAR else State.MIXED


def _wilson(successes: Ints, trials: Ints, z: float) -> Shares:
    n = np.maximum(trials, 1)
    share = np.where(trials > 0, successes / n, HALF)
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    low = np.where(trials > 0, np.maximum(middle - half, 0.0), 0.0)
    high = np.where(trials > 0, np.minimum(middle + half, 1.0), 1.0)
    return Shares(share, np.minimum(low, share), np.maximum(high, share))


def _division(counts: Counts) -> tuple[Floats, Floats, Ints]:
    """Largest sure difference of two groups in agreeing or disagreeing, and which two."""
    number, width = counts.votes.shape
    pairs = list(combinations(range(number), 2))
    gap, surest = np.zeros(width), np.full(width, -1.0)
    between = np.zeros((width, 2), dtype=np.int64)
    chances = max(2 * len(pairs) * width, 1)
    z = NormalDist().inv_cdf(1 - (1 - CONFIDENCE) / 2 / chances)
    for successes in (counts.agrees, counts.disagrees):
        found = _wilson(successes, counts.votes, z)
        for one, other in pairs:
            larger = found.share[one] >= found.share[other]
            high, low = np.where(larger, one, other), np.where(larger, other, one)
            at = np.arange(width)
            apart = found.share[high, at] - found.share[low, at]
            down = found.share[high, at] - found.low[high, at]
            up = found.high[low, at] - found.share[low, at]
            sure = apart - np.sqrt(down**2 + up**2)
            better = sure > surest
            gap = np.where(better, apart, gap)
            surest = np.where(better, sure, surest)
            between[better] = (one, other)
    return gap, surest, between
