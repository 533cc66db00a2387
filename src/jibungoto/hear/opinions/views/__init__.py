"""The doors of conversations, by errand."""

from .public import conversation_list, conversation_view, statement_view
from .voting import part_about, part_mine, statement_near, statement_write, vote, vote_cast

__all__ = [
    "conversation_list",
    "conversation_view",
    "part_about",
    "part_mine",
    "statement_near",
    "statement_view",
    "statement_write",
    "vote",
    "vote_cast",
]
