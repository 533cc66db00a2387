"""Which names of 町丁・字 mean the same place within one municipality."""

import re
from functools import lru_cache

from .numerals import parse_integer
from .text import search_key

# Numerals before a unit of an address. As a key both 三条町 and 3条町 become the latter; that is
# no reading of the name, only a way to compare it with another spelling of itself.
_COUNTED = re.compile(r"([一二三四五六七八九十百]+)(?=条|線|丁目|丁|号|番)")
_ALIKE = str.maketrans("っゃゅょぁぃぅぇぉ之", "つやゆよあいうえおの")
_REST = re.compile(r"[(（]番地[)）]$")


@lru_cache(maxsize=1024)
def name_key(name: str) -> str:
    """search_key of the name of a place: a table's row is compared by it several times."""
    return search_key(name)


@lru_cache(maxsize=1024)
def place_key(name: str) -> str:
    """The form of a place name in which its spellings are equal, for comparing only.

    Beyond search_key: no spaces, no small kana (三ッ島 = 三ツ島), 之 as の, and 条, 線, 丁目, 号,
    番 counted in digits (南二線 = 南2線, 新川三条十九丁目 = 新川３条１９丁目).
    """
    return _COUNTED.sub(_digits, name_key(name).replace(" ", "").translate(_ALIKE))


_MARKS = re.compile(r"\s*[（(\[［]?(?:※|注|＊|\*)\s*[\d０-９]{0,2}[)）\]］]?$|^(?:※|＊|\*)\s*")


def without_marks(name: str) -> str:
    """朝日町 ※１ → 朝日町: the mark of a note at the foot of the table is no part of a name."""
    return _MARKS.sub("", name.strip()) or name


def without_blocks(name: str) -> str:
    """北郷（番地） → 北郷: what of a town lies outside its 条 and 丁目 goes by the town's name.

    Other names come back as they are.
    """
    return _REST.sub("", name.strip())


def _digits(match: re.Match[str]) -> str:
    try:
        return str(parse_integer(match[1]))
    except ValueError:
        return match[1]
