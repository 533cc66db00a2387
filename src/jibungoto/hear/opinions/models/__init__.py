"""Conversations: statements people vote on, their votes, and what came of them."""

from .conversations import Conversation, ConversationText
from .results import Analysis, Deed, GroupWords
from .statements import Handling, Statement, StatementText
from .votes import Part, Vote

__all__ = [
    "Analysis",
    "Conversation",
    "ConversationText",
    "Deed",
    "GroupWords",
    "Handling",
    "Part",
    "Statement",
    "StatementText",
    "Vote",
]
