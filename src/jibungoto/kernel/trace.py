"""The trace: from a voice to its result and back, over the links between nodes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from heapq import heapify, heappop, heappush
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.db.models.expressions import RawSQL

from . import audit, nodes, publishing
from .actor import Actor
from .models import Link, Node

DEPTH = 6  # a story longer than six steps is read from its middle


class LinkLoop(ValueError):
    """The link would make a thing come of itself."""


# The relations that say "the first is later, the second is what it came from".
BACKWARDS = (
    Link.Relation.CAME_OF,
    Link.Relation.DECIDED_IN,
    Link.Relation.FUNDED_BY,
    Link.Relation.ANSWERS,
    Link.Relation.CONTINUES,
)


@dataclass(frozen=True, slots=True)
class Step:
    """One stop of a story. `distance` is negative for what came before, 0 for the record itself."""

    node: Node
    distance: int
    relation: str = ""
    note: str = ""
    reached_from: int | None = None  # the node one link nearer to the record itself


@transaction.atomic
def connect(from_node: Node, to_node: Node, relation: str, *, note: str = "") -> Link:
    """Link a later node to an earlier one; the same link twice is one. Raises LinkLoop."""
    if relation in BACKWARDS and _reaches(to_node.pk, from_node.pk):
        raise LinkLoop(f"{from_node.pk} {relation} {to_node.pk}")
    link, _ = Link.objects.update_or_create(
        from_node=from_node, to_node=to_node, relation=relation, defaults={"note": note}
    )
    audit.record(
        "kernel.link.connect",
        from_node,
        changes={"relation": (None, relation), "to_node": (None, to_node.pk)},
    )
    publishing.published()
    return link


@transaction.atomic
def connect_new(pairs: Sequence[tuple[Node, Node, str]], *, relation: str) -> None:
    """Link many nodes made just now, each to an earlier one with a note; few queries.

    Nothing leads to a node that is new, so no loop can come of it. One record in the log for all.
    """
    Link.objects.bulk_create(
        (
            Link(from_node=later, to_node=earlier, relation=relation, note=note)
            for later, earlier, note in pairs
        ),
        batch_size=500,
    )
    audit.record("kernel.link.connect_many", None, changes={relation: (None, len(pairs))})
    publishing.published()


@transaction.atomic
def disconnect(link: Link) -> None:
    audit.record(
        "kernel.link.disconnect",
        link.from_node,
        changes={"relation": (link.relation, None), "to_node": (link.to_node_id, None)},
    )
    link.delete()
    publishing.published()


def story(actor: Actor, node: Node) -> Sequence[Step]:
    """Everything that led to the node and came of it, as far as the actor may see.

    From origin to outcome: what something came of stands before it, whatever their days say (an
    old measure may take up a new voice); all else by its day. One query, however many records.
    """
    links = _around(actor, node)
    steps = {node.pk: Step(node, 0)}
    for forwards in (False, True):
        frontier, distance = {node.pk}, 0
        while frontier and abs(distance) < DEPTH:
            distance += 1 if forwards else -1
            frontier = _spread(steps, links, frontier, distance, forwards=forwards)
    return _told_in_order(steps)


def _told_in_order(steps: dict[int, Step]) -> list[Step]:
    """The steps, each after those it came of, and as early as its day allows."""
    follow: dict[int, list[int]] = {pk: [] for pk in steps}
    waits = dict.fromkeys(steps, 0)
    for pk, step in steps.items():
        if step.reached_from is None or step.relation not in BACKWARDS:
            continue
        earlier, later = (step.reached_from, pk) if step.distance > 0 else (pk, step.reached_from)
        follow[earlier].append(later)
        waits[later] += 1
    ready = [(*_day(step), pk) for pk, step in steps.items() if not waits[pk]]
    heapify(ready)
    told = []
    while ready:
        pk = heappop(ready)[-1]
        told.append(steps[pk])
        for later in follow[pk]:
            waits[later] -= 1
            if not waits[later]:
                heappush(ready, (*_day(steps[later]), later))
    return told


def _day(step: Step) -> tuple[date, int]:
    return step.node.occurred_on, step.distance


def _spread(
    steps: dict[int, Step], links: Sequence[Link], frontier: set[int], distance: int, *,
    forwards: bool,
) -> set[int]:  # fmt: skip
    here, there = ("to_node_id", "from_node") if forwards else ("from_node_id", "to_node")
    reached = set()
    for link in links:
        other: Node = getattr(link, there)
        origin: int = getattr(link, here)
        if origin in frontier and other.pk not in steps:
            steps[other.pk] = Step(other, distance, link.relation, link.note, origin)
            reached.add(other.pk)
    return reached


# From a node outwards in one direction: the links on the way, whose far ends may be seen.
_WALK = f"""
WITH RECURSIVE way(link, node, step) AS (
    SELECT CAST(0 AS bigint), CAST(%s AS bigint), 0
    UNION
    SELECT l.id, l.{{there}}, way.step + 1
    FROM way JOIN {Link._meta.db_table} l ON l.{{here}} = way.node
    WHERE way.step < {DEPTH} AND EXISTS ({{seen}})
)
SELECT link FROM way
"""  # noqa: S608  our own names


def _around(actor: Actor, node: Node) -> list[Link]:
    """All links within DEPTH steps before and after a node, in their order, with both ends."""
    before = _walk(actor, node, "from_node_id", "to_node_id")
    after = _walk(actor, node, "to_node_id", "from_node_id")
    found = Link.objects.filter(Q(pk__in=before) | Q(pk__in=after))
    return list(found.select_related("from_node", "to_node").order_by("pk"))


def _walk(actor: Actor, node: Node, here: str, there: str) -> RawSQL:
    far_end: Any = RawSQL(f"l.{there}", ())  # noqa: S611  our own names
    seen = Node.objects.filter(nodes.visible(actor), pk=far_end).order_by().values("pk")
    sql, params = seen.query.sql_with_params()
    return RawSQL(  # noqa: S611  as above
        _WALK.format(here=here, there=there, seen=sql), (node.pk, *params)
    )


def _reaches(start: int, goal: int) -> bool:
    """Whether following links from later to earlier leads from `start` to `goal`."""
    seen, frontier = {start}, [start]
    while frontier:
        if goal in seen:
            return True
        found = Link.objects.filter(from_node__in=frontier, relation__in=BACKWARDS)
        frontier = [pk for pk in found.values_list("to_node", flat=True) if pk not in seen]
        seen.update(frontier)
    return goal in seen
