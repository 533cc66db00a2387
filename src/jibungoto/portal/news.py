"""Nodes and errands as the rows of a page. Pure: no rows are read here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from jibungoto.kernel.links import node_url
from jibungoto.kernel.models import Node
from jibungoto.kernel.registry import Waiting, kinds


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that happened, as a list shows it."""

    title: str
    url: str
    text: str
    kind: Any
    stage: str
    on: date
    places: str = ""


def rows(found: Iterable[Node], *, with_districts: bool = False) -> list[Item]:
    """Nodes as items; with districts, their names beside the date (they must be prefetched)."""
    known = kinds()
    return [
        Item(
            title=node.title,
            url=node_url(node),
            text=node.summary,
            kind=known[node.kind].label if node.kind in known else "",
            stage=str(known[node.kind].stage or "") if node.kind in known else "",
            on=node.occurred_on,
            places=_places(node) if with_districts else "",
        )
        for node in found
    ]


def _places(node: Node) -> str:
    names = [placed.district.name for placed in node.placed.all()]
    return "・".join(names[:2]) + (f" ほか{len(names) - 2}" if len(names) > 2 else "")


def by_due(found: Iterable[Waiting]) -> Sequence[Waiting]:
    """What waits, the most urgent first; what has no day comes last."""
    return sorted(found, key=lambda w: (w.due is None, w.due or date.max))
