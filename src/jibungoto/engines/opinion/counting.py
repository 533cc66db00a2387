"""Votes counted by group: the whole of what group figures are made of (opinion.md 1.9)."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .votes import AGREE, DISAGREE, Floats, Ints, Votes

NO_GROUP = -1


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """Groups × statements: agrees, disagrees, and all votes with the passes."""

    agrees: Ints
    disagrees: Ints
    votes: Ints

    @property
    def passes(self) -> Ints:
        """Votes that neither agree nor disagree."""
        return self.votes - self.agrees - self.disagrees

    def others(self) -> "Counts":
        """For each group the counts of all other groups together."""
        parts = (self.agrees, self.disagrees, self.votes)
        return Counts(*(part.sum(axis=0) - part for part in parts))

    def together(self) -> "Counts":
        """All groups as one."""
        parts = (self.agrees, self.disagrees, self.votes)
        return Counts(*(part.sum(axis=0, keepdims=True) for part in parts))


def count(votes: Votes, groups: Ints, number: int) -> Counts:
    """Count by `groups`, the group of each person; people with NO_GROUP are not counted."""
    width = len(votes.statements)
    # One table of group (no group is the last) × statement × answer holds everything.
    first = np.where(groups == NO_GROUP, number, groups) * width
    small = 3 * width * (number + 1) <= np.iinfo(np.int32).max
    own: NDArray[Any] = votes.spread(first.astype(np.int32 if small else np.int64))
    own += votes.columns
    own *= 3
    own += votes.values
    own += 1
    cells = np.bincount(own, minlength=3 * width * (number + 1))
    table = cells.reshape(number + 1, width, 3)[:number]
    return Counts(table[..., 1 + AGREE], table[..., 1 + DISAGREE], table.sum(axis=2))


def count_everybody(votes: Votes) -> Counts:
    """Counts of all people as one group, also of those without a group."""
    told = votes.tally()[None]
    return Counts(told[..., 1 + AGREE], told[..., 1 + DISAGREE], told.sum(axis=2))


def group_aware_consensus(counts: Counts) -> Floats:
    """For each statement the product over groups of the estimated share that agrees."""
    return np.asarray(np.prod((counts.agrees + 1) / (counts.votes + 2), axis=0))


META_PRIORITY = 49.0


def priorities(counts: Counts, extremity: Floats, meta: np.ndarray) -> Floats:
    """How urgently pol.is shows each statement next (1.10); statements about people stay at 49."""
    whole = counts.together()
    agrees, votes, passes = whole.agrees[0], whole.votes[0], whole.passes[0]
    importance = (1 - (passes + 1) / (votes + 2)) * (1 + extremity) * (agrees + 1) / (votes + 2)
    found = (importance * (1 + 8 * 2.0 ** (-votes / 5))) ** 2
    return np.where(meta, META_PRIORITY, found)
