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
    latest_campaigns,
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
    "latest_campaigns",
    "near",
    "open_campaigns",
    "workable_idea",
]
