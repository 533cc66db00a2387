"""Where people and statements lie, from the votes cast alone: no missing vote is ever filled in.

vote ≈ level of the statement + person · loading, by alternating ridge regressions from the PCA on.
The ridge draws people with few votes to the middle, where pol.is would throw them outwards.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from .components import components
from .votes import Floats, Votes

RIDGE = 4.0
LEVEL_RIDGE = 2.0
SWEEPS = 8
SWEEPS_ON = 3
MOST_VOTES = 250_000
RANKS = (1, 2, 3, 4)


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """Levels and loadings of statements; of each person the place, and what it was solved from.

    `grams[i]` (upper triangle, row by row) and `pulls[i]` are the normal equations of person i: how
    well any other place would fit their votes follows from them without going through the votes.
    """

    levels: Floats
    loadings: Floats
    places: Floats
    grams: Floats
    pulls: Floats

    @property
    def rank(self) -> int:
        """How many dimensions there are."""
        return int(self.loadings.shape[1])


def fit(
    votes: Votes,
    rank: int,
    *,
    seed: int,
    weights: Floats | None = None,
    start: "Fit | None" = None,
) -> Fit:
    """Fit on all votes, or on people drawn by `seed` where there are more than 250,000 votes.

    Everybody is placed in the end. `weights` count people more than once, as a bootstrap does; it
    may set out from the statements of a fit of the same people, and then needs fewer sweeps.
    """
    some = votes
    if len(votes.values) > MOST_VOTES:
        share = MOST_VOTES / len(votes.values)
        drawn = np.random.default_rng(seed).random(len(votes.people)) < share
        some, weights = votes.of_people(drawn), None if weights is None else weights[drawn]
    levels, loadings = _statements(some, rank, weights, start)
    places, _, _ = place(some, levels, loadings)
    turn, loadings = _principal(places, loadings)
    unturned = loadings @ turn.T
    places, grams, pulls = place(votes, levels, unturned)
    back = np.linalg.pinv(turn.T)
    return Fit(levels, loadings, places @ turn, grams @ _turned(back), pulls @ back)


def predict(votes: Votes, rows: np.ndarray, columns: np.ndarray, *, seed: int) -> Floats:
    """The vote to expect of each person on each statement: the mean of one to four dimensions."""
    ranks = [rank for rank in RANKS if rank <= min(len(votes.statements), len(votes.people))]
    told = np.zeros(len(rows))
    for rank in ranks:
        found = fit(votes, rank, seed=seed)
        guess = found.levels[columns] + (found.places[rows] * found.loadings[columns]).sum(axis=1)
        told += np.clip(guess, -1, 1)
    return np.asarray(told / max(len(ranks), 1))


def _statements(
    votes: Votes, rank: int, weights: Floats | None, start: Fit | None
) -> tuple[Floats, Floats]:
    """Levels and loadings by turns with the places, each time for all statements at once."""
    heavy = np.ones(len(votes.people)) if weights is None else weights
    voted = votes.matrix(np.ones(len(votes.values))).T
    cast = votes.matrix(votes.values.astype(np.float64)).T
    times, sums = voted @ heavy, cast @ heavy
    middle = float(sums.sum() / max(times.sum(), 1e-300))
    if start is None:
        levels = middle + (sums - middle * times) / (times + LEVEL_RIDGE)
        loadings = components(votes, count=rank).axes.T * np.sqrt(len(votes.statements)) / 2
    else:
        levels, loadings = start.levels, start.loadings
    ridge = np.array([RIDGE] * rank + [LEVEL_RIDGE])
    i, j = upper(rank + 1)
    for _ in range(SWEEPS if start is None else SWEEPS_ON):
        places, _, _ = place(votes, levels, loadings)
        known = np.column_stack([places, np.ones(len(places))])
        left = voted @ (known[:, i] * known[:, j] * heavy[:, None])
        right = cast @ (known * heavy[:, None]) - middle * left[:, j == rank]
        solved = _solved(left, right, ridge)
        loadings, levels = solved[:, :rank], solved[:, rank] + middle
    return levels, loadings


def place(votes: Votes, levels: Floats, loadings: Floats) -> tuple[Floats, Floats, Floats]:
    """Places, grams and pulls of all people for given statements."""
    rank = loadings.shape[1]
    i, j = upper(rank)
    grams = votes.matrix(np.ones(len(votes.values))) @ (loadings[:, i] * loadings[:, j])
    pulls = votes.matrix(votes.values - levels[votes.columns]) @ loadings
    return _solved(grams, pulls, np.full(rank, RIDGE)), grams, pulls


def _solved(packed: Floats, right: Floats, ridge: Floats) -> Floats:
    """Solve many small symmetric systems at once, each given by its upper triangle.

    Cholesky's factors element by element, over all systems: there are far more of them than of
    their rows.
    """
    rank = right.shape[1]
    at = {pair: place for place, pair in enumerate(zip(*upper(rank), strict=True))}
    factor: dict[tuple[int, int], Floats] = {}
    for j in range(rank):
        for i in range(j, rank):
            rest = packed[:, at[j, i]] + (ridge[j] if i == j else 0.0)
            for k in range(j):
                rest = rest - factor[i, k] * factor[j, k]
            factor[i, j] = np.sqrt(rest) if i == j else rest / factor[j, j]
    found = np.empty((len(packed), rank))
    for i in range(rank):
        rest = right[:, i]
        for k in range(i):
            rest = rest - factor[i, k] * found[:, k]
        found[:, i] = rest / factor[i, i]
    for i in reversed(range(rank)):
        rest = found[:, i]
        for k in range(i + 1, rank):
            rest = rest - factor[k, i] * found[:, k]
        found[:, i] = rest / factor[i, i]
    return found


def _turned(back: Floats) -> Floats:
    """The matrix that turns upper triangles as `back` turns what they were made from."""
    i, j = upper(len(back))
    both = back[i][:, i] * back[j][:, j]
    crossed = back[j][:, i] * back[i][:, j]
    return np.asarray(np.where((i == j)[:, None], both, both + crossed))


def _principal(places: Floats, loadings: Floats) -> tuple[Floats, Floats]:
    """Turn to principal axes without whitening: (turn, loadings), loadings of mean square one."""
    if min(len(places), len(loadings)) < loadings.shape[1]:
        return np.eye(loadings.shape[1]), loadings
    _, triangle = np.linalg.qr(places)
    _, _, axes = np.linalg.svd(triangle @ loadings.T, full_matrices=False)
    largest = np.abs(axes).argmax(axis=1)
    axes = axes * np.where(axes[np.arange(len(axes)), largest] < 0, -1.0, 1.0)[:, None]
    root = np.sqrt(axes.shape[1])
    return np.asarray((axes @ loadings / root).T), np.asarray(axes.T * root)


@cache
def upper(rank: int) -> tuple[np.ndarray, np.ndarray]:
    """Rows and columns of an upper triangle, row by row."""
    return np.triu_indices(rank)
