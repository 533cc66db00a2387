"""Workbooks of several sheets, for people to read, fill in and give back."""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CHOOSABLE_ROWS = 3000
_LONGEST_CHOICES = 250  # characters Excel takes for a list in a cell


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet: headings, rows, how wide the columns are, what may be chosen in which (from 0)."""

    title: str
    heads: Sequence[str]
    rows: Iterable[Sequence[Any]]
    widths: Sequence[int] = ()
    choices: Mapping[int, Sequence[str]] = field(default_factory=dict)
    musts: Sequence[bool] = ()
    # Columns (from 0) whose cells are texts even where they look like a date or number: 1-1.
    texts: Sequence[int] = ()


def book(pages: Iterable[Page]) -> bytes:
    """The pages as one xlsx file. Texts are stored as texts, so that nothing in them is run."""
    # Loaded when the first workbook is written: most workers never write one, and it is large.
    from openpyxl import Workbook

    made = Workbook(write_only=True)
    for page in pages:
        _write(made, page)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _write(made: Any, page: Page) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    sheet = made.create_sheet(page.title[:31])
    for number, width in enumerate(page.widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    for number in page.texts:
        sheet.column_dimensions[get_column_letter(number + 1)].number_format = "@"
    for number, words in page.choices.items():
        listed = ",".join(words)
        if len(listed) <= _LONGEST_CHOICES and not any("," in w or '"' in w for w in words):
            # Shown, never forced: what another city calls a state is told by the import.
            rule = DataValidation(
                type="list", formula1=f'"{listed}"', allow_blank=True, showErrorMessage=False
            )
            letter = get_column_letter(number + 1)
            rule.add(f"{letter}2:{letter}{_CHOOSABLE_ROWS}")
            sheet.data_validations.append(rule)
    if page.heads:
        sheet.freeze_panes = "A2"
        bold, sand = Font(bold=True), PatternFill("solid", fgColor="F2EEE5")
        must = PatternFill("solid", fgColor="E4E8F3")
        heads = []
        for number, head in enumerate(page.heads):
            cell = _cell(sheet, head)
            cell.font = bold
            cell.fill = must if number < len(page.musts) and page.musts[number] else sand
            heads.append(cell)
        sheet.append(heads)
    wrapped = Alignment(wrap_text=True, vertical="top")
    for row in page.rows:
        cells = []
        for value in row:
            cell = _cell(sheet, value)
            if isinstance(value, str) and len(value) > 20:
                cell.alignment = wrapped
            cells.append(cell)
        sheet.append(cells)


def _cell(sheet: Any, value: Any) -> Any:
    from openpyxl.cell import WriteOnlyCell

    if value is None or value == "":
        return WriteOnlyCell(sheet, value=None)
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"  # also where it begins with = or looks like an error
        cell.number_format = "@"
    return cell
