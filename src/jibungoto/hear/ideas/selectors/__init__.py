"""Reading ideas."""

from .near import near
from .reading import (
    Card,
    campaign,
    campaigns,
    cards,
    count_rows,
    counts,
    idea,
    ideas,
    open_campaigns,
    workable_idea,
)

__all__ = [
    "Card",
    "campaign",
    "campaigns",
    "cards",
    "count_rows",
    "counts",
    "idea",
    "ideas",
    "near",
    "open_campaigns",
    "workable_idea",
]
