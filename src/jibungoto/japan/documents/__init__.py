"""Reading a plan out of the text of its document: what a city wrote, proposed as data.

`read(text)` finds numbered trees, marks, references, indicators with years of any era, narratives,
generations, and the tables plans are full of. It knows how such documents are written, none of
them in particular. Everything it proposes carries the lines it was read from and how sure it is;
a person confirms. Pure: text in, values out.
"""

from .model import (
    Amount,
    Cause,
    Generation,
    Indicator,
    Item,
    Mark,
    Outcome,
    Pairing,
    Reading,
    Reference,
    Source,
    Task,
)
from .reading import read

__all__ = [
    "Amount",
    "Cause",
    "Generation",
    "Indicator",
    "Item",
    "Mark",
    "Outcome",
    "Pairing",
    "Reading",
    "Reference",
    "Source",
    "Task",
    "read",
]
