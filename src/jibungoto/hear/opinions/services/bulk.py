"""Many statements, parts and votes at once: the demo, and conversations held elsewhere."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import batched
from typing import Any

from django.db import transaction

from jibungoto.hear.opinions.models import Conversation, Part, Statement, Vote
from jibungoto.kernel import audit, clock, publishing
from jibungoto.kernel.actor import Actor, Level

from .conversations import lock
from .statements import register_statements

_BATCH = 2000


@dataclass(frozen=True, slots=True)
class Row:
    """One person's votes: statement number → 1, 0 or -1."""

    answers: Mapping[int, int]
    channel: str = Part.Channel.WEB
    level: int = Level.DEVICE
    age_band: str = ""
    district: Any = None  # a places.District
    network: str = ""
    moments: Mapping[int, Any] = field(default_factory=dict)  # statement number → when


@dataclass(frozen=True, slots=True)
class Line:
    """A statement as it stood elsewhere."""

    number: int
    text: str
    origin: str = Statement.Origin.SEED
    is_meta: bool = False


@transaction.atomic
def take_statements(
    *, conversation: Conversation, lines: Iterable[Line], actor: Actor | None = None
) -> list[Statement]:
    """Take in statements that were voted on elsewhere, each with the number it had there.

    The number is what the votes are told by: who has the original finds the same result in it.
    """
    current = lock(conversation)
    made = [
        Statement(
            conversation=current, number=one.number, text=one.text,
            origin=one.origin, is_meta=one.is_meta,
        )
        for one in lines
    ]  # fmt: skip
    register_statements(current, made)
    Statement.objects.bulk_create(made, batch_size=500)
    changes = {"statements": (0, len(made))}
    audit.record("opinions.statement.add", current, actor=actor, changes=changes)
    return made


@transaction.atomic
def take_in(
    *, conversation: Conversation, rows: Iterable[Row], actor: Actor | None = None
) -> tuple[int, int]:
    """Take in whole parts with their votes, whatever the state; how many parts and votes.

    Nobody's participant is tied to them. Unknown numbers of statements raise KeyError, and then
    nothing is taken in.
    """
    current = lock(conversation)
    ids = dict(current.statements.values_list("number", "pk"))
    people = votes = 0
    for some in batched(rows, _BATCH):
        parts = Part.objects.bulk_create(
            [
                Part(
                    conversation=current, channel=row.channel, level=row.level,
                    age_band=row.age_band, district=row.district, network=row.network,
                    started_at=min(row.moments.values(), default=clock.now()),
                )
                for row in some
            ]
        )  # fmt: skip
        cast = []
        for part, row in zip(parts, some, strict=True):
            for number, value in row.answers.items():
                at = row.moments.get(number)
                moment = {"cast_at": at} if at is not None else {}
                cast.append(Vote(part=part, statement_id=ids[number], value=value, **moment))
        Vote.objects.bulk_create(cast, batch_size=_BATCH)
        people, votes = people + len(parts), votes + len(cast)
    audit.record(
        "opinions.conversation.take_in",
        current,
        actor=actor,
        changes={"parts": (0, people), "votes": (0, votes)},
    )
    publishing.heard()
    return people, votes
