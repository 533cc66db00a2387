"""How much room the words of a questionnaire take in print, and so where its boxes lie.

Words are measured with the printing face itself; a line is taken as a little narrower than it is,
so that breaking lines by the rules of Japanese never needs one more than was counted.
"""

import math
from functools import cache
from typing import Any

from jibungoto.engines import sheets as engine
from jibungoto.engines.sheets import arranging
from jibungoto.ui import pdf
from jibungoto.ui.ruby import plain

from .kinds import Item, Questionnaire

MM = 25.4 / 72  # of a point
WORDS, OPTION, COLUMN, SMALL = 11.0, 10.5, 9.0, 8.5  # points
TITLE, LEAD = 16.0, 10.0
TITLE_HIGH, LEAD_HIGH, SMALL_HIGH = 7.2, 5.0, 4.2  # a line, in millimetres
HEAD_TOP = 36.5  # below the title's band
HOW_HIGH = 21.0  # of the frame that says how to mark
_CAREFUL = 0.94


@cache
def _face() -> Any:
    from PIL import ImageFont  # only where something is set: workers stay small

    return ImageFont.truetype(str(pdf.fonts() / "BIZUDPGothic-Regular.ttf"), 100)


def lines(words: str, points: float, width: float) -> int:
    """How many lines these words take in a column of this width in millimetres; 0 for none."""
    if not words:
        return 0
    room = width * _CAREFUL
    size = points * MM / 100
    return sum(
        max(1, math.ceil(_face().getlength(line) * size / room))
        for line in plain(words).split("\n")
    )


def arrange(asked: Questionnaire) -> engine.Layout:
    """The layout of a questionnaire. Raises ValueError for an item that fits on no page."""
    return engine.arrange(
        [_item(item) for item in asked.items], engine.Heights(first_top=first_top(asked), top=35.0)
    )


def first_top(asked: Questionnaire) -> float:
    """Where the items begin on the first page."""
    facts = sum(lines(words, SMALL, 152.0) for _label, words in asked.facts())
    return (
        HEAD_TOP
        + lines(asked.lead, LEAD, 182.0) * LEAD_HIGH
        + facts * SMALL_HIGH
        + 2.0
        + HOW_HIGH
        + 2.0
    )


def heading(item: Item, words: str) -> str:
    """The words above a column of a table, broken before a bracket where they take two lines."""
    wide = arranging.option_width(item.sort, len(item.options))
    if "（" in words and lines(words, COLUMN, wide) > 1:
        return words.replace("（", "\n（", 1)
    return words


def _item(item: Item) -> engine.Item:
    count = len(item.options)
    wide = arranging.words_width(item.sort, count)
    points = COLUMN if item.sort is engine.Sort.TABLE else OPTION
    option_wide = arranging.option_width(item.sort, count)
    told = item.words + (f"（{item.hint}）" if item.hint else "")
    in_table = item.sort is engine.Sort.TABLE
    return engine.Item(
        item.key,
        item.sort,
        lines=lines(told, WORDS, wide),
        options=tuple(
            engine.Option(
                o.key,
                lines(heading(item, o.words) if in_table else o.words, points, option_wide),
            )
            for o in item.options
        ),
        single=item.single,
        grid=item.grid,
        head_lines=lines(item.grid_words, WORDS, 173.0),
        digits=item.digits,
        rows=item.rows,
    )
