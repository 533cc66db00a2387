"""Everything that happens to groupings. One verb is one transaction and one audit record."""

from .making import GroupingError, create_grouping, keep_proposal
from .mending import merge_bundles, move_items, rename_bundle, undo_step
from .publishing import publish_grouping, turn_into_statement, withdraw_grouping

__all__ = [
    "GroupingError",
    "create_grouping",
    "keep_proposal",
    "merge_bundles",
    "move_items",
    "publish_grouping",
    "rename_bundle",
    "turn_into_statement",
    "undo_step",
    "withdraw_grouping",
]
