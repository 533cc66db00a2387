"""The whole of what pol.is computes of a conversation, from a cold start and without chance."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .clusters import base_clusters, group_clusters
from .components import Components, components, extremity, positions
from .counting import (
    NO_GROUP,
    Counts,
    count,
    count_everybody,
    group_aware_consensus,
    priorities,
)
from .representing import Chosen, Side, consensus, representative
from .votes import Floats, Ints, Votes

ENOUGH = 7
FEWEST = 15


@dataclass(frozen=True, slots=True, eq=False)
class PolisResult:
    """Axes, positions and the group of each person (NO_GROUP: too few votes), and the figures."""

    components: Components
    positions: Floats
    groups: Ints
    silhouettes: dict[int, float]
    counts: Counts
    group_aware_consensus: Floats
    extremity: Floats
    priorities: Floats
    representative: list[list[Chosen]]
    consensus: dict[Side, list[Chosen]]

    @property
    def number(self) -> int:
        """How many groups there are."""
        return len(self.counts.votes)


def in_conversation(votes: Votes) -> NDArray[np.bool_]:
    """Who is put into groups: at least seven votes (or all statements); the busiest up to 15."""
    own = votes.per_person
    inside = own >= min(ENOUGH, len(votes.statements))
    missing = min(FEWEST, len(own)) - int(inside.sum())
    if missing > 0:
        busiest = np.argsort(-np.where(inside, -1, own), kind="stable")
        inside[busiest[:missing]] = True
    return np.asarray(inside & (own > 0))


def polis(
    votes: Votes,
    *,
    left_out: NDArray[np.bool_] | None = None,
    meta: NDArray[np.bool_] | None = None,
) -> PolisResult:
    """Analyse as pol.is does.

    Statements `left_out` by moderation have no influence on axes and lists; their votes are still
    counted. Statements that are `meta`, about the people themselves, are left out as well.
    """
    nothing = np.zeros(len(votes.statements), dtype=bool)
    about_people = nothing if meta is None else meta
    away = about_people | (nothing if left_out is None else left_out)
    found = components(votes, away)
    place = positions(votes, found, away)
    inside = in_conversation(votes)
    base, centres, members = base_clusters(place[inside])
    group_of_base, silhouettes = group_clusters(centres, members)
    groups = np.full(len(votes.people), NO_GROUP, dtype=np.int64)
    groups[inside] = group_of_base[base]
    number = int(group_of_base.max(initial=-1)) + 1
    counts = count(votes, groups, number)
    far = extremity(found)
    return PolisResult(
        components=found,
        positions=place,
        groups=groups,
        silhouettes=silhouettes,
        counts=counts,
        group_aware_consensus=group_aware_consensus(counts),
        extremity=far,
        priorities=priorities(counts, far, about_people),
        representative=representative(counts, away),
        consensus=consensus(count_everybody(votes), away),
    )
