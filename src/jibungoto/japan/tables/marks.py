"""Marks that stand where a number is not: missing, suppressed, and zero are three things.

What a mark means differs by publisher, so a policy is data. In census tables - is zero and X is
suppressed; in other tables - is only a blank.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Mark(StrEnum):
    VALUE = "value"
    MISSING = "missing"  # not known, not published: データなし
    SUPPRESSED = "suppressed"  # kept back to protect persons: 秘匿
    ZERO = "zero"  # nobody, written as a mark


@dataclass(frozen=True, slots=True)
class MarkPolicy:
    """What each mark means; marks are compared after NFKC and in lower case."""

    zero: frozenset[str]
    suppressed: frozenset[str]
    missing: frozenset[str]

    def meaning(self, text: str | None) -> Mark:
        """What a cell's mark means; VALUE when it is no mark."""
        key = _key(text)
        if key in self.suppressed:
            return Mark.SUPPRESSED
        if key in self.zero:
            return Mark.ZERO
        return Mark.MISSING if key in self.missing else Mark.VALUE


_BLANK = frozenset(
    (
        "",
        "...",
        "..",
        "0..",
        "・・・",
        "・・",
        "***",
        "**",
        "不明",
        "不詳",
        "未詳",
        "n/a",
        "na",
        "null",
        "データなし",
        "未調査",
    )
)
# X as people type it: Latin, Greek, Cyrillic, and the sign of multiplying.
_SUPPRESSED = frozenset(("x", "χ", "х", "×", "✕", "*", "秘匿"))

CENSUS = MarkPolicy(zero=frozenset("-"), suppressed=_SUPPRESSED, missing=_BLANK)
"""e-Stat, 住民基本台帳: - is zero, X or * suppressed."""

STANDARD = MarkPolicy(zero=frozenset(), suppressed=_SUPPRESSED, missing=_BLANK | {"-"})
"""Lists of the national standard: - is a blank, never zero."""

_LONGEST = 18  # digits: no count of a city needs more
_NUMBER = re.compile(r"^([-+▲△])?(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?$")


@dataclass(frozen=True, slots=True)
class Number:
    """A number or the mark in its place; value is None unless VALUE or ZERO."""

    value: int | Decimal | None
    mark: Mark


def is_mark(text: str) -> bool:
    """Whether a cell holds a mark instead of a number under the census policy."""
    return CENSUS.meaning(text) is not Mark.VALUE


def read_number(text: str | None, policy: MarkPolicy = CENSUS) -> Number | None:
    """A number (1,234, １２, ▲3, 0.5) or what the mark in its place means; None if neither."""
    mark = policy.meaning(text)
    if mark is not Mark.VALUE:
        return Number(0 if mark is Mark.ZERO else None, mark)
    match = _NUMBER.match(_key(text))
    if not match:
        return None
    sign, whole, fraction = match.groups()
    digits = whole.replace(",", "")
    if len(digits) > _LONGEST:
        return None
    value: int | Decimal = Decimal(digits + fraction) if fraction else int(digits)
    return Number(-value if sign and sign != "+" else value, Mark.VALUE)


def _key(text: str | None) -> str:
    key = unicodedata.normalize("NFKC", text or "").strip().casefold()
    return re.sub("[−‐‑–—―ー─]", "-", "".join(key.split()))
