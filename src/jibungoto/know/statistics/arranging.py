"""A file on the page where its columns get their meaning: what is proposed, with sample values."""

from collections.abc import Mapping as Given
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from jibungoto.japan.tables.columns import Dictionary
from jibungoto.japan.tables.header import HeaderRows, find_header
from jibungoto.japan.tables.model import Grid, Table, TableError
from jibungoto.japan.tables.reading import read_grids
from jibungoto.japan.tables.shape import shape_table
from jibungoto.kernel.intake import selectors as intake_selectors
from jibungoto.kernel.intake.models import IntakeRun

from .census_columns import data_begins
from .column_words import long_words, own_dictionary
from .mapping import How, samples, signature
from .mapping_intake import how_of, saved_for
from .models import Mapping
from .proposing import propose_uses

MOST_COLUMNS = 300


class Unreadable(ValueError):
    """There are no columns to speak of; the message says why."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What the page shows."""

    sheet: str
    sheets: tuple[str, ...]
    header: tuple[int, int]  # first and last line, from 1
    how: How
    initial: dict[str, Any]
    samples: dict[int, list[str]]
    signature: str
    saved: Mapping | None  # the way of reading the proposal comes from


def arrange(run: IntakeRun, asked: Given[str, Any]) -> Arrangement:
    """The columns of a run's file. `asked` may hold sheet, first and last. Raises Unreadable."""
    options = intake_selectors.options_of(run)
    try:
        with run.file.open("rb") as file:
            grids = read_grids(file.read(), name=run.file_name)
    except (TableError, OSError) as error:
        raise Unreadable(str(error)) from error
    names = tuple((g.source.sheet or "").strip() for g in grids)
    wanted = asked.get("sheet") or options.get("sheet") or names[0]
    grid = grids[names.index(wanted)] if wanted in names else grids[0]
    sheet = (grid.source.sheet or "").strip()
    mapping = _known(grid, options, asked)
    dictionary = own_dictionary()
    try:
        header, table = _header(grid, mapping, asked, dictionary)
    except TableError as error:
        raise Unreadable(str(error)) from error
    if len(table.columns) > MOST_COLUMNS:
        raise Unreadable(_("列が多すぎます（{}列）。{}列までにしてください。").format(
            len(table.columns), MOST_COLUMNS
        ))  # fmt: skip
    how = propose_uses(table, dictionary, long_words())
    initial: dict[str, Any] = {}
    if mapping is not None and mapping.signature == signature(table.headers):
        how = how_of(mapping)
        initial = {"skip": mapping.skip, "places": mapping.places, "name": mapping.name}
    else:
        mapping = None
    return Arrangement(
        sheet=sheet,
        sheets=tuple(n for n in names if n),
        header=header,
        how=how,
        initial=initial,
        samples={c.number: samples(table, c.number) for c in table.columns},
        signature=signature(table.headers),
        saved=mapping,
    )


def _known(grid: Grid, options: Given[str, str], asked: Given[str, Any]) -> Mapping | None:
    if asked.get("first"):
        return None
    told = options.get("mapping", "")
    chosen = Mapping.objects.filter(pk=told).first() if told.isdecimal() else None
    return chosen or next(iter(saved_for(grid)), None)


def _header(
    grid: Grid, mapping: Mapping | None, asked: Given[str, Any], dictionary: Dictionary
) -> tuple[tuple[int, int], Table]:
    first, last = str(asked.get("first") or ""), str(asked.get("last") or "")
    if first.isdecimal() and last.isdecimal() and 0 < int(first) <= int(last) < int(first) + 4:
        rows = (int(first), int(last))
    elif mapping is not None:
        rows = (mapping.header_first, mapping.header_last)
    elif (below := data_begins(grid)) is not None:
        rows = (below - 1, below)
    else:
        cells = [[c.strip() or None if c else None for c in row] for row in grid.rows]
        width = max(map(len, cells), default=0)
        even = [row + [None] * (width - len(row)) for row in cells]
        found = find_header(even, grid.merges, dictionary.recognises)
        rows = (found.first + 1, found.last + 1)
    return rows, shape_table(grid, header=HeaderRows(rows[0] - 1, rows[1] - 1))
