"""What a room says of a questionnaire that can be answered on paper. Values only, and a register.

See the package's docstring for what each function promises.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from jibungoto.engines.sheets import Sort
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.links import link
from jibungoto.kernel.models import Node
from jibungoto.kernel.policy import Decision, allowed, permitted
from jibungoto.ui.tags.words import long_date

if TYPE_CHECKING:
    from .models import Sheet

__all__ = ["Answers", "Item", "Option", "Questionnaire", "SheetKind", "SheetRefused", "Sort"]

KEEP_DAYS = 90  # pictures of sheets, from the day they were read

Answers = Mapping[str, tuple[str, ...] | str]


class SheetRefused(ValueError):
    """A room can't take a sheet in; the message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Option:
    """Something to choose."""

    key: str
    words: str


@dataclass(frozen=True, slots=True)
class Item:
    """Something to answer. Keys are the room's own, at most 40 signs, and come back in answers."""

    key: str
    sort: Sort
    words: str
    options: tuple[Option, ...] = ()
    single: bool = True
    grid: str = ""
    grid_words: str = ""  # the question above the table; said by the first item of a grid
    hint: str = ""  # below the words: 3つまで, 税こみで
    low: str = ""  # the words at the ends of a scale
    high: str = ""
    digits: int = 0
    unit: str = ""
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """What is printed: the items, and what stands above them."""

    title: str
    items: Sequence[Item]
    lead: str = ""  # one or two sentences: what it is about
    asker: str = ""  # who asks; "" is the municipality
    until: dt.date | None = None  # last day for handing in
    hand_in: str = ""  # where to bring or send it
    use: str = ""  # what the answers are used for
    answer_url: str = ""  # the same on the web, as an address of this house

    def whole(self) -> "Questionnaire":
        """The same with the question of a table said by each of its rows, so that any may head it.

        Rows of one table must stand together.
        """
        asked: dict[str, str] = {}
        for item in self.items:
            if item.grid and item.grid_words:
                asked.setdefault(item.grid, item.grid_words)
        items = [replace(i, grid_words=asked.get(i.grid, "")) for i in self.items]
        return replace(self, items=items)

    def facts(self) -> list[tuple[str, str]]:
        """What a person wants to know before filling it in, with its label."""
        until = long_date(self.until) if self.until else ""
        kept = _(
            "答えは集計に使います。用紙の画像は、読み取りから{}日で消します。名前は書かないでください。"
        ).format(KEEP_DAYS)
        told = [
            (_("聞いているところ"), self.asker),
            (_("いつまで"), until),
            (_("出すところ"), self.hand_in),
            (_("使いみち"), self.use),
            (_("用紙の扱い"), kept),
        ]
        return [(label, words) for label, words in told if words]


def _lineages(node: Node) -> list[str]:
    """The lineages of a node's districts; a page asks several times about the same node."""
    known: list[str] | None = node.__dict__.get("_sheet_lineages")
    if known is None:
        known = list(node.districts.values_list("lineage", flat=True)) or [""]
        node.__dict__["_sheet_lineages"] = known
    return known


def by_districts(actor: Actor, permission: str, node: Node) -> Decision:
    """The everyday rule: the permission in one of the node's districts, or in the whole city."""
    if any(actor.may(permission, district_path=lineage) for lineage in _lineages(node)):
        return allowed
    return permitted(actor, permission)


@dataclass(frozen=True, slots=True)
class SheetKind:
    """A kind of questionnaire. `node_kinds`: the kinds of node that have one."""

    key: str
    label: Any
    node_kinds: Sequence[str]
    questionnaire: Callable[[Node], Questionnaire]
    take: "Callable[[Sheet, Answers, Actor], None]"
    withdraw: "Callable[[Sheet, Actor], None]"
    closed: Callable[[Node], str] = lambda node: ""
    # Ids of the nodes that are being asked now, as a query: those to be printed next.
    asking: Callable[[], QuerySet[Any, Any]] = Node.objects.none
    allows: Callable[[Actor, str, Node], Decision] = by_districts


_kinds: dict[str, SheetKind] = {}


def register(kind: SheetKind) -> SheetKind:
    """Make a kind known, from a room's manifest. Two kinds for one kind of node are an error."""
    for known in _kinds.values():
        if known.key != kind.key and set(known.node_kinds) & set(kind.node_kinds):
            raise ValueError(f"two kinds of sheet for {kind.node_kinds}")
    _kinds[kind.key] = kind
    return kind


def known() -> list[SheetKind]:
    return list(_kinds.values())


def of_key(key: str) -> SheetKind | None:
    return _kinds.get(key)


def of_node(node: Node) -> SheetKind | None:
    """The kind of this node's questionnaire; None where nothing is answered on paper."""
    return next((k for k in _kinds.values() if node.kind in k.node_kinds), None)


def print_url(node: Node) -> str | None:
    """The page where the sheets of this node are printed, typed and scanned."""
    if of_node(node) is None:
        return None
    return link("sheets:form_view", code=node.short_code)
