"""Placing items into pages. How many lines the words of an item take is told by who knows them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from .layout import BOX, Box, Field, Layout, Mark, Page, Slot

LEFT, RIGHT = 14.0, 196.0
FIRST_TOP, TOP, BOTTOM = 92.0, 36.0, 272.0
LINE_HEIGHT = 5.6
PAD = 2.6  # above and below the words of a block
COLUMN = 24.0  # of a table of a few options; with more of them narrower
NUMBER = 9.0  # before the words of an item, for its number
CLEAR = 3.0  # around a box nothing is printed, so that a ring around it is seen
DIGIT_WIDE, DIGIT_HIGH = 8.0, 10.0
TEXT_LINE = 9.0  # to write on
MOST_COLUMNS = 7


class Sort(StrEnum):
    """How an item is answered."""

    TABLE = "table"  # boxes in columns beside the words; those of one `grid` share their head
    LIST = "list"  # options one below the other, boxes before them
    SCALE = "scale"  # boxes side by side, words at both ends
    NUMBER = "number"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Option:
    """Something to choose; `lines` its words take where they stand."""

    key: str
    lines: int = 1


@dataclass(frozen=True, slots=True)
class Item:
    """Something to answer. `lines` its words take; `rows` lines to write on; `grid`: its table."""

    key: str
    sort: Sort
    lines: int = 1
    options: tuple[Option, ...] = ()
    single: bool = True
    grid: str = ""
    head_lines: int = 0  # of the words above its table
    digits: int = 0
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Heights:
    """Where the body begins on the first page and on the others, from the upper edge."""

    first_top: float = FIRST_TOP
    top: float = TOP


@dataclass(frozen=True, slots=True)
class _Block:
    """Something kept together, its places counted from its own upper edge."""

    height: float
    marks: tuple[Mark, ...] = ()
    fields: tuple[Field, ...] = ()
    slots: tuple[Slot, ...] = ()
    grid: str = ""
    head: "_Block | None" = None  # repeated where a table goes on on the next page


def arrange(items: Sequence[Item], heights: Heights | None = None) -> Layout:
    """The pages for these items, in their order; those of one long table about equally full.

    Raises ValueError for what fits on no page.
    """
    tops = heights or Heights()
    if len({item.key for item in items}) != len(items):
        raise ValueError("two items of one key")
    found = _filled(items, tops, BOTTOM)
    bottom = BOTTOM - 6.0
    one_table = len({item.grid for item in items}) == 1 and bool(items[0].grid)
    while one_table and len(found) > 1 and bottom > BOTTOM / 2:
        try:
            shorter = _filled(items, tops, bottom)
        except ValueError:
            break
        if len(shorter) > len(found):
            break
        found, bottom = shorter, bottom - 6.0
    return Layout(found)


def _filled(items: Sequence[Item], tops: Heights, bottom: float) -> tuple[Page, ...]:
    pages: list[Page] = []
    page, y, grid = Page(1), tops.first_top, ""
    for item in items:
        block = _block(item)
        head = block.head if block.grid and block.grid != grid else None
        need = block.height + (head.height if head else 0.0)
        if y + need > bottom and (page.marks or page.fields or page.slots or y > tops.top):
            pages.append(page)
            page, y = Page(len(pages) + 1), tops.top
            head = block.head
            need = block.height + (head.height if head else 0.0)
        if y + need > bottom:
            raise ValueError(f"{item.key} is higher than a page")
        for part in (head, block):
            if part is not None:
                page = _put(page, part, y)
                y += part.height
        grid = block.grid
    return (*pages, page)


def column_width(options: int) -> float:
    """How wide a column of a table is."""
    return min(COLUMN, (RIGHT - LEFT) * 0.58 / max(options, 1))


def words_width(item_sort: Sort, options: int = 0) -> float:
    """How much room the words of an item have in a line: what its `lines` are counted with."""
    if item_sort is Sort.TABLE:
        return RIGHT - LEFT - NUMBER - column_width(options) * options - 2.0
    return RIGHT - LEFT - NUMBER


def option_width(sort: Sort, options: int = 0) -> float:
    """How much room the words of an option have in a line."""
    if sort is Sort.TABLE:
        return column_width(options) - 1.5
    return RIGHT - LEFT - NUMBER - CLEAR - BOX - CLEAR - 2.0


def _put(page: Page, block: _Block, y: float) -> Page:
    def down[T: (Mark, Field, Slot)](part: T) -> T:
        box = part.box.moved(0, y)
        neat = Box(*(round(v, 2) for v in (box.x, box.y, box.w, box.h)))
        return replace(part, box=neat)

    return replace(
        page,
        marks=page.marks + tuple(down(m) for m in block.marks),
        fields=page.fields + tuple(down(f) for f in block.fields),
        slots=page.slots + tuple(down(s) for s in block.slots),
    )


def _block(item: Item) -> _Block:
    if item.sort in (Sort.TABLE, Sort.LIST, Sort.SCALE) and not item.options:
        raise ValueError(f"{item.key} has nothing to choose")
    if item.sort is Sort.TABLE:
        return _row(item)
    words = Slot(item.key, "words", Box(LEFT, PAD, RIGHT - LEFT, item.lines * LINE_HEIGHT))
    below = PAD + item.lines * LINE_HEIGHT + 1.5
    if item.sort is Sort.LIST:
        return _list(item, words, below)
    if item.sort is Sort.SCALE:
        return _scale(item, words, below)
    return _writing(item, words, below)


def _row(item: Item) -> _Block:
    """One row of a table: words at the left, a box in the middle of each column."""
    count = len(item.options)
    if count > MOST_COLUMNS:
        raise ValueError(f"{item.key} has more than {MOST_COLUMNS} columns")
    wide = column_width(count)
    height = max(item.lines * LINE_HEIGHT + 2 * PAD, BOX + 2 * CLEAR + 2.0)
    first = RIGHT - wide * count
    marks = tuple(
        Mark(
            item.key,
            option.key,
            Box(first + wide * n + (wide - BOX) / 2, (height - BOX) / 2, BOX, BOX),
            item.single,
        )
        for n, option in enumerate(item.options)
    )
    words = Slot(item.key, "words", Box(LEFT, 0.0, first - LEFT, height))
    tall = max(option.lines for option in item.options) * 4.4 + 2.0
    above = item.head_lines * LINE_HEIGHT + (PAD if item.head_lines else 0.0)
    heads = tuple(
        Slot(item.key, "column", Box(first + wide * n, above, wide, tall), option.key)
        for n, option in enumerate(item.options)
    )
    title = Slot(item.key, "grid", Box(LEFT, PAD, RIGHT - LEFT, above))
    slots = (title, *heads) if item.head_lines else heads
    head = _Block(above + tall, slots=slots, grid=item.grid)
    return _Block(height, marks=marks, slots=(words,), grid=item.grid or item.key, head=head)


def _list(item: Item, words: Slot, below: float) -> _Block:
    marks, slots, y = [], [words], below
    for option in item.options:
        high = max(option.lines * LINE_HEIGHT, BOX + CLEAR)
        box = Box(LEFT + NUMBER + CLEAR, y + (high - BOX) / 2, BOX, BOX)
        marks.append(Mark(item.key, option.key, box, item.single))
        x = box.x + BOX + CLEAR
        slots.append(Slot(item.key, "option", Box(x, y, RIGHT - x, high), option.key))
        y += high
    return _Block(y + PAD, marks=tuple(marks), slots=tuple(slots))


def _scale(item: Item, words: Slot, below: float) -> _Block:
    count = len(item.options)
    if count > 11:
        raise ValueError(f"{item.key} has more than 11 steps")
    ends = 30.0
    wide = (RIGHT - LEFT - NUMBER - 2 * ends) / count
    first = LEFT + NUMBER + ends
    y = below + 5.0
    marks = tuple(
        Mark(item.key, o.key, Box(first + wide * n + (wide - BOX) / 2, y + 1.5, BOX, BOX), True)
        for n, o in enumerate(item.options)
    )
    slots = [words]
    slots += [
        Slot(item.key, "option", Box(first + wide * n, below, wide, 5.0), o.key)
        for n, o in enumerate(item.options)
    ]
    slots.append(Slot(item.key, "low", Box(LEFT + NUMBER, below, ends, 15.0)))
    slots.append(Slot(item.key, "high", Box(RIGHT - ends, below, ends, 15.0)))
    return _Block(below + 15.0 + PAD, marks=marks, slots=tuple(slots))


def _writing(item: Item, words: Slot, below: float) -> _Block:
    if item.sort is Sort.NUMBER:
        wide = DIGIT_WIDE * max(item.digits, 1)
        box = Box(LEFT + NUMBER, below, wide, DIGIT_HIGH)
        unit = Slot(item.key, "unit", Box(LEFT + NUMBER + wide + 2.0, below, 40.0, DIGIT_HIGH))
        field = Field(item.key, box, max(item.digits, 1))
        return _Block(below + DIGIT_HIGH + PAD, fields=(field,), slots=(words, unit))
    high = TEXT_LINE * max(item.rows, 1)
    box = Box(LEFT + NUMBER, below, RIGHT - LEFT - NUMBER, high)
    return _Block(below + high + PAD, fields=(Field(item.key, box),), slots=(words,))


def keys(layout: Layout) -> Iterator[tuple[str, str]]:
    """Every (item, option) that has a box."""
    for mark in layout.marks():
        yield mark.item, mark.key
