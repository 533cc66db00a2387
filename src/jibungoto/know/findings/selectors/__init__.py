"""What there is to read of findings."""

from .district import Card, Photo, cards, counts, district_cards, resource_matrix
from .findings import (
    districts_at,
    finding,
    findings,
    origin,
    own_draft,
    public,
    with_counts,
)
from .near import Near, near

__all__ = [
    "Card",
    "Near",
    "Photo",
    "cards",
    "counts",
    "district_cards",
    "districts_at",
    "finding",
    "findings",
    "near",
    "origin",
    "own_draft",
    "public",
    "resource_matrix",
    "with_counts",
]
