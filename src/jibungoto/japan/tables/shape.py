"""From cells as they stand to a table: title lines, headers of several rows, footnotes, merges.

Every decision leaves a sentence in the table's notes. Nothing is corrected here: values stay as
written, apart from outer spaces.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from .header import HeaderRows, find_header
from .model import Column, Grid, Merge, Row, Table, TableError, numbers_in_words

_FORMULA_TEXT = re.compile(r'^="([^"]*)"$')
# What we and others write before a text that a spreadsheet would take for a formula.
_GUARD = re.compile(r"^'(?=[-=@+＝＠＋－])")
_FOOTNOTE = re.compile(r"^[（(【\[]?(?:※|＊|\*|注|備考[:：]|出典|出所|資料|（注|\(注)")
_CKAN_ID = "_id"
EXAMPLE = "（例）"  # how the row of a file to start from begins that only shows how to write
_EXAMPLES = (EXAMPLE, "(例)", "【例】")

Recognises = Callable[[str], bool]
Cells = list[str | None]


@dataclass(slots=True)
class _Draft:
    """What is known about the table while it takes shape."""

    rows: list[Cells]
    merges: Sequence[Merge]
    notes: list[str] = field(default_factory=list)


def shape_table(
    grid: Grid,
    *,
    recognises: Recognises | None = None,
    header: HeaderRows | None = None,
) -> Table:
    """The table in a grid. Raises TableError when no header or no row is found.

    recognises: tells known headers, so that the right line is taken for the header.
    header: the header's rows, when the caller knows them.
    """
    draft = _Draft(_tidied(grid), grid.merges, list(grid.notes))
    if header is None:
        header = find_header(draft.rows, grid.merges, recognises)
    elif header.last >= len(draft.rows):
        raise TableError(f"見出しは{header.last + 1}行目とのことですが、そこまで行がありません。")
    if header.first:
        _note_preamble(draft, header)
    width = max(len(row) for row in draft.rows)
    columns = _columns(draft, header, width)
    body = _body(draft, header, columns)
    rows, footnotes = _split_footnotes(body) if _is_wide(columns) else (body, [])
    rows = _without_examples(rows, draft)
    if not rows:
        raise TableError("見出しの下にデータの行がありません。")
    if footnotes:
        draft.notes.append(f"表の下の{len(footnotes)}行は注記と見て、データに入れませんでした。")
    kept = _kept_columns(columns, rows, draft)
    return Table(
        columns=tuple(columns[i] for i in kept),
        rows=tuple(Row(number, tuple(cells[i] for i in kept)) for number, cells in rows),
        notes=tuple(dict.fromkeys(draft.notes)),
        source=grid.source,
        preamble=tuple(_line(row) for row in draft.rows[: header.first] if any(row)),
        footnotes=tuple(footnotes),
    )


def _without_examples(rows: list[tuple[int, Cells]], draft: _Draft) -> list[tuple[int, Cells]]:
    """The rows without those marked as an example, wherever somebody left them standing."""
    examples = [number for number, cells in rows if (cells[0] or "").startswith(_EXAMPLES)]
    if not examples:
        return rows
    if len(examples) == len(rows):
        raise TableError("書き方の例の行しかありません。その下に、取りこむものを書いてください。")
    draft.notes.append(
        f"（例）で始まる行（{numbers_in_words(examples, '行目')}）は読みませんでした。"
    )
    return [row for row in rows if row[0] not in examples]


def _tidied(grid: Grid) -> list[Cells]:
    """Outer spaces off, empty text to None, rows of one length, \"=\"012\"\" to 012, '-a to -a."""
    width = max((len(row) for row in grid.rows), default=0)
    unwrapped = 0
    rows = []
    for row in grid.rows:
        cells: Cells = []
        for cell in row:
            text = cell.strip(" \t\r\n\u3000\u00a0") if cell else None
            if text and (formula := _FORMULA_TEXT.match(text)):
                text, unwrapped = formula[1], unwrapped + 1
            cells.append(_GUARD.sub("", text) if text else None)
        rows.append(cells + [None] * (width - len(cells)))
    if unwrapped:
        grid.notes.append(f'="…" の形で書かれたセル{unwrapped}個は、中の文字を読みました。')
    if not any(any(row) for row in rows):
        raise TableError("ファイルに何も書かれていません。")
    return rows


def _note_preamble(draft: _Draft, header: HeaderRows) -> None:
    above = [row for row in draft.rows[: header.first] if any(row)]
    what = f"{header.first + 1}行目を見出しと見て読みました。"
    if above:
        what += f"その上の{len(above)}行（「{_line(above[0])[:30]}」など）は表の題と見ました。"
    draft.notes.append(what)


