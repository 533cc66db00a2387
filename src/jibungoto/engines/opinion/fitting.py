"""Where people and statements lie, from the votes cast alone: no missing vote is ever filled in.

vote ≈ level of the statement + person · loading, by alternating ridge regressions from the PCA on.
The ridge draws people with few votes to the middle, where pol.is would throw them outwards.
"""

from dataclasses import dataclass

import numpy as np

from .components import components
from .votes import Floats, Votes

RIDGE = 4.0
LEVEL_RIDGE = 2.0
SWEEPS = 8
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


def fit(votes: Votes, rank: int, *, seed: int, weights: Floats | None = None) -> Fit:
    """Fit on all votes, or on people drawn by `seed` where there are more than 250,000 votes.

    Everybody is placed in the end. `weights` count people more than once, as a bootstrap does.
    """
    some = votes
    if len(votes.values) > MOST_VOTES:
        share = MOST_VOTES / len(votes.values)
        drawn = np.random.default_rng(seed).random(len(votes.people)) < share
        some, weights = votes.of_people(drawn), None if weights is None else weights[drawn]
    levels, loadings = _statements(some, rank, weights)
    places, _, _ = place(some, levels, loadings)
    turn, loadings = _principal(places, loadings)
    unturned = loadings @ turn.T
    places, grams, pulls = place(votes, levels, unturned)
    back = np.linalg.pinv(turn.T)
    full = np.einsum("ia,pij,jb->pab", back, _square(grams, rank), back)
    return Fit(levels, loadings, places @ turn, full[(slice(None), *_upper(rank))], pulls @ back)


def predict(votes: Votes, rows: np.ndarray, columns: np.ndarray, *, seed: int) -> Floats:
    """The vote to expect of each person on each statement: the mean of one to four dimensions."""
    ranks = [rank for rank in RANKS if rank <= min(len(votes.statements), len(votes.people))]
    told = np.zeros(len(rows))
    for rank in ranks:
        found = fit(votes, rank, seed=seed)
        guess = found.levels[columns] + (found.places[rows] * found.loadings[columns]).sum(axis=1)
        told += np.clip(guess, -1, 1)
    return np.asarray(told / max(len(ranks), 1))


def _statements(votes: Votes, rank: int, weights: Floats | None) -> tuple[Floats, Floats]:
    values = votes.values.astype(np.float64)
    heavy = np.ones(len(values)) if weights is None else votes.spread(weights)
    middle = float((values * heavy).sum() / max(heavy.sum(), 1e-300))
    level = votes.sums_by_statement(heavy * (values - middle))
    levels = middle + level / (votes.sums_by_statement(heavy) + LEVEL_RIDGE)
    loadings = components(votes, count=rank).axes.T * np.sqrt(len(votes.statements)) / 2
    ridge = np.diag([RIDGE] * rank + [LEVEL_RIDGE])
    for _ in range(SWEEPS):
        places, _, _ = place(votes, levels, loadings)
        known = [*(votes.spread(axis) for axis in places.T), np.ones(len(values))]
        size = rank + 1
        left = np.empty((len(levels), size, size))
        right = np.empty((len(levels), size))
        for i in range(size):
            heavier = known[i] * heavy
            right[:, i] = votes.sums_by_statement(heavier * (values - middle))
            for j in range(i, size):
                left[:, i, j] = left[:, j, i] = votes.sums_by_statement(heavier * known[j])
        solved = np.linalg.solve(left + ridge, right[:, :, None])[:, :, 0]
        loadings, levels = solved[:, :rank], solved[:, rank] + middle
    return levels, loadings


def place(votes: Votes, levels: Floats, loadings: Floats) -> tuple[Floats, Floats, Floats]:
    """Places, grams and pulls of all people for given statements."""
    rank = loadings.shape[1]
    known = [axis[votes.columns] for axis in loadings.T]
    residuals = votes.values - levels[votes.columns]
    pulls = np.stack([votes.sums_by_person(axis * residuals) for axis in known], axis=1)
    pairs = zip(*_upper(rank), strict=True)
    grams = np.stack([votes.sums_by_person(known[i] * known[j]) for i, j in pairs], axis=1)
    left = _square(grams, rank) + RIDGE * np.eye(rank)
    return np.linalg.solve(left, pulls[:, :, None])[:, :, 0], grams, pulls


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


def _upper(rank: int) -> tuple[np.ndarray, np.ndarray]:
    return np.triu_indices(rank)


def _square(grams: Floats, rank: int) -> Floats:
    full = np.zeros((len(grams), rank, rank))
    i, j = _upper(rank)
    full[:, i, j] = full[:, j, i] = grams
    return full
