"""The API of what every record has: its node, its story, and the measures of the house."""

import datetime as dt
import uuid
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema
from ninja.errors import HttpError

from . import clock, nodes, registry, search, trace
from .actor import Actor
from .links import node_url
from .measures import Period
from .models import Node

FARTHEST = 1_000_000_000  # an offset beyond what a database counts to finds nothing either
router = Router(tags=["記録"])


class NodeOut(Schema):
    """The public face of a record."""

    id: uuid.UUID
    code: str
    kind: str
    title: str
    summary: str
    url: str
    date: dt.date
    changed_at: dt.datetime

    @staticmethod
    def of(node: Node) -> "NodeOut":
        return NodeOut(
            id=node.public_id,
            code=node.short_code,
            kind=node.kind,
            title=node.title,
            summary=node.summary,
            url=node_url(node),
            date=node.occurred_on,
            changed_at=node.changed_at,
        )


class StepOut(Schema):
    """One stop of a story; `distance` is negative for what came before the record asked about."""

    node: NodeOut
    distance: int
    relation: str
    note: str


class MeasureOut(Schema):
    """A countable quantity, with how it is counted."""

    key: str
    label: str
    unit: str
    formula: str


class RowOut(Schema):
    """One record behind a figure."""

    date: dt.date | None
    title: str
    url: str
    amount: float


class ValueOut(MeasureOut):
    """A figure of a period; `value` is null where nothing is known, which is not zero."""

    first: dt.date
    last: dt.date
    value: float | None
    rows: list[RowOut]


class NodeFilter(Schema):
    """Which records: of a kind, changed since a day; `offset` and `limit` walk through them."""

    kind: str = ""
    since: dt.date | None = None
    limit: int = 50
    offset: int = 0


def actor_of(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined, no-any-return]


@router.get("/nodes", response=list[NodeOut], operation_id="node_list", url_name="node_list")
def node_list(request: HttpRequest, asked: Query[NodeFilter]) -> list[NodeOut]:
    """Public records, newest first, at most 200 at once."""
    found = nodes.nodes(actor_of(request), kind=asked.kind)
    if asked.since is not None:
        found = found.filter(occurred_on__gte=asked.since)
    first = min(max(asked.offset, 0), FARTHEST)
    return [NodeOut.of(n) for n in found[first : first + min(max(asked.limit, 1), 200)]]


@router.get("/nodes/{code}", response=NodeOut, operation_id="node_view", url_name="node_view")
def node_view(request: HttpRequest, code: str) -> NodeOut:
    """One record by its short code."""
    return NodeOut.of(_node(request, code))


@router.get(
    "/nodes/{code}/story", response=list[StepOut], operation_id="node_story", url_name="node_story"
)
def node_story(request: HttpRequest, code: str) -> list[StepOut]:
    """Where a record comes from and what came of it, earliest first."""
    node = _node(request, code)
    return [
        StepOut(node=NodeOut.of(s.node), distance=s.distance, relation=s.relation, note=s.note)
        for s in trace.story(actor_of(request), node)
    ]


class Question(Schema):
    """What to look for, and where; `before` is the `next` of the page before."""

    q: str = ""
    kind: list[str] = []
    since: dt.date | None = None
    until: dt.date | None = None
    limit: int = 20
    before: str = Field("", pattern="^[0-9]{0,20}$")


class FoundOut(Schema):
    """Some of the records found, and how to ask for those after them ("" when these are all)."""

    items: list[NodeOut]
    next: str


@router.get("/search", response=FoundOut, operation_id="search", url_name="search")
def search_nodes(request: HttpRequest, asked: Query[Question]) -> FoundOut:
    """Public records that hold every word of `q`, newest first, at most 50 at once."""
    page = search.find(
        actor_of(request),
        asked.q,
        kinds=asked.kind,
        since=asked.since,
        until=asked.until,
        limit=min(max(asked.limit, 1), 50),
        before=asked.before,
    )
    return FoundOut(items=[NodeOut.of(hit.node) for hit in page.items], next=page.next)


@router.get(
    "/measures", response=list[MeasureOut], operation_id="measure_list", url_name="measure_list"
)
def measure_list(request: HttpRequest) -> list[MeasureOut]:
    """Everything the house can count."""
    return [MeasureOut(**_told(m)) for m in registry.measures().values()]


@router.get(
    "/measures/{key}", response=ValueOut, operation_id="measure_view", url_name="measure_view"
)
def measure_view(
    request: HttpRequest,
    key: str,
    first: dt.date | None = None,
    last: dt.date | None = None,
) -> ValueOut:
    """A figure of the whole municipality with the rows it was counted from.

    Without `first` and `last`: from the beginning until today.
    """
    measure = registry.measures().get(key)
    if measure is None:
        raise Http404
    period = Period(first or dt.date(1900, 1, 1), last or clock.today())
    if period.last < period.first:
        raise HttpError(422, _("「last」は「first」より後の日にしてください。"))
    return ValueOut(
        **_told(measure),
        first=period.first,
        last=period.last,
        value=measure.value(None, period),
        rows=[
            RowOut(date=r.date, title=r.title, url=r.url, amount=r.amount)
            for r in measure.rows(None, period)
        ],
    )


def _node(request: HttpRequest, code: str) -> Node:
    node = nodes.by_code(actor_of(request), code)
    if node is None:
        raise Http404
    return node


def _told(measure: Any) -> dict[str, str]:
    return {
        "key": measure.key,
        "label": str(measure.label),
        "unit": str(measure.unit),
        "formula": str(measure.formula),
    }
