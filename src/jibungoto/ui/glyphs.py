"""Which characters the printing face can draw, read from the font file itself.

A missing character never becomes a box on paper: it is replaced by 〓 (the printers' geta) and
named.
"""

import struct
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

GETA = "〓"
_LAYOUT = frozenset("\n\t\u200b\u2060")


@lru_cache(maxsize=4)
def covered(font: Path) -> frozenset[int]:
    """The code points a TrueType font can draw. Raises ValueError for one without a map."""
    data = font.read_bytes()
    tables = struct.unpack_from(">H", data, 4)[0]
    for n in range(tables):
        tag, _sum, offset, _length = struct.unpack_from(">4sLLL", data, 12 + 16 * n)
        if tag == b"cmap":
            return frozenset(_read_cmap(data, offset))
    raise ValueError(f"{font.name}: no cmap")


def _read_cmap(data: bytes, base: int) -> Iterator[int]:
    count = struct.unpack_from(">H", data, base + 2)[0]
    for n in range(count):
        _platform, _encoding, offset = struct.unpack_from(">HHL", data, base + 4 + 8 * n)
        start = base + offset
        form = struct.unpack_from(">H", data, start)[0]
        if form == 4:
            yield from _format4(data, start)
        elif form == 12:
            groups = struct.unpack_from(">L", data, start + 12)[0]
            for g in range(groups):
                first, last, _glyph = struct.unpack_from(">LLL", data, start + 16 + 12 * g)
                yield from range(first, last + 1)


def _format4(data: bytes, start: int) -> Iterator[int]:
    segments = struct.unpack_from(">H", data, start + 6)[0] // 2
    ends, starts = start + 14, start + 16 + 2 * segments
    deltas, ranges = starts + 2 * segments, starts + 4 * segments
    for n in range(segments):
        last = struct.unpack_from(">H", data, ends + 2 * n)[0]
        first = struct.unpack_from(">H", data, starts + 2 * n)[0]
        delta = struct.unpack_from(">H", data, deltas + 2 * n)[0]
        offset = struct.unpack_from(">H", data, ranges + 2 * n)[0]
        for code in range(first, min(last, 0xFFFE) + 1):
            if offset == 0:
                glyph = (code + delta) & 0xFFFF
            else:
                place = ranges + 2 * n + offset + 2 * (code - first)
                glyph = struct.unpack_from(">H", data, place)[0]
            if glyph:
                yield code


def drawable(text: str, font: Path) -> tuple[str, list[str]]:
    """The text with 〓 for what cannot be drawn, and the names of what was replaced or dropped."""
    known = covered(font)
    missing: list[str] = []
    drawn = []
    for character in text:
        code = ord(character)
        if code in known or character in _LAYOUT:
            drawn.append(character)
        elif 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF:
            # A variation selector: the plain form is printed, and said to be.
            missing.append(f"{drawn[-1] if drawn else ''}の異体字の指定（U+{code:04X}）")
        elif unicodedata.category(character) in ("Cc", "Cf"):
            continue
        else:
            drawn.append(GETA)
            missing.append(f"U+{code:04X}")
    return "".join(drawn), missing
