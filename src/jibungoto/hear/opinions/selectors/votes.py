"""All votes of a conversation for the engine, read in chunks that hold nobody up."""

from collections import Counter
from typing import TYPE_CHECKING

from jibungoto.hear.opinions.models import Conversation, Part, Statement, Vote
from jibungoto.hear.opinions.reading import Cast

if TYPE_CHECKING:
    from jibungoto.engines.opinion.votes import Ints

WRITTEN = Statement.Origin.WRITTEN
_PARTS = 2_000  # parts whose votes are read at once


def cast(conversation: Conversation) -> Cast:
    """Every vote of parts that were not taken back, in the order of their parts.

    Many short reads: nobody who votes waits for them. The last moments may be in it or not.
    """
    import numpy as np  # only where the engine is: workers stay small

    statements = list(
        Statement.objects.filter(conversation=conversation).values_list(
            "pk", "number", "state", "is_meta", "origin", "text"
        )
    )
    number_of = {pk: number for pk, number, *_ in statements}
    shown = {n: text for _pk, n, state, _meta, _by, text in statements if state == "shown"}
    parts, moments, channels = [], [], []
    rows = Part.objects.filter(conversation=conversation, withdrawn_at=None).order_by("pk")
    for pk, channel, began in rows.values_list("pk", "channel", "started_at").iterator(20_000):
        parts.append(pk)
        channels.append(channel)
        # Sheets of paper are typed in stacks: when they came says nothing.
        moments.append(began.timestamp() if channel == Part.Channel.WEB else float("nan"))
    chunks = [
        _chunk(conversation, parts[n], parts[min(n + _PARTS, len(parts)) - 1])
        for n in range(0, len(parts), _PARTS)
    ]
    table = np.concatenate(chunks) if chunks else np.zeros((0, 3), dtype=np.int64)
    known = np.array(sorted(number_of), dtype=np.int64)
    numbers = np.array([number_of[pk] for pk in known.tolist()], dtype=np.int64)
    table = table[np.isin(table[:, 1], known)]
    voted = set(np.unique(table[:, 0]).tolist())
    counted = Counter(channel for pk, channel in zip(parts, channels, strict=True) if pk in voted)
    return Cast(
        people=table[:, 0],
        statements=numbers[np.searchsorted(known, table[:, 1])] if len(table) else table[:, 1],
        values=table[:, 2],
        parts=np.array(parts, dtype=np.int64),
        arrivals=np.array(moments, dtype=np.float64),
        channels=dict(sorted(counted.items())),
        out=frozenset(n for _pk, n, state, *_ in statements if state != "shown"),
        meta=frozenset(n for _pk, n, _state, is_meta, *_rest in statements if is_meta),
        texts=shown,
        written=frozenset(n for _pk, n, _s, _m, origin, _text in statements if origin == WRITTEN),
    )


def _chunk(conversation: Conversation, first: int, last: int) -> "Ints":
    """The votes of the parts from `first` to `last`."""
    import numpy as np

    votes = Vote.objects.filter(
        part_id__gte=first,
        part_id__lte=last,
        part__conversation=conversation,
        part__withdrawn_at=None,
    )
    rows = list(votes.values_list("part_id", "statement_id", "value"))
    return np.array(rows, dtype=np.int64).reshape(-1, 3)
