"""How many groups there are, one included, and how surely each would be found again.

There are groups if knowing somebody's group foretells votes it was not learnt from clearly better
than knowing none. How many is said by halves: the groups learnt from one half of everybody's votes
must come out again when people are put into them by the other half.
"""

from dataclasses import dataclass

import numpy as np

from .agreeing import adjusted_rand, found_again
from .fitting import Fit, fit, place
from .grouping import CROWD, assign, centres_of, smallest_group
from .votes import Floats, Ints, Votes

MOST_GROUPS = 6
SPLITS = 3
FOLDS = 5
LEAST_GAIN = 0.02
SURE = 1.645
NEARLY_BEST = 0.85
REPLICATES = 10
STARTS = 2


@dataclass(frozen=True, slots=True)
class Tried:
    """One number of groups: agreement of halves; error saved on held-out votes, and its z."""

    number: int
    agreement: float
    gain: float
    gain_test: float

    @property
    def foretells(self) -> bool:
        """Whether these groups say something about votes they were not learnt from."""
        return self.gain >= LEAST_GAIN and self.gain_test >= SURE


@dataclass(frozen=True, slots=True)
class Choice:
    """The number of groups and everything that was tried."""

    number: int
    tried: tuple[Tried, ...]


def choose(votes: Votes, inside: Ints, rank: int, *, seed: int) -> Choice:
    """Choose for the people `inside`; for a crowd on 10,000 of them."""
    some = votes.of_people(_few(inside, seed))
    least = smallest_group(len(some.people))
    numbers = range(2, min(MOST_GROUPS, len(some.people) // least) + 1)
    if not numbers or len(some.statements) < 2:
        return Choice(1, ())
    gains = _gains(some, rank, numbers, seed=seed)
    agreement = _agreement(some, rank, numbers, least, seed=seed)
    tried = tuple(Tried(number, agreement[number], *gains[number]) for number in numbers)
    worth = [one for one in tried if one.foretells]
    best = max((one.agreement for one in worth), default=0.0)
    near = [one.number for one in worth if one.agreement >= NEARLY_BEST * best > 0]
    return Choice(max(near, default=1), tried)


def stability(
    votes: Votes, inside: Ints, groups: Ints, number: int, rank: int, *, seed: int
) -> Floats:
    """For each group how much of it comes back when people are drawn anew (mean of ten draws)."""
    if number == 1:
        return np.ones(1)
    few = _few(inside, seed)
    some, own = votes.of_people(few), groups[few]
    again = np.zeros(number)
    for replicate in range(REPLICATES):
        rng = np.random.default_rng([seed, 1, replicate])
        drawn = np.sort(rng.integers(len(few), size=len(few)))
        heavy = np.bincount(drawn, minlength=len(few)).astype(np.float64)
        found = fit(some, rank, seed=seed, weights=heavy)
        centres = centres_of(found, drawn, number, seed=seed + replicate, restarts=STARTS)
        back = found_again(own, assign(found, centres))
        again[: len(back)] += back
    return again / REPLICATES


def _few(inside: Ints, seed: int) -> Ints:
    if len(inside) <= CROWD:
        return inside
    return np.sort(np.random.default_rng(seed).choice(inside, CROWD, replace=False))


def _checked(votes: Votes, learnt: Fit) -> Fit:
    """The statements as learnt, people placed by these votes."""
    return Fit(learnt.levels, learnt.loadings, *place(votes, learnt.levels, learnt.loadings))


def _agreement(
    votes: Votes, rank: int, numbers: range, least: int, *, seed: int
) -> dict[int, float]:
    everybody = np.arange(len(votes.people))
    sums = dict.fromkeys(numbers, 0.0)
    for split in range(SPLITS):
        half = np.random.default_rng([seed, 2, split]).random(len(votes.values)) < 0.5
        learnt = fit(votes.kept(half), rank, seed=seed)
        checked = _checked(votes.kept(~half), learnt)
        for number in numbers:
            centres = centres_of(learnt, everybody, number, seed=seed + split, restarts=STARTS)
            one, other = assign(learnt, centres), assign(checked, centres)
            if np.bincount(one, minlength=number).min() >= least / 2:
                sums[number] += adjusted_rand(one, other)
    return {number: total / SPLITS for number, total in sums.items()}


def _gains(votes: Votes, rank: int, numbers: range, *, seed: int) -> dict[int, tuple[float, float]]:
    """For each number the share of squared error saved on held-out votes, and z over people."""
    everybody = np.arange(len(votes.people))
    fold = np.random.default_rng([seed, 3]).integers(FOLDS, size=len(votes.values))
    saved = {number: np.zeros(len(everybody)) for number in numbers}
    whole = 0.0
    for one in range(FOLDS):
        learnt = fit(votes.kept(fold != one), rank, seed=seed)
        held = votes.kept(fold == one)

        def errors(number: int, learnt: Fit = learnt, held: Votes = held) -> Floats:
            centres = centres_of(learnt, everybody, number, seed=seed, restarts=STARTS)
            at = centres[assign(learnt, centres)][held.rows]
            guess = (at * learnt.loadings[held.columns]).sum(axis=1)
            gap = held.values - learnt.levels[held.columns] - guess
            return held.sums_by_person(gap * gap)

        alone = errors(1)
        whole += float(alone.sum())
        for number in numbers:
            saved[number] += alone - errors(number)
    told = {}
    for number, amounts in saved.items():
        spread = float(amounts.std()) / np.sqrt(max(len(amounts), 1))
        test = float(amounts.mean()) / spread if spread > 0 else 0.0
        told[number] = (float(amounts.sum()) / whole if whole > 0 else 0.0, test)
    return told
