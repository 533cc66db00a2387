"""A plan as a workbook, both ways: what is exported is what can be imported again.

`columns` says what stands in which column, `records` how a plan is told as text, `writing` makes
the file, `reading` understands one and says by cell what is wrong. No database here: selectors
tell a plan as records, services write records into a plan.
"""

from .checking import check
from .columns import SHEETS, Column, Sheet
from .reading import Read, read_book
from .records import Key, Records, Told, merged, split
from .writing import book_bytes, progress_bytes, template_bytes

__all__ = [
    "SHEETS",
    "Column",
    "Key",
    "Read",
    "Records",
    "Sheet",
    "Told",
    "book_bytes",
    "check",
    "merged",
    "progress_bytes",
    "read_book",
    "split",
    "template_bytes",
]
