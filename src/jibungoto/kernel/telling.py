"""A record's story put into the words of ui/parts/story: one timeline for every kind of record."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from jibungoto.ui.tags.words import era_date

from .actor import Actor
from .links import node_url
from .models import Link, Node
from .registry import kinds
from .trace import Step, story
from .ways import HowFar
from .wording import summary_of, title_of

# How a link reads from the earlier record to the later one; Link.Relation says the other way.
_ONWARDS = {
    Link.Relation.CAME_OF: _("ここから生まれたこと"),
    Link.Relation.DECIDED_IN: _("ここで決まったこと"),
    Link.Relation.FUNDED_BY: _("このお金でしたこと"),
    Link.Relation.CARRIED_OUT_BY: _("ここが担ったこと"),
    Link.Relation.ANSWERS: _("届いた返事"),
    Link.Relation.CONTINUES: _("引き継がれた先"),
    Link.Relation.SERVES: _("このためにすること"),
    Link.Relation.MERGED_INTO: _("まとめられたもの"),
}


def told(actor: Actor, node: Node) -> list[dict[str, Any]]:
    """The events of a node's story as `{% story %}` draws them; empty when it stands alone."""
    steps = story(actor, node)
    return _events(steps) if len(steps) > 1 else []


def beside(actor: Actor, node: Node) -> list[tuple[date, dict[str, Any]]]:
    """The events of the records that led to a node or came of it, each with its day."""
    steps = [
        step for step in story(actor, node)
        if step.distance and step.relation != Link.Relation.MERGED_INTO
    ]  # fmt: skip
    days = (step.node.occurred_on for step in steps)
    return list(zip(days, _events(steps), strict=True))


def _events(steps: Sequence[Step]) -> list[dict[str, Any]]:
    """Steps as events: the record itself carries no link to itself."""
    far = _how_far([step.node for step in steps])
    return [_event(step, far.get(step.node.pk)) for step in steps]


def _event(step: Step, far: HowFar | None) -> dict[str, Any]:
    node = step.node
    kind = kinds().get(node.kind)
    return {
        "stage": kind.stage.value if kind and kind.stage else "",
        "kind": kind.label if kind else "",
        "when": era_date(node.occurred_on),
        "relation": _relation(step),
        "title": title_of(node),
        "url": node_url(node) if step.distance else "",
        "text": step.note or (far.text if far else "") or summary_of(node),
        "state": far.shape if far else "",
        "state_word": far.word if far else "",
    }


def _how_far(found: Sequence[Node]) -> dict[int, HowFar]:
    """How far the records have come, by node; a query for each kind that can tell."""
    far: dict[int, HowFar] = {}
    for key in {node.kind for node in found} & kinds().keys():
        far |= kinds()[key].how_far([node for node in found if node.kind == key])
    return far


def _relation(step: Step) -> str:
    # Further away the words would tell of a record the reader does not see beside it.
    if not step.relation or abs(step.distance) != 1:
        return ""
    relation = Link.Relation(step.relation)
    return str(_ONWARDS[relation] if step.distance > 0 else relation.label)


def strip(nodes: Sequence[Node]) -> list[dict[str, Any]]:
    """A few nodes in a row as `{% strip %}` draws them: the kind in bold, what it was beside it."""
    known, far = kinds(), _how_far(nodes)
    return [
        {
            "stage": known[n.kind].stage or "" if n.kind in known else "",
            "title": known[n.kind].label if n.kind in known else title_of(n),
            "text": title_of(n) if n.kind in known else summary_of(n),
            "url": node_url(n),
            "state": far[n.pk].shape if n.pk in far else "",
            "state_word": far[n.pk].word if n.pk in far else "",
        }
        for n in nodes
    ]
