"""The values of table reading: what was read, from where, what was assumed, what is wrong.

Values only. Rows and columns are counted from 1, as a spreadsheet shows them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

MEGABYTE = 1024 * 1024


class TableError(ValueError):
    """A file that cannot be read as a table; its text is a sentence for the person who chose it."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a file is accepted before it is refused in words."""

    max_bytes: int = 50 * MEGABYTE
    max_expanded_bytes: int = 300 * MEGABYTE  # what an archive or an Excel file unfolds to
    max_ratio: int = 200  # expanded / compressed; beyond it an archive is taken for a bomb
    max_members: int = 2_000
    max_rows: int = 300_000
    max_columns: int = 1_000
    max_cells: int = 5_000_000
    max_cell_characters: int = 32_767  # what Excel itself allows


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in one place. Row and column are None when it concerns the whole table."""

    row: int | None
    column: str | None
    sentence: str

    @property
    def where(self) -> str:
        """12行目「緯度」, for a list of faults."""
        row = f"{self.row}行目" if self.row is not None else ""
        return row + (f"「{self.column}」" if self.column is not None else "")


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged block of cells, counted from 0, ends included."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def name(self) -> str:
        """A3:A7."""
        return (
            f"{column_letter(self.left + 1)}{self.top + 1}"
            f":{column_letter(self.right + 1)}{self.bottom + 1}"
        )


@dataclass(slots=True)
class Grid:
    """The cells of a file as they stand, row 1 first, before anything is taken for a header."""

    rows: list[list[str | None]]
    source: "Source"
    merges: list[Merge] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Source:
    """What kind of file the cells came from."""

    kind: str  # "csv", "xlsx", "xls"
    encoding: str | None = None  # utf-8-sig, utf-8, utf-16, cp932 …
    delimiter: str | None = None
    sheet: str | None = None
    member: str | None = None  # the name inside a zip


@dataclass(frozen=True, slots=True)
class Column:
    header: str
    number: int  # where it stands in the file, from 1
    parts: tuple[str, ...]  # the header's rows from top to bottom

    @property
    def letter(self) -> str:
        return column_letter(self.number)


@dataclass(frozen=True, slots=True)
class Row:
    number: int  # where it stands in the file, from 1
    cells: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Headers, rows and the sentences that say how they were found."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...]
    source: Source
    preamble: tuple[str, ...] = ()  # lines above the header: title, date, publisher
    footnotes: tuple[str, ...] = ()  # lines under the table: ※, 注, 出典

    @property
    def headers(self) -> tuple[str, ...]:
        return tuple(column.header for column in self.columns)

    def index(self, header: str) -> int:
        """The place of a column by its header. Raises TableError when there is none."""
        try:
            return self.headers.index(header)
        except ValueError:
            raise TableError(f"「{header}」という列がありません。") from None

    def values(self, header: str) -> tuple[str | None, ...]:
        """One column from top to bottom."""
        index = self.index(header)
        return tuple(row.cells[index] for row in self.rows)


def column_letter(number: int) -> str:
    """The letter a spreadsheet shows for a column: 1 → A, 27 → AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def numbers_in_words(numbers: Iterable[int], unit: str, *, show: int = 5) -> str:
    """3、4、9行目 — the first few, then how many more there are."""
    listed = list(numbers)
    words = "、".join(str(n) for n in listed[:show]) + unit
    return words + (f"ほか{len(listed) - show}か所" if len(listed) > show else "")
