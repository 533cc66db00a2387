"""What all pictures share: the width they are drawn for, type, axes, layers."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from jibungoto.ui.units import unit_after

from .inks import ink

WIDTH = 360
FONT = "BIZ UDPGothic"
TYPE = 12
Layer = dict[str, Any]


def picture(layers: list[Layer], *, height: float, **extra: Any) -> dict[str, Any]:
    """A spec of layers over one another, exactly WIDTH wide."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": WIDTH,
        "height": height,
        "autosize": {"type": "fit", "contains": "padding"},
        "padding": 1,
        "background": None,
        "layer": layers,
        "config": {
            "font": FONT,
            "view": {"stroke": None},
            "text": {"fontSize": TYPE, "color": ink("ink-2")},
            "axis": {
                "labelFontSize": TYPE,
                "labelColor": ink("ink-2"),
                "gridColor": ink("grid"),
                "domainColor": ink("edge"),
                "tickColor": ink("edge"),
                "domain": False,
                "ticks": False,
                "title": None,
            },
        },
        **extra,
    }


def layer(rows: list[dict[str, Any]], mark: dict[str, Any], **encoding: Any) -> Layer:
    """One layer: rows, a mark, and where its values go."""
    return {
        "data": {"values": rows},
        "mark": mark,
        "encoding": {name: how for name, how in encoding.items() if how is not None},
    }


def amount(name: str, scale: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """A quantitative channel without title."""
    return {"field": name, "type": "quantitative", "title": None, "scale": scale or {}, **more}


def bare(name: str, domain: Sequence[float], **more: Any) -> dict[str, Any]:
    """A quantitative channel whose axis is not drawn."""
    scale = {"domain": list(domain), "nice": False, "zero": False, **more}
    return {"field": name, "type": "quantitative", "axis": None, "scale": scale}


def words(role: str = "ink-2", *, align: str = "left", **more: Any) -> dict[str, Any]:
    """A text mark."""
    return {"type": "text", "align": align, "baseline": "middle", "color": ink(role), **more}


HALO = {"stroke": ink("halo"), "strokeWidth": 4}


def nice_step(top: float, most: int = 4) -> float:
    """A round step that divides 0…top into at most `most` parts."""
    if top < 1e-9:  # nothing a picture could show, and too small to be divided
        return 1.0
    rough = top / most
    size = 10.0 ** (len(f"{rough:.0f}") - 1 if rough >= 1 else -1)
    while size * 10 <= rough:
        size *= 10
    while size > rough:
        size /= 10
    return next(size * m for m in (1, 2, 2.5, 5, 10) if size * m >= rough)


def said(value: float | None, unit: str = "", places: int = 0) -> str:
    """A value as the picture and its table print it; an em dash is never a number."""
    if value is None:
        return _("データなし")
    sign = "−" if round(value, places) < 0 else ""
    shown = f"{sign}{abs(value):,.{places}f}"
    return shown + unit_after(shown, unit)


def text_width(text: str) -> float:
    """About how wide a text is at the type size of pictures, in pixels."""
    return sum(TYPE if ord(c) > 0x2E7F else TYPE * 0.58 for c in text)
