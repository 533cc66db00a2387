"""Doors of the kernel, one file for each thing behind them. HTTP only."""

from .audit import audit_list, audit_term
from .files import file_open, file_remove, file_removed, file_restore, file_thumb
from .jobs import job_cancel, job_list, job_retry, job_show
from .nodes import node_follow, node_follow_ask, node_open
from .notices import digest_choose, digest_stop, notice_list, notice_read
from .search import search_page

__all__ = [
    "audit_list",
    "audit_term",
    "digest_choose",
    "digest_stop",
    "file_open",
    "file_remove",
    "file_removed",
    "file_restore",
    "file_thumb",
    "job_cancel",
    "job_list",
    "job_retry",
    "job_show",
    "node_follow",
    "node_follow_ask",
    "node_open",
    "notice_list",
    "notice_read",
    "search_page",
]
