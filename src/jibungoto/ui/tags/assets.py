"""Addresses of built files, and of the sources while nothing has been built."""

import json
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.template import Context
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from .library import register

DIST = Path(__file__).resolve().parent.parent / "static" / "dist"


@lru_cache(maxsize=1)
def _read_manifest() -> dict[str, str]:
    path = DIST / "manifest.json"
    if not path.is_file():
        return {}
    names: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return names


def built_name(name: str) -> str | None:
    """The name of a built file below static/dist, or None while it has not been built."""
    if settings.DEBUG:
        _read_manifest.cache_clear()
    return _read_manifest().get(name)


@register.simple_tag
def asset(name: str) -> str:
    """The address of `app.css`, `map.js`…: built if there is a build, else the source itself."""
    built = built_name(name)
    if built is not None:
        return static(f"dist/{built.removeprefix('dist/')}")
    return static(f"src/{name.rsplit('.', 1)[-1]}/{name}")


@register.simple_tag
def script(name: str) -> SafeString | str:
    """A script element for a built script. Nothing before the build: sources import npm packages
    no browser can find, and every page works without."""
    if built_name(name) is None:
        return ""
    return format_html('<script type="module" src="{}"></script>', asset(name))


@register.simple_tag(takes_context=True)
def dark_style(context: Context) -> SafeString | str:
    """The dark values: when the reader's device asks, always or never as the reader chose."""
    theme = context.get("theme")
    if theme == "light":
        return ""
    media = "screen" if theme == "dark" else "screen and (prefers-color-scheme: dark)"
    return format_html('<link rel="stylesheet" href="{}" media="{}">', asset("dark.css"), media)
