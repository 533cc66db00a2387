"""What somebody pastes from a spreadsheet: rows of cells. Pure; knows no plan.

Excel puts tabs between cells and line breaks between rows; a cell that holds a tab, a line break or
a quote at its start is wrapped in quotes, its own quotes doubled.
"""

import re
from collections.abc import Sequence

MOST_ROWS = 2_000
_END_OF_CELL = re.compile(r"\t|\r\n|\n|\r|\Z")
_WRAPPED = re.compile(r'"((?:[^"]|"")*+)"(?=\t|\r|\n|\Z)')


def rows_of(text: str, *, most: int = MOST_ROWS) -> list[list[str]]:
    """The rows of what was pasted, at most `most`. Never raises; nothing gives no rows.

    A quote that is never closed is a letter like any other. The line break Excel ends with opens no
    row.
    """
    rows: list[list[str]] = [[]]
    at = 0
    while at <= len(text) and len(rows) <= most:
        cell, at = _cell(text, at)
        rows[-1].append(cell)
        end = _END_OF_CELL.match(text, at)
        parted = end[0] if end else ""
        at += len(parted) or 1
        if parted and parted != "\t":
            if at >= len(text):
                break
            rows.append([])
        elif not parted:
            break
    return [] if rows == [[""]] else rows[:most]


def _cell(text: str, at: int) -> tuple[str, int]:
    """The cell that begins at `at`, and where it ends."""
    if wrapped := _WRAPPED.match(text, at):
        return wrapped[1].replace('""', '"'), wrapped.end()
    end = _END_OF_CELL.search(text, at)
    stop = end.start() if end else len(text)
    return text[at:stop], stop


def written(rows: Sequence[Sequence[str]]) -> str:
    """Rows as a spreadsheet puts them on the clipboard."""
    return "".join("\t".join(_quoted(cell) for cell in row) + "\r\n" for row in rows)


def _quoted(cell: str) -> str:
    if re.search(r'[\t\r\n]|^"', cell):
        return '"' + cell.replace('"', '""') + '"'
    return cell
