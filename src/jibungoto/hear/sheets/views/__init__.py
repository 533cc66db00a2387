"""Doors of sheets."""

from .checking import (
    check_next,
    sheet_enter,
    sheet_restore,
    sheet_settle,
    sheet_view,
    sheet_withdraw,
)
from .forms import batch_create, batch_open, form_list, form_view
from .keying import stack_key, stack_open, stack_second
from .scans import page_aside, page_image, scan_accept, scan_create, scan_view

__all__ = [
    "batch_create", "batch_open", "check_next", "form_list", "form_view", "page_aside",
    "page_image", "scan_accept", "scan_create", "scan_view", "sheet_enter", "sheet_restore",
    "sheet_settle", "sheet_view", "sheet_withdraw", "stack_key", "stack_open", "stack_second",
]  # fmt: skip
