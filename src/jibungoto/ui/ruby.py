"""Readings over kanji: `漢字《かんじ》` and `｜12日《…》` become <ruby> in pages, only there.

A catalogue or a text may carry these marks anywhere. In an HTML page the text between tags turns
into <ruby>; in <code> the marks stay as they are; inside attributes, <title>, <option>, <textarea>,
<script> and <style>, and wherever the marks reach something that is not HTML, only the bare words
stay.
"""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import get_language

from .languages import html_lang

OPEN, CLOSE, BAR = "《", "》", "｜"

# The base before 《 is what stands after ｜, else the run of kanji right before it. A reading is
# kana only: 《…》 around anything else is a quotation and stays as it is.
_READING = r"《([\u3041-\u309f\u30a1-\u30ff・]{1,24})》"
_KANJI = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff々〆ヶ〇\U00020000-\U0003ffff"
_MARK = re.compile(rf"(?:｜([^｜《》<>]{{1,24}})|([{_KANJI}]+)){_READING}")
_RUBY = "<ruby>{0}<rp>（</rp><rt>{1}</rt><rp>）</rp></ruby>"

# One step through a page: a comment, an element whose content is no flow text, a tag, or text.
STEP = re.compile(
    r"<!--.*?-->"
    r"|<(?P<kept>code)\b[^>]*>.*?</(?P=kept)\s*>"
    r"|<(?P<bare>title|option|textarea|script|style|text|desc)\b(?:[^>\"']|\"[^\"]*\"|'[^']*')*>"
    r".*?</(?P=bare)\s*>"
    r"|<[/!a-zA-Z](?:[^>\"']|\"[^\"]*\"|'[^']*')*>"
    r"|[^<]+|<",
    re.IGNORECASE | re.DOTALL,
)


def to_ruby(text: str) -> str:
    """Text (already escaped for HTML) with its marks turned into <ruby>."""
    if OPEN not in text:
        return text
    return _MARK.sub(lambda m: _RUBY.format(m[1] or m[2], m[3]), text)


def plain(text: str) -> str:
    """Text without marks: 漢字《かんじ》 is 漢字."""
    if OPEN not in text:
        return text
    return _MARK.sub(lambda m: m[1] or m[2], text)


def cut(text: str, most: int) -> str:
    """The bare words, at most so many characters: for text that is kept, or stands in a field."""
    return plain(text)[:most]


def page(html: str) -> str:
    """A whole HTML page: ruby in flow text, bare words in attributes and unruly elements."""
    if OPEN not in html:
        return html
    return STEP.sub(_step, html)


def _step(found: re.Match[str]) -> str:
    piece = found[0]
    if OPEN not in piece or found["kept"]:
        return piece
    if piece[0] == "<":
        return plain(piece)
    read = to_ruby(piece)
    # One box: in a flex container every <ruby> would become an item of its own.
    return read if read == piece else f"<span>{read}</span>"


class RubyMiddleware:
    """Turns marks into readings on the way out. Costs one search for 《 in pages without any."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        # Plain Japanese is Japanese: no reader's software knows of it under another name.
        response.headers.setdefault("Content-Language", html_lang(get_language()))
        if not isinstance(response, HttpResponse) or response.streaming:
            return response
        kind = response.get("Content-Type", "").partition(";")[0].strip().lower()
        if not (kind.startswith("text/") or kind == "application/json") or response.get(
            "Content-Encoding"
        ):
            return response
        if OPEN.encode() not in response.content:
            return response
        try:
            text = response.content.decode(response.charset)
        except UnicodeDecodeError:
            return response
        response.content = page(text) if kind == "text/html" else plain(text)
        if "Content-Length" in response:
            response["Content-Length"] = str(len(response.content))
        return response
