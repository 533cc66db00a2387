"""The text of a plan's document: plain text, PDF or Word. Nothing is stored, nothing is run."""

import io
from collections.abc import Callable
from zipfile import ZipFile

from django.utils.translation import gettext as _

from jibungoto.japan.tables.decoding import decode
from jibungoto.japan.tables.model import TableError

SUFFIXES = (".txt", ".md", ".pdf", ".docx")
MOST_BYTES = 50_000_000
MOST_CHARACTERS = 5_000_000
_MOST_UNPACKED = 200_000_000


class NoText(ValueError):
    """No text came out of a file; the message says why and what to do."""


def text_of(
    name: str, content: bytes, *, progress: Callable[[int, int], None] = lambda done, whole: None
) -> str:
    """The text of a document with its lines as they stand. Raises NoText.

    `progress` hears (pages done, pages) of a PDF.
    """
    if not content:
        raise NoText(_("「{}」は空のファイルです。").format(name))
    if len(content) > MOST_BYTES:
        raise NoText(
            _("「{}」は大きすぎます。{}MBまでのファイルにしてください。").format(
                name, MOST_BYTES // 1_000_000
            )
        )
    if content.startswith(b"%PDF"):
        text = _of_pdf(name, content, progress)
    elif content.startswith(b"PK"):
        text = _of_word(name, content)
    else:
        text = _of_plain(name, content)
    if not text.strip():
        raise NoText(
            _(
                "「{}」から文字を取り出せませんでした。紙を読み取った画像のPDFのときは、"
                "文字のあるPDFかWordを使うか、文を貼りつけてください。"
            ).format(name)
        )
    return text[:MOST_CHARACTERS]


def _of_pdf(name: str, content: bytes, progress: Callable[[int, int], None]) -> str:
    # Loaded when the first PDF comes: most processes never read one.
    from pypdf import PdfReader

    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise NoText(
                _(
                    "「{}」には開くためのパスワードがついています。外してから選んでください。"
                ).format(name)
            )
        pages = []
        for number, page in enumerate(reader.pages, 1):
            pages.append(page.extract_text())
            progress(number, len(reader.pages))
    except NoText:
        raise
    except Exception as error:  # a broken file fails in as many ways as there are readers
        raise NoText(
            _("「{}」はPDFとして読めませんでした。こわれていないか確かめてください。").format(name)
        ) from error
    return "\f".join(pages)


def _of_word(name: str, content: bytes) -> str:
    from docx import Document
    from docx.table import Table

    try:
        with ZipFile(io.BytesIO(content)) as packed:
            if sum(member.file_size for member in packed.infolist()) > _MOST_UNPACKED:
                raise NoText(_("「{}」は、広げると大きすぎるファイルです。").format(name))
            if "word/document.xml" not in packed.namelist():
                raise NoText(_("「{}」はWordの文書（.docx）ではありません。").format(name))
        lines: list[str] = []
        for block in Document(io.BytesIO(content)).iter_inner_content():
            if isinstance(block, Table):
                lines += [
                    "    ".join(dict.fromkeys(" ".join(cell.text.split()) for cell in row.cells))
                    for row in block.rows
                ]
            else:
                lines.append(block.text)
    except NoText:
        raise
    except Exception as error:
        raise NoText(
            _(
                "「{}」はWordの文書として読めませんでした。こわれていないか確かめてください。"
            ).format(name)
        ) from error
    return "\n".join(lines)


def _of_plain(name: str, content: bytes) -> str:
    try:
        return decode(content.replace(b"\x0c", b"\n")).text
    except TableError as error:
        raise NoText(
            _("「{}」の文字の種類がわかりませんでした。UTF-8で保存し直してください。").format(name)
        ) from error
