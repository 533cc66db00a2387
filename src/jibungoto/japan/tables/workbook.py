"""Excel books to a grid of cells: which sheet was taken, what was merged, dates as dates."""

import io
import math
import zipfile
from datetime import date, datetime, time, timedelta
from typing import IO

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetVisibleEnum,
)

from .archive import measure_workbook
from .model import Grid, Limits, Merge, Source, TableError

Cell = int | float | str | bool | time | date | datetime | timedelta


def read_workbook(
    file: IO[bytes], kind: str, limits: Limits, wanted: str | None, archive: zipfile.ZipFile | None
) -> Grid:
    """The cells of one sheet. wanted: its name; else the first visible sheet that holds a table.

    archive: the same file as a zip, measured before it is read. Raises TableError.
    """
    if archive is not None:
        measure_workbook(archive, limits)
    file.seek(0)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(file.read()))
    except PasswordError:
        raise TableError(
            "パスワードのかかったExcelファイルは開けません。パスワードを外してください。"
        ) from None
    except CalamineError:
        raise TableError(
            "Excelのファイルとして開けませんでした。Excelで開いて保存し直してから選んでください。"
        ) from None
    try:
        sheet, notes = _choose(book, wanted)
        _check_size(sheet, limits)
        rows = [[_as_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
        merges = [
            Merge(top, left, bottom, right)
            for (top, left), (bottom, right) in sheet.merged_cell_ranges or []
        ]
    except CalamineError:
        raise TableError(
            "シートを読めませんでした。Excelで開いて保存し直してから選んでください。"
        ) from None
    return Grid(rows=rows, source=Source(kind, sheet=sheet.name), merges=merges, notes=notes)


def sheet_names(file: IO[bytes]) -> list[str]:
    """The visible sheets of a book, in order, for a person to choose from. Raises TableError."""
    try:
        file.seek(0)
        book = CalamineWorkbook.from_filelike(io.BytesIO(file.read()))
    except CalamineError:
        raise TableError("Excelのファイルとして開けませんでした。") from None
    return _visible(book)


def _visible(book: CalamineWorkbook) -> list[str]:
    return [m.name for m in book.sheets_metadata if m.visible == SheetVisibleEnum.Visible]


def _choose(book: CalamineWorkbook, wanted: str | None) -> tuple[CalamineSheet, list[str]]:
    visible = _visible(book)
    if wanted is not None:
        # A sheet's name may end in spaces that nobody sees.
        names = {name.strip(): name for name in book.sheet_names}
        if wanted.strip() not in names:
            raise TableError(
                f"「{wanted}」というシートがありません。あるのは「{'」「'.join(visible)}」です。"
            )
        return book.get_sheet_by_name(names[wanted.strip()]), []
    filled = [
        sheet for name in visible if (sheet := book.get_sheet_by_name(name)).start is not None
    ]
    if not filled:
        raise TableError("どのシートにも何も書かれていません。")
    notes = []
    if len(filled) > 1:
        others = "」「".join(sheet.name.strip() for sheet in filled[1:6])
        notes.append(
            f"シート「{filled[0].name.strip()}」を読みました。"
            f"ほかのシート（「{others}」{'など' if len(filled) > 6 else ''}）は読んでいません。"
        )
    hidden = len(book.sheet_names) - len(visible)
    if hidden:
        notes.append(f"かくれているシートが{hidden}枚あります。読んでいません。")
    return filled[0], notes


def _check_size(sheet: CalamineSheet, limits: Limits) -> None:
    rows, columns = sheet.total_height, sheet.total_width
    if rows > limits.max_rows:
        raise TableError(
            f"シートに{rows:,}行あります。{limits.max_rows:,}行まで読めます。"
            "年や地区ごとに分けてください。"
        )
    if columns > limits.max_columns or rows * columns > limits.max_cells:
        raise TableError(
            f"シートが{rows:,}行×{columns:,}列あり、大きすぎます。"
            "表の外に残ったセルを消してから選んでください。"
        )


def _as_text(cell: Cell) -> str | None:
    """A cell as a person reads it: whole numbers without .0, days as 2026-04-01."""
    match cell:
        case str():
            return cell or None
        case bool():
            return "TRUE" if cell else "FALSE"
        case int() | float():
            return _number_text(cell)
        case time():
            return cell.strftime("%H:%M" if cell.second == 0 else "%H:%M:%S")
        case timedelta():
            return _duration_text(cell)
        case datetime() if cell.time() != time(0):
            return cell.isoformat(timespec="seconds")
        case _:
            return f"{cell:%Y-%m-%d}"


def _number_text(cell: float) -> str | None:
    """Up to the 15 digits that Excel shows; 0.1 + 0.2 is 0.3 for its reader."""
    if not math.isfinite(cell):
        return None
    if float(cell).is_integer() and abs(cell) < 10**15:
        return str(int(cell))
    return f"{cell:.15g}"


def _duration_text(cell: timedelta) -> str:
    """Hours may exceed 24: a closing time of 24:00 stays 24:00."""
    minutes, seconds = divmod(round(cell.total_seconds()), 60)
    clock = f"{minutes // 60:02}:{minutes % 60:02}"
    return f"{clock}:{seconds:02}" if seconds else clock
