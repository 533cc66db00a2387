"""Writing down that something happened."""

from typing import Any

from django.db import transaction
from django.utils.json import normalize_json

from jibungoto.kernel import audit, registry
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.models import Node, OutboxEvent


class UnknownEvent(KeyError):
    """No manifest says in words what this event is."""


def emit(key: str, *, node: Node, by: Actor | None = None, **data: Any) -> OutboxEvent:
    """Tell those who follow the node that something happened, once the deed is committed.

    `data` holds the few words its sentence needs: plain values, no rows, nobody's name. Whoever
    did it (`by`, else the actor of the request or job) is not told. Raises UnknownEvent,
    audit.OutsideTransaction.
    """
    if key not in registry.event_words():
        raise UnknownEvent(key)
    if not transaction.get_connection().in_atomic_block:
        raise audit.OutsideTransaction(key)
    who = by if by is not None else audit.current_actor()
    return OutboxEvent.objects.create(
        key=key, node=node, participant_id=who.participant_id, data=normalize_json(data)
    )


def words_of(event: OutboxEvent) -> str:
    """What happened, as a sentence in the reader's language; "" when its app is gone."""
    words = registry.event_words().get(event.key)
    return str(words(event)) if words else ""
