"""What a file is, read from its content; what is not on the list is refused with a sentence."""

import codecs
import re
import zipfile
from dataclasses import dataclass
from typing import IO, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_HEAD = 8192
_TEXT_READ = 1 << 20
_MARKUP = re.compile(r"\s*(<!doctype|<html|<svg|<\?xml|<script|<head|<body|<!--)", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
_UNPACKED_MOST = 300 * 1024 * 1024
_ENTRIES_MOST = 5000


class FileRefused(ValueError):
    """A file that can't be taken in; the message is a sentence for the person who chose it."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file. `inline` may be shown in the browser, all others are downloaded."""

    content_type: str
    suffix: str
    label: Any
    inline: bool = False


JPEG = Kind("image/jpeg", ".jpg", gettext_lazy("写真（JPEG）"), inline=True)
PNG = Kind("image/png", ".png", gettext_lazy("画像（PNG）"), inline=True)
WEBP = Kind("image/webp", ".webp", gettext_lazy("画像（WebP）"), inline=True)
GIF = Kind("image/gif", ".gif", gettext_lazy("画像（GIF）"), inline=True)
PDF = Kind("application/pdf", ".pdf", "PDF", inline=True)
_OFFICE = "application/vnd.openxmlformats-officedocument."
DOCX = Kind(_OFFICE + "wordprocessingml.document", ".docx", gettext_lazy("文書（Word）"))
XLSX = Kind(_OFFICE + "spreadsheetml.sheet", ".xlsx", gettext_lazy("表（Excel）"))
PPTX = Kind(
    _OFFICE + "presentationml.presentation", ".pptx", gettext_lazy("スライド（PowerPoint）")
)
CSV = Kind("text/csv", ".csv", gettext_lazy("表（CSV）"))
TEXT = Kind("text/plain", ".txt", gettext_lazy("文章"))
ALL = (JPEG, PNG, WEBP, GIF, PDF, DOCX, XLSX, PPTX, CSV, TEXT)
IMAGES = (JPEG, PNG, WEBP, GIF)
BY_TYPE = {kind.content_type: kind for kind in ALL}
_BY_SIGNATURE = {"jpg": JPEG, "png": PNG, "webp": WEBP, "gif": GIF}
_OFFICE_PARTS = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX, "ppt/presentation.xml": PPTX}
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def accepted() -> tuple[str, ...]:
    """The suffixes a form offers."""
    return (".jpg", ".jpeg", *(kind.suffix for kind in ALL[1:]))


def read_kind(file: IO[bytes], name: str) -> Kind:
    """The kind of a file by its content; the name only tells a table from a text.

    Raises FileRefused.
    """
    file.seek(0)
    head = file.read(_HEAD)
    if not head:
        raise FileRefused(_("このファイルは空です。中身のあるファイルを選んでください。"))
    if head.startswith(b"%PDF-"):
        return PDF
    if head.startswith(b"PK\x03\x04"):
        return _office(file)
    if head.startswith(_OLD_OFFICE):
        raise FileRefused(
            _(
                "古い形式の文書か、パスワードのついた文書です。"
                "新しい形式（.docxなど）で保存してからお選びください。"
            )
        )
    import filetype  # only where a file comes in: workers stay small

    guessed = filetype.guess(head)
    if guessed is not None and guessed.extension in _BY_SIGNATURE:
        return _BY_SIGNATURE[guessed.extension]
    if guessed is not None and guessed.extension in ("heic", "avif"):
        raise FileRefused(
            _(
                "この写真の形式（HEIC）はまだ使えません。"
                "スマートフォンの設定で「互換性優先」にするか、JPEGにしてからお選びください。"
            )
        )
    if guessed is not None:
        raise FileRefused(_unknown())
    return _text(file, name)


def _unknown() -> str:
    return _(
        "この種類のファイルはお預かりできません。"
        "写真、PDF、Word・Excel・PowerPoint、CSV、文章のファイルを選んでください。"
    )


def _office(file: IO[bytes]) -> Kind:
    """A document of the Office kind without macros; any other archive is refused."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            unpacked = sum(part.file_size for part in parts)
            locked = any(part.flag_bits & 1 for part in parts)
            if len(parts) > _ENTRIES_MOST or unpacked > _UNPACKED_MOST or locked:
                raise FileRefused(
                    _("この文書は中を確かめられませんでした。保存し直してからお選びください。")
                )
            types = _content_types(archive, names)
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError) as fault:
        if isinstance(fault, FileRefused):
            raise
        raise FileRefused(
            _("ファイルがこわれているようです。開けることを確かめてから、もう一度お選びください。")
        ) from fault
    if "macroEnabled" in types or any(_has_code(part) for part in names):
        raise FileRefused(
            _("マクロの入った文書はお預かりできません。マクロなしで保存してからお選びください。")
        )
    for part, kind in _OFFICE_PARTS.items():
        if part in names and kind.content_type in types:
            return kind
    raise FileRefused(_unknown())


def _content_types(archive: zipfile.ZipFile, names: set[str]) -> str:
    """The list of contents every document of this kind begins with; "" when there is none."""
    name = "[Content_Types].xml"
    if name not in names or archive.getinfo(name).file_size > _TEXT_READ:
        return ""
    return archive.read(name).decode("utf-8", "replace")


def _has_code(part: str) -> bool:
    lowered = part.lower()
    return lowered.endswith((".bin", ".exe", ".dll", ".js", ".vbs")) and (
        "vba" in lowered or not lowered.endswith(".bin")
    )


def _text(file: IO[bytes], name: str) -> Kind:
    """A text or table in an encoding people use; pages and drawings that could act are refused."""
    file.seek(0)
    found = decoded(file.read(_TEXT_READ))
    if found is None:
        raise FileRefused(_unknown())
    text, _encoding = found
    if _MARKUP.match(text):
        raise FileRefused(
            _("HTMLやSVGのファイルはお預かりできません。PDFか画像にしてからお選びください。")
        )
    if _CONTROL.search(text):
        raise FileRefused(_unknown())
    return CSV if name.lower().endswith((".csv", ".tsv")) else TEXT


def decoded(head: bytes) -> tuple[str, str] | None:
    """The beginning of a text and its encoding; None for what is no text."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "cp932")
    for encoding in encodings:
        try:
            # The last character may be cut in two where the reading stopped.
            return codecs.getincrementaldecoder(encoding)().decode(head), encoding
        except UnicodeDecodeError:
            continue
    return None
