"""Japanese words in a page of another language say that they are Japanese (WCAG 3.1.2).

Names, titles and what people wrote stay in Japanese on an English page. Every run of them between
tags becomes `<bdi lang="ja">`, an element that no style sheet speaks of, so that a screen reader
changes its voice there and nothing else changes.
"""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import get_language

from .languages import is_japanese
from .ruby import STEP

_LETTER = r"\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff々〆〇"
_MARKS = r"、。「」『』（）・〜％"
# From the first letter to the last one; figures and blanks between them belong to it.
_RUN = re.compile(
    rf"[「『（]{{0,3}}[{_LETTER}](?:[{_LETTER}{_MARKS}\d .,%/+\-]*[{_LETTER}])?[ー、。」』）]*"
)
_ANY = re.compile(rf"[{_LETTER}]")


def page(html: str) -> str:
    """A page with the Japanese of its flow text marked; titles, fields and scripts stay."""
    return STEP.sub(_step, html) if _ANY.search(html) else html


def _step(found: re.Match[str]) -> str:
    piece = found[0]
    if piece[0] == "<" or not _ANY.search(piece):
        return piece
    marked = _RUN.sub(r'<bdi lang="ja">\g<0></bdi>', piece)
    # One box: in a flex container the words around a run would become items of their own.
    return marked if _RUN.fullmatch(piece.strip()) else f"<bdi>{marked}</bdi>"


class ForeignMiddleware:
    """Marks the Japanese on the way out of pages that are not in Japanese."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if is_japanese(get_language()) or not isinstance(response, HttpResponse):
            return response
        kind = response.get("Content-Type", "").partition(";")[0].strip().lower()
        if response.streaming or kind != "text/html" or response.get("Content-Encoding"):
            return response
        response.content = page(response.content.decode(response.charset))
        if "Content-Length" in response:
            response["Content-Length"] = str(len(response.content))
        return response
