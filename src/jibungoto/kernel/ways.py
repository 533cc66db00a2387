"""Where a page leads on and how far a record has come, told by rooms a page's own does not know."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from .actor import Actor


@dataclass(frozen=True, slots=True)
class Sequel:
    """What came or comes of something that was just done: a sentence, and the way there."""

    words: str
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class HowFar:
    """How far a record has come: shape and word of `{% state %}`, and what was done of late."""

    shape: str
    word: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class WaysOn:
    """Ways from an earlier room's record into this room: the earlier room asks by the kind of its
    record and knows of no later one. `rows(actor, node)` are the queries, asked together with
    others; `ways(*rows)` answers (words, address).
    """

    rows: Callable[[Actor, Any], Sequence[QuerySet[Any]]]
    ways: Callable[..., Iterable[tuple[str, str]]]
