"""丁目 and 条 in place names: 二丁目, ２丁目 and 2 are the same block of a town.

Only a numeral that counts a block is touched. Names that merely contain numerals stay as they
are: 八王子, 四谷, 一の宮, 十条, 三丁目町.
"""

import re
from typing import Literal

from .numerals import half_width_digits, kanji_number, parse_integer

Style = Literal["kanji", "digits"]

_KANJI = "一二三四五六七八九十"
_WELL_FORMED = r"(?:[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])"
# At most three digits and not the tail of more: long runs of digits must not cost time.
_DIGITS = "(?<![0-9０-９])[0-9０-９]{1,3}"
# The longest well-formed number that ends right before 丁目: 七五三二丁目 is 七五三 and 二.
_CHOME = re.compile(rf"({_DIGITS}|{_WELL_FORMED})丁目(?![町通筋])")
# 条 counts only in the grid of Hokkaido (北1条西3丁目); 東十条三丁目 of Tokyo must not match.
_JO = re.compile(
    rf"(?<=[東西南北])({_DIGITS}|{_WELL_FORMED})条(?=[東西][0-9０-９{_KANJI}]{{1,3}}丁目)"
)
_BARE = re.compile(r"(?<=[^0-9０-９\-－ー−‐.．])([0-9０-９]+)$")


def write_blocks(name: str, style: Style, *, bare: bool = False) -> str:
    """The place name with its 丁目 (and 条 of a Hokkaido grid) in kanji or in half-width digits.

    bare: also read a number that ends the name as a 丁目 (本町2 → 本町2丁目). Only for a column
    that is known to hold 町丁目.
    """
    if bare and not _CHOME.search(name):
        name = _BARE.sub(r"\1丁目", name)
    name = _JO.sub(lambda m: _written(m[1], style) + "条", name)
    return _CHOME.sub(lambda m: _written(m[1], style) + "丁目", name)


def block_name(town: str, number: str | int, style: Style = "kanji") -> str:
    """The name of a block from two columns: 霞が関 and 2 → 霞が関二丁目. Raises ValueError."""
    return town + _written(str(number).removesuffix("丁目"), style) + "丁目"


def _written(numeral: str, style: Style) -> str:
    number = parse_integer(half_width_digits(numeral))
    return kanji_number(number) if style == "kanji" else str(number)
