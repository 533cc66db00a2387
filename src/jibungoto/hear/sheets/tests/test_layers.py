"""Pages of a PDF in strips and layers are read whole; what can't be seen whole is said."""

import io
import zlib
from itertools import pairwise

import numpy as np
import pytest
from PIL import Image
from pypdf import PdfWriter
from pypdf.annotations import FreeText
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
)

from jibungoto.hear.sheets import pictures
from jibungoto.kernel.files.kinds import PDF

WIDE, HIGH = 595, 842


@pytest.fixture
def sheet() -> np.ndarray:
    """A page with ink on it, dark and pale, at 144 dpi."""
    grey = np.full((HIGH * 2, WIDE * 2), 245, np.uint8)
    grey[100:140, 100:900] = 0
    grey[800:860, 200:260] = 90  # a pencil
    grey[1500:1560, 900:1000] = 20
    return grey


def image(data: np.ndarray, **told) -> StreamObject:
    """An image of a PDF with these dots."""
    part = StreamObject()
    part._data = zlib.compress(np.packbits(data, axis=1) if told.get("bits") == 1 else data)
    part.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Image"),
            NameObject("/Width"): NumberObject(data.shape[1]),
            NameObject("/Height"): NumberObject(data.shape[0]),
            NameObject("/BitsPerComponent"): NumberObject(told.get("bits", 8)),
            NameObject("/Filter"): NameObject(told.get("filter", "/FlateDecode")),
        }
    )
    if told.get("stencil"):
        part[NameObject("/ImageMask")] = BooleanObject(True)
    else:
        part[NameObject("/ColorSpace")] = NameObject("/DeviceGray")
    return part


def pdf(parts: dict[str, StreamObject], content: str, *, note: bool = False, turn: int = 0):
    writer = PdfWriter()
    page = writer.add_blank_page(WIDE, HIGH)
    names = DictionaryObject()
    for name, part in parts.items():
        for key in ("/SMask", "/Mask"):
            if key in part:
                part[NameObject(key)] = writer._add_object(part[key])
        names[NameObject(f"/{name}")] = writer._add_object(part)
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): names})
    stream = DecodedStreamObject()
    stream.set_data(content.encode())
    page[NameObject("/Contents")] = ArrayObject([writer._add_object(stream)])
    if turn:
        page.rotate(turn)
    if note:
        writer.add_annotation(0, FreeText(text="×", rect=(50, 50, 100, 100)))
    out = io.BytesIO()
    writer.write(out)
    return out


def read(file) -> pictures.Picture:
    (found,) = pictures.pictures(file, PDF.content_type)
    return found


def assert_shows(found: pictures.Picture, sheet: np.ndarray) -> None:
    assert not found.why
    size = sheet.shape[1] // 4, sheet.shape[0] // 4
    small = [np.asarray(Image.fromarray(g).resize(size, Image.Resampling.BOX), int)
             for g in (found.grey, sheet)]  # fmt: skip
    assert np.abs(small[0] - small[1]).mean() < 2
    assert (np.abs(small[0] - small[1]) > 60).mean() < 0.002


def test_a_page_in_strips_is_put_together(sheet):
    tops = [0, 300, 650, 1200, 1684]
    parts, content = {}, ""
    for n, (top, foot) in enumerate(pairwise(tops)):
        parts[f"S{n}"] = image(sheet[top:foot])
        high, low = (foot - top) / 2, HIGH - foot / 2
        content += f"q {WIDE} 0 0 {high} 0 {low} cm /S{n} Do Q\n"
    assert_shows(read(pdf(parts, content)), sheet)


def test_ink_in_a_mask_lies_over_its_paler_ground(sheet):
    ground = np.where(sheet < 50, 245, sheet).astype(np.uint8)[::3, ::3].copy()
    ink = (sheet >= 50).astype(np.uint8)  # 0 is painted
    parts = {"G": image(ground), "I": image(ink, bits=1, stencil=True)}
    place = f"{WIDE} 0 0 {HIGH} 0 0 cm"
    content = f"q {place} /G Do Q q 0.05 g {place} /I Do Q BT 3 Tr (words) Tj ET"
    assert_shows(read(pdf(parts, content)), sheet)


@pytest.mark.parametrize("key", ["/SMask", "/Mask"])
def test_a_picture_with_a_mask_of_its_own_is_painted_through_it(sheet, key):
    ground = np.where(sheet < 50, 245, sheet).astype(np.uint8)[::2, ::2].copy()
    clear = sheet >= 50
    front = image(np.zeros((10, 10), np.uint8))
    front[NameObject(key)] = (
        image(np.where(clear, 0, 255).astype(np.uint8))
        if key == "/SMask"
        else image(clear.astype(np.uint8), bits=1, stencil=True)
    )
    place = f"{WIDE} 0 0 {HIGH} 0 0 cm"
    assert_shows(read(pdf({"G": image(ground), "F": front}, f"q {place} /G Do /F Do Q")), sheet)


def test_a_page_that_lies_on_its_side_is_put_upright(sheet):
    lying = np.rot90(sheet).copy()
    half = lying.shape[0] // 2
    parts = {"A": image(lying[:half].copy()), "B": image(lying[half:].copy())}
    # Turned by the matrix: the unit square's foot runs up the page.
    content = (
        f"q 0 {-HIGH} {WIDE / 2} 0 {WIDE / 2} {HIGH} cm /A Do Q "
        f"q 0 {-HIGH} {WIDE / 2} 0 0 {HIGH} cm /B Do Q"
    )
    assert_shows(read(pdf(parts, content)), sheet)


def test_what_was_written_over_a_scan_is_refused_not_missed(sheet):
    place = f"q {WIDE} 0 0 {HIGH} 0 0 cm /P Do Q"
    for content, note in (
        (f"{place} BT /F1 12 Tf (x) Tj ET", False),
        (f"{place} 0 0 m 100 100 l S", False),
        (place, True),
    ):
        assert (
            "あとから書き足されています" in read(pdf({"P": image(sheet)}, content, note=note)).why
        )
    under = f"BT (words below) Tj ET {place}"
    assert_shows(read(pdf({"P": image(sheet)}, under)), sheet)


def test_high_compression_is_named_with_what_to_set_on_the_scanner(sheet, monkeypatch):
    monkeypatch.setattr("shutil.which", lambda name: None)
    part = image(sheet, filter="/JBIG2Decode")
    why = read(pdf({"P": part}, f"q {WIDE} 0 0 {HIGH} 0 0 cm /P Do Q")).why
    assert "高圧縮をやめ、「画像のPDF」か「JPEG」" in why
    assert "手で入力" in why


def test_a_small_picture_on_a_drawn_page_is_no_scan(sheet):
    why = read(pdf({"P": image(sheet)}, "q 100 0 0 100 0 0 cm /P Do Q")).why
    assert "スキャンした画像ではない" in why
