"""Pages of groupings: HTTP only."""

from .public import (
    grouping_list,
    grouping_print,
    grouping_table,
    grouping_texts,
    grouping_view,
)
from .work import (
    bundle_merge,
    bundle_rename,
    grouping_create,
    grouping_publish,
    grouping_withdraw,
    grouping_work,
    item_move,
    item_turn,
    step_undo,
)

__all__ = [
    "bundle_merge",
    "bundle_rename",
    "grouping_create",
    "grouping_list",
    "grouping_print",
    "grouping_publish",
    "grouping_table",
    "grouping_texts",
    "grouping_view",
    "grouping_withdraw",
    "grouping_work",
    "item_move",
    "item_turn",
    "step_undo",
]
