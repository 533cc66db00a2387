"""All reads of conversations, by errand."""

from .conversations import conversation, conversations, counted_parts, is_open, took_part
from .own import Own, own, own_part
from .statements import Near, near, shown, statement

__all__ = [
    "Near",
    "Own",
    "conversation",
    "conversations",
    "counted_parts",
    "is_open",
    "near",
    "own",
    "own_part",
    "shown",
    "statement",
    "took_part",
]
