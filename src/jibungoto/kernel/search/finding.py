"""Finding: what the actor may see and asked for, newest first."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.db.models import Case, F, Value, When

from jibungoto.japan.text import Term
from jibungoto.kernel import nodes, tenancy
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.models import Node, NodeDistrict
from jibungoto.kernel.wording import summary_of, title_of

from .asking import newest, number
from .index import mark, sort_key
from .question import NEVER_AFTER, NEVER_BEFORE, AllOf, AnyOf, Marks, Question
from .snippets import Piece, marked, snippet
from .terms import terms

COUNTED_TO = 1000


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that was found. `title` and `snippet` are pieces, those that match marked."""

    node: Node
    districts: tuple[str, ...]
    title: tuple[Piece, ...]
    snippet: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Page[T]:
    """Some of what was found. `next` asks for the following ones, "" when these are the last."""

    items: tuple[T, ...]
    next: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """How many records were found; `more` when counting stopped there."""

    number: int
    more: bool = False


def find(
    actor: Actor,
    query: str,
    *,
    kinds: Sequence[str] = (),
    district_id: int | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    limit: int = 20,
    before: str = "",
) -> Page[Hit]:
    """The newest records that hold every term of the query, as far as the actor may see.

    `since` and `until` are both included; `before` is a page's `next`. A query without any term
    finds nothing; no query is an error. Three queries, at most 20 ms over 200,000 records.
    """
    question = _question(actor, query, kinds, district_id, since, until)
    if question is None:
        return Page(())
    if before.isdecimal():
        question = replace(question, until=min(question.until, int(before)))
    ids = newest(question, limit + 1)
    following = str(ids[limit - 1]) if len(ids) > limit else ""
    return Page(tuple(_hits(actor, ids[:limit], question.terms)), following)


def count(
    actor: Actor,
    query: str,
    *,
    kinds: Sequence[str] = (),
    district_id: int | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    most: int = COUNTED_TO,
) -> Counted:
    """How many records `find` would find, counted no further than `most`."""
    question = _question(actor, query, kinds, district_id, since, until)
    if question is None:
        return Counted(0)
    found = number(question, most + 1)
    return Counted(min(found, most), more=found > most)


def _question(
    actor: Actor,
    query: str,
    kinds: Sequence[str],
    district_id: int | None,
    since: dt.date | None,
    until: dt.date | None,
) -> Question | None:
    asked = terms(query)
    if not asked:
        return None
    municipality_id = tenancy.current_id()
    marks: list[Marks] = [mark("m", municipality_id), seen_by(actor)]
    if kinds:
        marks.append(AnyOf(tuple(mark("k", kind) for kind in kinds)))
    if district_id is not None:
        marks.append(mark("d", district_id))
    return Question(
        municipality_id,
        tuple(asked),
        AllOf(tuple(marks)),
        NEVER_BEFORE if since is None else sort_key(since, 0),
        NEVER_AFTER if until is None else sort_key(until, 0) + (1 << 32),
    )


def seen_by(actor: Actor) -> Marks:
    """The rule of nodes.visible, in marks."""
    public = mark("s", Node.State.PUBLIC)
    unfinished = AnyOf((mark("s", Node.State.STAFF), mark("s", Node.State.DRAFT)))
    scopes = actor.scopes("kernel.node.read_staff")
    if scopes.everywhere:
        return AnyOf((public, unfinished))
    if scopes.district_ids:
        mine = AnyOf(tuple(mark("d", pk) for pk in sorted(scopes.district_ids)))
        return AnyOf((public, AllOf((unfinished, mine))))
    return public


def _hits(actor: Actor, ids: list[int], terms: Sequence[Term]) -> Iterator[Hit]:
    """The records of entries, in their order.

    The marks have answered already; the rule itself has the last word. It stands in the answer and
    not in the condition, where SQLite would take it for a better way in than the keys.
    """
    seen = Case(When(nodes.visible(actor), then=Value(True)), default=Value(False))
    rows = Node.everywhere.filter(search_entry__in=ids).annotate(
        seen=seen, entry=F("search_entry__pk"), body=F("search_entry__body")
    )
    here = tenancy.current_id()
    found = [row for row in rows if row.seen and row.municipality_id == here]
    districts = _districts(found)
    for node in sorted(found, key=lambda node: node.entry, reverse=True):
        yield _hit(node, node.body, districts.get(node.pk, ()), terms)


def _districts(found: Sequence[Node]) -> dict[int, tuple[str, ...]]:
    names: dict[int, tuple[str, ...]] = {}
    placed = NodeDistrict.everywhere.filter(node__in=[node.pk for node in found]).order_by("pk")
    for node_id, name in placed.values_list("node_id", "district__name"):
        names[node_id] = (*names.get(node_id, ()), name)
    return names


def _hit(node: Node, body: str, districts: tuple[str, ...], terms: Sequence[Term]) -> Hit:
    text = "\n".join(filter(None, (summary_of(node), body)))
    return Hit(node, districts, marked(title_of(node), terms), snippet(text, terms))
