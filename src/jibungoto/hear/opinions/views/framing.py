"""What stands around every page of a conversation: its district's band, and the way back."""

from typing import Any

from jibungoto.hear.opinions.models import Conversation
from jibungoto.kernel.bands import district_band
from jibungoto.kernel.registry import Stage


def frame(conversation: Conversation) -> dict[str, Any]:
    """The band of the only district it is about; the city's own wears none. No query."""
    placed = list(conversation.node.placed.all())
    if len(placed) != 1:
        return {}
    return {"band": district_band(placed[0].district, Stage.HEAR)}
