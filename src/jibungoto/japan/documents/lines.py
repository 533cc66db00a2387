"""The text as lines that know their number, and how broken lines become sentences again.

Text out of a PDF breaks lines where the page did, spaces letters apart and puts a blank line after
each line. What survives is used: the gap before a line, and the blank at a
line's end that many programs leave at the end of a paragraph and nowhere else.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .model import Source
from .pages import body, numbered, read_down, width

# Tables drawn with bars: their rule says nothing, their cells are columns.
# Lines drawn before an entry: ├─ 1-1.
_BRANCH = re.compile(r"^[│├└┌┬┴┼┤─┃┣┗┏━╟╚║\s]*[│├└┌┬┴┼┤┃┣┗┏╟╚║][│├└┌┬┴┼┤─┃┣┗┏━╟╚║\s]*")
_RULED = re.compile(r"^\|?[\s|:+\-ー─━┼]*\|[\s|:+\-ー─━┼]*$")
_SPACED_HEAD = re.compile(
    r"(?P<number>第\s*[0-9０-９一二三四五六七八九十]{1,3}\s*[部編章節])[ \u3000]+(?P<rest>.+)"
)
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
    raw = read_down(body(numbered(text)))
    usual = _usual_gap([line for _number, line in raw])
    spoken = [line for _number, line in raw if line.strip()]
    trailing = sum(1 for line in spoken if line != line.rstrip())
    marks_ends = len(spoken) >= 10 and 0.1 <= trailing / len(spoken) <= 0.97
    found: list[Line] = []
    blank = 0
    for number, line in raw:
        said = line.strip()
        if not said:
            blank += 1
            continue
        said = _BRANCH.sub("", said)
        if not said or _RULED.match(said):
            continue
        if said.startswith("|") and said.count("|") > 2:
            said = "\t".join(cell.strip() for cell in said[1:].removesuffix("|").split("|"))
        found.append(
            Line(
                number=number,
                text=_unspaced(said),
                gap=max(0, blank - usual),
                closes=marks_ends and line != line.rstrip(),
                indent=width(line[: len(line) - len(line.lstrip())]),
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
    """協   働  指  標 is 協働指標, 第 ２章　体 系 is 第２章　体系."""
    if _SPACED.match(text):
        return re.sub(r"\s+", "", text)
    if (found := _SPACED_HEAD.match(text)) and _SPACED.match(found["rest"]):
        number = re.sub(r"\s+", "", found["number"])
        return f"{number}　{''.join(found['rest'].split())}"
    return text


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
