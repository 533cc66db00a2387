"""What a person is asked next: worked out anew for every vote, hence kept small and quick.

The statements of a conversation and what a vote on each is worth are the same for everybody until
something is published; a process reads them once for each state of the municipality. A person's
own votes are one query.
"""

import random
from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from jibungoto.hear.opinions import policies
from jibungoto.hear.opinions.models import Conversation, Part, Statement, StatementText, Vote
from jibungoto.kernel import kept, tenancy
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.keyed import only

from .conversations import with_rows
from .landscape import Standing, standing, unknown_worth, worths

FLOOR = 0.2  # of all draws, spread evenly (engines.opinion.routing)


@dataclass(frozen=True, slots=True)
class Asked:
    """A statement as it is put to people. `texts` are its words in other languages."""

    number: int
    pk: int
    text: str
    origin: str
    texts: Mapping[str, str]
    worth: float


@dataclass(frozen=True, slots=True)
class Own:
    """Somebody's part and its votes, statement id → value; `part` is None before the first."""

    part: Part | None
    votes: Mapping[int, int]


def votable(actor: Actor, slug: str) -> Conversation | None:
    """A conversation the actor may see. Whoever holds no role shares one reading of it."""

    def found() -> Conversation | None:
        rows = Conversation.objects.filter(policies.visible(actor), slug=slug)
        return only(with_rows(rows))

    return kept.shared(actor, f"opinions:{slug}", found)


def asked(conversation: Conversation) -> Sequence[Asked]:
    """The statements shown, in the order of their numbers, each with the worth of one more vote."""
    state = tenancy.state()
    if state is None:
        return _read(conversation)
    return _kept((state, conversation.pk, conversation.created_at), conversation)


# Not in the pages' cache: reading a thousand statements out of it costs more than a vote.
_held: OrderedDict[Any, Sequence[Asked]] = OrderedDict()
_MOST_HELD = 64


def _kept(key: Any, conversation: Conversation) -> Sequence[Asked]:
    found = _held.get(key)
    if found is None:
        found = _held[key] = _read(conversation)
        while len(_held) > _MOST_HELD:
            _held.popitem(last=False)
    return found


def _read(conversation: Conversation) -> Sequence[Asked]:
    known, new = worths(conversation), unknown_worth()
    rows: QuerySet[Statement] = Statement.objects.filter(
        conversation=conversation, state=Statement.State.SHOWN
    ).order_by("number")
    texts: dict[int, dict[str, str]] = {}
    others = StatementText.objects.filter(statement__conversation=conversation)
    for pk, language, text in others.values_list("statement_id", "language", "text"):
        texts.setdefault(pk, {})[language] = text
    return tuple(
        Asked(number, pk, text, origin, texts.get(pk, {}), known.get(number, new))
        for number, pk, text, origin in rows.values_list("number", "pk", "text", "origin")
    )


# By hand: every vote asks this, and building the query takes five times its answer.
_OWN = f"""
SELECT p.id, p.level, p.age_band, p.district_id, v.statement_id, v.value
FROM {Part._meta.db_table} p LEFT JOIN {Vote._meta.db_table} v ON v.part_id = p.id
WHERE p.municipality_id = %s AND p.conversation_id = %s AND p.participant_id = %s
ORDER BY v.cast_at, v.id
"""  # noqa: S608  our own names


def own(actor: Actor, conversation: Conversation) -> Own:
    """The actor's part and votes, oldest first. One query, none for somebody never seen before."""
    if actor.participant_id is None:
        return Own(None, {})
    with connection.cursor() as cursor:
        cursor.execute(_OWN, [tenancy.current_id(), conversation.pk, actor.participant_id])
        rows = cursor.fetchall()
    if not rows:
        return Own(None, {})
    pk, level, band, district_id, *_vote = rows[0]
    part = Part(
        pk=pk, level=level, age_band=band, district_id=district_id,
        participant_id=actor.participant_id, conversation=conversation,
    )  # fmt: skip
    return Own(part, {row[4]: row[5] for row in rows if row[4] is not None})


def open_statements(
    statements: Sequence[Asked], votes: Mapping[int, int], later: Collection[int] = ()
) -> list[Asked]:
    """What is still to be asked; those put off come when nothing else is left."""
    left = [one for one in statements if one.pk not in votes]
    return [one for one in left if one.number not in later] or left


def chances(open_: Sequence[Asked]) -> list[float]:
    """How likely each comes next, as engines.opinion.chances says it: by worth, and a floor."""
    whole, number = sum(one.worth for one in open_), len(open_)
    if whole <= 0:
        return [1 / number] * number
    return [(1 - FLOOR) * one.worth / whole + FLOOR / number for one in open_]


def next_statement(
    statements: Sequence[Asked],
    votes: Mapping[int, int],
    later: Collection[int] = (),
    draw: float | None = None,
) -> Asked | None:
    """The statement a draw between 0 and 1 falls on; None when everything is answered."""
    left = open_statements(statements, votes, later)
    if not left:
        return None
    at = random.random() if draw is None else draw  # noqa: S311  fairness, no secret
    for one, chance in zip(left, chances(left), strict=True):
        at -= chance
        if at < 0:
            return one
    return left[-1]


def numbered(statements: Sequence[Asked], number: int) -> Asked | None:
    return next((one for one in statements if one.number == number), None)


def own_standing(conversation: Conversation, own: Own) -> Standing | None:
    """Where somebody's own votes stand by the last reading, where results may be seen already."""
    live = conversation.showing == Conversation.Showing.LIVE
    if not own.votes or not (live or conversation.state == Conversation.State.CLOSED):
        return None
    by_number = {
        one.number: own.votes[one.pk] for one in asked(conversation) if one.pk in own.votes
    }
    return standing(conversation, by_number)
