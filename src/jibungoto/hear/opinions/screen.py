"""The wall of a hall: read from ten metres, and asked anew every few seconds."""

from typing import Any

from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import mark_safe

from jibungoto.kernel.links import link, node_url
from jibungoto.ui import pdf
from jibungoto.ui.charts import Figure
from jibungoto.ui.charts.drawing import picture_of

from . import result_page, saying, showing
from .models import Conversation
from .selectors import is_open, took_part
from .selectors.results import Result

SECONDS = 10
SHARED = 3  # statements that can be read from the last row


def context(conversation: Conversation, found: Result | None) -> dict[str, Any]:
    """What the screen shows."""
    address = settings.BASE_URL.rstrip("/") + node_url(conversation.node)
    told: dict[str, Any] = {
        "conversation": conversation,
        "result": found,
        "seconds": SECONDS,
        "address": address,
        "qr": mark_safe(pdf.qr(address, label=conversation.title)),  # noqa: S308  drawn by us
        "is_open": is_open(conversation),
        "result_url": link("opinions:result_view", slug=conversation.slug),
    }
    if found is None:
        people = took_part(conversation)["people"]
        return told | {"waits": result_page.waits(conversation), "people": people}
    drawn = showing.landscape(found)
    return told | {
        "shared_heading": result_page.shared_heading(found),
        "nothing_shared": result_page.nothing_shared(),
        "shared": showing.shared(found.shared[:SHARED]),
        "groups_heading": saying.heading_of_groups(found),
        "groups": [{"letter": g.letter, "size": saying.size(g)} for g in found.groups],
        "doubt": saying.doubt(found),
        "map": drawn,
        "map_svg": _picture(drawn),
    }


def _picture(figure: Figure | None) -> str:
    """The map alone, named for those who hear it; without one nothing."""
    if figure is None or figure.chart is None:
        return ""
    svg = picture_of(figure.chart.spec) or ""
    named = f'<svg role="img" aria-label="{escape(figure.chart.alt)}" '
    return mark_safe(svg.replace("<svg ", named, 1))  # noqa: S308  drawn by us
