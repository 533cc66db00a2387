"""A person's own data among conversations: what they are, and how they end."""

from typing import Any

from django.db import transaction

from jibungoto.hear.opinions.models import Conversation, Part, Statement, Vote
from jibungoto.people.models import Participant

from .analyses import order_analysis


def export_votes(who: Any) -> list[dict[str, Any]]:
    """Every vote of a participant, with the words it was about."""
    if not isinstance(who, Participant):
        return []
    rows = Vote.objects.filter(part__participant=who).select_related(
        "statement", "part__conversation__node"
    )
    return [
        {
            "conversation": vote.part.conversation.title,
            "statement": vote.statement.text,
            "vote": vote.value,
            "at": vote.cast_at.isoformat(),
            "age_band": vote.part.age_band,
        }
        for vote in rows.order_by("pk")
    ]


def export_statements(who: Any) -> list[dict[str, Any]]:
    """Every statement a participant wrote."""
    if not isinstance(who, Participant):
        return []
    rows = Statement.objects.filter(participant=who).select_related("conversation__node")
    return [
        {
            "conversation": one.conversation.title,
            "text": one.text,
            "state": one.state,
            "at": one.created_at.isoformat(),
        }
        for one in rows.order_by("pk")
    ]


@transaction.atomic
def erase_votes(who: Any) -> int:
    """Votes of conversations that still run go with the person; those that ended stay, nobody's.

    A result that was published and answered keeps its figures: people were told so before.
    """
    if not isinstance(who, Participant):
        return 0
    parts = Part.objects.filter(participant=who)
    running = parts.exclude(conversation__state=Conversation.State.CLOSED)
    touched = list(Conversation.objects.filter(parts__in=running).distinct())
    gone = running.delete()[0]
    for conversation in touched:
        order_analysis(conversation=conversation)
    return gone + parts.update(participant=None, network="")


@transaction.atomic
def erase_statements(who: Any) -> int:
    """Statements stay: others voted on them. They become nobody's."""
    if not isinstance(who, Participant):
        return 0
    return Statement.objects.filter(participant=who).update(participant=None)


@transaction.atomic
def forget_networks() -> int:
    """Drop the networks' hashes of conversations that ended: they were for bursts only."""
    over = Part.objects.filter(conversation__state=Conversation.State.CLOSED).exclude(network="")
    return over.update(network="")
