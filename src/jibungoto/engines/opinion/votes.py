"""Who voted what on which statement, kept sparse: the votes of one person lie beside each other.

People and statements are in ascending order of their names, so the same votes are the same arrays
in whatever order they were told. One vote takes five bytes; nothing here is people × statements.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

if TYPE_CHECKING:
    from scipy.sparse import csr_array

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]
type Places = NDArray[np.int32]  # numbers of people, statements and votes
type Names = NDArray[Any]

AGREE, PASS, DISAGREE = 1, 0, -1


class VoteError(ValueError):
    """These are no votes: a value other than 1, 0 and -1, or lists of different length."""


@dataclass(frozen=True, slots=True, eq=False)
class Votes:
    """`columns[starts[i]:starts[i + 1]]` are the statements person i voted on, with `values`."""

    people: Names
    statements: Names
    starts: Places
    columns: Places
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
        if len(voted) and not ((voted == AGREE) | (voted == PASS) | (voted == DISAGREE)).all():
            raise VoteError("a vote is 1, 0 or -1")
        person_names, row = _numbered(who, all_people)
        statement_names, column = _numbered(what, all_statements)
        voted = voted.astype(np.int8)
        if order is not None:
            by = np.lexsort((voted, np.asarray(order)))
            row, column, voted = row[by], column[by], voted[by]
        shape = (len(person_names), len(statement_names))
        starts, column, voted = _in_rows(row, column, voted, shape)
        return cls(person_names, statement_names, *_last(starts, column, voted))

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

    def tally(self) -> Ints:
        """Statements × answers: how many disagree, pass and agree."""
        place = self.columns * np.int32(3)
        place += self.values
        place += 1
        return np.bincount(place, minlength=3 * len(self.statements)).reshape(-1, 3)

    def means(self) -> Floats:
        """The mean vote on each statement; zero where nobody voted."""
        told = self.tally()
        return np.asarray((told[:, 2] - told[:, 0]) / np.maximum(told.sum(axis=1), 1))

    def sums_by_person(self, amounts: NDArray[Any]) -> Floats:
        """The sum of one amount a vote over each person's votes."""
        if self.per_person.all() and len(self.people):
            return np.add.reduceat(amounts, self.starts[:-1], dtype=np.float64)
        sums = np.zeros(len(self.people))
        voted = np.flatnonzero(self.per_person)
        if len(voted):
            sums[voted] = np.add.reduceat(amounts, self.starts[voted])
        return sums

    def kept(self, keep: NDArray[np.bool_]) -> "Votes":
        """Only these votes; people and statements stay, also those left without a vote."""
        counts = np.bincount(self.rows[keep], minlength=len(self.people))
        return Votes(
            self.people, self.statements, _starts(counts), self.columns[keep], self.values[keep]
        )

    def of_people(self, chosen: NDArray[Any]) -> "Votes":
        """The votes of these people (numbers in ascending order, or a mask) alone."""
        mask = np.zeros(len(self.people), dtype=bool)
        mask[chosen] = True
        some = self.kept(mask[self.rows])
        starts = _starts(some.per_person[mask])
        return Votes(self.people[mask], self.statements, starts, some.columns, some.values)

    def matrix(self, amounts: NDArray[Any]) -> "csr_array":
        """One amount a vote as a sparse matrix of people × statements; nothing is copied."""
        # Here and not above: whoever only asks what to put to a person next does without scipy.
        from scipy.sparse import csr_array

        shape = (len(self.people), len(self.statements))
        return csr_array((amounts, self.columns, self.starts), shape=shape, copy=False)

    def published(self, *, least: int = 1) -> "tuple[Votes, Ints]":
        """The votes as everybody may have them: who somebody is and when they came is gone.

        Answered with the number each of their people has here, which nobody else may have.
        Statements fewer than `least` people voted on are away, and people left without a vote. The
        others are called 1, 2, 3… in an order that follows from their answers alone, so that the
        same votes are published alike whatever people were called and in whatever order they came.
        """
        enough = np.bincount(self.columns, minlength=len(self.statements)) >= least
        some = self.kept(enough[self.columns])
        columns = (np.cumsum(enough) - 1).astype(np.int32)[some.columns]
        tokens = (columns.astype(np.uint64) * np.uint64(3)) + (some.values + 2).astype(np.uint64)
        voted = np.flatnonzero(some.per_person)
        marks = np.add.reduceat(_mixed(tokens), some.starts[voted]) if len(voted) else tokens
        chosen = voted[np.argsort(_mixed(marks), kind="stable")]
        counts = some.per_person[chosen]
        starts = _starts(counts)
        at = np.arange(starts[-1]) + np.repeat(some.starts[chosen] - starts[:-1], counts)
        names = np.arange(1, len(chosen) + 1)
        told = Votes(names, self.statements[enough], starts, columns[at], some.values[at])
        return told, chosen

    def digest(self) -> str:
        """A SHA-256 of the votes and names, the same in any order they were told in."""
        seen = hashlib.sha256(b"jibungoto votes 1\n")
        for names in (self.people, self.statements):
            seen.update("\n".join(map(str, names.tolist())).encode() + b"\n\n")
        for array in (self.starts.astype("<i8"), self.columns.astype("<i4"), self.values):
            seen.update(np.ascontiguousarray(array).tobytes())
        return seen.hexdigest()


