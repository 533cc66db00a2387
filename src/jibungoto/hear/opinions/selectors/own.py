"""Somebody's own part in a conversation and its votes. Nobody else's are ever read here."""

from dataclasses import dataclass, field

from jibungoto.hear.opinions.models import Conversation, Part, Vote
from jibungoto.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Own:
    """A part and its votes: statement id → value. `part` is None before the first vote."""

    part: Part | None = None
    votes: dict[int, int] = field(default_factory=dict)


def own_part(actor: Actor, conversation: Conversation) -> Part | None:
    """The actor's part, if there is one."""
    if actor.participant_id is None:
        return None
    return Part.objects.filter(
        conversation=conversation, participant_id=actor.participant_id
    ).first()


def own(actor: Actor, conversation: Conversation) -> Own:
    """The actor's part and votes. Two queries, none for somebody we have never seen."""
    part = own_part(actor, conversation)
    if part is None:
        return Own()
    votes = Vote.objects.filter(part=part).order_by("cast_at", "pk")
    return Own(part, dict(votes.values_list("statement_id", "value")))
