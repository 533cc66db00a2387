"""What the engine reads in all votes, with what the pages say besides. Pure: arrays in, data out.

Everything here is of the votes as everybody may have them (Votes.published): statements with fewer
than ten people are out of it, people are numbers that tell nothing, places on the map are those of
ten people or more together.
"""

import base64
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from .models.conversations import SMALLEST_CELL

if TYPE_CHECKING:
    from jibungoto.engines.opinion import Flags, RobustResult, Votes
    from jibungoto.engines.opinion.votes import Floats, Ints

MOST_CELLS = 160
WINDOW = 60.0  # seconds; arrivals of one minute are looked at together
FLAGS = ("alike", "burst", "constant")


@dataclass(frozen=True, slots=True)
class Cast:
    """All votes of a conversation as they lie in the database, in three columns, and their parts.

    `arrivals` are the moments (seconds) parts that came by themselves began; nan for all others.
    """

    people: "Ints"
    statements: "Ints"
    values: "Ints"
    parts: "Ints"
    arrivals: "Floats"
    channels: Mapping[str, int]
    out: frozenset[int]  # statements nobody sees any more, or does not see yet
    meta: frozenset[int]
    texts: Mapping[int, str] = field(default_factory=dict)  # of the statements shown
    written: frozenset[int] = frozenset()  # by people who took part, not put there to begin with


@dataclass(frozen=True, slots=True)
class Read:
    """What was found: `told` is plain data; `flags` are those of parts that look made."""

    told: dict[str, Any]
    digest: str
    people: int
    votes: int
    flags: dict[int, str]
    release: dict[str, Any] | None = None


def read(cast: Cast, *, release: bool = False) -> Read:
    """Analyse. With `release` everything is kept that others need to find the same."""
    import numpy as np

    from jibungoto.engines import opinion as engine

    whole = engine.Votes.of(cast.people, cast.statements, cast.values)
    votes, who = whole.published(least=SMALLEST_CELL)
    names = votes.statements.tolist()
    out = np.array([n in cast.out for n in names], dtype=bool)
    meta = np.array([n in cast.meta for n in names], dtype=bool)
    result = engine.robust(votes, left_out=out | meta)
    told = engine.robust_told(votes, result)
    people = told.pop("people")
    marks = _flags(votes, whole.people[who], cast)
    told |= {
        "drawn": drawn(result),
        "centres": engine.plain(engine.places_of(result.fit, result.groups, result.number)),
        "marks": _marks(result, names),
        "inside": int(result.sizes.sum()),
        "channels": dict(cast.channels),
        "few": _few(whole, cast),
        "cast": len(whole.values),  # with those on statements hardly anybody saw
        "flags": _compared(votes, marks, result, out | meta),
        "out": sorted(cast.out),
        "meta": sorted(cast.meta),
    }  # fmt: skip
    parts = whole.people[who].tolist()
    flags = {
        parts[n]: kind
        for kind in reversed(FLAGS)
        for n in np.flatnonzero(getattr(marks, kind)).tolist()
    }
    return Read(
        told,
        told["input"],
        len(votes.people),
        len(votes.values),
        flags,
        _release(votes, told, people, cast) if release else None,
    )


def _marks(result: "RobustResult", names: list[Any]) -> list[list[dict[str, Any]]]:
    """For each group what marks it off."""
    from jibungoto.engines import opinion as engine

    return [
        [engine.plain({**asdict(one), "statement": names[one.statement]}) for one in found]
        for found in engine.distinctive(result.counts, result.left_out)
    ]


