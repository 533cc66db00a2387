"""Invented conversations whose groups are known: two dimensions of opinion, logistic votes."""

import numpy as np

from jibungoto.engines.opinion import Votes


def planted(
    people: int,
    statements: int,
    *,
    groups: int = 3,
    median: float = 11,
    seed: int = 0,
    spread: float = 0.3,
    uneven: float = 0.7,
) -> tuple[Votes, np.ndarray]:
    """The votes and the group of each person; votes cast are lognormal, as `uneven` says."""
    rng = np.random.default_rng(seed)
    own = rng.integers(groups, size=people)
    turn = 2 * np.pi * np.arange(groups) / groups
    centres = np.stack([np.cos(turn), np.sin(turn)], axis=1) * (groups > 1)
    places = centres[own] + spread * rng.normal(size=(people, 2))
    loadings = 1.5 * rng.normal(size=(statements, 2))
    levels = 0.7 * rng.normal(size=statements)
    activity = median * np.exp(uneven * rng.normal(size=people))
    rows = np.repeat(np.arange(people), np.clip(np.round(activity), 1, statements).astype(int))
    columns = rng.integers(statements, size=len(rows))
    leaning = levels[columns] + (places[rows] * loadings[columns]).sum(axis=1)
    agrees = rng.random(len(rows)) < 1 / (1 + np.exp(-leaning))
    values = np.where(rng.random(len(rows)) < 0.12, 0, np.where(agrees, 1, -1))
    votes = Votes.of(
        rows, columns, values, all_people=range(people), all_statements=range(statements)
    )
    return votes, own
