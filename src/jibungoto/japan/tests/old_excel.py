"""A book as Excel 97–2003 saves it (BIFF8 in a compound file), as small as it can be."""

import struct
from collections.abc import Sequence

Rows = Sequence[Sequence[str | float | None]]
_FREE, _END, _FAT, _NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
_SECTOR = 512


def a_book(sheets: dict[str, Rows], *, locked: bool = False) -> bytes:
    """The file with these sheets; `locked` as under a password."""
    return _compound("Workbook", _workbook(sheets, locked=locked))


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _begins(substream: int) -> bytes:
    return _record(0x0809, struct.pack("<HHHHII", 0x0600, substream, 0x0DBB, 1996, 0x41, 6))


def _text(text: str, length: str) -> bytes:
    return struct.pack(f"<{length}B", len(text), 1) + text.encode("utf-16-le")


def _cell(row: int, column: int, value: str | float) -> bytes:
    at = struct.pack("<HHH", row, column, 0)
    if isinstance(value, str):
        return _record(0x0204, at + _text(value, "H"))
    return _record(0x0203, at + struct.pack("<d", value))


def _sheet(rows: Rows) -> bytes:
    cells = (
        _cell(r, c, value)
        for r, row in enumerate(rows)
        for c, value in enumerate(row)
        if value is not None
    )
    return _begins(0x10) + b"".join(cells) + _record(0x0A, b"")


def _workbook(sheets: dict[str, Rows], *, locked: bool) -> bytes:
    streams = [_sheet(rows) for rows in sheets.values()]
    head = _begins(0x05)
    if locked:
        head += _record(0x2F, struct.pack("<HHH", 1, 1, 1) + bytes(48))
    head += _record(0x42, struct.pack("<H", 1200))
    # Where each sheet begins stands in the globals, whose length it adds to.
    at = len(head) + sum(4 + 6 + len(_text(name, "B")) for name in sheets) + 4
    for name, stream in zip(sheets, streams, strict=True):
        head += _record(0x85, struct.pack("<IH", at, 0) + _text(name, "B"))
        at += len(stream)
    return head + _record(0x0A, b"") + b"".join(streams)


def _compound(name: str, stream: bytes) -> bytes:
    """A compound file: header, one sector of the FAT, one of the directory, then the stream."""
    stream = stream.ljust(4096, b"\0")  # shorter ones would need a second table
    stream += bytes(-len(stream) % _SECTOR)
    number = len(stream) // _SECTOR
    chain = [_FAT, _END, *range(3, number + 2), _END]
    assert len(chain) <= _SECTOR // 4
    fat = struct.pack(f"<{len(chain)}I", *chain).ljust(_SECTOR, b"\xff")
    entries = _entry("Root Entry", 5, 1, _END, 0) + _entry(name, 2, _NONE, 2, len(stream))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, _END, 0, _END, 0) + struct.pack("<I", 0)
    return head.ljust(_SECTOR, b"\xff") + fat + entries.ljust(_SECTOR, b"\0") + stream


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    told = name.encode("utf-16-le") + b"\0\0"
    head = told.ljust(64, b"\0") + struct.pack("<HBB", len(told), kind, 1)
    links = struct.pack("<III", _NONE, _NONE, child)
    return head + links + bytes(36) + struct.pack("<IQ", start, size)
