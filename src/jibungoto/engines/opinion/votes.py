"""Who voted what on which statement, kept sparse: the votes of one person lie beside each other.

People and statements are in ascending order of their names, so the same votes are the same arrays
in whatever order they were told. One vote takes nine bytes; nothing here is people × statements.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]
type Names = NDArray[Any]

AGREE, PASS, DISAGREE = 1, 0, -1
_ROOM = 62


class VoteError(ValueError):
    """These are no votes: a value other than 1, 0 and -1, or lists of different length."""


@dataclass(frozen=True, slots=True, eq=False)
class Votes:
    """`columns[starts[i]:starts[i + 1]]` are the statements person i voted on, with `values`."""

    people: Names
    statements: Names
    starts: Ints
    columns: Ints
    values: NDArray[np.int8]

    @classmethod
    def of(
        cls,
        people: ArrayLike,
        statements: ArrayLike,
        values: ArrayLike,
        *,
        order: ArrayLike | None = None,
        all_people: Iterable[Any] | None = None,
        all_statements: Iterable[Any] | None = None,
    ) -> "Votes":
        """Votes from three lists. A later vote on the same statement replaces an earlier one.

        Later is what has the larger `order` (a time or a running number), or stands further down
        where none is given; of votes of the very same moment the more agreeing one stays. Names
        beyond those voted on are told by `all_people` and `all_statements`.
        """
        who, what, voted = np.asarray(people), np.asarray(statements), np.asarray(values)
        if not len(who) == len(what) == len(voted):
            raise VoteError(f"lengths differ: {len(who)}, {len(what)}, {len(voted)}")
        if len(voted) and not np.isin(voted, (AGREE, PASS, DISAGREE)).all():
            raise VoteError("a vote is 1, 0 or -1")
        person_names, row = _numbered(who, all_people)
        statement_names, column = _numbered(what, all_statements)
        when = np.arange(len(who)) if order is None else _ranks(np.asarray(order))
        sorted_ = _sorted(row, column, when, voted.astype(np.int64))
        row, column, voted = sorted_
        last = np.ones(len(row), dtype=bool)
        last[:-1] = (row[1:] != row[:-1]) | (column[1:] != column[:-1])
        counts = np.bincount(row[last], minlength=len(person_names))
        return cls(
            person_names,
            statement_names,
            np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
            column[last],
            voted[last].astype(np.int8),
        )

    @property
    def rows(self) -> Ints:
        """For each vote the number of its person."""
        return self.spread(np.arange(len(self.people)))

    def spread[Each: np.generic](self, by_person: NDArray[Each]) -> NDArray[Each]:
        """An amount of each person for each of their votes."""
        return np.repeat(by_person, self.per_person)

    @property
    def per_person(self) -> Ints:
        """How many statements each person voted on, passes included."""
        return np.diff(self.starts)

    @property
    def per_statement(self) -> Ints:
        """How many people voted on each statement, passes included."""
        return np.bincount(self.columns, minlength=len(self.statements))

    def means(self) -> Floats:
        """The mean vote on each statement; zero where nobody voted."""
        sums = np.bincount(self.columns, self.values, minlength=len(self.statements))
        return np.asarray(sums / np.maximum(self.per_statement, 1))

    def sums_by_person(self, amounts: NDArray[Any]) -> Floats:
        """The sum of one amount a vote over each person's votes."""
        if self.per_person.all() and len(self.people):
            return np.add.reduceat(amounts, self.starts[:-1], dtype=np.float64)
        sums = np.zeros(len(self.people))
        voted = np.flatnonzero(self.per_person)
        if len(voted):
            sums[voted] = np.add.reduceat(amounts, self.starts[voted])
        return sums

    def sums_by_statement(self, amounts: NDArray[Any]) -> Floats:
        """The sum of one amount a vote over each statement's votes."""
        return np.bincount(self.columns, amounts, minlength=len(self.statements))

    def kept(self, keep: NDArray[np.bool_]) -> "Votes":
        """Only these votes; people and statements stay, also those left without a vote."""
        counts = np.bincount(self.rows[keep], minlength=len(self.people))
        starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        return Votes(self.people, self.statements, starts, self.columns[keep], self.values[keep])

    def of_people(self, chosen: NDArray[Any]) -> "Votes":
        """The votes of these people (numbers in ascending order, or a mask) alone."""
        mask = np.zeros(len(self.people), dtype=bool)
        mask[chosen] = True
        some = self.kept(mask[self.rows])
        starts = np.concatenate([[0], np.cumsum(some.per_person[mask])]).astype(np.int64)
        return Votes(self.people[mask], self.statements, starts, some.columns, some.values)

    def digest(self) -> str:
        """A SHA-256 of the votes and names, the same in any order they were told in."""
        seen = hashlib.sha256(b"jibungoto votes 1\n")
        for names in (self.people, self.statements):
            seen.update("\n".join(map(str, names.tolist())).encode() + b"\n\n")
        for array in (self.starts.astype("<i8"), self.columns.astype("<i4"), self.values):
            seen.update(np.ascontiguousarray(array).tobytes())
        return seen.hexdigest()


def _numbered(names: Names, whole: Iterable[Any] | None) -> tuple[Names, Ints]:
    """All names in ascending order, and for each given one its number there."""
    if whole is not None:
        known = np.unique(np.concatenate([np.asarray(list(whole)), names]))
        return known, np.searchsorted(known, names).astype(np.int64)
    if names.dtype.kind in "iu" and len(names):
        low, high = int(names.min()), int(names.max())
        if high - low < 4 * len(names) + 1000:
            # A table of all numbers in between is much faster than sorting the names.
            there = np.zeros(high - low + 1, dtype=bool)
            there[names - low] = True
            return np.flatnonzero(there) + low, (np.cumsum(there) - 1)[names - low]
    known, number = np.unique(names, return_inverse=True)
    return known, number.astype(np.int64)


def _ranks(order: NDArray[Any]) -> Ints:
    return np.unique(order, return_inverse=True)[1].astype(np.int64)


def _sorted(row: Ints, column: Ints, when: Ints, value: Ints) -> tuple[Ints, Ints, Ints]:
    """Rows, columns and values by row, column, moment, value."""
    if not len(row):
        return row, column, value
    sizes = [max(int(part.max()), 1).bit_length() for part in (row, column, when)]
    if sum(sizes) + 2 > _ROOM:
        by = np.lexsort((value, when, column, row))
        return row[by], column[by], value[by]
    # Packed into one number each, votes sort several times faster than by four keys.
    packed = (((row << sizes[1] | column) << sizes[2] | when) << 2) | (value + 1)
    packed.sort()
    place = packed >> (sizes[2] + 2)
    return place >> sizes[1], place & ((1 << sizes[1]) - 1), (packed & 3) - 1