def _columns(draft: _Draft, header: HeaderRows, width: int) -> list[Column]:
    levels = [list(draft.rows[i]) for i in range(header.first, header.last + 1)]
    if len(levels) > 1:
        draft.notes.append(
            f"見出しは{header.first + 1}行目から{header.last + 1}行目までの{len(levels)}行と見て、"
            "上から「_」でつなぎました。"
        )
    _spread(levels, header, draft.merges)
    columns: list[Column] = []
    seen: dict[str, int] = {}
    for i in range(width):
        parts: list[str] = []
        for level in levels:
            text = " ".join((level[i] or "").split())
            if text and (not parts or parts[-1] != text):
                parts.append(text)
        name = "_".join(parts)
        seen[name] = seen.get(name, 0) + 1
        if name and seen[name] > 1:
            draft.notes.append(f"見出し「{name}」が2つ以上あります。あとのほうに番号をつけました。")
            name = f"{name}（{seen[name]}）"
        columns.append(Column(name, i + 1, tuple(parts)))
    return columns


def _spread(levels: list[Cells], header: HeaderRows, merges: Sequence[Merge]) -> None:
    """Give merged header cells their text in every cell; without merges fill to the right."""
    for merge in merges:
        if not header.first <= merge.top <= header.last:
            continue
        text = levels[merge.top - header.first][merge.left]
        for i in range(merge.top - header.first, min(merge.bottom, header.last) - header.first + 1):
            for j in range(merge.left, min(merge.right + 1, len(levels[i]))):
                levels[i][j] = text
    if any(header.first <= merge.top <= header.last for merge in merges):
        return
    for upper, lower in reversed(list(pairwise(levels))):
        for j in range(1, len(upper)):
            # 人口 | (blank) over 男 | 女: the group's name stands only in its first column.
            if upper[j] is None and lower[j] and lower[j - 1] and upper[j - 1]:
                upper[j] = upper[j - 1]


def _body(draft: _Draft, header: HeaderRows, columns: Sequence[Column]) -> list[tuple[int, Cells]]:
    _fill_down(draft, header)
    heading = draft.rows[header.last]
    blank, repeated = [], []
    body: list[tuple[int, Cells]] = []
    for i in range(header.last + 1, len(draft.rows)):
        cells = draft.rows[i]
        if not any(cells):
            blank.append(i + 1)
        elif cells == heading:
            repeated.append(i + 1)
        else:
            body.append((i + 1, cells))
    if body:
        blank = [number for number in blank if number < body[-1][0]]
    if blank:
        draft.notes.append(f"空の行（{numbers_in_words(blank, '行目')}）はとばしました。")
    if repeated:
        draft.notes.append(
            f"繰り返された見出しの行（{numbers_in_words(repeated, '行目')}）はとばしました。"
        )
    return body


def _fill_down(draft: _Draft, header: HeaderRows) -> None:
    """Give a cell merged downwards its value in every row; sideways it stays in the first cell."""
    filled = []
    for merge in draft.merges:
        if merge.top <= header.last or merge.bottom == merge.top:
            continue
        if merge.left >= len(draft.rows[0]) or merge.top >= len(draft.rows):
            continue
        value = draft.rows[merge.top][merge.left]
        for i in range(merge.top + 1, min(merge.bottom + 1, len(draft.rows))):
            draft.rows[i][merge.left] = value
        if value is not None:
            filled.append(merge.name)
    if filled:
        some = "、".join(filled[:3]) + ("など" if len(filled) > 3 else "")
        draft.notes.append(
            f"結合されたセル{len(filled)}か所（{some}）は、"
            "すべての行に同じ値があるものとして読みました。"
        )


def _is_wide(columns: Sequence[Column]) -> bool:
    return sum(bool(column.header) for column in columns) > 1


def _split_footnotes(
    body: list[tuple[int, Cells]],
) -> tuple[list[tuple[int, Cells]], list[str]]:
    """Take the lines at the end that begin with ※, 注, 出典 … and hold a single cell."""
    end = len(body)
    marked = end
    while end and sum(cell is not None for cell in body[end - 1][1]) == 1:
        end -= 1
        if _FOOTNOTE.match(_line(body[end][1])):
            marked = end
    return body[:marked], [_line(cells) for _, cells in body[marked:]]


def _kept_columns(columns: list[Column], rows: list[tuple[int, Cells]], draft: _Draft) -> list[int]:
    """Leave out empty columns and CKAN's row number; name columns that have values only."""
    used = [any(cells[i] is not None for _, cells in rows) for i in range(len(columns))]
    kept, empty = [], []
    for i, column in enumerate(columns):
        if column.header == _CKAN_ID:
            draft.notes.append("データカタログがつけた番号の列「_id」はとばしました。")
        elif column.header:
            kept.append(i)
        elif used[i]:
            columns[i] = Column(f"（見出しなし {column.letter}列）", column.number, ())
            draft.notes.append(
                f"{column.letter}列には見出しがありませんが、値があるので残しました。"
            )
            kept.append(i)
        else:
            empty.append(column.letter)
    if empty:
        draft.notes.append(f"空の列（{'、'.join(empty[:5])}列）はとばしました。")
    return kept


def _line(cells: Sequence[str | None]) -> str:
    return "　".join(cell for cell in cells if cell)
