"""From what the drawing library writes to what a page may hold: no style, no colours, no noise."""

import re

from .inks import STAND_INS

_TAG = re.compile(r"<(/?)([a-zA-Z]+)((?:\s+[\w:-]+=\"[^\"]*\")*)\s*(/?)>")
_ATTRIBUTE = re.compile(r"\s+([\w:-]+)=\"([^\"]*)\"")
_NOTHING = re.compile(
    r"<path(?:\s+(?:aria-hidden|display|pointer-events|class)=\"[^\"]*\")*\s+d=\"(?:M0,0h0v0h0Z)?\""
    r"(?:\s+[\w-]+=\"[^\"]*\")*\s*/>"
    r"|<path class=\"(?:background|foreground)\"[^>]*/>"
)
_EMPTY = re.compile(r"<g(?:\s[^>]*[^/>])?></g>|<g[^>]*/>")
_DROPPED = frozenset(
    {"class", "role", "style", "font-family", "pointer-events", "stroke-miterlimit", "version"}
)
_LONG = re.compile(r"-?\d+\.\d{3,}")
_SIZES = {"11px": "t-s", "14px": "t-l", "16px": "t-xl"}
_PLAIN = {("opacity", "1"), ("font-size", "12px"), ("stroke-opacity", "1"), ("fill-opacity", "1")}


def clean(svg: str) -> str:
    """The drawing with classes for colours, sized by its viewBox, safe under a strict CSP."""
    svg = _LONG.sub(lambda m: f"{float(m[0]):.2f}".rstrip("0").rstrip("."), _NOTHING.sub("", svg))
    svg = _TAG.sub(_tag, svg)
    before = None
    while before != svg:
        before, svg = svg, _EMPTY.sub("", svg)
    return svg


def _tag(found: re.Match[str]) -> str:
    closing, name, attributes, alone = found.groups()
    if closing:
        return found[0]
    kept, classes = [], []
    for key, value in _ATTRIBUTE.findall(attributes):
        if key in ("fill", "stroke") and value.lower() in STAND_INS:
            classes.append(f"{key[0]}-{STAND_INS[value.lower()]}")
        elif key == "font-size" and value in _SIZES:
            classes.append(_SIZES[value])
        elif name == "svg" and key not in ("viewBox", "xmlns"):
            continue
        elif not (key in _DROPPED or key.startswith(("aria-", "xmlns:")) or (key, value) in _PLAIN):
            kept.append(f'{key}="{value}"')
    if name == "svg":
        classes.append("chart")
    if classes:
        kept.insert(0, f'class="{" ".join(classes)}"')
    return "<" + " ".join([name, *kept]) + ("/>" if alone else ">")
