"""Reading ideas."""

from .reading import (
    Card,
    campaign,
    campaigns,
    cards,
    counts,
    idea,
    ideas,
    open_campaigns,
    workable_idea,
)
from .near import near

__all__ = [
    "Card",
    "campaign",
    "campaigns",
    "cards",
    "counts",
    "idea",
    "ideas",
    "near",
    "open_campaigns",
    "workable_idea",
]
