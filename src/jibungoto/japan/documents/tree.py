"""Numbered entries become a tree: by the styles of their numbers, not by any one city's scheme.

A style that was open already closes what is below it; a new style opens a level. A number that
does not follow its forerunner is no entry but text. In text that kept its columns, a line without a
number belongs to the entry whose column it stands in.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .columns import cells, filled
from .entries import SUBHEAD, Entry, is_offices, item_of, offices_in, text_of
from .frame import without_frame
from .healing import (
    every,
    heal_broken_lists,
    numbered,
    own_columns,
    ways,
    without_bullet_signs,
)
from .lines import Line, close_up
from .markers import LABELS, LEGEND, MARKS, Marker, inner_openings, opening
from .model import Item
from .pages import width as _width
from .sections import BRACKETED
from .tables import CARD, Table, level_names, mark_of, table_of

_COLUMNS = re.compile(r"[ \u3000]{2,}|\t+")
# Columns that only say whether, when or by whom: ○, →, 実施.
_FLAG = re.compile(
    r"[○〇◯●◎△▲◇□■✓レ→⇒－―ー\-・]+|実施|準備|検討|試行|継続|調査|拡充|完了|開始|随時|短期|中期|長期"
)
# A level named over its entries, in text poured out column by column.
_LEVEL_HEAD = re.compile(rf"(?:主な|具体的な)?(?:(?=.{{4}})(?:{LABELS})|取組|事業|施策)(?<=.{{4}})")
# ※1 something said below, no entry.
_NOTE = re.compile(r"[※＊*注]\s*[（(]?[0-9０-９]{0,2}[）)]?[\s　:：]?.*。$")


@dataclass(frozen=True, slots=True)
class Tree:
    """The entries of a section and what was said of their levels."""

    roots: list[Item]
    level_names: tuple[str, ...]


def read_tree(lines: Sequence[Line], *, marks: Iterable[str] = (), headings: bool = False) -> Tree:
    """The tree a section draws. `marks` are the signs its legend explains.

    `headings`: the lines are a whole text whose numbered headings make the tree; what follows a
    heading is then its passage, not the rest of its title.
    """
    reader = _Reader(frozenset(marks))
    for line in lines:
        if headings and _is_head_within(line):
            reader.table = None
            continue
        reader.take(line)
    without_bullet_signs(reader.roots, reader.marks)
    if headings and lines:
        reader.roots = without_frame(reader.roots)
        wide = sorted(len(line.text) for line in lines)[len(lines) * 9 // 10]
        for entry in every(reader.roots):
            entry.full_width = 0 if entry.in_cells else wide
    heal_broken_lists(reader.roots, reader.styles)
    roots = reader.roots if headings else own_columns(reader.roots)
    names = _by_style(reader.level_names, reader.styles)
    entries = numbered(roots)
    items = [item_of(e, "", "", 1, names, n) for n, e in enumerate(entries, 1)]
    return Tree(items, reader.level_names)


def _is_head_within(line: Line) -> bool:
    """【現状と課題】 stands within an entry; 【基本目標１】 begins one."""
    marker = opening(line.text)
    if marker is not None and marker.number:
        return False
    return bool(BRACKETED.match(line.text) or SUBHEAD.fullmatch(line.text))


class _Reader:
    def __init__(self, marks: frozenset[str]) -> None:
        self.marks = marks
        self.roots: list[Entry] = []
        self.open: list[Entry] = []  # from the root to the entry being read
        self.recent: list[Entry] = []
        self.styles: list[str] = []
        self.last: dict[str, int] = {}  # the number each style came to
        self.level_names: tuple[str, ...] = ()
        self.pending = ""
        self.table: Table | None = None
        self.carded = False  # in the passage of a card

    def take(self, line: Line) -> None:
        if _NOTE.match(line.text) or _LEVEL_HEAD.fullmatch(line.text):
            return
        if (table := table_of(line)) is not None:
            self.table = table
            return
        if self.table is not None and self._row(self.table, line):
            return
        if self._card(line):
            return
        if LEGEND.search(line.text) and opening(line.text[1:].lstrip()) is None:
            return
        if self.roots and SUBHEAD.fullmatch(line.text):
            return
        chunks = _chunks(line)
        if not self.roots and (names := level_names(line.text)):
            self.level_names = names
            return
        for column, text in chunks:
            self._chunk(column, text, line)

    def _row(self, table: Table, line: Line) -> bool:
        """Take a row of a table whose head named its columns; False where the table is over."""
        parts = cells(line, table.head)
        if parts is None or (filled(parts) < 2 and not self._is_more(parts, table)):
            self.table = None
            return False
        title = parts[table.title]
        number = parts[table.number] if table.number >= 0 else ""
        marker = opening(f"{number} あ") if number else opening(title)
        if number and (marker is None or not title):
            self.table = None
            return False
        begins = bool(number) or (marker is not None and bool(title))
        if table.number < 0 and not begins:
            begins = bool(title) and filled(parts) >= 2
        if not begins:
            self._more_of_row(table, parts, line)
            return True
        if not number and marker is not None:
            title = title[marker.end :]
        marker = marker or Marker("row", (), "", 0)
        mark = parts[table.mark] if table.mark >= 0 else ""
        entry = Entry(marker, mark_of(mark) or self.pending, 0, [(title, line)], in_cells=True)
        self.pending = ""
        self._hang(entry)
        if marker.style not in self.styles:
            self.styles.append(marker.style)
        if marker.number:
            self.last[marker.style] = marker.number[-1]
        self.recent = [entry]
        self._more_of_row(table, ["" if n == table.title else p for n, p in enumerate(parts)], line)
        return True

    def _card(self, line: Line) -> bool:
        """Take a line of a card: 事業名 … / 担当課 … / 事業の概要 …, one below the other."""
        told = CARD.match(line.text)
        if told is None:
            if self.carded and line.indent >= 2 and opening(line.text) is None:
                self.recent[0].narrative += line.text
                return True
            self.carded = False
            return False
        said, entry = close_up(told["said"]), self.recent[0] if self.recent else None
        if told["name"]:
            entry = Entry(Marker("card", (), "", 0), self.pending, 0, [(said, line)])
            self._hang(entry)
            self.recent = [entry]
            self.styles += [] if "card" in self.styles else ["card"]
        elif entry is None or entry.marker.style != "card":
            return False
        elif told["offices"]:
            entry.departments = offices_in(said)
        elif told["told"]:
            entry.narrative += said
        self.carded = bool(told["told"])
        return True

    def _is_more(self, parts: Sequence[str], table: Table) -> bool:
        """A cell broken over lines: it goes on in a column other than the number's."""
        only = next((n for n, part in enumerate(parts) if part), -1)
        return (
            bool(self.recent)
            and only not in (-1, table.number)
            and (table.number != 0 or only > 0)
            and opening(parts[only]) is None
        )

    def _more_of_row(self, table: Table, parts: Sequence[str], line: Line) -> None:
        if not self.recent:
            return
        entry = self.recent[0]
        if parts[table.title]:
            entry.pieces.append((parts[table.title], line))
        if table.offices >= 0 and (said := parts[table.offices]):
            before = "、".join(entry.departments)
            is_whole = not before or is_offices(before)
            whole = f"{before}、{said}" if before and is_whole else before + said
            entry.departments = offices_in(whole.replace(" ", "、"))
        if table.told >= 0 and parts[table.told]:
            entry.narrative += parts[table.told]

    def _chunk(self, column: int, text: str, line: Line) -> None:
        mark, rest = self._mark(text)
        if mark and not rest:
            self.pending = mark
            return
        marker = opening(rest)
        if marker is not None and self._fits(marker):
            self._begin(marker, mark or self.pending, column, rest[marker.end :], line)
            self.pending = ""
            return
        if mark and self.marks and mark not in self.marks:
            rest = text
        self._go_on(column, text if not mark or marker is None else rest, line)

    def _mark(self, text: str) -> tuple[str, str]:
        """A sign that stands before a number (or alone), and what follows it."""
        if not text or text[0] not in MARKS:
            return "", text
        rest = text[1:].lstrip()
        known = text[0] in self.marks
        numbered = opening(rest)
        if not rest:
            return (text[0], "") if known else ("", text)
        if numbered is not None and not numbered.is_bullet:
            return text[0], rest
        return "", text

    def _fits(self, marker: Marker) -> bool:
        """Whether a number follows what is open; text that only looks like a number does not."""
        if marker.is_bullet or len(marker.number) > 1:
            return True
        for entry in reversed(self.open):
            if entry.marker.style == marker.style:
                last = entry.marker.number[0]
                empty = not text_of(entry)
                return marker.number[0] in range(last + 1, last + 3) or (
                    marker.number[0] == 1 or (empty and marker.number[0] == last)
                )
        # ①② under one entry, ③ under the next: some cities count right through.
        following = marker.number[0] == self.last.get(marker.style, 0) + 1
        return marker.number[0] == 1 or following or not self.roots

    def _begin(self, marker: Marker, mark: str, column: int, rest: str, line: Line) -> None:
        cut = inner_openings(rest)
        first = rest[: cut[0]] if cut else rest
        again = opening(first)
        if again is not None and (again.style, again.number) == (marker.style, marker.number):
            # ① ①: the first of the two stands where a mark would.
            entry = Entry(marker, mark, column, [(first[again.end :], line)])
            entry.doubts.append("同じ番号が二度書かれています。")
        else:
            entry = Entry(marker, mark, column, [(first, line)])
        self._hang(entry)
        if marker.style not in self.styles:
            self.styles.append(marker.style)
        if marker.number:
            self.last[marker.style] = marker.number[-1]
        self.recent = [entry, *self.recent[:5]]
        if cut:
            self._chunk(column + _width(rest[: cut[0]]), rest[cut[0] :].strip(), line)

    def _hang(self, entry: Entry) -> None:
        marker = entry.marker
        if (way := self._elsewhere(marker)) is not None:
            self.open = list(way)
        depth = self._depth(marker)
        if depth < len(self.open):
            before = self.open[depth]
            same = before.marker.style == marker.style
            if same and not text_of(before) and before.marker.number == marker.number:
                self._drop(depth)
                entry.doubts.append("同じ番号が二度書かれています。")
            elif same and marker.number and len(marker.number) == 1:
                step = marker.number[0] - before.marker.number[0]
                if step > 1:
                    entry.doubts.append("番号がとんでいます。")
                elif step < 1:
                    entry.doubts.append("番号がここで 1 に戻っています。")
        del self.open[depth:]
        (self.open[-1].children if self.open else self.roots).append(entry)
        self.open.append(entry)

    def _elsewhere(self, marker: Marker) -> list[Entry] | None:
        """The way to the entry 2 that 2-1 names as its own, where columns poured out one by one
        left another one open."""
        above = marker.number[:-1]
        if not above or marker.label or any(e.marker.number == above for e in self.open):
            return None
        return next((way for way in ways(self.roots) if way[-1].marker.number == above), None)

    def _drop(self, depth: int) -> None:
        above = self.open[depth - 1].children if depth else self.roots
        above.pop()

    def _depth(self, marker: Marker) -> int:
        """How many open entries stay open above this one."""
        if len(marker.number) > 1 and not marker.label:
            # 1-2-3 hangs below 1-2 wherever that stands.
            for at in range(len(self.open) - 1, -1, -1):
                number = self.open[at].marker.number
                is_prefix = number == marker.number[: len(number)]
                if number and is_prefix and len(number) < len(marker.number):
                    return at + 1
        for at, entry in enumerate(self.open):
            if entry.marker.style == marker.style:
                return at
        return len(self.open)

    def _go_on(self, column: int, text: str, line: Line) -> None:
        if not self.recent:
            return
        entry = self.recent[0]
        if _FLAG.fullmatch(text) and entry.pieces[0][1] is line and entry.pieces[0][0]:
            return
        if is_offices(text) and entry.pieces[0][1] is line and entry.pieces[0][0] != text:
            entry.pieces.append((f"（{text}）", line))
            return
        if column >= 6:
            near = [e for e in self.recent if abs(e.column - column) <= 6 and e.column >= 4]
            entry = near[0] if near else entry
        cut = inner_openings(text)
        entry.pieces.append((text[: cut[0]] if cut else text, line))
        if cut:
            self._chunk(column + _width(text[: cut[0]]), text[cut[0] :].strip(), line)


def _chunks(line: Line) -> list[tuple[int, str]]:
    """The columns of a line: (where it begins, text); one column where nothing is kept apart."""
    found: list[tuple[int, str]] = []
    at, column = 0, line.indent
    for gap in _COLUMNS.finditer(line.text):
        piece = line.text[at : gap.start()]
        if piece:
            found.append((column, piece))
        column += _width(line.text[at : gap.end()])
        at = gap.end()
    found.append((column, line.text[at:]))
    return _rejoined(found)


def _rejoined(chunks: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """A wide blank right after a number or mark is no column: 1   基本目標."""
    found: list[tuple[int, str]] = []
    for column, text in chunks:
        bare = found[-1][1] if found else ""
        if bare and len(bare) <= 4 and _is_bare(bare) and not _FLAG.fullmatch(text):
            found[-1] = (found[-1][0], f"{bare} {text}")
        else:
            found.append((column, text))
    return found


def _is_bare(text: str) -> bool:
    marker = opening(f"{text} あ")
    return marker is not None and marker.end >= len(text)


def _by_style(names: tuple[str, ...], styles: list[str]) -> dict[str, str]:
    return dict(zip(styles, names, strict=False)) if len(names) == len(styles) else {}
