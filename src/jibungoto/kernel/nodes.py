"""Nodes: making, changing and finding the public face of records, and following them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet

from jibungoto.kernel.keyed import only

from . import audit, clock, identity, publishing, registry, together
from .actor import Actor, Scopes
from .models import Follow, Node, NodeDistrict

_BATCH = 500
MOST_FOLLOWED = 30  # on one's own page


class ChangedMeanwhile(Exception):
    """Somebody else saved the record after this person opened it."""


@dataclass(frozen=True, slots=True)
class Face:
    """What a node is to say of its record, where many are registered or changed at once."""

    title: str
    path: str
    summary: str = ""
    body: str = ""
    occurred_on: date | None = None
    district_ids: tuple[int, ...] = ()
    short_code: str = ""


def visible(actor: Actor, at: str = "") -> Q:
    """The view rule of nodes for the database: public ones, and the staff's own for staff.

    `at` leads to the node of a record: "node__".
    """
    return seen_within(read_scopes(actor), at)


def read_scopes(actor: Actor) -> Scopes:
    """Where somebody sees more than everybody does: all that `visible` hangs on."""
    return actor.scopes("kernel.node.read_staff")


def seen_within(scopes: Scopes, at: str = "") -> Q:
    """`visible` for whoever has these scopes, for questions that are built once for all of them."""
    public = Q((f"{at}state", Node.State.PUBLIC))
    if scopes.everywhere:
        return ~Q((f"{at}state", Node.State.REMOVED))
    if scopes.district_ids:
        mine = NodeDistrict.objects.filter(district_id__in=scopes.district_ids).values("node_id")
        inner = Q((f"{at}state__in", [Node.State.STAFF, Node.State.DRAFT]))
        return public | (inner & Q((f"{at}pk__in", mine)))
    return public


def placed_within(scopes: Scopes) -> Q:
    """The rule for records with a node: those that lie in one of the scope's districts."""
    if scopes.everywhere:
        return Q(pk__isnull=False)  # an empty Q would be lost in an OR
    if not scopes.district_ids:
        return scopes.inside()
    return Q(node__in=NodeDistrict.objects.filter(scopes.inside()).values("node"))


def nodes(actor: Actor, *, kind: str = "", district_id: int | None = None) -> QuerySet[Node]:
    """Nodes the actor may see, newest first."""
    found = Node.objects.filter(visible(actor))
    if kind:
        found = found.filter(kind=kind)
    if district_id is not None:
        placed = NodeDistrict.objects.filter(district_id=district_id).values("node_id")
        found = found.filter(pk__in=placed)
    return found.order_by("-occurred_on", "-pk")


def managed(actor: Actor, permission: str) -> QuerySet[Node]:
    """Nodes the actor sees in the districts where they hold a permission, newest first."""
    scopes = actor.scopes(permission)
    found = nodes(actor)
    if scopes.everywhere:
        return found
    return found.filter(pk__in=NodeDistrict.objects.filter(scopes.inside()).values("node"))


def typed(actor: Actor, text: str) -> Node | None:
    """The node somebody named by its short code or by the address of its page, if they see it."""
    if "/" not in text:
        return by_code(actor, identity.read_code(text))
    path = text.split("://", 1)[-1].split("?", 1)[0].split("#", 1)[0]
    parts = path.strip("/").split("/")
    # An address has the machine and the municipality before the record's own path.
    tails = ["/".join(parts[n:]) + "/" for n in range(min(3, len(parts)))]
    return Node.objects.filter(visible(actor), path__in=tails).first()


def by_code(actor: Actor, code: str) -> Node | None:
    """The node behind a short code, if the actor may see it."""
    return only(Node.objects.filter(visible(actor), short_code=code))


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
    placed = _place(node, district_ids)
    from . import search  # as in _index

    search.add(node, body=body, district_ids=placed)
    audit.record("kernel.node.register", node, changes={"title": (None, title)})
    _published(kind)
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
    before = only(rows.values(*fields)) if fields else None
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
    _published(node.kind)
    return node


