"""CSV and TSV text to a grid of cells: the delimiter is found, broken quotes are named."""

import csv
import io
from collections.abc import Iterator

from .decoding import decode
from .model import Grid, Limits, Source, TableError

_DELIMITERS = {",": "カンマ", "\t": "タブ", ";": "セミコロン", "|": "縦線"}


def read_delimited(data: bytes, limits: Limits, encoding: str | None = None) -> Grid:
    """The cells of a CSV or TSV file, row numbers as Excel would show them. Raises TableError."""
    decoded = decode(data, encoding)
    if not decoded.text.strip():
        raise TableError("ファイルに何も書かれていません。")
    delimiter = _find_delimiter(decoded.text)
    notes = [decoded.note]
    if delimiter != ",":
        notes.append(f"列の区切りは{_DELIMITERS[delimiter]}と見て読みました。")
    try:
        rows = _rows(decoded.text, delimiter, limits, strict=True)
    except csv.Error as error:
        rows = _rows_with_loose_quotes(decoded.text, delimiter, limits, str(error))
        notes.append(
            '引用符（"）の使い方がきまりどおりでない行がありました。列がずれていないか確かめてください。'
        )
    source = Source("csv", encoding=decoded.encoding, delimiter=delimiter)
    return Grid(rows=rows, source=source, notes=notes)


def _find_delimiter(text: str) -> str:
    """The delimiter that cuts the first lines into the most regular rows of two or more cells."""
    head = "\n".join(text[:65_536].splitlines()[:60])
    best, best_score = ",", (0.0, 0)
    for delimiter in _DELIMITERS:
        try:
            widths = [len(row) for row in csv.reader(io.StringIO(head), delimiter=delimiter) if row]
        except csv.Error:
            continue
        wide = [width for width in widths if width > 1]
        if not wide:
            continue
        usual = max(set(wide), key=wide.count)
        score = (wide.count(usual) / len(widths), usual)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _rows(text: str, delimiter: str, limits: Limits, *, strict: bool) -> list[list[str | None]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)
    return list(_measured(reader, limits))


def _measured(reader: Iterator[list[str]], limits: Limits) -> Iterator[list[str | None]]:
    cells = 0
    for number, row in enumerate(reader, start=1):
        if number > limits.max_rows:
            raise TableError(
                f"行が多すぎます。{limits.max_rows:,}行まで読めます。年や地区ごとに分けてください。"
            )
        cells += len(row)
        if len(row) > limits.max_columns or cells > limits.max_cells:
            raise TableError(
                f"{number}行目で大きくなりすぎました。"
                f"{limits.max_columns:,}列、{limits.max_cells:,}セルまで読めます。"
            )
        for cell in row:
            if len(cell) > limits.max_cell_characters:
                raise TableError(
                    f"{number}行目に{len(cell):,}文字のセルがあります。"
                    '引用符（"）が閉じていないかもしれません。'
                )
        yield [cell or None for cell in row]


def _rows_with_loose_quotes(
    text: str, delimiter: str, limits: Limits, error: str
) -> list[list[str | None]]:
    if "field larger" in error or "unexpected end" in error:
        raise TableError(
            '引用符（"）が閉じていないところがあります。'
            f"{_open_quote_line(text)}行目から後を確かめてください。"
        ) from None
    try:
        return _rows(text, delimiter, limits, strict=False)
    except csv.Error:
        raise TableError('引用符（"）の使い方がくずれていて、列に分けられません。') from None


def _open_quote_line(text: str) -> int:
    """The line from which on the number of quotes stays odd."""
    line, opened = 1, 1
    inside = False
    for char in text:
        if char == '"':
            inside = not inside
            if inside:
                opened = line
        elif char == "\n":
            line += 1
    return opened
