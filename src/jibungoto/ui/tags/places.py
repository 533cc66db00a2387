"""Addresses the frame of a page needs, whether or not the room behind them is built in."""

from functools import lru_cache

from django.http import HttpRequest
from django.template import Context
from django.templatetags.static import static
from django.urls import NoReverseMatch
from django.utils.http import urlencode

from jibungoto.ui import languages
from jibungoto.ui.addresses import address

from .assets import asset, built_name
from .library import register

# What the frame links to → the URL name behind it. A room that is not built in leaves no link.
PLACES = {
    "home": "portal:municipality_home",
    "search": "kernel:search",
    "me": "portal:me",
    "opendata": "opendata:index",
    "calendar": "calendar:index",
    "about": "portal:about",
    "privacy": "people:privacy",
    "code": "people:code_enter",
}


@register.simple_tag(takes_context=True)
def place_url(context: Context, place: str) -> str:
    """The address of a place of the frame in this municipality, "" where there is none."""
    municipality = context.get("municipality")
    if municipality is None:
        return "/" if place == "home" else _reverse(PLACES[place], "")
    return _reverse(PLACES[place], municipality.slug) or _reverse(PLACES[place], "")


@lru_cache(maxsize=1024)
def _reverse(name: str, municipality: str) -> str:
    try:
        return address(name, municipality=municipality) if municipality else address(name)
    except NoReverseMatch:
        return ""


@register.simple_tag(takes_context=True)
def language_url(context: Context, code: str) -> str:
    """The address that changes the language and comes back to this page."""
    return address("guide:preferences") + "?" + urlencode({"lang": code, "next": _back(context)})


@register.simple_tag(takes_context=True)
def preference_url(context: Context, kind: str) -> str:
    """The address that turns large type or the dark on or off and comes back here."""
    if kind == "type":
        value = "normal" if context.get("large_type") else "large"
    else:
        value = "light" if context.get("theme") == "dark" else "dark"
    return address("guide:preferences") + "?" + urlencode({kind: value, "next": _back(context)})


def _back(context: Context) -> str:
    request: HttpRequest | None = context.get("request")
    return request.get_full_path() if request and request.method == "GET" else "/"


@register.simple_tag
def icon_url() -> str:
    """The mark as the icon of the browser's tab."""
    return asset("icon.svg") if built_name("icon.svg") else static("src/img/icon.svg")


@register.filter
def html_lang(code: str) -> str:
    """The `lang` attribute a browser knows, for a language code of the house."""
    return languages.html_lang(code)
