"""A conversation kept up to date vote by vote: whole numbers that say all the axes need.

Three statements × statements tables of integers (opinion.md 1.4) change in a few cells with a vote.
Being whole numbers they are exactly those of all votes counted anew, in whatever order they came,
and so are the axes taken from them.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from .components import Components, signed
from .votes import Ints, VoteError, Votes

_PAIRS = 4_000_000


class Running:
    """Votes so far and their tables. Statements are known by number, people by any name."""

    def __init__(self, statements: int) -> None:
        shape = (statements, statements)
        self.values = np.zeros(shape, dtype=np.int64)
        self.mixed = np.zeros(shape, dtype=np.int64)
        self.voted = np.zeros(shape, dtype=np.int64)
        self._cast: dict[Any, dict[int, int]] = {}

    @classmethod
    def of(cls, votes: Votes) -> "Running":
        """Count all votes anew, pair by pair of one person's votes; their names are kept."""
        running = cls(len(votes.statements))
        for first, last in _parts(votes):
            running._add(votes, first, last)
        ends = zip(votes.people.tolist(), votes.starts[:-1], votes.starts[1:], strict=True)
        columns, values = votes.columns.tolist(), votes.values.tolist()
        for person, first, last in ends:
            own = dict(zip(columns[first:last], values[first:last], strict=True))
            if own:
                running._cast[person] = own
        return running

    @property
    def statements(self) -> int:
        """How many statements there are."""
        return len(self.voted)

    def cast(self, person: Any, statement: int, value: int) -> None:
        """Take one vote, the first of this person on this statement or a changed one."""
        if value not in (-1, 0, 1) or not 0 <= statement < self.statements:
            raise VoteError(f"no vote: {value} on {statement}")
        own = self._cast.setdefault(person, {})
        old = own.pop(statement, None)
        step, first = value - (old or 0), int(old is None)
        others = np.fromiter(own.keys(), dtype=np.int64, count=len(own))
        held = np.fromiter(own.values(), dtype=np.int64, count=len(own))
        own[statement] = value
        if step:
            self.values[statement, others] += step * held
            self.values[others, statement] += step * held
            self.mixed[statement, others] += step
            self.values[statement, statement] += value**2 - (old or 0) ** 2
            self.mixed[statement, statement] += step
        if first:
            self.mixed[others, statement] += held
            self.voted[statement, others] += 1
            self.voted[others, statement] += 1
            self.voted[statement, statement] += 1

    def open_statement(self) -> int:
        """Make room for one more statement and tell its number."""
        number = self.statements
        self.values, self.mixed, self.voted = (
            np.pad(table, (0, 1)) for table in (self.values, self.mixed, self.voted)
        )
        return number

    def components(
        self, left_out: NDArray[np.bool_] | None = None, *, count: int = 2
    ) -> Components:
        """Centre and axes now; the same bytes as after counting all votes anew."""
        votes = np.maximum(np.diagonal(self.voted), 1)
        centre = np.diagonal(self.mixed) / votes
        gram = (
            self.values
            - centre[:, None] * self.mixed.T
            - self.mixed * centre[None, :]
            + centre[:, None] * centre[None, :] * self.voted
        )
        gram = (gram + gram.T) / 2
        if left_out is not None:
            centre = np.where(left_out, 0.0, centre)
            gram[left_out] = 0.0
            gram[:, left_out] = 0.0
        found, vectors = np.linalg.eigh(gram)
        axes = np.zeros((count, self.statements))
        best = np.argsort(found)[::-1][:count]
        best = best[found[best] > 1e-12 * max(float(found.max(initial=0.0)), 1e-300)]
        axes[: len(best)] = signed(vectors[:, best].T)
        return Components(np.asarray(centre), axes)

    def votes(self) -> Votes:
        """All votes as they stand, for everything else."""
        people: list[Any] = []
        statements: list[int] = []
        values: list[int] = []
        for person, own in self._cast.items():
            people += [person] * len(own)
            statements += own.keys()
            values += own.values()
        return Votes.of(people, statements, values, all_statements=range(self.statements))

    def _add(self, votes: Votes, first: int, last: int) -> None:
        """Add the pairs of the people from `first` to before `last`."""
        begin, end = votes.starts[first], votes.starts[last]
        own = votes.per_person[first:last]
        size = np.repeat(own, own)
        one = np.repeat(np.arange(begin, end), size)
        ahead = np.cumsum(size) - size
        inner = np.arange(len(one)) - np.repeat(ahead, size)
        other = np.repeat(np.repeat(votes.starts[first:last], own), size) + inner
        cell = votes.columns[one].astype(np.int64) * self.statements + votes.columns[other]
        value, beside = votes.values[one].astype(np.int64), votes.values[other]
        told = ((self.values, value * beside), (self.mixed, value), (self.voted, None))
        for table, amounts in told:
            sums = np.bincount(cell, amounts, minlength=table.size)
            table += sums.astype(np.int64).reshape(table.shape)


def _parts(votes: Votes) -> list[tuple[int, int]]:
    """Runs of people with about four million pairs of votes each."""
    pairs = np.cumsum(votes.per_person**2)
    cuts: Ints = np.unique(pairs // _PAIRS, return_index=True)[1]
    ends = [*cuts[1:].tolist(), len(pairs)]
    return [(int(a), int(b)) for a, b in zip(cuts, ends, strict=True)]
