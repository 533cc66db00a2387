"""The doors of conversations, by errand."""

from .public import conversation_list, conversation_view, statement_view

__all__ = ["conversation_list", "conversation_view", "statement_view"]
