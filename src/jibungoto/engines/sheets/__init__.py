"""The geometry of sheets that are filled with a pen, and reading them from pictures. Pure.

arrange puts items into pages → Layout: where each box to mark lies, in millimetres, under keys
that mean nothing here. `reading.read` looks at pictures of filled pages → PageReading: which page
it is, the state of each mark with how sure it is, and what stands in the way of reading. It
carries OpenCV and is imported where it is used. Words live elsewhere.
"""

from .arranging import Heights, Item, Option, Sort, arrange
from .identity import Identity, NotOurs
from .layout import Box, Field, Layout, Mark, Page, Slot
from .readings import Fault, FieldReading, MarkReading, PageReading, State

__all__ = [
    "Box",
    "Fault",
    "Field",
    "FieldReading",
    "Heights",
    "Identity",
    "Item",
    "Layout",
    "Mark",
    "MarkReading",
    "NotOurs",
    "Option",
    "Page",
    "PageReading",
    "Slot",
    "Sort",
    "State",
    "arrange",
]
