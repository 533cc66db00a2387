"""Nodes: making, changing and finding the public face of records, and following them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet

from . import audit, clock, identity, publishing, tenancy
from .actor import Actor
from .models import Follow, Node, NodeDistrict


class ChangedMeanwhile(Exception):
    """Somebody else saved the record after this person opened it."""


def visible(actor: Actor) -> Q:
    """The view rule of nodes for the database: public ones, and the staff's own for staff."""
    public = Q(state=Node.State.PUBLIC)
    scopes = actor.scopes("kernel.node.read_staff")
    if scopes.everywhere:
        return ~Q(state=Node.State.REMOVED)
    if scopes.district_ids:
        mine = NodeDistrict.objects.filter(district_id__in=scopes.district_ids).values("node_id")
        return public | (Q(state__in=[Node.State.STAFF, Node.State.DRAFT]) & Q(pk__in=mine))
    return public


def nodes(actor: Actor, *, kind: str = "", district_id: int | None = None) -> QuerySet[Node]:
    """Nodes the actor may see, newest first."""
    found = Node.objects.filter(visible(actor))
    if kind:
        found = found.filter(kind=kind)
    if district_id is not None:
        placed = NodeDistrict.objects.filter(district_id=district_id).values("node_id")
        found = found.filter(pk__in=placed)
    return found.order_by("-occurred_on", "-pk")


def by_code(actor: Actor, code: str) -> Node | None:
    """The node behind a short code, if the actor may see it."""
    return Node.objects.filter(visible(actor), short_code=code).first()


@transaction.atomic
def register(
    *,
    kind: str,
    title: str,
    path: str,
    summary: str = "",
    state: str = Node.State.PUBLIC,
    district_ids: Iterable[int] = (),
    occurred_on: date | None = None,
    body: str = "",
    short_code: str = "",
) -> Node:
    """Give a new record its node; `path` is its address below the municipality's.

    `body` is searched besides title and summary; `short_code` is given by a record whose address
    contains it.
    """
    node = Node.objects.create(
        short_code=short_code or identity.short_code(),
        kind=kind,
        title=title,
        path=path,
        summary=summary,
        state=state,
        occurred_on=occurred_on or clock.today(),
    )
    _place(node, district_ids)
    _index(node, body)
    audit.record("kernel.node.register", node, changes={"title": (None, title)})
    publishing.published()
    return node


@transaction.atomic
def change(
    node: Node,
    *,
    expected_version: int | None = None,
    district_ids: Iterable[int] | None = None,
    body: str | None = None,
    **fields: Any,
) -> Node:
    """Change a node's own fields. Raises ChangedMeanwhile when `expected_version` is no longer so.

    `body=None` leaves the searched text as it is.
    """
    rows = Node.objects.filter(pk=node.pk)
    before = rows.values(*fields).first() if fields else None
    if expected_version is not None:
        rows = rows.filter(version=expected_version)
    if not rows.update(**fields, changed_at=clock.now(), version=F("version") + 1):
        raise ChangedMeanwhile
    node.refresh_from_db()
    if district_ids is not None:
        NodeDistrict.objects.filter(node=node).delete()
        _place(node, district_ids)
    _index(node, body)
    audit.record("kernel.node.change", node, changes=audit.diff(before or {}, fields))
    publishing.published()
    return node


def _place(node: Node, district_ids: Iterable[int]) -> None:
    NodeDistrict.objects.bulk_create(
        [NodeDistrict(node=node, district_id=pk) for pk in dict.fromkeys(district_ids)]
    )


def _index(node: Node, body: str | None) -> None:
    from . import search  # search reads nodes; the registration is the only place that calls it

    search.put(node, body=body)


@transaction.atomic
def follow(node: Node, *, participant_id: int) -> bool:
    """Follow a node; following twice is the same as once. True when it is new."""
    _, created = Follow.objects.get_or_create(node=node, participant_id=participant_id)
    return created


@transaction.atomic
def unfollow(node: Node, *, participant_id: int) -> bool:
    """Stop following. True when there was something to stop."""
    return Follow.objects.filter(node=node, participant_id=participant_id).delete()[0] > 0


def followed(actor: Actor) -> QuerySet[Node]:
    """What the actor follows and may see, latest change first."""
    if actor.participant_id is None:
        return Node.objects.none()
    mine = Follow.objects.filter(participant_id=actor.participant_id).values("node_id")
    return Node.objects.filter(visible(actor), pk__in=mine).order_by("-changed_at")


def is_followed(actor: Actor, node: Node) -> bool:
    return (
        actor.participant_id is not None
        and Follow.objects.filter(participant_id=actor.participant_id, node=node).exists()
    )


def current_municipality_nodes() -> QuerySet[Node]:
    """All nodes of the municipality at hand, for the house's own machinery."""
    return Node.everywhere.filter(municipality_id=tenancy.current_id())