def _mixed(numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Each number scattered over all of 64 bits (the finaliser of SplitMix64)."""
    mixed = numbers + np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))


def _numbered(names: Names, whole: Iterable[Any] | None) -> tuple[Names, Places]:
    """All names in ascending order, and for each given one its number there."""
    if whole is not None:
        known = np.unique(np.concatenate([np.asarray(list(whole)), names]))
        return known, np.searchsorted(known, names).astype(np.int32)
    if names.dtype.kind in "iu" and len(names):
        low, high = int(names.min()), int(names.max())
        if high - low < 4 * len(names) + 1000:
            # A table of all numbers in between is much faster than sorting the names.
            at = names if low == 0 else names - low
            there = np.zeros(high - low + 1, dtype=bool)
            there[at] = True
            known = np.flatnonzero(there) + low
            if len(known) == len(there):
                return known, at.astype(np.int32, copy=False)
            return known, (np.cumsum(there, dtype=np.int32) - 1)[at]
    known, number = np.unique(names, return_inverse=True)
    return known, number.astype(np.int32)


def _starts(counts: NDArray[Any]) -> Places:
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)


def _in_rows(
    row: Places, column: Places, value: NDArray[np.int8], shape: tuple[int, int]
) -> tuple[Places, Places, NDArray[np.int8]]:
    """Starts, columns and values by row and column; those of one place stay in their order.

    Two counting sorts, first by column and then by row, each of which keeps the order of equals.
    """
    from scipy.sparse import coo_array

    told = coo_array((value, (column, row)), shape=shape[::-1])
    told.has_canonical_format = True  # or votes on the same place would be added up
    by_person = told.tocsr().T.tocsr()
    return by_person.indptr, by_person.indices, by_person.data


def _last(
    starts: Places, column: Places, value: NDArray[np.int8]
) -> tuple[Places, Places, NDArray[np.int8]]:
    """Of votes on the same place only the last."""
    again = np.flatnonzero(column[1:] == column[:-1])
    # Beside each other, but of two people: no vote is replaced.
    again = again[
        np.searchsorted(starts, again, side="right")
        == np.searchsorted(starts, again + 1, side="right")
    ]
    if not len(again):
        return starts, column, value
    counts = np.diff(starts) - np.bincount(
        np.searchsorted(starts, again, side="right") - 1, minlength=len(starts) - 1
    )
    return _starts(counts), np.delete(column, again), np.delete(value, again)
