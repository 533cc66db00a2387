"""Statements for whoever looks at them, and the public record of what was decided."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Prefetch, QuerySet

from jibungoto.hear.opinions import policies
from jibungoto.hear.opinions.models import Conversation, Handling, Statement
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.contributions import caution
from jibungoto.kernel.keyed import only
from jibungoto.kernel.models import NodeDistrict

from .statements import Near, near

PAGE = 40


@dataclass(frozen=True, slots=True)
class Row:
    """A statement and the shown ones that say nearly the same."""

    statement: Statement
    near: Sequence[Near]
    cautions: str


def handled(actor: Actor, slug: str) -> Conversation | None:
    """A conversation for its board, without its words in other languages."""
    rows = Conversation.objects.filter(policies.visible(actor), slug=slug)
    placed = NodeDistrict.objects.select_related("district").order_by("pk")
    return only(
        rows.select_related("node").prefetch_related(Prefetch("node__placed", queryset=placed))
    )


def numbers(conversation: Conversation) -> list[int]:
    return list(conversation.statements.values_list("number", flat=True))


def numbered(conversation: Conversation, numbers: Iterable[int]) -> QuerySet[Statement]:
    """The statements of these numbers."""
    return conversation.statements.filter(number__in=list(numbers))


def counts(conversation: Conversation) -> Mapping[str, int]:
    """How many statements of each state."""
    found = dict.fromkeys(Statement.State.values, 0)
    rows = conversation.statements.order_by().values_list("state")
    found.update(dict(rows.annotate(number=Count("pk"))))
    return found


def board(conversation: Conversation, state: str, page: str) -> Page[Any]:
    """One page of statements of a state: those that wait oldest first, others newest first."""
    order = "number" if state == Statement.State.WAITING else "-number"
    found = conversation.statements.filter(state=state).order_by(order)
    told: Page[Any] = Paginator(found, PAGE).get_page(page)
    shown = list(conversation.statements.filter(state=Statement.State.SHOWN))
    rows: Any = [
        Row(
            one,
            [n for n in near(one.text, shown, most=4) if n.statement.number != one.number],
            caution.said(one.cautions.split()),
        )
        for one in told.object_list
    ]
    told.object_list = rows
    return told


def batch(conversation: Conversation, name: str) -> Mapping[str, Any] | None:
    """What one step did, for the offer to take it back."""
    try:
        key = uuid.UUID(name)
    except ValueError:
        return None
    rows = list(
        Handling.objects.filter(
            batch=key, statement__conversation=conversation, undone_at__isnull=True
        )
    )
    return {"key": str(key), "number": len(rows), "after": rows[0].after} if rows else None


def log(conversation: Conversation) -> QuerySet[Handling]:
    """What was decided on statements, newest first: what, why and when, never by whom or whose."""
    return (
        Handling.objects.filter(statement__conversation=conversation)
        .select_related("statement")
        .order_by("-pk")
    )


def waiting(actor: Actor) -> QuerySet[Conversation]:
    """Conversations with statements that wait for this actor; each has `waits`."""
    found = Conversation.objects.filter(
        policies.workable(actor, policies.MODERATE), statements__state=Statement.State.WAITING
    )
    return found.annotate(waits=Count("statements")).select_related("node").order_by("pk")
