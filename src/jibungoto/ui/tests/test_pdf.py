"""Paper: sheets and letters are typeset, tagged, and never hide a character they cannot draw."""

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from jibungoto.portal.guide import paper as guide_paper
from jibungoto.ui import glyphs, paper, pdf
from jibungoto.ui.charts import Figure


def _face():
    return pdf.fonts() / "BIZUDPGothic-Regular.ttf"


def _missing_face() -> bool:
    try:
        pdf.fonts()
    except pdf.CannotPrint:
        return True
    return False


needs_face = pytest.mark.skipif(_missing_face(), reason="the front end has not been built")


@needs_face
def test_a_sheet_is_a_tagged_document_with_a_title() -> None:
    made = pdf.render("sheet.typ", {"title": "地域カルテ", "city": "ひなた市", "parts": []})
    assert made.startswith(b"%PDF-")
    assert b"/MarkInfo" in made
    assert b"/Lang" in made


@needs_face
def test_every_part_of_the_sample_sheet_can_be_set(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path
    assert len(pdf.render("sheet.typ", guide_paper.sheet())) > 20_000


def _sheets(template: str, data: dict) -> list[str]:
    made = pdf.render(template, data)
    return [page.extract_text() for page in PdfReader(io.BytesIO(made)).pages]


@needs_face
def test_a_sheet_that_comes_apart_from_the_first_still_says_what_it_belongs_to() -> None:
    parts = [{"title": f"{n}", "text": ["本文です。"] * 12} for n in range(9)]
    told = {"title": "地域カルテ", "city": "ひなた市", "kind": "見本", "parts": parts}
    first, *others = _sheets("sheet.typ", told)
    assert others
    assert first.count("地域カルテ") == 1
    assert all("ひなた市 見本 地域カルテ" in " ".join(one.split()) for one in others)


@needs_face
def test_no_line_of_a_heading_breaks_within_a_word_or_a_number() -> None:
    heading = "つつじ台地区は、市より高齢の方の割合が高く、子どもは2016年から17.5%減りました"
    chart = {"heading": heading, "missing": "まだ"}
    (sheet,) = _sheets(
        "sheet.typ", {"title": "見本", "parts": [{"title": "図", "charts": [chart]}]}
    )
    lines = [line for line in map(str.strip, sheet.split("\n")) if line and line in heading]
    assert "".join(lines) == heading
    assert len(lines) > 1
    assert all(
        line.endswith(("は、", "が", "の", "より", "高く、", "から", "した")) for line in lines
    )


@needs_face
def test_a_picture_and_its_short_table_stand_on_one_sheet() -> None:
    figure = {"heading": "図", "missing": "まだ"}
    table = {"columns": ["答え", "人数"], "rows": [[f"答え{n}", f"{n}人"] for n in range(9)]}
    parts = [
        {"title": "前", "text": ["本文です。"] * 38},
        {"title": "問い", "charts": [figure], "table": table},
    ]
    sheets = _sheets("sheet.typ", {"title": "見本", "parts": parts})
    assert sum("答え8" in one for one in sheets) == 1
    assert next("問い" in one and "答え0" in one for one in sheets if "答え8" in one)


@needs_face
def test_letters_stand_one_to_a_page() -> None:
    letters = guide_paper.letters()
    letters["letters"] = letters["letters"] * 7
    made = pdf.render("letter.typ", letters)
    assert len(re.findall(rb"/Type\s*/Page\b", made)) == 21


@needs_face
def test_a_fault_in_a_template_is_told_in_the_words_of_the_typesetter() -> None:
    with pytest.raises(pdf.CannotPrint, match="letters"):
        pdf.render("letter.typ", {"title": "x"})


@pytest.mark.parametrize("name", ["../../settings.py", "/etc/passwd", "none.typ", "a/../../b.typ"])
def test_only_templates_of_the_house_are_set(name: str) -> None:
    if _missing_face():
        pytest.skip("the front end has not been built")
    with pytest.raises(pdf.CannotPrint):
        pdf.render(name, {})


@needs_face
def test_a_character_the_face_lacks_becomes_a_geta_and_is_named() -> None:
    drawn, missing = glyphs.drawable("吉\U00020bb7屋\U0001f600", _face())
    assert drawn.count("〓") == len([m for m in missing if m.startswith("U+")])
    assert "U+1F600" in missing
    assert glyphs.drawable("髙﨑①㈱〒♪ひなた市", _face()) == ("髙﨑①㈱〒♪ひなた市", [])


@needs_face
def test_a_lost_variant_form_is_named() -> None:
    drawn, missing = glyphs.drawable("葛\U000e0100", _face())
    assert drawn == "葛"
    assert missing == ["葛の異体字の指定（U+E0100）"]


@needs_face
@given(st.text(max_size=80))
def test_whatever_is_printed_can_be_drawn(text: str) -> None:
    known = glyphs.covered(_face())
    drawn, _missing = glyphs.drawable(text, _face())
    assert all(ord(c) in known or c in "\n\t\u200b\u2060" for c in drawn)


@needs_face
def test_paper_carries_no_marks_of_readings() -> None:
    lost: dict[str, None] = {}
    assert pdf._prepared({"a": ["漢字《かんじ》"]}, _face(), lost) == {"a": ["漢字"]}


def test_a_figure_without_data_goes_to_paper_with_its_reason() -> None:
    made = paper.chart(Figure("空き家", None, missing="調査は2027年度です。", date="2026年"))
    assert made["missing"] == "調査は2027年度です。"
    assert "svg" not in made
    assert made["source"] == "基準日 2026年"


def test_a_code_says_where_it_leads() -> None:
    made = pdf.qr('https://example.jp/a?b="1"&c=2')
    assert 'aria-label="QR https://example.jp/a?b=&quot;1&quot;&amp;c=2"' in made
    assert "style=" not in made


@needs_face
def test_the_summary_stands_on_one_sheet(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path
    made = pdf.render("panels.typ", guide_paper.summary())
    assert len(re.findall(rb"/Type\s*/Page\b", made)) == 1
