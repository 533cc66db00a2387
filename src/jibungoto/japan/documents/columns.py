"""Tables that kept their columns: a head names them, and a cell stands below its head.

Columns come from bars (a tab between cells) or from blanks, where a cell begins near its head.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .lines import Line, close_up
from .pages import width

_WORD = re.compile(r"\S+")
_NEAR = 3  # how far left of its head a cell may begin


@dataclass(frozen=True, slots=True)
class Head:
    """The heads of a table and where they begin; `starts` is empty where bars part the cells."""

    names: tuple[str, ...]
    starts: tuple[int, ...]

    def place(self, *words: str) -> int:
        """The first column whose head has one of the words; -1 for none."""
        pattern = re.compile("|".join(words))
        return next((n for n, name in enumerate(self.names) if pattern.search(name)), -1)


def head_of(line: Line) -> Head | None:
    """The columns a line names: three at least, all short."""
    if "\t" in line.text:
        names = tuple(close_up(one) for one in line.text.split("\t"))
        return Head(names, ()) if len(names) >= 3 else None
    words = _spread(line)
    if len(words) < 3 or any(len(word) > 14 for _at, word in words) or "。" in line.text:
        return None
    return Head(tuple(word for _at, word in words), tuple(at for at, _word in words))


def cells(line: Line, head: Head) -> list[str] | None:
    """The cells of a line below a head, "" for an empty one; None where it is no row of it."""
    if not head.starts:
        parts = [close_up(one) for one in line.text.split("\t")]
        return parts if len(parts) == len(head.names) else None
    found: list[list[str]] = [[] for _ in head.names]
    for at, word in _spread(line):
        place = max((n for n, start in enumerate(head.starts) if start - _NEAR <= at), default=0)
        found[place].append(word)
    return [close_up(" ".join(words)) for words in found]


def _spread(line: Line) -> list[tuple[int, str]]:
    """The words of a line with where they stand."""
    return [
        (line.indent + width(line.text[: word.start()]), word[0])
        for word in _WORD.finditer(line.text)
    ]


def filled(parts: Sequence[str]) -> int:
    return sum(1 for part in parts if part)
