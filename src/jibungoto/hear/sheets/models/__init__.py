"""Printed questionnaires, filled sheets, the pictures they were read from, and each mark."""

from .forms import SheetBatch, SheetBox, SheetForm, SheetItem, SheetOption
from .scans import ScanFile, ScanPage, ScanUpload
from .sheets import Mark, Sheet, Stack

__all__ = [
    "Mark",
    "ScanFile",
    "ScanPage",
    "ScanUpload",
    "Sheet",
    "SheetBatch",
    "SheetBox",
    "SheetForm",
    "SheetItem",
    "SheetOption",
    "Stack",
]
