"""Readings appear over kanji in pages and nowhere else."""

import json
from html.parser import HTMLParser

import pytest
from django.http import HttpResponse, JsonResponse, StreamingHttpResponse
from django.test import RequestFactory
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from jibungoto.ui import ruby

MARKED = "漢字《かんじ》"
ANNOTATED = "<ruby>漢字<rp>（</rp><rt>かんじ</rt><rp>）</rp></ruby>"


def test_kanji_before_the_marks_carry_the_reading() -> None:
    read = ruby.page(f"<p>この{MARKED}です</p>")
    # One box, so that a row of items does not take each reading for an item of its own.
    assert read == f"<p><span>この{ANNOTATED}です</span></p>"


def test_a_bar_tells_where_the_base_begins() -> None:
    assert "<ruby>12日<rp>" in ruby.page("<p>12月｜12日《じゅうににち》</p>")


@pytest.mark.parametrize(
    "page",
    [
        f'<a title="{MARKED}">x</a>',
        f"<title>{MARKED}</title>",
        f"<option value='1'>{MARKED}</option>",
        f"<textarea name=a>{MARKED}\n</textarea>",
        f"<svg><text x='1'>{MARKED}</text></svg>",
        f"<img alt='a > b {MARKED}'>",
        f"<!-- {MARKED} -->",
    ],
)
def test_where_ruby_cannot_stand_only_the_bare_words_stay(page: str) -> None:
    assert ruby.page(page) == page.replace(MARKED, "漢字")


def test_code_keeps_its_marks_since_it_shows_how_to_write_them() -> None:
    page = f"<code>{MARKED}</code>"
    assert ruby.page(page) == page


def test_a_quotation_in_double_angles_is_not_a_reading() -> None:
    assert ruby.page("<p>《春の歌》を歌う</p>") == "<p>《春の歌》を歌う</p>"
    assert ruby.plain("小説《坊っちゃん2》") == "小説《坊っちゃん2》"


words = st.text(alphabet=st.sampled_from("漢字かなabc 12<&>\"'《》｜\n"), max_size=60)


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.said = ""

    def handle_data(self, data: str) -> None:
        self.said += data


@given(words)
def test_text_never_loses_a_letter_and_never_gains_a_tag_but_ruby(text: str) -> None:
    from django.utils.html import escape

    drawn = ruby.page(f"<p>{escape(text)}</p>")
    for tag in ("ruby", "rt", "rp"):
        drawn = drawn.replace(f"<{tag}>", "").replace(f"</{tag}>", "")
    parser = _Words()
    parser.feed(drawn)
    kept = parser.said.replace("（", "《").replace("）", "》").replace("｜", "")
    assert kept == text.replace("｜", "")


@given(words)
def test_words_made_plain_once_stay_plain(text: str) -> None:
    assert "<ruby>" not in ruby.plain(text)
    assert len(ruby.plain(text)) <= len(text)


@given(st.text(max_size=200))
def test_any_page_passes_through_whole_when_it_has_no_marks(page: str) -> None:
    if ruby.OPEN not in page:
        assert ruby.page(page) == page


def _answer(response: HttpResponse) -> HttpResponse:
    return ruby.RubyMiddleware(lambda request: response)(RequestFactory().get("/"))  # type: ignore


def test_pages_get_ruby_and_everything_else_the_bare_words() -> None:
    page = _answer(HttpResponse(f"<p>{MARKED}</p>"))
    assert ANNOTATED in page.content.decode()
    data = _answer(JsonResponse({"a": MARKED}, json_dumps_params={"ensure_ascii": False}))
    assert json.loads(data.content) == {"a": "漢字"}
    text = _answer(HttpResponse(MARKED, content_type="text/calendar; charset=utf-8"))
    assert text.content.decode() == "漢字"


def test_pictures_downloads_and_streams_are_left_alone() -> None:
    raw = MARKED.encode()
    assert _answer(HttpResponse(raw, content_type="image/png")).content == raw
    packed = HttpResponse(raw)
    packed["Content-Encoding"] = "br"
    assert _answer(packed).content == raw
    stream = StreamingHttpResponse([raw])
    assert b"".join(_answer(stream)) == raw  # type: ignore


def test_the_length_of_an_answer_stays_true() -> None:
    page = HttpResponse(f"<p>{MARKED}</p>")
    page["Content-Length"] = str(len(page.content))
    assert int(_answer(page)["Content-Length"]) == len(page.content)


def test_plain_japanese_goes_out_as_japanese() -> None:
    with translation.override("ja"):
        translation.activate("ja-easy")
        assert _answer(HttpResponse("x"))["Content-Language"] == "ja"
