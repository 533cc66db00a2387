"""How many groups there are, one included, and how surely each would be found again.

There are groups if knowing somebody's group foretells votes it was not learnt from clearly better
than knowing none. How many is said by halves: the groups learnt from one half of everybody's votes
must come out again when people are put into them by the other half.
"""

from dataclasses import dataclass

import numpy as np

from .agreeing import adjusted_rand, found_again
from .fitting import Fit, fit, place
from .grouping import assign, centres_of, misfits, smallest_group
from .votes import Floats, Ints, Votes

MOST_GROUPS = 6
ENOUGH = 5_000  # people to choose by
FOLDS = 3
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
    """Choose for the people `inside`; for a crowd on 5,000 of them."""
    some = votes.of_people(_few(inside, seed))
    least = smallest_group(len(some.people))
    numbers = range(2, min(MOST_GROUPS, len(some.people) // least) + 1)
    if not numbers or len(some.statements) < 2:
        return Choice(1, ())
    tried = _tried(some, rank, numbers, least, seed=seed)
    worth = [one for one in tried if one.foretells]
    best = max((one.agreement for one in worth), default=0.0)
    near = [one.number for one in worth if one.agreement >= NEARLY_BEST * best > 0]
    return Choice(max(near, default=1), tried)


def stability(
    votes: Votes, inside: Ints, groups: Ints, number: int, whole: Fit, *, seed: int
) -> Floats:
    """For each group how much of it comes back when people are drawn anew (mean of ten draws).

    Each draw is fitted from the statements of the `whole` fit on: what is asked is whether other
    people would lead away from there.
    """
    if number == 1:
        return np.ones(1)
    few = _few(inside, seed)
    some, own = votes.of_people(few), groups[few]
    again = np.zeros(number)
    for replicate in range(REPLICATES):
        rng = np.random.default_rng([seed, 1, replicate])
        drawn = np.sort(rng.integers(len(few), size=len(few)))
        heavy = np.bincount(drawn, minlength=len(few)).astype(np.float64)
        found = fit(some, whole.rank, seed=seed, weights=heavy, start=whole)
        centres = centres_of(found, drawn, number, seed=seed + replicate, restarts=STARTS)
        back = found_again(own, assign(found, centres))
        again[: len(back)] += back
    return again / REPLICATES


def _few(inside: Ints, seed: int) -> Ints:
    if len(inside) <= ENOUGH:
        return inside
    return np.sort(np.random.default_rng(seed).choice(inside, ENOUGH, replace=False))


def _tried(votes: Votes, rank: int, numbers: range, least: int, *, seed: int) -> tuple[Tried, ...]:
    """Each number of groups, learnt from half of the votes and held against the other half."""
    everybody = np.arange(len(votes.people))
    agreed = dict.fromkeys(numbers, 0.0)
    saved = {number: np.zeros(len(everybody)) for number in numbers}
    whole = 0.0
    fold = np.random.default_rng([seed, 3]).integers(FOLDS, size=len(votes.values))
    for split in range(FOLDS):
        learnt = fit(votes.kept(fold != split), rank, seed=seed)
        held = votes.kept(fold == split)
        checked = Fit(learnt.levels, learnt.loadings, *place(held, learnt.levels, learnt.loadings))
        middle = centres_of(learnt, everybody, 1, seed=seed)
        alone = misfits(checked, middle)[0]
        gaps = held.values - learnt.levels[held.columns]
        whole += float(gaps @ gaps + alone.sum())
        for number in numbers:
            centres = centres_of(learnt, everybody, number, seed=seed + split, restarts=STARTS)
            one, other = assign(learnt, centres), assign(checked, centres)
            saved[number] += alone - misfits(checked, centres)[one, everybody]
            if np.bincount(one, minlength=number).min() >= least / 2:
                agreed[number] += adjusted_rand(one, other)
    return tuple(
        Tried(number, agreed[number] / FOLDS, *_gain(saved[number], whole)) for number in numbers
    )


def _gain(saved: Floats, whole: float) -> tuple[float, float]:
    """The share of squared error saved, and z over people."""
    spread = float(saved.std()) / np.sqrt(max(len(saved), 1))
    test = float(saved.mean()) / spread if spread > 0 else 0.0
    return float(saved.sum()) / whole if whole > 0 else 0.0, test
