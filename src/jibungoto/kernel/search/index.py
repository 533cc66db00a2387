"""Keeping the index: what stands in it for a node."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from django.db import connection, transaction

from jibungoto.japan.text import grams
from jibungoto.kernel.keyed import only
from jibungoto.kernel.models import Node, NodeDistrict, SearchEntry

_BATCH = 500
# Of a longer text the beginning is searched: what PostgreSQL keeps of one entry ends at 1 MB.
LONGEST_TEXT = 50_000


def add(node: Node, *, body: str = "", district_ids: Iterable[int] = ()) -> None:
    """Index a node that was made a moment ago and has no entry yet, with the districts it has."""
    _entry(node, body, district_ids).save(force_insert=True)


@transaction.atomic
def put(node: Node, *, body: str | None = "") -> None:
    """Index a node's title, summary and body; `body=None` keeps the body indexed before."""
    old = only(SearchEntry.everywhere.filter(node=node))
    text = old.body if body is None and old else body or ""
    placed = NodeDistrict.everywhere.filter(node=node).values_list("district_id", flat=True)
    entry = _entry(node, text, placed)
    if old is None:
        entry.save(force_insert=True)
    elif old.pk == entry.pk:
        entry.save(force_update=True)
    else:  # another day: another place in the order
        old.delete()
        entry.save(force_insert=True)


@transaction.atomic
def remove(node: Node) -> None:
    """Take a node out of the index; one that is not in it is no error."""
    SearchEntry.everywhere.filter(node=node).delete()


def rebuild() -> int:
    """Index all nodes of all municipalities anew, from what they say now; answers how many."""
    number = 0
    last = 0
    while batch := list(_after(last)):
        last = batch[-1].pk
        number += len(batch)
        put_many(batch)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO kernel_searchindex (kernel_searchindex) VALUES ('rebuild')")
    return number


def _after(last: int) -> Iterable[Node]:
    found = Node.everywhere.filter(pk__gt=last).select_related("search_entry")
    return found.order_by("pk")[:_BATCH]


@transaction.atomic
def put_many(batch: Sequence[Node], bodies: Mapping[int, str] | None = None) -> None:
    """Index some hundred nodes at once. A node without a body of its own here keeps the one before;
    for that the nodes come with their `search_entry` selected.
    """
    told = bodies or {}
    districts: dict[int, list[int]] = {}
    for node_id, district_id in NodeDistrict.everywhere.filter(node__in=batch).values_list(
        "node_id", "district_id"
    ):
        districts.setdefault(node_id, []).append(district_id)
    entries = []
    for node in batch:
        body = told.get(node.pk)
        if body is None:
            old = getattr(node, "search_entry", None)
            body = old.body if old else ""
        entries.append(_entry(node, body, districts.get(node.pk, [])))
    SearchEntry.everywhere.filter(node__in=batch).delete()
    SearchEntry.everywhere.bulk_create(entries)


def sort_key(day: dt.date, node_id: int) -> int:
    """The id of an entry: later days have greater ids, and later nodes within a day."""
    return day.toordinal() << 32 | node_id


def mark(letter: str, value: str | int) -> str:
    """A mark of an entry: m municipality, s state, k kind, d district. Never a gram of a text."""
    said = value.encode().hex() if letter == "k" and isinstance(value, str) else value
    return f"#{letter}{said}"


def _entry(node: Node, body: str, district_ids: Iterable[int]) -> SearchEntry:
    body = body.replace("\0", "")
    # One after another: words of the title and of the text below do not run into each other.
    said = (node.title, node.summary, body[:LONGEST_TEXT])
    found = [gram for text in said for gram in grams(text)]
    marks = [
        mark("m", str(node.municipality_id)),
        mark("s", node.state),
        mark("k", node.kind),
        *(mark("d", pk) for pk in district_ids),
    ]
    return SearchEntry(
        id=sort_key(node.occurred_on, node.pk),
        municipality_id=node.municipality_id,
        node_id=node.pk,
        body=body,
        grams=f" {' '.join(found)} ",
        marks=f" {' '.join(marks)} ",
    )
