"""Tables for people to take away: CSV (UTF-8 with BOM, CRLF) and Excel, both safe to open."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice, zip_longest
from typing import Any

from django.http import HttpResponse
from django.utils.http import content_disposition_header

Rows = Iterable[Sequence[Any]]
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NO_TITLE = re.compile(r"[\\/*?:\[\]]")  # signs Excel refuses in the name of a sheet
_MEASURED, _WIDEST = 100, 40  # rows that tell how wide columns are, and letters of a column
# Where Japanese is typed, Excel takes the wide signs for the narrow ones.
_FORMULA = ("=", "@", "+", "-", "\t", "\r", "\n", "＝", "＠", "＋", "－")


def csv_bytes(rows: Rows) -> bytes:
    """Rows as CSV. A text a spreadsheet would run as a formula gets an apostrophe before it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def records_csv(records: Sequence[Mapping[str, Any]]) -> bytes:
    """Records as CSV, with every name that one of them has as a heading."""
    heads = list(dict.fromkeys(name for one in records for name in one))
    return csv_bytes([heads, *([one.get(head) for head in heads] for one in records)])


def xlsx_bytes(rows: Rows, *, title: str) -> bytes:
    """Rows as one sheet; texts are stored as texts, so that nothing is run."""
    # Loaded when the first workbook is written: most workers never write one, and it is large.
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_NO_TITLE.sub(" ", title)[:31].strip("'") or "1")
    sheet.freeze_panes = "A2"
    coming = iter(rows)
    first = [[_harmless(cell) for cell in row] for row in islice(coming, _MEASURED)]
    for number, cells in enumerate(zip_longest(*first, fillvalue=""), 1):
        wide = min(_WIDEST, max(map(_width, cells), default=0) + 2)
        sheet.column_dimensions[get_column_letter(number)].width = wide
    for measured in first:
        sheet.append(measured)
    for row in coming:
        sheet.append([_harmless(cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def table_response(rows: Rows, *, name: str, suffix: str) -> HttpResponse:
    """A download of rows; `suffix` is csv or xlsx, `name` what the file is called without it."""
    if suffix == "xlsx":
        response = HttpResponse(xlsx_bytes(rows, title=name), content_type=_XLSX)
    else:
        response = HttpResponse(csv_bytes(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.{suffix}") or ""
    return response


def _width(cell: Any) -> int:
    """How many letters wide a cell is; a letter of Japanese is twice as wide as one of Latin."""
    return sum(2 if ord(sign) > 0xFF else 1 for sign in str(cell))


def _harmless(cell: Any) -> Any:
    if cell is None:
        return ""
    if isinstance(cell, str) and cell.startswith(_FORMULA) and not _is_number(cell):
        return f"'{cell}"
    return cell


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