def drawn(result: "RobustResult") -> list[list[float]]:
    """Places on the map as [x, y, group, people]: the middle of ten people or more each time.

    A group's people are halved along the longer side until fewer than twice ten are together.
    """
    import numpy as np

    least = max(SMALLEST_CELL, int(result.sizes.sum()) // MOST_CELLS)
    cells: list[list[float]] = []
    for group in range(result.number):
        waiting = [np.flatnonzero(result.groups == group)]
        while waiting:
            members = waiting.pop()
            if len(members) < SMALLEST_CELL:
                continue
            places = result.positions[members]
            if len(members) < 2 * least:
                x, y = places.mean(axis=0)
                cells.append([round(float(x), 4), round(float(y), 4), group, len(members)])
                continue
            side = int(np.ptp(places, axis=0).argmax())
            order = members[np.argsort(places[:, side], kind="stable")]
            half = len(order) // 2
            waiting += [order[:half], order[half:]]
    return cells


def _flags(votes: "Votes", parts: "Ints", cast: Cast) -> "Flags":
    import numpy as np

    from jibungoto.engines import opinion as engine

    found = engine.flag(votes)
    at = np.searchsorted(cast.parts, parts)
    came = cast.arrivals[at] if len(parts) else np.zeros(0)
    alone = np.isfinite(came)
    burst = np.zeros(len(parts), dtype=bool)
    burst[alone] = engine.bursts(came[alone], window=WINDOW)
    return engine.Flags(found.constant, found.alike, burst)


def _compared(votes: "Votes", flags: "Flags", result: "RobustResult", away: Any) -> dict[str, Any]:
    """How many look made, and what would be said without them."""
    from jibungoto.engines import opinion as engine

    told: dict[str, Any] = {kind: int(getattr(flags, kind).sum()) for kind in FLAGS}
    told["people"] = number = int(flags.any.sum())
    if not number or number == len(votes.people):
        return told
    both = engine.compared(votes, flags, left_out=away, everybody=result)
    names = votes.statements.tolist()
    return {
        **told,
        "groups_without": both.without.sizes.tolist(),
        "changed": [
            {
                "statement": names[j],
                "with": str(both.everybody.ground.states[j]),
                "without": str(both.without.ground.states[j]),
            }
            for j in both.changed
            if not away[j]
        ],
    }


def _few(whole: "Votes", cast: Cast) -> dict[str, int]:
    """Statements shown that fewer than ten people voted on, by number, with how many did."""
    import numpy as np

    number = np.bincount(whole.columns, minlength=len(whole.statements))
    counted = zip(whole.statements.tolist(), number.tolist(), strict=True)
    few = {n: votes for n, votes in counted if votes < SMALLEST_CELL}
    return {str(n): few.get(n, 0) for n in cast.texts if n in few or n not in whole.statements}


def _release(votes: "Votes", told: Mapping[str, Any], people: Any, cast: Cast) -> dict[str, Any]:
    """The result as `jibungoto opinion analyse --json` tells it, with the votes it was made of."""
    content = votes.starts.astype("<i8").tobytes()
    content += votes.columns.astype("<i4").tobytes() + votes.values.tobytes()
    names = votes.statements.tolist()
    bare = {key: told[key] for key in _ENGINE if key in told}
    return {
        **bare,
        "people": people,
        "votes": {
            "people": votes.people.tolist(),
            "statements": names,
            "packed": base64.b64encode(zlib.compress(content, 9)).decode("ascii"),
            "out": sorted(str(n) for n in names if n in cast.out),
            "meta": sorted(str(n) for n in names if n in cast.meta),
            "written": sorted(str(n) for n in names if n in cast.written),
            "texts": {str(n): cast.texts[n] for n in names if n in cast.texts},
        },
    }


_ENGINE = (
    "mode", "parameters", "seed", "input", "people_count", "statement_count", "vote_count",
    "groups", "numbers_tried", "shared", "shared_refusal", "divisive", "statements",
)  # fmt: skip


def rows(release: Mapping[str, Any]) -> Sequence[tuple[int, int, int]]:
    """Person, statement and vote of a release, in its order."""
    votes = release["votes"]
    content = zlib.decompress(base64.b64decode(votes["packed"]))
    number = len(votes["people"])
    ints = memoryview(content)
    starts = ints[: 8 * (number + 1)].cast("q")
    count = starts[number] if number else 0
    columns = ints[8 * (number + 1) : 8 * (number + 1) + 4 * count].cast("i")
    values = ints[8 * (number + 1) + 4 * count :].cast("b")
    names = votes["statements"]
    return [
        (person, names[columns[at]], values[at])
        for n, person in enumerate(votes["people"])
        for at in range(starts[n], starts[n + 1])
    ]
