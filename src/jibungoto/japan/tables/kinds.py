"""What a file really is, by its first bytes; its name only helps to say what went wrong."""

import re
from typing import Literal

from .model import TableError

Kind = Literal["text", "zip", "xls", "json"]

_REFUSED = (
    (b"%PDF", "PDF", "表のもとになったExcelかCSVのファイルを選んでください。"),
    (b"{\\rtf", "文書ファイル", "表のもとになったExcelかCSVのファイルを選んでください。"),
    (b"\x89PNG", "画像", "画像の表は読めません。ExcelかCSVのファイルを選んでください。"),
    (b"\xff\xd8\xff", "画像", "画像の表は読めません。ExcelかCSVのファイルを選んでください。"),
    (b"GIF8", "画像", "画像の表は読めません。ExcelかCSVのファイルを選んでください。"),
    (b"\x1f\x8b", "圧縮ファイル（gzip）", "展開してから選んでください。"),
    (b"7z\xbc\xaf", "圧縮ファイル（7z）", "展開してから選んでください。"),
    (b"Rar!", "圧縮ファイル（rar）", "展開してから選んでください。"),
    (b"SQLite format 3", "データベース", "ExcelかCSVで書き出してから選んでください。"),
)
_SAVE_AGAIN = (
    "Excelで開き、「名前を付けて保存」で「Excelブック（.xlsx）」にしてから選んでください。"
)
# Systems on the web like to call such a page .xls, as Excel opens it.
_HTML = re.compile(
    rb"^\s*(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html|head|body|table|meta|title|style|script|div|center|form|tr)\b",
    re.I,
)


def kind_of(head: bytes, name: str = "") -> Kind:
    """The kind of file from its first kilobytes. Raises TableError for what is no table."""
    for magic, what, advice in _REFUSED:
        if head.startswith(magic):
            raise TableError(f"{_named(name)}の中身は{what}です。{advice}")
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        return "zip"
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return "xls"
    text = head.removeprefix(b"\xef\xbb\xbf")
    if b"\x00" in text[:2] or text[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = text.replace(b"\x00", b"").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    if _HTML.match(text):
        raise TableError(f"{_named(name)}の中身はウェブページ（HTML）です。{_SAVE_AGAIN}")
    if text[:20].lower().startswith(b"mime-version:"):
        raise TableError(f"{_named(name)}の中身はウェブページ（MHTML）です。{_SAVE_AGAIN}")
    if text.lstrip().startswith(b"<?xml"):
        raise TableError(f"{_named(name)}の中身はXMLです。{_SAVE_AGAIN}")
    if re.match(rb"\s*[\[{]\s*[\"{\[\]}]", text):
        return "json"
    return "text"


def _named(name: str) -> str:
    return f"「{name}」" if name else "選ばれたファイル"
