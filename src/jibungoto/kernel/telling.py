"""A record's story put into the words of ui/parts/story: one timeline for every kind of record."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from jibungoto.ui.tags.words import era_date

from .actor import Actor
from .links import node_url
from .models import Link, Node
from .registry import kinds
from .trace import Step, story
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
    return [event(step) for step in steps] if len(steps) > 1 else []


def event(step: Step) -> dict[str, Any]:
    """One step as an event: the record itself carries no link to itself."""
    node = step.node
    kind = kinds().get(node.kind)
    return {
        "stage": kind.stage.value if kind and kind.stage else "",
        "kind": kind.label if kind else "",
        "when": era_date(node.occurred_on),
        "relation": _relation(step),
        "title": title_of(node),
        "url": node_url(node) if step.distance else "",
        "text": step.note or summary_of(node),
    }


def _relation(step: Step) -> str:
    # Further away the words would tell of a record the reader does not see beside it.
    if not step.relation or abs(step.distance) != 1:
        return ""
    relation = Link.Relation(step.relation)
    return str(_ONWARDS[relation] if step.distance > 0 else relation.label)


def strip(nodes: Sequence[Node]) -> list[dict[str, Any]]:
    """A few nodes in a row as `{% strip %}` draws them: the kind in bold, what it was beside it."""
    known = kinds()
    return [
        {
            "stage": known[n.kind].stage or "" if n.kind in known else "",
            "title": known[n.kind].label if n.kind in known else title_of(n),
            "text": title_of(n) if n.kind in known else summary_of(n),
            "url": node_url(n),
        }
        for n in nodes
    ]
