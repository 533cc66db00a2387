"""Tables for people to take away: CSV (UTF-8 with BOM, CRLF) and Excel, both safe to open."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse
from django.utils.http import content_disposition_header

Rows = Iterable[Sequence[Any]]
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NO_TITLE = re.compile(r"[\\/*?:\[\]]")  # signs Excel refuses in the name of a sheet
_FORMULA = ("=", "@", "+", "-", "\t", "\r")


def csv_bytes(rows: Rows) -> bytes:
    """Rows as CSV. A text a spreadsheet would run as a formula gets an apostrophe before it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def xlsx_bytes(rows: Rows, *, title: str) -> bytes:
    """Rows as one sheet; texts are stored as texts, so that nothing is run."""
    # Loaded when the first workbook is written: most workers never write one, and it is large.
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_NO_TITLE.sub(" ", title)[:31].strip("'") or "1")
    for row in rows:
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
