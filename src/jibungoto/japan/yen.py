"""Whole yen: reading the ways amounts are written, and writing them for residents and tables.

An amount is an int of yen. There are no parts of a yen: an amount that does not come out whole is
refused, never rounded.
"""

import re
import unicodedata
from decimal import Decimal

from .numerals import KANJI_NUMERALS, parse_integer

_UNITS = {"千": 10**3, "万": 10**4, "百万": 10**6, "千万": 10**7, "億": 10**8, "兆": 10**12}
_LARGEST = 10**16
_LONGEST = 60  # characters
_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_SIGNED = re.compile(r"^(?P<sign>[▲△▼-])?(?P<rest>.+)$")
_PARTS = re.compile(rf"({_NUMBER})(千万|百万|[千万億兆])?")
_NEGATIVE = str.maketrans(dict.fromkeys("‐‑–—−－▵", "-"))


class YenError(ValueError):
    """An amount that cannot be read; its text is a sentence."""


def parse_yen(text: str, *, unit: int = 1) -> int:
    """Read 1,234円, １２３万円, 2億3,000万円, ▲500, △1,000, (500), ¥1,234, 1,200千円, 三百万円.

    unit: what one stands for when the text names no unit itself, 1000 in a 千円 table. ▲, △, −
    and brackets mean minus. Raises YenError.
    """
    plain = "".join(unicodedata.normalize("NFKC", text).translate(_NEGATIVE).split())
    if not plain:
        raise YenError("金額が書かれていません。")
    if len(plain) > _LONGEST:
        raise YenError("金額にしては長すぎます。「1,234円」のように書いてください。")
    bracketed = re.fullmatch(r"\((.+)\)(円?)", plain)
    match = _SIGNED.match(bracketed[1] + bracketed[2] if bracketed else plain)
    if not match or (bracketed and match["sign"]):
        raise YenError(_unreadable(text))
    body = match["rest"].removeprefix("金").removesuffix("也")
    body = body.removeprefix("¥").removeprefix("\\")
    named = body.endswith("円")
    amount = _amount(body.removesuffix("円"), text, 1 if named else unit)
    return -amount if match["sign"] or bracketed else amount


def _amount(body: str, text: str, unit: int) -> int:
    if body and all(c in KANJI_NUMERALS for c in body):
        try:
            return parse_integer(body) * (1 if set(body) & set("万萬億兆") else unit)
        except ValueError:
            raise YenError(_unreadable(text)) from None
    total, end, last = Decimal(0), 0, _LARGEST
    for part in _PARTS.finditer(body):
        size = _UNITS[part[2]] if part[2] else 1
        if part.start() != end or size >= last:
            raise YenError(_unreadable(text))
        # 1,200千円 and 300万 name their unit; a bare 1,200 takes that of the table.
        bare = part[2] is None and end == 0
        total += Decimal(part[1].replace(",", "")) * (unit if bare else size)
        end, last = part.end(), size
    if not end or end != len(body):
        raise YenError(_unreadable(text))
    if total != int(total):
        raise YenError(f"「{text}」は1円に満たない端数があります。円の単位で書いてください。")
    if total >= _LARGEST:
        raise YenError(f"「{text}」は大きすぎます。けたを確かめてください。")
    return int(total)


def _unreadable(text: str) -> str:
    return f"「{text}」を金額として読めませんでした。「1,234円」のように書いてください。"


def format_yen(amount: int, *, minus: str = "−") -> str:
    """1,234円; a negative one −1,234円, or ▲1,234円 where a table wants minus="▲"."""
    return f"{minus if amount < 0 else ''}{abs(amount):,}円"


def format_yen_short(amount: int, *, minus: str = "−") -> str:
    """In 億 and 万, exact: 300万円, 1億2,000万円, 837万7,244円, 500円."""
    rest, words = abs(amount), ""
    for word, size in (("兆", 10**12), ("億", 10**8), ("万", 10**4)):
        count, rest = divmod(rest, size)
        words += f"{count:,}{word}" if count else ""
    words += f"{rest:,}" if rest or not words else ""
    return f"{minus if amount < 0 else ''}{words}円"
