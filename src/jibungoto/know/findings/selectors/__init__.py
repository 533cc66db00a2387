"""What there is to read of findings."""

from .district import (
    Card,
    Photo,
    cards,
    counts,
    of_each_sort,
    resource_matrix,
    sort_counts,
)
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
    "districts_at",
    "finding",
    "findings",
    "near",
    "of_each_sort",
    "origin",
    "own_draft",
    "public",
    "resource_matrix",
    "sort_counts",
    "with_counts",
]
