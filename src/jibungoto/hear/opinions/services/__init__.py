"""All writes of conversations, by errand."""

from .bulk import Line, Row, take_in, take_statements
from .conversations import (
    change_conversation,
    close_conversation,
    close_due,
    create_conversation,
    extend_conversation,
    open_conversation,
    remove_draft,
    write_text,
)
from .copying import copy_conversation
from .problems import ConversationClosed, OpinionProblem, SameStatement, StatementGone
from .statements import (
    add_statement,
    add_statements,
    moderate_statements,
    remove_statement,
    undo_moderation,
    write_statement_texts,
)
from .votes import cast_vote, part_for, take_back_vote, tell_of_oneself

__all__ = [
    "ConversationClosed",
    "Line",
    "OpinionProblem",
    "Row",
    "SameStatement",
    "StatementGone",
    "add_statement",
    "add_statements",
    "cast_vote",
    "change_conversation",
    "close_conversation",
    "close_due",
    "copy_conversation",
    "create_conversation",
    "extend_conversation",
    "moderate_statements",
    "open_conversation",
    "part_for",
    "remove_draft",
    "remove_statement",
    "take_back_vote",
    "take_in",
    "take_statements",
    "tell_of_oneself",
    "undo_moderation",
    "write_statement_texts",
    "write_text",
]
