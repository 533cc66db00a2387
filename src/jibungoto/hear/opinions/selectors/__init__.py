"""All reads of conversations, by errand."""

from .asking import Asked, Own, asked, next_statement, numbered, own, own_standing, votable
from .conversations import (
    begins_later,
    by_code,
    conversation,
    conversations,
    counted_parts,
    is_open,
    numbers_of,
    took_part,
)
from .statements import Near, near, shown, shown_in_all_tongues, shown_statement, statement

__all__ = [
    "Asked",
    "Near",
    "Own",
    "asked",
    "begins_later",
    "by_code",
    "conversation",
    "conversations",
    "counted_parts",
    "is_open",
    "near",
    "next_statement",
    "numbered",
    "numbers_of",
    "own",
    "own_standing",
    "shown",
    "shown_in_all_tongues",
    "shown_statement",
    "statement",
    "took_part",
    "votable",
]
