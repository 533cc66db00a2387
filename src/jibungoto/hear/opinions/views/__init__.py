"""The doors of conversations, by errand."""

from .handling import statement_board, statement_undo
from .preparing import (
    conversation_copy,
    conversation_create,
    conversation_edit,
    conversation_languages,
    conversation_open,
    conversation_period,
    conversation_remove,
    conversation_rules,
    conversation_seeds,
)
from .public import (
    conversation_list,
    conversation_poster,
    conversation_view,
    handling_list,
    statement_view,
    vote_short,
)
from .voting import part_about, part_mine, statement_near, statement_write, vote, vote_cast

__all__ = [
    "conversation_copy",
    "conversation_create",
    "conversation_edit",
    "conversation_languages",
    "conversation_list",
    "conversation_open",
    "conversation_period",
    "conversation_poster",
    "conversation_remove",
    "conversation_rules",
    "conversation_seeds",
    "conversation_view",
    "handling_list",
    "part_about",
    "part_mine",
    "statement_board",
    "statement_near",
    "statement_undo",
    "statement_view",
    "statement_write",
    "vote",
    "vote_cast",
    "vote_short",
]
