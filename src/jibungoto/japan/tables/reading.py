"""The door: a file of whatever kind in, a Table out, or a TableError with a sentence.

The only place that opens paths. Nothing is written anywhere.
"""

import io
from collections.abc import Callable
from pathlib import Path
from typing import IO

from .archive import archive_kind, member_bytes, open_archive
from .delimited import read_delimited
from .header import HeaderRows
from .kinds import kind_of
from .listed import read_listed
from .model import MEGABYTE, Grid, Limits, Source, Table, TableError
from .shape import shape_table
from .workbook import read_sheets, read_workbook

_HEAD = 4096
_DEFAULT = Limits()


def read_table(
    source: bytes | Path | IO[bytes],
    *,
    name: str = "",
    limits: Limits = _DEFAULT,
    recognises: Callable[[str], bool] | None = None,
    encoding: str | None = None,
    sheet: str | None = None,
    member: str | None = None,
    header: HeaderRows | None = None,
) -> Table:
    """Read CSV, TSV, Excel (.xlsx, .xls), records in JSON or a zip with one of them into a Table.

    name: what the person called the file, for messages only. recognises: tells known headers
    (Dictionary.recognises). encoding, sheet, member and header settle what would else be assumed
    and noted. Size is looked at before anything is read. Raises TableError.
    """
    return shape_table(
        read_grid(source, name=name, limits=limits, encoding=encoding, sheet=sheet, member=member),
        recognises=recognises,
        header=header,
    )


def read_grids(content: bytes, *, name: str = "", limits: Limits = _DEFAULT) -> list[Grid]:
    """Like read_grid, but every sheet of a workbook; of any other file the one table it holds."""
    file = io.BytesIO(content)
    _check_size(file, limits)
    head = content[:_HEAD]
    kind = kind_of(head, name) if head else "text"
    if kind == "xls":
        return read_sheets(file, "xls", limits, None)
    if kind == "zip":
        with open_archive(file, limits) as archive:
            if archive_kind(archive) == "workbook":
                return read_sheets(file, "xlsx", limits, archive)
            inside, data = member_bytes(archive, limits, None)
        if kind_of(data[:_HEAD], inside) in ("xls", "zip"):
            grids = read_grids(data, name=inside, limits=limits)
            grids[0].notes.insert(0, f"圧縮ファイル（zip）の中の「{inside}」を読みました。")
            return grids
    grid = read_grid(content, name=name, limits=limits)
    if not any(cell and cell.strip() for row in grid.rows for cell in row):
        raise TableError("ファイルに何も書かれていません。")
    return [grid]


def read_grid(
    source: bytes | Path | IO[bytes],
    *,
    name: str = "",
    limits: Limits = _DEFAULT,
    encoding: str | None = None,
    sheet: str | None = None,
    member: str | None = None,
) -> Grid:
    """The cells of a file as they stand, before a header is looked for. Raises TableError."""
    if isinstance(source, Path):
        with source.open("rb") as opened:
            return read_grid(
                opened,
                name=name or source.name,
                limits=limits,
                encoding=encoding,
                sheet=sheet,
                member=member,
            )
    file = io.BytesIO(source) if isinstance(source, bytes) else source
    _check_size(file, limits)
    head = file.read(_HEAD)
    file.seek(0)
    if not head:
        raise TableError("ファイルに何も書かれていません。")
    match kind_of(head, name):
        case "zip":
            return _read_zip(file, name, limits, encoding, sheet, member)
        case "xls":
            return read_workbook(file, "xls", limits, sheet, None)
        case "json":
            return read_listed(file.read(), limits)
        case _:
            return read_delimited(file.read(), limits, encoding)


def _check_size(file: IO[bytes], limits: Limits) -> None:
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    if size > limits.max_bytes:
        raise TableError(
            f"ファイルが大きすぎます（{size / MEGABYTE:,.0f}MB）。"
            f"{limits.max_bytes // MEGABYTE:,}MBまで読めます。年や地区ごとに分けてください。"
        )


def _read_zip(
    file: IO[bytes],
    name: str,
    limits: Limits,
    encoding: str | None,
    sheet: str | None,
    member: str | None,
) -> Grid:
    with open_archive(file, limits) as archive:
        if archive_kind(archive) == "workbook":
            grid = read_workbook(file, "xlsx", limits, sheet, archive)
            if name.lower().endswith((".csv", ".tsv", ".txt")):
                grid.notes.insert(
                    0, f"名前は「{name}」ですが、中身はExcelでした。Excelとして読みました。"
                )
            return grid
        inside, data = member_bytes(archive, limits, member)
    if kind_of(data[:_HEAD], inside) == "zip":
        with open_archive(io.BytesIO(data), limits) as nested:
            if archive_kind(nested) != "workbook":
                raise TableError(
                    "圧縮ファイルの中に、さらに圧縮ファイルがあります。展開してから選んでください。"
                )
    grid = read_grid(data, name=inside, limits=limits, encoding=encoding, sheet=sheet)
    kept = grid.source
    grid.source = Source(kept.kind, kept.encoding, kept.delimiter, kept.sheet, inside)
    grid.notes.insert(0, f"圧縮ファイル（zip）の中の「{inside}」を読みました。")
    return grid
