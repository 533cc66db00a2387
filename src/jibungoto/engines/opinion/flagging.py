"""Votes that look made rather than cast. A flag is a question, never a verdict: nobody is dropped.

Results are told with the flagged people and without them, so that everyone sees what hangs on them.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .robust import SEED, RobustResult, robust
from .votes import Floats, Ints, Votes

CONSTANT_VOTES = 10
ALIKE_VOTES = 12
ALIKE_PEOPLE = 4
ALIKE_SHARE = 0.95
BURST_PEOPLE = 20
BURST_SPREADS = 6.0
_BANDS, _ROWS = 8, 4
_PRIME = np.uint64((1 << 31) - 1)


@dataclass(frozen=True, slots=True, eq=False)
class Flags:
    """For each person whether always voting one way, nearly like several others, or in a burst."""

    constant: NDArray[np.bool_]
    alike: NDArray[np.bool_]
    burst: NDArray[np.bool_]

    @property
    def any(self) -> NDArray[np.bool_]:
        """People with any flag."""
        return self.constant | self.alike | self.burst


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """The result with everybody and without the flagged; statements of which other things hold."""

    everybody: RobustResult
    without: RobustResult
    changed: tuple[int, ...]


def flag(
    votes: Votes, arrivals: Floats | None = None, *, window: float = 60.0, seed: int = SEED
) -> Flags:
    """Flag people. `arrivals` are when each first voted, in seconds; without them no bursts."""
    nobody = np.zeros(len(votes.people), dtype=bool)
    burst = nobody if arrivals is None else bursts(arrivals, window=window)
    return Flags(constant(votes), alike(votes, seed=seed), burst)


def compared(
    votes: Votes,
    flags: Flags,
    *,
    left_out: NDArray[np.bool_] | None = None,
    seed: int = SEED,
    everybody: RobustResult | None = None,
) -> Compared:
    """Analyse with everybody (unless that is at hand) and without the flagged."""
    everybody = everybody or robust(votes, left_out=left_out, seed=seed)
    without = robust(votes.of_people(~flags.any), left_out=left_out, seed=seed)
    states = zip(everybody.ground.states, without.ground.states, strict=True)
    changed = tuple(j for j, (one, other) in enumerate(states) if one is not other)
    return Compared(everybody, without, changed)


def constant(votes: Votes) -> NDArray[np.bool_]:
    """People who gave the same answer every time, ten times or more."""
    own = votes.per_person
    always = [votes.sums_by_person((votes.values == v).astype(np.int64)) == own for v in (-1, 0, 1)]
    return np.asarray((own >= CONSTANT_VOTES) & np.any(always, axis=0))


def alike(votes: Votes, *, seed: int = SEED) -> NDArray[np.bool_]:
    """People whose votes are 95 % those of at least three others, of twelve votes or more.

    Candidates are those who share a band of min-hashes, held against the first of them: near-copies
    are found with near certainty, and the work grows with the people, not with their pairs.
    """
    flagged = np.zeros(len(votes.people), dtype=bool)
    busy = np.flatnonzero(votes.per_person >= ALIKE_VOTES)
    if len(busy) < ALIKE_PEOPLE:
        return flagged
    some = votes.of_people(busy)
    tokens = some.columns.astype(np.uint64) * np.uint64(3) + (some.values + 1).astype(np.uint64)
    rng = np.random.default_rng(seed)
    for _ in range(_BANDS):
        key = np.zeros(len(busy), dtype=np.uint64)
        for _ in range(_ROWS):
            factor, shift = rng.integers(1, int(_PRIME), size=2, dtype=np.uint64)
            mixed = ((tokens + np.uint64(1)) * factor + shift) % _PRIME
            least = np.minimum.reduceat(mixed, some.starts[:-1])
            key = key * np.uint64(1_000_003) + least
        _, bucket, size = np.unique(key, return_inverse=True, return_counts=True)
        order = np.argsort(bucket, kind="stable")
        first = order[np.cumsum(size) - size]
        same = _shared(some, tokens, first[bucket]) & (size[bucket] >= ALIKE_PEOPLE)
        enough = np.bincount(bucket[same], minlength=len(size)) >= ALIKE_PEOPLE
        flagged[busy[same & enough[bucket]]] = True
    return flagged


def bursts(arrivals: Floats, *, window: float) -> NDArray[np.bool_]:
    """People who came in a window with far more arrivals than the usual one.

    Twenty at least, and six standard deviations above the median of windows in which anyone came.
    """
    if not len(arrivals):
        return np.zeros(0, dtype=bool)
    place = np.floor((arrivals - arrivals.min()) / window).astype(np.int64)
    _, number, size = np.unique(place, return_inverse=True, return_counts=True)
    usual = float(np.median(size))
    return np.asarray(size[number] >= max(BURST_PEOPLE, usual + BURST_SPREADS * np.sqrt(usual)))


def _shared(votes: Votes, tokens: NDArray[np.uint64], other: Ints) -> NDArray[np.bool_]:
    """Whether nearly all votes of each person are among those of another, and the other way."""
    width = np.uint64(3 * len(votes.statements))
    mine = votes.rows.astype(np.uint64) * width + tokens
    there = votes.rows
    asked = other[there].astype(np.uint64) * width + tokens
    found = np.searchsorted(mine, asked)
    hit = mine[np.minimum(found, len(mine) - 1)] == asked
    common = votes.sums_by_person(hit.astype(np.int64))
    union = votes.per_person + votes.per_person[other] - common
    return np.asarray(common >= ALIKE_SHARE * union)
