"""What happens to a text in cp932 (Windows の Shift_JIS): which characters change or are lost.

Many offices still open CSV in cp932 only. An exporter asks here first, shows the list, and writes
with the proposals the person has seen.
"""

import unicodedata
from dataclasses import dataclass
from typing import Literal

from .graphemes import graphemes
from .variants import OLD_TO_NEW

GETA = "〓"  # the printers' sign for a missing character
_PROPOSALS = {
    "〜": "～",
    "−": "－",
    "—": "―",
    "–": "―",
    "‐": "-",
    "‑": "-",
    "‖": "∥",
    "¢": "￠",
    "£": "￡",
    "¬": "￢",
    "¦": "￤",
    "¥": "￥",
    "•": "・",
    "\u00a0": " ",
    "✓": "○",
    "✔": "○",
    "㎗": "dl",
}


@dataclass(frozen=True, slots=True)
class Cp932Warning:
    """One character that does not come back from cp932 as it went in."""

    position: int  # counted from 1, in characters as people count them
    character: str
    kind: Literal["changes", "unwritable"]
    replacement: str
    sentence: str


def cp932_warnings(text: str) -> list[Cp932Warning]:
    """Every character that cp932 changes (〜 becomes ～) or cannot hold (𠮷, 葛󠄀), in order."""
    warnings = []
    for position, char in enumerate(graphemes(text), start=1):
        after = _round_trip(char)
        if after == char:
            continue
        if after is not None:
            sentence = f"{position}文字目の「{char}」は、形の似た「{after}」に変わります。"
            warnings.append(Cp932Warning(position, char, "changes", after, sentence))
            continue
        proposal = _propose(char)
        sentence = (
            f"{position}文字目の「{char}」は、この文字コードでは書けません。"
            f"「{proposal}」に置きかえます。"
        )
        warnings.append(Cp932Warning(position, char, "unwritable", proposal, sentence))
    return warnings


def to_cp932(text: str) -> tuple[bytes, list[Cp932Warning]]:
    """The bytes with every proposal applied, and the list of what was replaced."""
    warnings = cp932_warnings(text)
    clusters = graphemes(text)
    for warning in warnings:
        clusters[warning.position - 1] = warning.replacement
    return "".join(clusters).encode("cp932"), warnings


def _round_trip(char: str) -> str | None:
    try:
        return char.encode("cp932").decode("cp932")
    except UnicodeEncodeError:
        return None


def _propose(char: str) -> str:
    """The nearest writable spelling: without variation selector, new kanji, NFKC, bare letter."""
    base = char[0]
    bare = "".join(c for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c))
    for candidate in (
        _PROPOSALS.get(char),
        unicodedata.normalize("NFC", char),
        base,
        OLD_TO_NEW.get(base),
        unicodedata.normalize("NFKC", base),
        bare,
    ):
        if candidate and _round_trip(candidate) == candidate:
            return candidate
    return GETA
