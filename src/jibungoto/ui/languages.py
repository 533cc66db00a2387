"""The three tongues of the house, and やさしい日本語 made known to Django, which does not have it.

`ja-easy` is plain Japanese: short sentences, everyday words, readings over the kanji. Browsers and
screen readers know no such tag, so pages in it declare plain `ja` (`html_lang`).
"""

from typing import Any

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.http import HttpRequest
from django.utils import translation

EASY = "ja-easy"

LANGUAGES = [("ja", "日本語"), (EASY, "やさしい日本語"), ("en", "English")]

_EASY_INFO: dict[str, Any] = {
    "bidi": False,
    "code": EASY,
    "name": "Plain Japanese",
    "name_local": "やさしい日本語",
}


def register_languages() -> None:
    """Tell Django of `ja-easy`; safe to call twice. Settings may call it before apps are loaded."""
    LANG_INFO.setdefault(EASY, _EASY_INFO)


def html_lang(code: str | None) -> str:
    """The `lang` attribute for a language code: one a browser knows."""
    return "en" if (code or "").startswith("en") else "ja"


def tongue_of(request: HttpRequest) -> str:
    """The reader's language by cookie or browser, also where no middleware has settled it yet."""
    try:
        return translation.get_language_from_request(request)
    except Exception:  # a request may be broken in any way: the page that says so must not be
        return settings.LANGUAGE_CODE


def is_japanese(code: str | None) -> bool:
    return html_lang(code) == "ja"
