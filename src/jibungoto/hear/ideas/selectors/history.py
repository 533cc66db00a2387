"""An idea's own story: proposed, received, promised, answered, merged, done."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from jibungoto.hear.ideas.models import Idea
from jibungoto.kernel import telling
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.links import node_url
from jibungoto.ui.listing import listed
from jibungoto.ui.tags.words import era_date, long_date

# What stands for a state in `{% state %}`: shape and word.
SHAPES = {
    "new": "none", "received": "run", "considered": "run", "taken_up": "run", "done": "done",
    "passed": "none",
}  # fmt: skip
_STAGES = {"received": "hear", "considered": "decide", "taken_up": "act", "done": "show"}


def history(actor: Actor, idea: Idea, words: Mapping[str, str]) -> list[dict[str, Any]]:
    """Everything that happened to an idea as `{% story %}` draws it, oldest first.

    Two queries and those of its trace; nothing in it depends on a role.
    """
    if idea.channel in ("paper", "oral", "counter"):
        title = _("{}届きました").format(idea.get_channel_display())
    else:
        title = _("住民の方が提案しました")
    begin = {
        "stage": "hear", "kind": words["idea"], "when": era_date(idea.posted_on), "title": title,
    }  # fmt: skip
    events: list[tuple[Any, int, dict[str, Any]]] = [(idea.posted_on, 0, begin)]
    for change in idea.changes.all():
        told = {
            "stage": _STAGES.get(change.state, "hear"),
            "kind": _("いまの段階"),
            "when": era_date(change.on),
            "title": words[f"idea.{change.state}"],
            "text": change.reason,
        }
        events.append((change.on, 1, told))
    for answer in idea.answers.all():
        told = {
            "stage": "hear",
            "kind": _("返事"),
            "when": era_date(answer.answered_on),
            "title": _("{}からの返事").format(answer.who),
            "quote": answer.text,
            "who": answer.who,
        }
        events.append((answer.answered_on, 2, told))
    events += [(on, 3, event) for on, event in telling.beside(actor, idea.node)]
    events.sort(key=lambda e: (e[0], e[1]))
    return [event for _on, _order, event in events]


def originals(idea: Idea) -> list[dict[str, Any]]:
    """The public ideas that were put under this one. One query."""
    found = idea.merged.filter(node__state="public", withdrawn_at=None).select_related("node")
    return [
        {
            "title": i.title,
            "url": node_url(i.node),
            "meta": listed(filter(None, (long_date(i.posted_on), i.place)), "・"),
        }
        for i in found.order_by("posted_on", "pk")
    ]
