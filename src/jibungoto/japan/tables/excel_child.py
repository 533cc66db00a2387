"""Read one sheet with calamine; run as a program of its own by workbook.py, never imported.

calamine reserves the rectangle up to the farthest cell and aborts its whole process when a broken
or hostile book asks for more memory than there is. Here that ends this process only.

In: the book on stdin; as arguments nothing (the first sheet that holds something), `sheet NAME`, or
`all` (every visible sheet that holds something). Out: one JSON object.
Imports nothing of the project, so that it starts fast and needs no path.
"""

import io
import json
import math
import sys
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

MEMORY = 2 * 1024**3  # bytes of address space
SECONDS = 120  # of processor time

Cell = int | float | str | bool | time | date | datetime | timedelta


def main() -> None:
    _limit_itself()
    wanted = sys.argv[2] if sys.argv[1:2] == ["sheet"] else None
    try:
        answer = _read(sys.stdin.buffer.read(), wanted, everything=sys.argv[1:2] == ["all"])
    except PasswordError:
        answer = {"refused": "password"}
    except CalamineError:
        answer = {"refused": "broken"}
    json.dump(answer, sys.stdout, ensure_ascii=True)


def _limit_itself() -> None:
    try:
        import resource
    except ImportError:  # not on Windows
        return
    for what, limit in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS)):
        _, hard = resource.getrlimit(what)
        if hard == resource.RLIM_INFINITY or hard > limit:
            resource.setrlimit(what, (limit, hard))


def _read(data: bytes, wanted: str | None, *, everything: bool) -> dict[str, object]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    visible = [m.name for m in book.sheets_metadata if m.visible == SheetVisibleEnum.Visible]
    about: dict[str, object] = {
        "visible": visible,
        "hidden": len(book.sheet_names) - len(visible),
        "filled": [],
    }
    # A sheet's name may end in spaces that nobody sees.
    chosen = [n for n in book.sheet_names if wanted is not None and n.strip() == wanted.strip()]
    if wanted is not None and not chosen:
        return about
    filled = chosen or [n for n in visible if book.get_sheet_by_name(n).start is not None]
    about["filled"] = filled
    if not filled:
        return about
    if everything:
        return about | {"sheets": [_sheet(book, name) for name in filled]}
    return about | _sheet(book, filled[0])


def _sheet(book: CalamineWorkbook, name: str) -> dict[str, object]:
    sheet = book.get_sheet_by_name(name)
    rows = sheet.to_python(skip_empty_area=False)
    return {
        "rows": [[_as_text(cell) for cell in row] for row in rows],
        "merges": [[*first, *last] for first, last in sheet.merged_cell_ranges or []],
    }


def _as_text(cell: Cell) -> str | None:
    """A cell as a person reads it: whole numbers without .0, days as 2026-04-01."""
    for kind, write in _WRITERS:
        if isinstance(cell, kind):
            return write(cell)
    return None


def _number_text(cell: float) -> str | None:
    """Up to the 15 digits that Excel shows; 0.1 + 0.2 is 0.3 for its reader."""
    if not math.isfinite(cell):
        return None
    if float(cell).is_integer() and abs(cell) < 10**15:
        return str(int(cell))
    return f"{cell:.15g}"


def _moment_text(cell: datetime) -> str:
    if cell.time() == time(0):
        return cell.date().isoformat()
    return cell.isoformat(timespec="seconds")


def _clock_text(cell: time) -> str:
    return cell.strftime("%H:%M" if cell.second == 0 else "%H:%M:%S")


def _duration_text(cell: timedelta) -> str:
    """Hours may exceed 24: a closing time of 24:00 stays 24:00."""
    minutes, seconds = divmod(round(cell.total_seconds()), 60)
    clock = f"{minutes // 60:02}:{minutes % 60:02}"
    return f"{clock}:{seconds:02}" if seconds else clock


# bool before int and datetime before date: each is also the other.
_WRITERS: tuple[tuple[type, Callable[..., str | None]], ...] = (
    (str, lambda cell: cell or None),
    (bool, lambda cell: "TRUE" if cell else "FALSE"),
    (float, _number_text),
    (int, _number_text),
    (datetime, _moment_text),
    (date, date.isoformat),
    (time, _clock_text),
    (timedelta, _duration_text),
)

if __name__ == "__main__":
    main()
