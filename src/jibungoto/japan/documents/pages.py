"""What a page adds to its text: running heads, page numbers, columns of prose; taken off again.

Works on the raw lines with their numbers, so that everything read later still knows its line.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from statistics import median

type Numbered = tuple[int, str]  # the number of a line, from 1, and its text

_DASH = r"\-－–‐−―ー─"
_PAGE = re.compile(
    rf"^[{_DASH}\s]*(?:[pPｐＰ][.．]?\s*)?[0-9０-９]{{1,4}}\s*(?:ページ|頁)?[{_DASH}\s]*$"
    r"|^[0-9]+\s*/\s*[0-9]+$"
)
# A line of a table of contents: its heading, dots, and the page.
_CONTENTS = re.compile(r"\S\s*[・…‥．.]{4,}\s*(?:[pPｐＰ][.．]?\s*)?[0-9０-９]{1,4}$")
_CONTENTS_HEAD = re.compile(r"^[【〔■]?目[\s　]*次[】〕]?$")
_ENDS_IN_NUMBER = re.compile(r"\S[\s　]+[0-9０-９]{1,3}$")
_EDGE = 2  # lines at the top or foot of a page that may be running heads
_OFTEN = 3
_PAGE_LINES = 12  # a page of running text has more
_GUTTER = re.compile(r"[ 　\t]{2,}")


def width(text: str) -> int:
    """How wide a text stands: two for a Japanese letter."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def numbered(text: str) -> list[Numbered]:
    """The lines of a text as they are; a form feed ends a page and stands alone."""
    raw = re.split(r"\r\n|\r|\n|\u2028", text.replace("\ufeff", ""))
    found: list[Numbered] = []
    for number, line in enumerate(raw, 1):
        parts = line.split("\f")
        found.append((number, parts[0]))
        for part in parts[1:]:
            found += [(number, "\f"), (number, part)]
    return found


def body(lines: Sequence[Numbered]) -> list[Numbered]:
    """The lines without page numbers, running heads and tables of contents; blanks stay blank.

    What is taken off leaves nothing, so that a table or a sentence broken over a page goes on.
    """
    heads = _running_heads(lines)
    seen: set[str] = set()
    kept: list[Numbered] = []
    in_contents = False
    for number, line in lines:
        said = line.strip()
        if line == "\f" or _PAGE.match(said) or _CONTENTS.search(said):
            continue
        if _CONTENTS_HEAD.match(said):
            in_contents = True
            continue
        if in_contents and said:
            if _ENDS_IN_NUMBER.search(said):
                continue
            in_contents = False
        key = _without_number(said)
        if key in heads:
            if key in seen:
                continue
            seen.add(key)
        kept.append((number, line))
    return kept


def _without_number(said: str) -> str:
    """A running head without the page's number at either end, in one width, without blanks."""
    bare = "".join(unicodedata.normalize("NFKC", said).split())
    return re.sub(r"^[0-9]{1,4}[|｜]?(?=\D)|(?<=[^0-9.,第])[|｜\-]?[0-9]{1,4}-?$", "", bare)


def _running_heads(lines: Sequence[Numbered]) -> set[str]:
    """What stands at the edge of several pages, the number aside; the first one is kept."""
    counted: Counter[str] = Counter()
    pages = [
        [line.strip() for line in page if line.strip() and not _PAGE.match(line.strip())]
        for page in _pages(lines)
    ]
    if not any(line == "\f" for _n, line in lines) and median(map(len, pages)) < _PAGE_LINES:
        return set()  # numbers that stand alone are cells of a table here
    for spoken in pages:
        edge = spoken[:_EDGE] + spoken[-_EDGE:]
        counted.update({key for line in edge if 2 < len(key := _without_number(line)) <= 40})
    return {key for key, times in counted.items() if times >= _OFTEN and "。" not in key}


def _pages(lines: Sequence[Numbered]) -> Iterator[list[str]]:
    """Pages by form feeds; where there are none, by the lines that are only a page's number."""
    by_feed = any(line == "\f" for _n, line in lines)
    page: list[str] = []
    for _number, line in lines:
        if line == "\f" if by_feed else bool(_PAGE.match(line.strip())):
            yield page
            page = []
        else:
            page.append(line)
    yield page


def read_down(lines: Sequence[Numbered]) -> list[Numbered]:
    """Prose set in two columns, left before right; tables stay as they are."""
    found: list[Numbered] = []
    at = 0
    while at < len(lines):
        run = _two_columns(lines, at)
        if run is None:
            found.append(lines[at])
            at += 1
            continue
        last, column = run
        halves = [_halves(line, column) for _n, line in lines[at:last]]
        numbers = [number for number, _line in lines[at:last]]
        found += [(n, left) for n, (left, _r) in zip(numbers, halves, strict=True)]
        found += [(n, right) for n, (_l, right) in zip(numbers, halves, strict=True)]
        at = last
    return found


_LEAST = 6  # lines of two columns


def _two_columns(lines: Sequence[Numbered], at: int) -> tuple[int, int] | None:
    """Where a run of lines in two columns ends and where its right column stands, if one begins."""
    starts = _starts(lines[at][1])
    if len(starts) != 1:
        return None
    column = starts[0]
    last, both, blank = at, 0, 0
    while last < len(lines):
        line = lines[last][1]
        if not line.strip():
            blank += 1
            if blank > 2:
                break
        else:
            blank = 0
            if not _fits(line, column):
                break
            both += bool(_starts(line))
        last += 1
    halves = [_halves(line, column) for _n, line in lines[at:last]]
    left = sum("。" in one for one, _two in halves)
    right = sum("。" in two for _one, two in halves)
    # Sentences on both sides: a table tells of things on the left and of their traits on the right.
    return (last, column) if both >= _LEAST and left >= 2 and right >= 2 else None


def _starts(line: str) -> list[int]:
    """Where the columns of a line begin, the first aside."""
    text = line.rstrip()
    lead = len(text) - len(text.lstrip())
    gaps = [g for g in _GUTTER.finditer(text) if g.start() >= lead and width(g[0]) >= 3]
    return [width(text[: g.end()]) for g in gaps if g.start() > lead or lead == 0]


def _fits(line: str, column: int) -> bool:
    starts = _starts(line)
    lead = width(line[: len(line) - len(line.lstrip())])
    if lead >= column - 2:
        return True  # only on the right
    if not starts:
        return width(line.rstrip()) <= column  # only on the left
    return len(starts) == 1 and abs(starts[0] - column) <= 3


def _halves(line: str, column: int) -> tuple[str, str]:
    lead = width(line[: len(line) - len(line.lstrip())])
    if lead >= column - 2:
        return "", line.strip()
    for gap in _GUTTER.finditer(line.rstrip()):
        if abs(width(line[: gap.end()]) - column) <= 3:
            return line[: gap.start()], line[gap.end() :].strip()
    return line, ""
