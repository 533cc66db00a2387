"""Doors of the kernel, one file for each thing behind them. HTTP only."""

from .audit import audit_list, audit_term
from .files import file_open, file_remove, file_removed, file_restore, file_thumb
from .nodes import node_follow, node_follow_ask, node_open
from .search import search_page

__all__ = [
    "audit_list",
    "audit_term",
    "file_open",
    "file_remove",
    "file_removed",
    "file_restore",
    "file_thumb",
    "node_follow",
    "node_follow_ask",
    "node_open",
    "search_page",
]
