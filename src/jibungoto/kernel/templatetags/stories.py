"""`{% load stories %}{% node_story node %}`: where a record comes from and what came of it."""

from typing import Any

from django import template

from jibungoto.kernel.actor import GUEST, Actor
from jibungoto.kernel.models import Node
from jibungoto.kernel.telling import told

register = template.Library()


@register.inclusion_tag("kernel/node_story.html", takes_context=True)
def node_story(context: template.Context, node: Node, level: int = 3) -> dict[str, Any]:
    """The story of a node, for its reader: one query, and one for each kind that can say more."""
    actor: Actor = context.get("actor") or GUEST
    return {"events": told(actor, node), "level": level}
