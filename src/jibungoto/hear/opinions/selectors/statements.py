"""Statements of a conversation: those shown, those that wait, and the ones most like a new one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from django.db.models import QuerySet

from jibungoto.hear.opinions import policies
from jibungoto.hear.opinions.models import Conversation, Statement
from jibungoto.japan.text import grams, search_key
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.keyed import only
from jibungoto.know.findings.selectors.near import likeness, telling

SHOWN = 5
ALIKE = 0.34


class Said(Protocol):
    """Anything that is a statement's number and words."""

    @property
    def number(self) -> int: ...
    @property
    def text(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Near:
    """A statement that may say the same. `alike` is 0 to 1."""

    statement: Said
    alike: float


def shown(conversation: Conversation) -> QuerySet[Statement]:
    """What people vote on, in the order of their numbers."""
    return conversation.statements.filter(state=Statement.State.SHOWN).order_by("number")


def shown_statement(conversation: Conversation, number: str) -> Statement | None:
    """The one of them with this number."""
    if not number.isdecimal() or len(number) > 9:
        return None
    found = shown(conversation).filter(number=int(number))
    return only(found.select_related("node", "conversation"))


def shown_in_all_tongues(conversation: Conversation) -> list[Statement]:
    """What people vote on, with what it is called in other languages."""
    return list(shown(conversation).prefetch_related("texts"))


def statement(actor: Actor, slug: str, number: int) -> Statement | None:
    """One shown statement of a conversation the actor may see; of those who moderate it, any."""
    found = only(
        Statement.objects.filter(
            conversation__in=Conversation.objects.filter(policies.visible(actor)),
            conversation__slug=slug,
            number=number,
        ).select_related("node", "conversation__node")
    )
    if found is None or found.state == Statement.State.SHOWN:
        return found
    return found if policies.held(actor, policies.MODERATE, found.conversation) else None


def near(text: str, statements: Sequence[Said], *, most: int = SHOWN) -> list[Near]:
    """The statements most like a text, best first, by the pairs of characters that carry meaning.

    Pure: `statements` are those to compare with. Whatever says the same letter by letter comes
    first, however short.
    """
    own, key = telling(grams(text)), search_key(text)
    scored = []
    for one in statements:
        same = search_key(one.text) == key
        alike = 1.0 if same else likeness(frozenset(), own, telling(grams(one.text)))
        if alike >= ALIKE:
            scored.append(Near(one, alike))
    return sorted(scored, key=lambda n: (-n.alike, n.statement.number))[:most]