@transaction.atomic
def register_many(
    *, kind: str, faces: Sequence[Face], state: str = Node.State.PUBLIC
) -> list[Node]:
    """The nodes of many new records, in their order, in a few queries.

    One record in the log for all: the deed that brought them tells of each (an intake's changes).
    """
    found = Node.objects.bulk_create(
        [
            Node(
                kind=kind, title=f.title, path=f.path, summary=f.summary, state=state,
                short_code=f.short_code or identity.short_code(),
                occurred_on=f.occurred_on or clock.today(),
            )
            for f in faces
        ],
        batch_size=_BATCH,
    )  # fmt: skip
    place_many({n.pk: f.district_ids for n, f in zip(found, faces, strict=True)})
    _index_many(found, {n.pk: f.body for n, f in zip(found, faces, strict=True)})
    audit.record("kernel.node.register_many", None, changes={kind: (None, len(found))})
    _published(kind)
    return found


@transaction.atomic
def change_many(changes: Mapping[Node, Face]) -> None:
    """What many nodes say from now on: title, summary, districts and searched text.

    Their day, path and code stay. Few queries, and one record in the log.
    """
    now = clock.now()
    for node, face in changes.items():
        node.title, node.summary, node.changed_at = face.title, face.summary, now
        node.version += 1
    Node.objects.bulk_update(
        changes, ["title", "summary", "changed_at", "version"], batch_size=_BATCH
    )
    place_many({n.pk: f.district_ids for n, f in changes.items()})
    _index_many(list(changes), {n.pk: f.body for n, f in changes.items()})
    audit.record("kernel.node.change_many", None, changes={"number": (None, len(changes))})
    _published(*{node.kind for node in changes})


@transaction.atomic
def place_many(districts: Mapping[int, Iterable[int]]) -> set[int]:
    """Which districts nodes concern, by node id; answers the nodes for which that changed.

    The index is not told: whoever only moves nodes calls `reindex_many` for those answered.
    """
    wanted = {(node, d) for node, ids in districts.items() for d in ids}
    known: dict[tuple[int, int], int] = {}
    for ids in _batches(list(districts)):
        rows = NodeDistrict.objects.filter(node__in=ids)
        known |= {(n, d): pk for pk, n, d in rows.values_list("pk", "node_id", "district_id")}
    gone = [pk for pair, pk in known.items() if pair not in wanted]
    for ids in _batches(gone):
        NodeDistrict.objects.filter(pk__in=ids).delete()
    new = sorted(wanted - known.keys())
    NodeDistrict.objects.bulk_create(
        [NodeDistrict(node_id=node, district_id=d) for node, d in new], batch_size=_BATCH
    )
    return {node for node, _d in wanted ^ known.keys()}


@transaction.atomic
def reindex_many(node_ids: Iterable[int]) -> None:
    """Tell the index where nodes lie now; what is searched of them stays."""
    for ids in _batches(sorted(node_ids)):
        _index_many(list(Node.objects.filter(pk__in=ids).select_related("search_entry")), {})


@transaction.atomic
def tell_many(bodies: Mapping[int, str]) -> None:
    """Say by what text nodes are found beside their title and summary, by their ids."""
    for ids in _batches(sorted(bodies)):
        found = Node.objects.filter(pk__in=ids).select_related("search_entry")
        _index_many(list(found), {pk: bodies[pk] for pk in ids})


def _index_many(found: Sequence[Node], bodies: Mapping[int, str]) -> None:
    from . import search  # as in _index

    for batch in _batches(found):
        search.put_many(batch, bodies)


def _batches[T](items: Sequence[T]) -> Iterable[Sequence[T]]:
    return (items[i : i + _BATCH] for i in range(0, len(items), _BATCH))


def _place(node: Node, district_ids: Iterable[int]) -> list[int]:
    placed = list(dict.fromkeys(district_ids))
    NodeDistrict.objects.bulk_create([NodeDistrict(node=node, district_id=pk) for pk in placed])
    return placed


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
    """What the actor follows and may see, latest change first, as a question for `ask`."""
    if actor.participant_id is None:
        return Node.objects.none()
    return _FOLLOWED.put(read_scopes(actor), participant=actor.participant_id)


def _followed(read: Scopes, *, participant: int) -> QuerySet[Node]:
    mine = Follow.objects.filter(participant_id=participant).values("node_id")
    found = Node.objects.filter(seen_within(read), pk__in=mine).order_by("-changed_at")
    return found[:MOST_FOLLOWED]


_FOLLOWED = together.Question(_followed)


def is_followed(actor: Actor, node: Node) -> bool:
    return (
        actor.participant_id is not None
        and Follow.objects.filter(participant_id=actor.participant_id, node=node).exists()
    )


def _published(*kinds: str) -> None:
    if all(registry.is_voice(kind) for kind in kinds):
        publishing.heard()
    else:
        publishing.published()
