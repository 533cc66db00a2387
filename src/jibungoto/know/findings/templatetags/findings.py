"""`{% load findings %}{% me_too finding said own %}`: わたしも, with its count."""

from typing import Any

from django import template
from django.middleware.csrf import get_token

from jibungoto.kernel.actor import GUEST, Actor
from jibungoto.kernel.links import link
from jibungoto.know.findings.models import Finding

register = template.Library()


@register.inclusion_tag("findings/me_too.html", takes_context=True)
def me_too(
    context: template.Context, finding: Finding, *, said: bool = False, own: bool = False
) -> dict[str, Any]:
    """A button for those we know already; for others a link to a page that asks. No query.

    A link keeps the page the same for every visitor, so that it can be kept by the page cache.
    """
    actor: Actor = context.get("actor") or GUEST
    known = actor.participant_id is not None or not actor.is_guest
    request = context.get("request")
    return {
        "url": link("findings:finding_me_too", code=finding.code),
        "known": known,
        "said": said,
        "own": own,
        "count": getattr(finding, "me_toos", 0),
        "token": get_token(request) if known and not own and request else "",
    }


@register.filter
def get(mapping: dict[str, Any], key: str) -> Any:
    """A mapping's value by a key that is in a variable; "" where there is none."""
    return mapping.get(key, "")
