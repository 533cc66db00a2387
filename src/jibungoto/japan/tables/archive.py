"""Zip files: a CSV in disguise, an Excel book, or a bomb. Nothing is unfolded unmeasured.

Sizes declared in a zip may lie, so every member is counted while it is unfolded.
"""

import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Literal

from .model import Limits, TableError, column_letter

_CHUNK = 256 * 1024
_READABLE = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls")
# A cell that is closed at once, or holds an empty value, is a border or a colour only.
_TAGS = re.compile(rb"<(?:\w+:)?(row|c)\s([^>]*)>(</(?:\w+:)?c>|<(?:\w+:)?v\s*/>|<(?:\w+:)?v></)?")
_REFERENCE = re.compile(rb"\br=[\"']([A-Z]{0,3})(\d{1,7})[\"']")
# What zipfile lets through when the directory of a zip points nowhere or its parts are damaged.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
)
_BOOK_PART = re.compile(r"xl/worksheets/[^/]+\.xml$", re.IGNORECASE)

ArchiveKind = Literal["workbook", "files"]


def open_archive(file: IO[bytes], limits: Limits) -> zipfile.ZipFile:
    """The zip, after its list of members was found acceptable. Raises TableError."""
    try:
        archive = zipfile.ZipFile(file)
        members = archive.infolist()
    except _BROKEN:
        raise TableError(
            "圧縮ファイル（zip）かExcelのファイルのようですが、こわれていて開けません。"
            "もとのファイルからつくり直してください。"
        ) from None
    if any(member.flag_bits & 0x1 for member in members):
        raise TableError("パスワードのかかった圧縮ファイルは開けません。外してください。")
    if len(members) > limits.max_members:
        raise TableError(
            f"圧縮ファイルの中に{len(members):,}個のファイルがあります。"
            f"{limits.max_members:,}個まで読めます。"
        )
    expanded = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if expanded > limits.max_expanded_bytes:
        raise _too_large(limits)
    if expanded > _CHUNK * 4 and expanded > max(packed, 1) * limits.max_ratio:
        raise _too_large(limits)
    return archive


def archive_kind(archive: zipfile.ZipFile) -> ArchiveKind:
    """Whether the zip is an Excel book. Raises TableError for other office documents."""
    names = set(archive.namelist())
    if "xl/workbook.xml" in names:
        return "workbook"
    if "xl/workbook.bin" in names:
        raise TableError("Excelバイナリ（.xlsb）です。.xlsxで保存し直してから選んでください。")
    if "word/document.xml" in names:
        raise TableError("Wordの文書です。表をExcelに写してから選んでください。")
    if "ppt/presentation.xml" in names:
        raise TableError("PowerPointの資料です。表をExcelに写してから選んでください。")
    if "content.xml" in names and "mimetype" in names:
        raise TableError("OpenDocumentの表（.ods）です。.xlsxかCSVで保存し直してください。")
    return "files"


def member_bytes(archive: zipfile.ZipFile, limits: Limits, wanted: str | None) -> tuple[str, bytes]:
    """The name and bytes of the one table in a zip. Raises TableError when it is not clear."""
    names = {
        readable_name(member): member
        for member in archive.infolist()
        if not member.is_dir()
        and not member.filename.startswith("__MACOSX/")
        and not member.filename.rpartition("/")[2].startswith(".")
    }
    tables = {name: m for name, m in names.items() if name.lower().endswith(_READABLE)}
    if wanted is not None:
        if wanted not in names:
            raise TableError(f"圧縮ファイルの中に「{wanted}」がありません。")
        tables = {wanted: names[wanted]}
    if not tables:
        raise TableError("圧縮ファイルの中に、CSVやExcelのファイルがありません。")
    if len(tables) > 1:
        listed = "」「".join(list(tables)[:5])
        raise TableError(
            f"圧縮ファイルの中に表が{len(tables)}個あります（「{listed}」など）。"
            "どれを読むか選ぶか、1つだけにしてください。"
        )
    name, member = next(iter(tables.items()))
    return name, b"".join(member_chunks(archive, member, limits.max_bytes))


def measure_workbook(archive: zipfile.ZipFile, limits: Limits) -> None:
    """Unfold every part of an Excel book once, counting bytes and the area its cells span.

    A reader reserves the whole rectangle up to the farthest cell, so one cell at XFD1048576 would
    take the machine's memory. Raises TableError.
    """
    total = 0
    for member in archive.infolist():
        is_sheet = _BOOK_PART.search(member.filename) is not None
        area = _Area()
        for chunk in member_chunks(archive, member, limits.max_expanded_bytes - total):
            total += len(chunk)
            if is_sheet:
                area.feed(chunk)
        if area.rows > limits.max_rows:
            raise TableError(
                f"シートに{area.rows:,}行あります。{limits.max_rows:,}行まで読めます。"
                "年や地区ごとに分けてください。"
            )
        if area.columns > limits.max_columns or area.rows * area.columns > limits.max_cells:
            raise TableError(
                f"シートが{column_letter(area.columns)}{area.rows}のセルまで広がっています。"
                "表の外に残ったセルを消してから選んでください。"
            )


class _Area:
    """The farthest row and column that hold a value, from the XML of a sheet in pieces."""

    def __init__(self) -> None:
        self.rows = 0
        self.columns = 0
        self._rest = b""
        self._row = 0
        self._column = 0

    def feed(self, chunk: bytes) -> None:
        data = self._rest + chunk
        cut = data.rfind(b"<")
        self._rest = data[cut:] if cut >= 0 else b""
        for tag, attributes, nothing in _TAGS.findall(data[:cut] if cut >= 0 else data):
            found = _REFERENCE.search(attributes)
            if tag == b"row":
                self._row, self._column = (int(found[2]) if found else self._row + 1), 0
                continue
            self._column += 1
            if found and found[1]:
                self._row, self._column = int(found[2]), _column_number(found[1])
            if not attributes.endswith(b"/") and not nothing:
                self.rows = max(self.rows, self._row)
                self.columns = max(self.columns, self._column)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def member_chunks(archive: zipfile.ZipFile, member: zipfile.ZipInfo, limit: int) -> Iterator[bytes]:
    """A member in pieces, counted while it is unfolded. Raises TableError beyond `limit` bytes."""
    read = 0
    try:
        with archive.open(member) as stream:
            while chunk := stream.read(_CHUNK):
                read += len(chunk)
                if read > limit:
                    raise TableError(
                        "圧縮ファイルを開くと大きくなりすぎるため、読むのをやめました。"
                        "必要な表だけのファイルにしてください。"
                    )
                yield chunk
    except TableError:
        raise
    except _BROKEN:
        raise TableError(
            f"「{readable_name(member)}」がこわれていて開けません。"
            "もとのファイルからつくり直してください。"
        ) from None


def readable_name(member: zipfile.ZipInfo) -> str:
    """Names without the UTF-8 flag come from Windows in cp932, which zipfile takes for cp437."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("cp932")
    except UnicodeError:
        return member.filename


def _too_large(limits: Limits) -> TableError:
    return TableError(
        "圧縮ファイルを開くと大きくなりすぎるため、読むのをやめました"
        f"（{limits.max_expanded_bytes // (1024 * 1024)}MBまで）。"
        "必要な表だけのファイルにしてください。"
    )
