"""Bytes to text in the order that is right for Japanese files, saying what was assumed.

BOM, then strict UTF-8, then UTF-16 by its zero bytes, then strict EUC-JP and strict cp932. No
statistical guessing: it takes short Japanese files for Chinese ones.
"""

import codecs
import re
from dataclasses import dataclass

from .model import TableError

_NAMES = {
    "utf-8-sig": "UTF-8（BOMつき）",
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "cp932": "Shift_JIS（cp932）",
    "euc-jp": "EUC-JP",
}
# Text that is valid in both is EUC-JP, unless all that is not ASCII is katakana of half width.
_HALF_WIDTH = re.compile(rb"[\x00-\x7f\xa6-\xdf]*")


@dataclass(frozen=True, slots=True)
class Decoded:
    text: str
    encoding: str
    note: str


def decode(data: bytes, encoding: str | None = None) -> Decoded:
    """The text of a file. encoding: taken as given instead of found. Raises TableError."""
    if encoding is not None:
        try:
            text = data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            raise TableError(f"文字コード「{encoding}」では読めないところがあります。") from None
        return Decoded(text.removeprefix("\ufeff"), encoding, f"文字コードは指定の{encoding}です。")
    found = _by_bom(data) or _by_zeros(data)
    candidates = [found] if found else ["utf-8", *_japanese(data)]
    for candidate in candidates:
        try:
            text = text_of(data, candidate)
        except UnicodeDecodeError:
            continue
        _refuse_control_characters(text)
        how = "です" if found == "utf-8-sig" or data.isascii() else "と見て読みました"
        return Decoded(
            text.removeprefix("\ufeff"), candidate, f"文字コードは{_NAMES[candidate]}{how}。"
        )
    raise TableError(_why_not(data, candidates))


def text_of(data: bytes, encoding: str) -> str:
    """The text of some bytes. Raises UnicodeDecodeError where they are not of this encoding."""
    return data.decode(encoding, errors=_ROWS_OF_CP932 if encoding == "euc-jp" else "strict")


def _japanese(data: bytes) -> list[str]:
    """cp932 and EUC-JP, the likelier first: EUC-JP has no byte that common cp932 begins with."""
    return ["cp932", "euc-jp"] if _HALF_WIDTH.fullmatch(data) else ["euc-jp", "cp932"]


_ROWS_OF_CP932 = "jibungoto.rows-of-cp932"


def _of_cp932(error: UnicodeError) -> tuple[str, int]:
    """①, ㈱ and 髙 in EUC-JP: what systems wrote stands in the rows where cp932 has them."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    pair = error.object[error.start : error.start + 2]
    if len(pair) < 2 or min(pair) < 0xA1 or max(pair) > 0xFE:
        raise error
    row, cell = pair[0] - 0xA1, pair[1] - 0xA1
    lead = row // 2 + (0x81 if row < 62 else 0xC1)
    trail = cell + 0x9F if row % 2 else cell + (0x40 if cell < 63 else 0x41)
    try:
        return bytes((lead, trail)).decode("cp932"), error.start + 2
    except UnicodeDecodeError:
        raise error from None


codecs.register_error(_ROWS_OF_CP932, _of_cp932)


def _by_bom(data: bytes) -> str | None:
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return None


def _by_zeros(data: bytes) -> str | None:
    """UTF-16 without BOM: the commas, tabs and line ends are ASCII, so every other byte is zero."""
    head = data[:4096]
    if b"\x00" not in head or len(data) % 2:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    text = head.decode(encoding, errors="ignore")
    return encoding if any(sign in text for sign in ",\t;|\n") else None


def _refuse_control_characters(text: str) -> None:
    if "\x1b$" in text:
        raise TableError(
            "古いメール用の文字コード（JIS）で書かれています。UTF-8で保存し直してから選んでください。"
        )
    if "\x00" in text:
        raise TableError(
            "文字ではないデータがまざっています。CSVかExcelのファイルか確かめてください。"
        )


def _why_not(data: bytes, candidates: list[str]) -> str:
    """Name the row where the likelier of the candidates breaks."""
    farthest = 0
    for candidate in candidates:
        try:
            text_of(data, candidate)
        except UnicodeDecodeError as error:
            farthest = max(farthest, error.start)
    row = data.count(b"\n", 0, farthest) + 1
    return (
        f"{row}行目に、UTF-8としてもShift_JISとしても読めない文字があります。"
        "その行を直すか、UTF-8で保存し直してください。"
    )
