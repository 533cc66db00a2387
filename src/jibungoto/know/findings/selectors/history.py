"""A finding's own story: noticed, received, answered, merged, connected; a resource's verbs."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from jibungoto.kernel import telling
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.links import node_url
from jibungoto.know.findings.models import Deed, Finding
from jibungoto.ui.listing import listed
from jibungoto.ui.tags.words import era_date, long_date

# What stands for a state in `{% state %}`: shape and word.
SHAPES = {
    "new": "none", "received": "run", "talked": "run", "taken_up": "run", "connected": "done",
    "passed": "none",
}  # fmt: skip
_STAGES = {"new": "know", "received": "hear", "talked": "decide", "taken_up": "act"}
_VERB_STAGES = {"created": "act", "found": "know", "used": "act", "passed_on": "show"}


def history(actor: Actor, finding: Finding, words: Mapping[str, str]) -> list[dict[str, Any]]:
    """Everything that happened to a finding as `{% story %}` draws it, oldest first.

    Seven queries and those of its trace; nothing in it depends on a role.
    """
    events: list[tuple[Any, int, dict[str, Any]]] = [(finding.found_on, 0, _begin(finding, words))]
    for change in finding.changes.all():
        told = {
            "stage": _STAGES.get(change.state, "show"),
            "kind": _("いまの段階"),
            "when": era_date(change.on),
            "title": str(change.get_state_display()),
            "text": change.reason,
        }
        events.append((change.on, 1, told))
    for answer in finding.answers.all():
        told = {
            "stage": "hear",
            "kind": _("返事"),
            "when": era_date(answer.answered_on),
            "title": _("{}からの返事").format(answer.who),
            "quote": answer.text,
            "who": answer.who,
        }
        events.append((answer.answered_on, 2, told))
    if finding.sort == Finding.Sort.RESOURCE:
        events += [(d.on, 1, _deed(d, words)) for d in finding.deeds.select_related("organisation")]
    events += [(on, 3, event) for on, event in telling.beside(actor, finding.node)]
    events.sort(key=lambda e: (e[0], e[1]))
    return [event for _on, _order, event in events]


def _begin(finding: Finding, words: Mapping[str, str]) -> dict[str, Any]:
    if finding.source:
        title = _("「{}」から取りこみました").format(finding.source)
    elif finding.channel in ("paper", "oral", "counter"):
        title = _("{}届きました").format(finding.get_channel_display())
    elif finding.sort == Finding.Sort.RESOURCE:
        title = _("{}に書きとめられました").format(words["resource.search"])
    else:
        title = _("住民の方が気づきました")
    return {
        "stage": "know",
        "kind": words[finding.sort],
        "when": era_date(finding.found_on),
        "title": title,
    }


def _deed(deed: Deed, words: Mapping[str, str]) -> dict[str, Any]:
    return {
        "stage": _VERB_STAGES[deed.verb],
        "kind": words[f"resource.{deed.verb}"],
        "when": era_date(deed.on),
        "title": deed.who,
        "text": deed.text,
    }


def originals(actor: Actor, finding: Finding) -> list[dict[str, Any]]:
    """The public findings that were put under this one. One query."""
    found = finding.merged.filter(node__state="public", withdrawn_at=None).select_related("node")
    return [
        {
            "title": f.title,
            "url": node_url(f.node),
            "meta": listed(filter(None, (long_date(f.found_on), f.place)), "・"),
        }
        for f in found.order_by("found_on", "pk")
    ]
