"""Characters as people count them, and characters only their own computer knows (外字).

葛󠄀 is one character for its reader and two code points for the machine; a length limit shown to
people must count the former.
"""

import re
import unicodedata
from dataclasses import dataclass

_EXTENDS = re.compile(
    "[\u0300-\u036f\u1ab0-\u1aff\u20d0-\u20ff\u3099\u309a\ufe00-\ufe0f\ufe20-\ufe2f"
    "\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f\U000e0100-\U000e01ef]"
)
_JOINER = "\u200d"


@dataclass(frozen=True, slots=True)
class PrivateCharacter:
    position: int  # counted from 1, in characters as people count them
    character: str
    sentence: str


def graphemes(text: str) -> list[str]:
    """The text cut into characters as people count them; joining them gives the text back.

    Follows UAX #29 for what Japanese text holds: combining marks, variation selectors, emoji
    sequences, flags, CR LF. Hangul jamo and Indic clusters are left as code points.
    """
    clusters: list[str] = []
    start = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or not _continues(text, start, end):
            clusters.append(text[start:end])
            start = end
    return clusters


def _continues(text: str, start: int, at: int) -> bool:
    """Whether the code point at `at` belongs to the character that began at `start`."""
    first, previous, char = text[start], text[at - 1], text[at]
    if previous == "\r" and at - start == 1:
        return char == "\n"
    if unicodedata.category(first) == "Cc":
        return False
    if char == _JOINER or _EXTENDS.match(char) or unicodedata.category(char) in ("Mn", "Me", "Mc"):
        return True
    if previous == _JOINER:
        return unicodedata.category(first) == "So"
    return at - start == 1 and _is_flag_half(first) and _is_flag_half(char)


def _is_flag_half(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def length(text: str) -> int:
    """How many characters a person counts."""
    return len(graphemes(text))


def shorten(text: str, limit: int) -> str:
    """At most `limit` characters, the last one … when something was left out. limit ≥ 1."""
    clusters = graphemes(text)
    return text if len(clusters) <= limit else "".join(clusters[: limit - 1]).rstrip() + "…"


def private_characters(text: str) -> list[PrivateCharacter]:
    """Every private-use character (U+E000–F8FF, planes 15 and 16) with a sentence to ask with."""
    return [
        PrivateCharacter(
            position,
            cluster,
            f"{position}文字目は外字（U+{ord(cluster[0]):04X}）で、ほかの機械では読めません。"
            "ふつうの漢字に置きかえてください。",
        )
        for position, cluster in enumerate(graphemes(text), start=1)
        if unicodedata.category(cluster[0]) == "Co"
    ]
