"""Reading a plan out of the text of its document: what a city wrote, proposed as data.

`read(text)` finds numbered trees, marks, references, indicators with years of any era, narratives,
generations, and the tables plans are full of. It knows how such documents are written, none of
them in particular. Everything it proposes carries the lines it was read from and how sure it is;
a person confirms. Pure: text in, values out.
"""

from collections.abc import Callable

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


def read(text: str, *, progress: Callable[[int, int], None] = lambda done, whole: None) -> Reading:
    """Everything a plan's text proposes. `progress` hears (parts done, parts).

    Never raises for any text: what can't be understood is left out.
    """
    from .reading import read as read_whole  # only where a document is: workers stay small

    return read_whole(text, progress=progress)
