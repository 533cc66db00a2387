"""The default analysis: positions and groups from the votes cast, with how sure each figure is."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from . import choosing, fitting, grouping, sharing
from .choosing import Choice, choose, stability
from .counting import NO_GROUP, Counts, count, count_everybody
from .fitting import Fit, fit
from .grouping import assign, centres_of, smallest_group
from .polis import in_conversation
from .sharing import Ground, State, ground
from .votes import Floats, Ints, Votes

DIMENSIONS = 3
SEED = 20260401


@dataclass(frozen=True, slots=True, eq=False)
class RobustResult:
    """What was found. Groups are numbered by size, the largest first."""

    fit: Fit
    positions: Floats
    groups: Ints
    choice: Choice
    stability: Floats
    counts: Counts
    everybody: Counts
    ground: Ground
    left_out: NDArray[np.bool_]
    seed: int

    @property
    def number(self) -> int:
        """How many groups there are."""
        return len(self.counts.votes)

    @property
    def sizes(self) -> Ints:
        """The members of each group."""
        return np.bincount(self.groups[self.groups != NO_GROUP], minlength=self.number)

    def shared(self) -> list[int]:
        """Statements every group agrees with, the surest first."""
        return self._ranked(State.SHARED_AGREE, self.ground.shared_agree)

    def shared_refusal(self) -> list[int]:
        """Statements every group disagrees with, the surest first."""
        return self._ranked(State.SHARED_DISAGREE, self.ground.shared_disagree)

    def divisive(self) -> list[int]:
        """Statements two groups surely see differently, the widest difference first."""
        return self._ranked(State.DIVISIVE, self.ground.difference)

    def _ranked(self, state: State, amounts: Floats) -> list[int]:
        """Of equals the one with the higher level (what no difference of view explains) first."""
        chosen = [
            j
            for j, found in enumerate(self.ground.states)
            if found is state and not self.left_out[j]
        ]
        sign = -1 if state is State.SHARED_DISAGREE else 1
        return sorted(chosen, key=lambda j: (-amounts[j], -sign * self.fit.levels[j], j))


def robust(
    votes: Votes,
    *,
    left_out: NDArray[np.bool_] | None = None,
    seed: int = SEED,
    dimensions: int = DIMENSIONS,
) -> RobustResult:
    """Analyse. Statements `left_out` are counted, but nothing is learnt from them or said of them.

    The number of groups may be one. A group smaller than five people or two in a hundred is none:
    then fewer groups are made.
    """
    away = np.zeros(len(votes.statements), dtype=bool) if left_out is None else left_out
    used = votes.kept(~away[votes.columns])
    rank = max(min(dimensions, int((~away).sum()), len(votes.people)), 1)
    inside = np.flatnonzero(in_conversation(used))
    found = fit(used, rank, seed=seed)
    choice = choose(used, inside, rank, seed=seed)
    groups, number = _groups(found, inside, choice.number, seed=seed)
    counts = count(votes, groups, number)
    sizes = np.bincount(groups[inside], minlength=number)
    return RobustResult(
        fit=found,
        positions=_drawn(found.places),
        groups=groups,
        choice=choice,
        stability=stability(used, inside, groups, number, found, seed=seed),
        counts=counts,
        everybody=count_everybody(votes),
        ground=ground(counts, sizes),
        left_out=away,
        seed=seed,
    )


def parameters() -> dict[str, float | int | list[int]]:
    """Every number a result depends on besides votes, statements left out and seed."""
    return {
        "ridge": fitting.RIDGE,
        "level_ridge": fitting.LEVEL_RIDGE,
        "sweeps": fitting.SWEEPS,
        "sweeps_of_draws": fitting.SWEEPS_ON,
        "fitted_votes_at_most": fitting.MOST_VOTES,
        "dimensions": DIMENSIONS,
        "groups_at_most": choosing.MOST_GROUPS,
        "people_to_choose_by": choosing.ENOUGH,
        "smallest_group": grouping.LEAST_MEMBERS,
        "smallest_share": grouping.LEAST_SHARE,
        "folds": choosing.FOLDS,
        "least_gain": choosing.LEAST_GAIN,
        "gain_z": choosing.SURE,
        "nearly_best": choosing.NEARLY_BEST,
        "bootstrap_draws": choosing.REPLICATES,
        "confidence": sharing.CONFIDENCE,
        "votes_needed": sharing.NEEDED,
        "clear_difference": sharing.CLEAR,
    }


def _groups(found: Fit, inside: Ints, number: int, *, seed: int) -> tuple[Ints, int]:
    least = smallest_group(len(inside))
    groups = np.full(len(found.places), NO_GROUP, dtype=np.int64)
    for tried in range(number, 0, -1):
        own = assign(found, centres_of(found, inside, tried, seed=seed))[inside]
        sizes = np.bincount(own, minlength=tried)
        if tried == 1 or sizes.min() >= least:
            place = np.empty(tried, dtype=np.int64)
            place[np.argsort(-sizes, kind="stable")] = np.arange(tried)
            groups[inside] = place[own]
            return groups, tried
    return groups, 1


def _drawn(places: Floats) -> Floats:
    drawn = np.zeros((len(places), 2))
    drawn[:, : min(2, places.shape[1])] = places[:, :2]
    return drawn
