"""`{% load follows %}{% follow node %}`: the way to hear what becomes of a thing (見守る)."""

from typing import Any

from django import template
from django.middleware.csrf import get_token

from jibungoto.kernel import nodes
from jibungoto.kernel.actor import GUEST, Actor
from jibungoto.kernel.links import link
from jibungoto.kernel.models import Node

register = template.Library()


@register.inclusion_tag("kernel/follow.html", takes_context=True)
def follow(context: template.Context, node: Node) -> dict[str, Any]:
    """A button for those we know already; for others a link to a page that asks.

    A link keeps the page the same for every visitor, so that it can be kept by the page cache.
    One query for a participant, none for others.
    """
    actor: Actor = context.get("actor") or GUEST
    known = actor.participant_id is not None or not actor.is_guest
    request = context.get("request")
    return {
        "url": link(f"kernel:node_follow{'' if known else '_ask'}", code=node.short_code),
        "known": known,
        "followed": known and nodes.is_followed(actor, node),
        "token": get_token(request) if known and request else "",
    }
