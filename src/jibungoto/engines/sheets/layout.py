"""A layout: pages of A4 with places in millimetres from the upper left corner. Never any words."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

WIDE, HIGH = 210.0, 297.0  # A4
BOX = 5.5  # a box to mark, outer edge to outer edge
LINE = 0.35  # how thick its outline is printed

# The fiducials: ArUco markers 0 to 3 of the 4 × 4 dictionary, one in each corner, clockwise from
# the upper left, so that a picture also tells which way up it is.
FIDUCIAL = 8.0
CORNERS = ((8.0, 8.0), (194.0, 8.0), (194.0, 281.0), (8.0, 281.0))
# Inside their black frame: rows of four, 1 is white.
BITS = (
    ("1011", "0101", "0011", "0010"),
    ("0000", "1111", "1001", "1010"),
    ("0011", "0011", "0010", "1101"),
    ("1001", "1001", "0100", "0110"),
)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the paper, in millimetres."""

    x: float
    y: float
    w: float
    h: float

    @property
    def centre(self) -> tuple[float, float]:
        return self.x + self.w / 2, self.y + self.h / 2

    def grown(self, by: float) -> "Box":
        return Box(self.x - by, self.y - by, self.w + 2 * by, self.h + 2 * by)

    def moved(self, dx: float, dy: float) -> "Box":
        return Box(self.x + dx, self.y + dy, self.w, self.h)


QR = Box(170.0, 8.0, 20.0, 20.0)


@dataclass(frozen=True, slots=True)
class Mark:
    """A box to mark: option `key` of `item`. `single`: only one of the item's boxes may be."""

    item: str
    key: str
    box: Box
    single: bool = True


@dataclass(frozen=True, slots=True)
class Field:
    """A place to write by hand for `item`. `digits` boxes for one figure each; 0 is free text."""

    item: str
    box: Box
    digits: int = 0


@dataclass(frozen=True, slots=True)
class Slot:
    """Where printed words go: `role` says which of the item's words, `key` which option's."""

    item: str
    role: str  # words, option, column, low, high, grid, unit
    box: Box
    key: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a sheet, numbered from 1."""

    number: int
    marks: tuple[Mark, ...] = ()
    fields: tuple[Field, ...] = ()
    slots: tuple[Slot, ...] = ()


@dataclass(frozen=True)
class Layout:
    """The pages of one questionnaire."""

    pages: tuple[Page, ...]

    def page(self, number: int) -> Page | None:
        return self.pages[number - 1] if 1 <= number <= len(self.pages) else None

    def marks(self) -> Iterator[Mark]:
        for page in self.pages:
            yield from page.marks

    @cached_property
    def hash(self) -> str:
        """Six letters that change with any box to mark or to write in; words don't count."""
        said = [
            [p.number]
            + [["m", m.item, m.key, m.single, *_hundredths(m.box)] for m in p.marks]
            + [["f", f.item, f.digits, *_hundredths(f.box)] for f in p.fields]
            for p in self.pages
        ]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:6].upper()


def _hundredths(box: Box) -> list[int]:
    return [round(v * 100) for v in (box.x, box.y, box.w, box.h)]
