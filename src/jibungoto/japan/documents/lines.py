"""The text as lines that know their number, and how broken lines become sentences again.

Text out of a PDF breaks lines where the page did, spaces letters apart, repeats page numbers and
puts a blank line after each line. What survives is used: the gap before a line, and the blank at a
line's end that many programs leave at the end of a paragraph and nowhere else.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .model import Source

_PAGE = re.compile(
    r"^[-–―ー\s]*(?:[pPｐＰ][.．]?\s*)?[0-9０-９]{1,4}[-–―ー\s]*$|^[0-9]+\s*/\s*[0-9]+$"
)
# A line of a table of contents: its heading, dots, and the page.
_CONTENTS = re.compile(r"\S\s*[・…‥．.]{4,}\s*[0-9０-９]{1,4}$")
# Tables drawn with bars: their rule says nothing, their cells are columns.
_RULED = re.compile(r"^\|?[\s|:+\-ー─━┼]*\|[\s|:+\-ー─━┼]*$")
_WIDE = "    "
_SPACED = re.compile(r"^\S(?:[ \u3000]+\S){2,}$")
_CJK = r"\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef、。・ー「」『』（）"
_ENDS = re.compile(r"[。．！？!?：:]$")
_SENTENCE = re.compile(r"[。！？]$")


@dataclass(frozen=True, slots=True)
class Line:
    """One line that says something. gap: blank lines before it, beyond what the document does."""

    number: int
    text: str
    gap: int
    closes: bool  # the end of a paragraph or cell, as far as the text betrays it
    indent: int

    @property
    def source(self) -> Source:
        return Source(self.number, self.number)

    @property
    def is_sentence_end(self) -> bool:
        return _SENTENCE.search(self.text) is not None


@dataclass(frozen=True, slots=True)
class Document:
    """All lines that say something, without page numbers."""

    lines: tuple[Line, ...]
    marks_ends: bool  # whether `closes` tells anything in this document

    def between(self, first: int, last: int) -> list[Line]:
        """Lines by their place in `lines`, last excluded."""
        return list(self.lines[first:last])


def split(text: str) -> Document:
    """The lines of a text."""
    raw = re.split(r"\r\n|\r|\n|\u2028", text.replace("\f", "\n").replace("\ufeff", ""))
    usual = _usual_gap(raw)
    spoken = [line for line in raw if line.strip()]
    trailing = sum(1 for line in spoken if line != line.rstrip())
    marks_ends = len(spoken) >= 10 and 0.1 <= trailing / len(spoken) <= 0.97
    found: list[Line] = []
    blank = 0
    for number, line in enumerate(raw, 1):
        said = line.strip()
        if not said:
            blank += 1
            continue
        if _PAGE.match(said) or _CONTENTS.search(said) or _RULED.match(said):
            continue
        if said.startswith("|") and said.count("|") > 2:
            line = _WIDE.join(cell.strip() for cell in said.strip("|").split("|"))
            said = line.strip()
        found.append(
            Line(
                number=number,
                text=_unspaced(said),
                gap=max(0, blank - usual),
                closes=marks_ends and line != line.rstrip(),
                indent=len(line) - len(line.lstrip()),
            )
        )
        blank = 0
    return Document(tuple(found), marks_ends)


def _usual_gap(raw: Sequence[str]) -> int:
    """Blank lines between two lines of one paragraph: 1 where the text is set double, else 0."""
    gaps: Counter[int] = Counter()
    blank = 0
    begun = False
    for line in raw:
        if line.strip():
            if begun:
                gaps[min(blank, 3)] += 1
            begun, blank = True, 0
        else:
            blank += 1
    return 1 if gaps[1] > gaps[0] else 0


def _unspaced(text: str) -> str:
    """協   働  指  標 is 協働指標."""
    return re.sub(r"\s+", "", text) if _SPACED.match(text) else text


def join(pieces: Iterable[str]) -> str:
    """Pieces of one broken passage in one line: no blank between Japanese, one between words."""
    whole = ""
    for piece in pieces:
        said = " ".join(piece.split())
        if whole and said and _is_latin(whole[-1]) and _is_latin(said[0]):
            whole += " "
        whole += said
    return close_up(whole)


def close_up(text: str) -> str:
    """Blanks between Japanese letters and brackets taken out; single ones between words kept."""
    said = " ".join(text.split())
    said = re.sub(rf"(?<=[{_CJK}]) (?=[）」』、。])|(?<=[（「『]) ", "", said)
    return said.strip()


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


def plain(text: str) -> str:
    """For comparing only: one width, no blanks."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def paragraphs(lines: Sequence[Line], *, marks_ends: bool) -> list[tuple[str, Source]]:
    """Broken lines joined to passages: one ends at a sentence's end, a gap or a betrayed end."""
    found: list[tuple[str, Source]] = []
    pieces: list[str] = []
    source: Source | None = None
    for at, line in enumerate(lines):
        if pieces and ((line.gap > 0 and _ENDS.search(pieces[-1])) or line.gap > 1):
            found.append((join(pieces), source or line.source))
            pieces, source = [], None
        pieces.append(line.text)
        source = line.source if source is None else source | line.source
        last = at + 1 == len(lines)
        if last or line.closes or (not marks_ends and _closes(line, lines[at + 1])):
            found.append((join(pieces), source))
            pieces, source = [], None
    return found


def _closes(line: Line, after: Line) -> bool:
    """Without a sign of its own a passage ends where a sentence ends short of the next begins."""
    return line.is_sentence_end and (after.gap > 0 or len(line.text) < len(after.text) - 4)
