"""Nodes and errands as the rows of a page. Pure: no rows are read here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from jibungoto.kernel.links import node_url
from jibungoto.kernel.models import Node
from jibungoto.kernel.registry import Waiting, kinds
from jibungoto.kernel.wording import summary_of, title_of
from jibungoto.ui.listing import inside, listed

TOGETHER = 3  # so many of one kind on one day become one row


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
            title=title_of(node),
            url=node_url(node),
            text=summary_of(node),
            kind=known[node.kind].label if node.kind in known else "",
            stage=str(known[node.kind].stage or "") if node.kind in known else "",
            on=node.occurred_on,
            places=_places(node) if with_districts else "",
        )
        for node in found
    ]


def merged(items: Sequence[Item], *, most: int = 6) -> list[Item]:
    """At most so many rows; a kind that comes several times on one day is told as one row."""
    found: list[Item] = []
    together: dict[tuple[str, date], list[Item]] = {}
    for item in items:
        together.setdefault((str(item.kind), item.on), []).append(item)
    told: set[tuple[str, date]] = set()
    for item in items:
        same = together[str(item.kind), item.on]
        if len(same) < TOGETHER:
            found.append(item)
        elif (str(item.kind), item.on) not in told:
            told.add((str(item.kind), item.on))
            found.append(_as_one(same))
    return found[:most]


def _as_one(same: Sequence[Item]) -> Item:
    first = same[0]
    return replace(
        first,
        title=_("「{}」ほか{}件").format(inside(first.title), len(same) - 1),
        text=listed((item.title for item in same[1:]), most=3),
    )


def _places(node: Node) -> str:
    names = [placed.district.name for placed in node.placed.all()]
    said = listed(names[:2], "・")
    return _("{}ほか{}地区").format(said, len(names) - 2) if len(names) > 2 else said


def by_due(found: Iterable[Waiting]) -> Sequence[Waiting]:
    """What waits, the most urgent first; what has no day comes last."""
    return sorted(found, key=lambda w: (w.due is None, w.due or date.max))
