"""Files that pretend to be something else, or carry what should act: nothing of it gets through."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook
from PIL import Image

import jibungoto
from jibungoto.decide.plans import extracting
from jibungoto.hear.sheets import pictures
from jibungoto.japan.tables.model import TableError
from jibungoto.japan.tables.reading import read_table
from jibungoto.kernel.files import FileRefused
from jibungoto.kernel.files.images import redraw
from jibungoto.kernel.files.kinds import GIF, IMAGES, JPEG, PNG, XLSX, read_kind
from jibungoto.kernel.files.services import clean_name
from jibungoto.know.findings.services.pinning import check_photo

_ACTS = b"<script>alert(1)</script>"


def _pdf(acts: bytes) -> bytes:
    """A PDF with a picture of a page, and beside it something that wants to act."""
    made = io.BytesIO()
    Image.linear_gradient("L").resize((90, 120)).save(made, "PDF")
    return made.getvalue().replace(b"/Type /Catalog", b"/Type /Catalog " + acts, 1)


_ACTING = [
    b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>",
    b"/OpenAction << /S /Launch /F (cmd.exe) >>",
    b"/OpenAction << /S /URI /URI (http://example.com) >>",
    b"/Names << /EmbeddedFiles << /Names [(a.exe) << /Type /Filespec /F (a.exe) >>] >> >>",
    b"/AcroForm << /XFA [(x) (y)] >>",
]


@pytest.mark.parametrize("acts", _ACTING, ids=lambda acts: acts[:30].decode())
def test_a_pdf_is_looked_at_and_never_handed_on(acts: bytes) -> None:
    content = _pdf(acts)
    assert acts in content
    # Where residents send something others see, a PDF is not taken at all.
    with pytest.raises(FileRefused):
        check_photo(SimpleUploadedFile("a.jpg", content))
    # Where staff have one read, only the dots of its pages or its letters are taken.
    (page,) = pictures.pictures(io.BytesIO(content), "application/pdf")
    assert page.grey is not None
    with pytest.raises(extracting.NoText):
        extracting.text_of("a.pdf", content)


def test_whatever_is_handed_on_was_seen_to_be_a_picture() -> None:
    sources = [
        path
        for path in Path(jibungoto.__file__).parent.rglob("*.py")
        if "tests" not in path.parts and "files.attach(" in path.read_text("utf-8")
    ]
    assert len(sources) > 1
    assert [path for path in sources if "check_photo(" not in path.read_text("utf-8")] == []


def _gif() -> bytes:
    """Begins as a GIF and is, to somebody who believes a name, a script as well."""
    return b"GIF89a/*" + b"\0" * 20 + b"*/=1;alert(1)//"


def _commented(form: str) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(made, form, comment=_ACTS)
    return made.getvalue() + _ACTS


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (_gif(), GIF),
        (b"GIF8" + _ACTS, GIF),
        (_commented("GIF"), GIF),
        (_commented("JPEG"), JPEG),
        (_commented("PNG"), PNG),
    ],
)
def test_of_a_picture_only_its_dots_are_kept(content: bytes, kind: Any) -> None:
    assert read_kind(io.BytesIO(content), "a.js") is kind
    try:
        kept = redraw(io.BytesIO(content), kind)
    except FileRefused:
        return
    assert b"alert" not in kept.content + kept.thumb


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"\xef\xbb\xbf\n<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'b'>]><svg/>",
        "<svg onload='alert(1)'/>".encode("utf-16"),
        b"<!-- --><html>",
    ],
)
def test_a_drawing_that_could_act_is_no_picture(content: bytes) -> None:
    with pytest.raises(FileRefused):
        check_photo(SimpleUploadedFile("a.png", content))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd.jpg"),
        ("..\\..\\boot.ini", "boot.jpg"),
        ("夏祭り\u202egpj.exe", "夏祭りgpj.jpg"),
        ("a\0.php", "a.jpg"),
        ("a\r\nSet-Cookie: x=1.jpg", "aSet-Cookie x=1.jpg"),
        ("あ" * 300 + ".png", "あ" * 120 + ".jpg"),
        ("", "ファイル.jpg"),
        (".htaccess", "htaccess.jpg"),
        ("CON<>.jpg", "CON.jpg"),
    ],
)
def test_a_name_leads_nowhere_and_hides_nothing(given: str, kept: str) -> None:
    assert clean_name(given, JPEG) == kept


def _book(**parts: bytes) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.append(["名称", "住所"])
    sheet.append(["会館", "=cmd|'/C calc'!A0"])
    sheet.append(["公園", '=HYPERLINK("http://example.com")'])
    made, packed = io.BytesIO(), io.BytesIO()
    book.save(made)
    with zipfile.ZipFile(made) as whole, zipfile.ZipFile(packed, "w") as archive:
        for name in whole.namelist():
            archive.writestr(name, whole.read(name))
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()


_DDE = (
    b'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b'<ddeLink ddeService="cmd" ddeTopic="/C calc"/></externalLink>'
)
_LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 20) for n in range(9))
    + b"]>"
)


def test_formulas_and_links_of_a_workbook_are_not_followed() -> None:
    table = read_table(_book(**{"xl/externalLinks/externalLink1.xml": _DDE}), name="a.xlsx")
    assert [row.cells[0] for row in table.rows] == ["会館", "公園"]
    assert not any(
        "=" in cell or "calc" in cell for row in table.rows for cell in row.cells if cell
    )


def _laughing(content: bytes, part: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as whole, zipfile.ZipFile(made, "w") as archive:
        for name in whole.namelist():
            told = whole.read(name)
            if name == part:
                bare = told.partition(b"?>")[2] or told
                told = _LAUGHS + bare.replace(b"</w:t>", b"&j;</w:t>").replace(b"</t>", b"&j;</t>")
            archive.writestr(name, told)
    return made.getvalue()


def test_entities_in_a_workbook_are_not_unfolded() -> None:
    content = _laughing(_book(), "xl/worksheets/sheet1.xml")
    assert b"&j;" in content
    try:
        table = read_table(content, name="a.xlsx")
    except TableError:
        return
    assert max(len(cell) for row in table.rows for cell in row.cells if cell) < 100


def test_entities_in_a_document_are_not_unfolded() -> None:
    from docx import Document

    made, whole = io.BytesIO(), Document()
    whole.add_paragraph("公園をひらく")
    whole.save(made)
    content = _laughing(made.getvalue(), "word/document.xml")
    assert b"&j;" in content
    try:
        assert len(extracting.text_of("a.docx", content)) < 100
    except extracting.NoText:
        return


def test_an_archive_in_an_archive_and_a_link_in_one_are_not_followed() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        link = zipfile.ZipInfo("名簿.csv")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(TableError):
        read_table(made.getvalue(), name="a.zip")
    outer = io.BytesIO()
    with zipfile.ZipFile(outer, "w") as archive:
        archive.writestr("inner.zip", made.getvalue())
    with pytest.raises(TableError):
        read_table(outer.getvalue(), name="a.zip")


def test_a_workbook_is_no_photo_and_a_program_in_one_is_refused() -> None:
    assert read_kind(io.BytesIO(_book()), "a.jpg") is XLSX
    assert XLSX not in IMAGES
    with pytest.raises(FileRefused, match="マクロ"):
        read_kind(io.BytesIO(_book(**{"xl/vbaProject.bin": b"x"})), "a.xlsx")
