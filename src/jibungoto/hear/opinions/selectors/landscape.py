"""Where somebody stands among the groups, and what is worth asking next, by the last reading.

Worked out from one's own votes alone, without the engine: pages that vote stay quick and small.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jibungoto.hear.opinions.models import Analysis, Conversation, Vote
from jibungoto.hear.opinions.models.conversations import SMALLEST_CELL
from jibungoto.kernel.actor import Actor

from .results import LETTERS, last_analysis, told_of

LEAST_VOTES = 7  # with fewer nobody is put to a group
_UNKNOWN = 0.5 / 3  # worth of a statement nobody voted on: √(½·½) ÷ 3


@dataclass(frozen=True, slots=True)
class Standing:
    """A place on the map, and the group whose place fits the votes best, if it may be told."""

    x: float
    y: float
    group: int | None
    letter: str = ""
    size: int = 0

    @property
    def on_map(self) -> tuple[float, float] | None:
        """The place to be drawn, for those alone whose group is large enough to be told."""
        return (self.x, self.y) if self.letter else None


def standing_of(actor: Actor, analysis: Analysis) -> Standing | None:
    """Where the actor's votes stand by this reading; None for whoever has none. One query."""
    if actor.participant_id is None:
        return None
    votes = Vote.objects.filter(
        part__conversation=analysis.conversation_id, part__participant=actor.participant_id
    ).values_list("statement__number", "value")
    return _placed(analysis, dict(votes))


def standing(conversation: Conversation, votes: Mapping[int, int]) -> Standing | None:
    """Where these votes (statement number → 1, 0, -1) stand; None without a reading or votes.

    A group is told from seven votes on, and only one of ten people or more.
    """
    analysis = last_analysis(conversation)
    return None if analysis is None else _placed(analysis, votes)


def _placed(analysis: Analysis, votes: Mapping[int, int]) -> Standing | None:
    if analysis.people < SMALLEST_CELL:
        return None
    told = told_of(analysis)
    known = {s["id"]: s for s in told["statements"] if not s["left_out"]}
    own = [(known[n], value) for n, value in votes.items() if n in known]
    if not own:
        return None
    rank = len(own[0][0]["loadings"])
    ridge = float(told["parameters"]["ridge"])
    gram = [[0.0] * rank for _ in range(rank)]
    pull = [0.0] * rank
    for statement, value in own:
        loads, left = statement["loadings"], value - statement["level"]
        for i in range(rank):
            pull[i] += loads[i] * left
            for j in range(rank):
                gram[i][j] += loads[i] * loads[j]
    ridged = [[gram[i][j] + ridge * (i == j) for j in range(rank)] for i in range(rank)]
    place = [*_solved(ridged, pull), 0.0][:2]
    if len(own) < LEAST_VOTES or len(told["groups"]) < 2:
        return Standing(place[0], place[1], None)
    group = min(
        range(len(told["centres"])), key=lambda g: (_cost(gram, pull, told["centres"][g]), g)
    )
    size = told["groups"][group]["members"]
    if size < SMALLEST_CELL:
        return Standing(place[0], place[1], None)
    return Standing(place[0], place[1], group, LETTERS[group], size)


def worths(conversation: Conversation, *, group: int | None = None) -> dict[int, float]:
    """For each statement read how much one more vote on it tells (engines.opinion.worth).

    In the group given, or over all groups. Statements that are not in it are quite unknown:
    `unknown_worth()`.
    """
    analysis = last_analysis(conversation)
    if analysis is None:
        return {}
    found = {}
    for one in told_of(analysis)["statements"]:
        groups = one["groups"] if group is None else one["groups"][group : group + 1]
        taught = [_worth(counts["agree"], counts["votes"]) for counts in groups]
        found[int(one["id"])] = sum(taught) / len(taught)
    return found


def unknown_worth() -> float:
    """How much a vote on a statement tells that nobody voted on yet."""
    return _UNKNOWN


def _worth(agrees: int, votes: int) -> float:
    share = (agrees + 1) / (votes + 2)
    return float((share * (1 - share)) ** 0.5 / (votes + 3))


def _cost(gram: Sequence[Sequence[float]], pull: Sequence[float], at: Sequence[float]) -> float:
    rank = range(len(at))
    bent = sum(at[i] * gram[i][j] * at[j] for i in rank for j in rank)
    return bent - 2 * sum(a * p for a, p in zip(at, pull, strict=True))


def _solved(left: list[list[float]], right: list[float]) -> list[float]:
    """x of left · x = right, for a small positive definite matrix (Gauss)."""
    rows = [[*row, value] for row, value in zip(left, right, strict=True)]
    number = len(rows)
    for i in range(number):
        for j in range(i + 1, number):
            factor = rows[j][i] / rows[i][i]
            rows[j] = [b - factor * a for a, b in zip(rows[i], rows[j], strict=True)]
    x = [0.0] * number
    for i in reversed(range(number)):
        x[i] = (rows[i][-1] - sum(rows[i][j] * x[j] for j in range(i + 1, number))) / rows[i][i]
    return x
