"""How far our formulas are from a result pol.is itself published (a math blob, parsed).

Everything is computed on the blob's own groups and, for extremity and priority, on its own axes:
its groups depend on what its server remembered, its formulas do not.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from .components import Components, components, extremity
from .counting import (
    META_PRIORITY,
    NO_GROUP,
    count,
    count_everybody,
    group_aware_consensus,
    priorities,
)
from .representing import Chosen, consensus, representative
from .votes import Floats, Votes

CLOSE = 1e-12
ALIGNED = 0.999


@dataclass(frozen=True, slots=True)
class Parity:
    """The largest difference of each formula; counts of lists that differ."""

    group_votes: int
    group_votes_cells: int
    group_aware_consensus: float
    representative_lists: int
    representative_groups: int
    consensus_lists: int
    extremity: float
    priorities: float
    priorities_all_alike: bool
    smallest_cosine: float

    @property
    def is_equal(self) -> bool:
        """Whether every formula is as near as can be asked.

        A blob whose priorities are all 49 was written while pol.is had a known fault there
        (March 2025 to July 2026); its priorities say nothing and are not judged.
        """
        return (
            self.group_votes == self.representative_lists == self.consensus_lists == 0
            and max(self.group_aware_consensus, self.extremity) <= CLOSE
            and (self.priorities_all_alike or self.priorities <= CLOSE)
            and self.smallest_cosine >= ALIGNED
        )

    def told(self) -> dict[str, object]:
        """The figures and the verdict, ready for JSON."""
        return {**asdict(self), "is_equal": self.is_equal}


def compare(votes: Votes, blob: Mapping[str, Any]) -> Parity:
    """Compare with a blob. `votes` are the raw ones behind it, named as in the blob (numbers)."""
    names = [int(name) for name in votes.statements]
    left_out = np.isin(names, blob.get("mod-out") or [])
    meta = np.isin(names, blob.get("meta-tids") or [])
    identities, groups = _groups(votes, blob)
    counts = count(votes, groups, len(identities))
    theirs = _theirs(blob, names)
    priority_of = np.array([float(blob["comment-priorities"].get(str(n), np.nan)) for n in names])
    found = components(votes, left_out)
    expected = [
        blob["group-votes"][str(group)]["votes"].get(str(name), {"A": 0, "D": 0, "S": 0})
        for group in identities
        for name in names
    ]
    ours = zip(counts.agrees.ravel(), counts.disagrees.ravel(), counts.votes.ravel(), strict=True)
    differing = sum(
        (a != e["A"]) + (d != e["D"]) + (s != e["S"])
        for (a, d, s), e in zip(ours, expected, strict=True)
    )
    lists = representative(counts, left_out)
    return Parity(
        group_votes=int(differing),
        group_votes_cells=3 * len(expected),
        group_aware_consensus=_gap(
            group_aware_consensus(counts),
            np.array([float(blob["group-aware-consensus"].get(str(n), np.nan)) for n in names]),
        ),
        representative_lists=sum(
            _told(mine, names) != _published(blob["repness"][str(group)], "repful-for")
            for group, mine in zip(identities, lists, strict=True)
        ),
        representative_groups=len(identities),
        consensus_lists=sum(
            [names[one.statement] for one in mine]
            != [one["tid"] for one in blob["consensus"][side]]
            for side, mine in consensus(count_everybody(votes), left_out).items()
        ),
        extremity=_gap(extremity(theirs), _by_statement(blob, names, "comment-extremity")),
        priorities=_gap(
            priorities(counts, _by_statement(blob, names, "comment-extremity"), meta), priority_of
        ),
        priorities_all_alike=bool((priority_of == META_PRIORITY).all() and not meta.all()),
        smallest_cosine=_smallest_cosine(found.axes, theirs.axes),
    )


def _groups(votes: Votes, blob: Mapping[str, Any]) -> tuple[list[int], np.ndarray]:
    """The groups of the blob in its order, and the place in it of each person's group."""
    base = blob["base-clusters"]
    members = dict(zip(base["id"], base["members"], strict=True))
    place = {int(name): number for number, name in enumerate(votes.people)}
    groups = np.full(len(votes.people), NO_GROUP, dtype=np.int64)
    identities = []
    for number, cluster in enumerate(blob["group-clusters"]):
        identities.append(int(cluster["id"]))
        for one in cluster["members"]:
            for person in members[one]:
                if int(person) in place:
                    groups[place[int(person)]] = number
    return identities, groups


def _by_statement(blob: Mapping[str, Any], names: list[int], key: str) -> Floats:
    values = dict(zip(blob["tids"], blob["pca"][key], strict=True))
    return np.array([float(values[name]) for name in names])


def _theirs(blob: Mapping[str, Any], names: list[int]) -> Components:
    """Axes and centre of the blob; there agreeing is -1."""
    order = [blob["tids"].index(name) for name in names]
    centre = -np.array(blob["pca"]["center"], dtype=np.float64)[order]
    return Components(centre, np.array(blob["pca"]["comps"], dtype=np.float64)[:, order])


def _gap(ours: Floats, theirs: Floats) -> float:
    """The largest difference where a figure was published."""
    return float(np.nanmax(np.abs(ours - theirs), initial=0.0))


def _smallest_cosine(ours: Floats, theirs: Floats) -> float:
    lengths = np.sqrt((ours**2).sum(axis=1) * (theirs**2).sum(axis=1))
    dots = np.abs((ours * theirs).sum(axis=1))
    return float(np.divide(dots, lengths, out=np.ones_like(dots), where=lengths > 0).min())


def _told(chosen: list[Chosen], names: list[int]) -> list[tuple[int, str]]:
    return [(names[one.statement], str(one.side)) for one in chosen]


def _published(chosen: list[dict[str, Any]], side: str) -> list[tuple[int, str]]:
    return [(one["tid"], one[side]) for one in chosen]
