"""Which statements stand for a group, and which the whole agrees on, as pol.is has it (1.9)."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from .counting import Counts
from .votes import Floats

SIGNIFICANT = 1.2816
MOST = 5


class Side(StrEnum):
    """How the group, or everybody, stands to the statement."""

    AGREE = "agree"
    DISAGREE = "disagree"


@dataclass(frozen=True, slots=True, eq=False)
class Figures:
    """Groups × statements: probability, its test, representativeness and its test, both sides."""

    agree: Floats
    agree_test: Floats
    agree_ratio: Floats
    agree_ratio_test: Floats
    disagree: Floats
    disagree_test: Floats
    disagree_ratio: Floats
    disagree_ratio_test: Floats


@dataclass(frozen=True, slots=True)
class Chosen:
    """One statement of a list (by number), the side it is on and the figures of that side."""

    statement: int
    side: Side
    successes: int
    trials: int
    probability: float
    test: float
    ratio: float | None = None
    ratio_test: float | None = None
    is_best_agree: bool = False


def probability(successes: NDArray[np.int64], trials: NDArray[np.int64]) -> Floats:
    """The share, with one success and one failure added."""
    return np.asarray((successes + 1) / (trials + 2))


def one_share(successes: NDArray[np.int64], trials: NDArray[np.int64]) -> Floats:
    """z of a share against one half."""
    return np.asarray(2 * np.sqrt(trials + 1) * ((successes + 1) / (trials + 1) - 0.5))


def two_shares(
    successes: NDArray[np.int64],
    trials: NDArray[np.int64],
    others: NDArray[np.int64],
    other_trials: NDArray[np.int64],
) -> Floats:
    """z of the difference of two shares; zero where there is nothing to tell them apart by."""
    s1, n1, s2, n2 = successes + 1, trials + 1, others + 1, other_trials + 1
    pooled = (s1 + s2) / (n1 + n2)
    spread = pooled * (1 - pooled) * (1 / n1 + 1 / n2)
    known = spread > 0
    root = np.sqrt(np.where(known, spread, 1.0))
    return np.where(known, (s1 / n1 - s2 / n2) / root, 0.0)


def figures(counts: Counts) -> Figures:
    """All figures of each group against all the others together."""
    rest = counts.others()
    sides = []
    for own, other in ((counts.agrees, rest.agrees), (counts.disagrees, rest.disagrees)):
        share = probability(own, counts.votes)
        sides += [
            share,
            one_share(own, counts.votes),
            np.asarray(share / probability(other, rest.votes)),
            two_shares(own, counts.votes, other, rest.votes),
        ]
    return Figures(*sides)


def representative(counts: Counts, left_out: NDArray[np.bool_]) -> list[list[Chosen]]:
    """For each group at most five statements that stand for it, in the order they are shown."""
    found = figures(counts)
    return [_of_group(counts, found, group, left_out) for group in range(len(counts.votes))]


def _of_group(
    counts: Counts, found: Figures, group: int, left_out: NDArray[np.bool_]
) -> list[Chosen]:
    pa, pat = found.agree[group], found.agree_test[group]
    ra, rat = found.agree_ratio[group], found.agree_ratio_test[group]
    pdt, rdt = found.disagree_test[group], found.disagree_ratio_test[group]
    z = SIGNIFICANT
    enough = (((rat > z) & (pat > z)) | ((rdt > z) & (pdt > z))) & ~left_out
    open_ = np.flatnonzero(~left_out)
    best_agree = _best_agree(counts, group, open_, pa, pat, ra, rat)
    if not enough.any():
        if best_agree is None and len(open_):
            strongest = np.maximum(rat, rdt)[open_]
            return [_chosen(counts, found, group, int(open_[strongest.argmax()]))]
        return [] if best_agree is None else [_marked(counts, found, group, best_agree)]
    sufficient = [_chosen(counts, found, group, int(j)) for j in np.flatnonzero(enough)]
    sufficient.sort(key=_metric, reverse=True)
    ordered = [one for one in sufficient if one.statement != best_agree]
    if best_agree is not None:
        ordered.insert(0, _marked(counts, found, group, best_agree))
    return sorted(ordered[:MOST], key=lambda one: one.side is Side.DISAGREE)


def _best_agree(
    counts: Counts,
    group: int,
    open_: NDArray[np.int64],
    pa: Floats,
    pat: Floats,
    ra: Floats,
    rat: Floats,
) -> int | None:
    """The statement the group agrees with most tellingly, found in one pass in their order."""
    best: int | None = None
    for j in open_.tolist():
        if counts.agrees[group, j] == 0 and counts.disagrees[group, j] == 0:
            continue
        if best is None:
            if pat[j] > SIGNIFICANT or (ra[j] > 1 and pa[j] > 0.5):
                best = j
        elif ra[best] > 1:
            if ra[j] * rat[j] * pa[j] * pat[j] > ra[best] * rat[best] * pa[best] * pat[best]:
                best = j
        elif pa[j] * pat[j] > pa[best] * pat[best]:
            best = j
    return best


def _chosen(
    counts: Counts, found: Figures, group: int, j: int, *, is_best_agree: bool = False
) -> Chosen:
    at = (group, j)
    trials = int(counts.votes[at])
    if found.agree_ratio_test[at] > found.disagree_ratio_test[at]:
        own, of = Side.AGREE, (found.agree, found.agree_test)
        against, successes = (found.agree_ratio, found.agree_ratio_test), counts.agrees[at]
    else:
        own, of = Side.DISAGREE, (found.disagree, found.disagree_test)
        against, successes = (found.disagree_ratio, found.disagree_ratio_test), counts.disagrees[at]
    share, test, ratio, ratio_test = (float(part[at]) for part in (*of, *against))
    return Chosen(j, own, int(successes), trials, share, test, ratio, ratio_test, is_best_agree)


def _marked(counts: Counts, found: Figures, group: int, j: int) -> Chosen:
    return _chosen(counts, found, group, j, is_best_agree=True)


def _metric(one: Chosen) -> float:
    return (one.ratio or 0.0) * (one.ratio_test or 0.0) * one.probability * one.test


def consensus(everybody: Counts, left_out: NDArray[np.bool_]) -> dict[Side, list[Chosen]]:
    """What everybody together agrees or disagrees on: at most five each, the clearest first."""
    trials = everybody.votes[0]
    lists = {}
    for side, successes in (
        (Side.AGREE, everybody.agrees[0]),
        (Side.DISAGREE, everybody.disagrees[0]),
    ):
        share, test = probability(successes, trials), one_share(successes, trials)
        clear = np.flatnonzero((share > 0.5) & (test > SIGNIFICANT) & ~left_out)
        found = [
            Chosen(int(j), side, int(successes[j]), int(trials[j]), float(share[j]), float(test[j]))
            for j in clear
        ]
        found.sort(key=lambda one: one.probability * one.test, reverse=True)
        lists[side] = found[:MOST]
    return lists
