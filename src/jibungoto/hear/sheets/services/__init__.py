"""All writes of sheets."""

from .entering import enter_sheet, restore_sheet, settle_item, withdraw_sheet
from .errors import SheetError
from .keying import key_second, key_sheet, open_stack
from .printing import fail_batch, freeze_form, is_small, keep_batch, print_sheets, typeset
from .scanning import (
    accept_upload,
    begin_reading,
    fail_upload,
    forget_pictures,
    handle_page,
    read_upload,
    receive_scan,
    record_reading,
)

__all__ = [
    "SheetError", "accept_upload", "begin_reading",
    "enter_sheet", "fail_batch", "fail_upload", "forget_pictures",
    "freeze_form", "handle_page", "is_small", "keep_batch", "key_second", "key_sheet",
    "open_stack", "print_sheets", "read_upload", "receive_scan", "record_reading",
    "restore_sheet", "settle_item", "typeset", "withdraw_sheet",
]  # fmt: skip
