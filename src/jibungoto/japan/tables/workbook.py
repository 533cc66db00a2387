"""Excel books to a grid of cells: which sheet was taken, what was merged, dates as dates.

The reading itself happens in a process of its own (excel_child.py), because the library ends the
whole process on some broken books.
"""

import json
import struct
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import IO, Any

from .archive import measure_workbook
from .model import Grid, Limits, Merge, Source, TableError

_CHILD = Path(__file__).with_name("excel_child.py")
_PATIENCE = 180  # seconds; the child stops itself earlier
_WITH_KEY = "パスワードのかかったExcelファイルは開けません。外してから選んでください。"
# A workbook under a password is an old compound file that holds the new one as this stream.
_OLD, _LOCKED = b"\xd0\xcf\x11\xe0", "EncryptedPackage".encode("utf-16-le")
_OLD_BEGINS = struct.pack("<HHHH", 0x0809, 16, 0x0600, 0x0005)  # BOF of a workbook in BIFF8
_FILEPASS = 0x2F
_NOT_A_BOOK = "Excelのファイルとして開けませんでした。Excelで開いて保存し直してから選んでください。"


def read_workbook(
    file: IO[bytes], kind: str, limits: Limits, wanted: str | None, archive: zipfile.ZipFile | None
) -> Grid:
    """The cells of one sheet. wanted: its name; else the first visible sheet that holds a table.

    archive: the same file as a zip, measured before it is read. Raises TableError.
    """
    if archive is not None:
        measure_workbook(archive, limits)
    answer = _ask_child(file, wanted)
    filled, visible = answer["filled"], answer["visible"]
    if wanted is not None and not filled:
        raise TableError(
            f"「{wanted}」というシートがありません。あるのは「{'」「'.join(visible)}」です。"
        )
    if not filled:
        raise TableError("どのシートにも何も書かれていません。")
    rows = answer["rows"]
    _check_size(len(rows), max(map(len, rows), default=0), limits)
    return Grid(
        rows=rows,
        source=Source(kind, sheet=filled[0]),
        merges=[Merge(*corners) for corners in answer["merges"]],
        notes=[] if wanted is not None else _notes(filled, answer["hidden"]),
    )


def read_sheets(
    file: IO[bytes], kind: str, limits: Limits, archive: zipfile.ZipFile | None
) -> list[Grid]:
    """The cells of every visible sheet that holds something, in their order. Raises TableError."""
    if archive is not None:
        measure_workbook(archive, limits)
    answer = _ask_child(file, None, everything=True)
    if not answer["filled"]:
        raise TableError("どのシートにも何も書かれていません。")
    grids, cells = [], 0
    for name, sheet in zip(answer["filled"], answer["sheets"], strict=True):
        rows = sheet["rows"]
        _check_size(len(rows), max(map(len, rows), default=0), limits)
        cells += sum(map(len, rows))
        if cells > limits.max_cells:
            raise TableError("シートを合わせると大きすぎます。年や地区ごとに分けてください。")
        merges = [Merge(*corners) for corners in sheet["merges"]]
        grids.append(Grid(rows=rows, source=Source(kind, sheet=name), merges=merges))
    if answer["hidden"]:
        grids[0].notes += _notes([], answer["hidden"])
    return grids


def sheet_names(file: IO[bytes]) -> list[str]:
    """The visible sheets of a book, in order, for a person to choose from. Raises TableError."""
    visible: list[str] = _ask_child(file, None)["visible"]
    return visible


def _ask_child(file: IO[bytes], wanted: str | None, *, everything: bool = False) -> dict[str, Any]:
    file.seek(0)
    data = file.read()
    if data.startswith(_OLD) and _LOCKED in data:
        raise TableError(_WITH_KEY)
    asked = ["all"] if everything else [] if wanted is None else ["sheet", wanted]
    command = [sys.executable, "-I", str(_CHILD), *asked]
    try:
        child = subprocess.run(  # noqa: S603  our own program, no shell
            command, input=data, capture_output=True, timeout=_PATIENCE, check=False
        )
    except (subprocess.TimeoutExpired, ValueError):
        raise TableError(_NOT_A_BOOK) from None
    if child.returncode != 0:
        raise TableError(_NOT_A_BOOK)
    answer: dict[str, Any] = json.loads(child.stdout)
    if answer.get("refused") == "password":
        raise TableError(_WITH_KEY)
    if "refused" in answer:
        raise TableError(_WITH_KEY if _is_locked(data) else _NOT_A_BOOK)
    return answer


def _is_locked(data: bytes) -> bool:
    """Whether an old book (.xls) is under a password: the library only says it can't be read.

    The book begins with BOF; FILEPASS follows it, or WRITEPROT between them.
    """
    at = data.find(_OLD_BEGINS) if data.startswith(_OLD) else -1
    for _record in range(3):
        if at < 0 or at + 4 > len(data):
            return False
        kind, length = struct.unpack_from("<HH", data, at)
        if kind == _FILEPASS:
            return True
        at += 4 + length
    return False


def _notes(filled: list[str], hidden: int) -> list[str]:
    notes = []
    if len(filled) > 1:
        others = "」「".join(name.strip() for name in filled[1:6])
        more = "など" if len(filled) > 6 else ""
        notes.append(
            f"シート「{filled[0].strip()}」を読みました。"
            f"ほかのシート（「{others}」{more}）は読んでいません。"
        )
    if hidden:
        notes.append(f"かくれているシートが{hidden}枚あります。読んでいません。")
    return notes


def _check_size(rows: int, columns: int, limits: Limits) -> None:
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
