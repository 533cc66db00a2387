"""The same drawing for paper: classes back into the colours of the light, as print has no CSS."""

import re
from functools import lru_cache
from pathlib import Path

from .inks import INKS

_TOKENS = Path(__file__).resolve().parent.parent / "assets/css/tokens.css"
_TOKEN = re.compile(r"(--[\w-]+):\s*(#[0-9a-fA-F]{6})")
_CLASS = re.compile(r"<([a-zA-Z]+)([^>]*?) class=\"([^\"]+)\"([^>]*?)(/?)>|<(text)\b")
# What classes of the still map and of type mean when nothing but attributes may speak.
_MEANINGS: dict[str, dict[str, str]] = {
    "c-here": {"fill": "--d-here"},
    "c-land": {"fill": "--d-land"},
    "edge": {"stroke": "--surface", "stroke-width": "1.5", "stroke-linejoin": "round"},
    "axis": {"stroke": "--line-strong", "stroke-width": "1", "fill": "none"},
    "l": {"fill": "none", "stroke-width": "2.5"},
    "halo": {"stroke": "--surface", "stroke-width": "4", "paint-order": "stroke"},
    "halo-l": {"stroke": "--d-land", "stroke-width": "4", "paint-order": "stroke"},
    "inv": {"fill": "--on-ai", "stroke": "--d-here", "stroke-width": "4", "paint-order": "stroke"},
    "b": {"fill": "--ink", "font-weight": "700"},
    "b-w": {"font-weight": "700"},
    "mid": {"text-anchor": "middle"},
    "end": {"text-anchor": "end"},
    "t-s": {"font-size": "11"},
    "t-l": {"font-size": "14"},
    "t-xl": {"font-size": "18"},
}


@lru_cache(maxsize=1)
def palette() -> dict[str, str]:
    """The light colours by custom property, read from the one place they are written."""
    found: dict[str, str] = {}
    for name, colour in _TOKEN.findall(_TOKENS.read_text(encoding="utf-8")):
        found.setdefault(name, colour)
    return found


def for_paper(svg: str) -> str:
    """A cleaned drawing or a still map with its colours and type written out."""
    return _CLASS.sub(_written_out, svg)


def _written_out(found: re.Match[str]) -> str:
    if found[6]:
        return f"<text {_attributes({}, is_text=True)}"
    name, before, classes, after, alone = found.group(1, 2, 3, 4, 5)
    given = before + after
    wanted: dict[str, str] = {}
    for word in classes.split():
        kind, _dash, ink = word.partition("-")
        if kind in ("f", "s") and ink in INKS:
            wanted["fill" if kind == "f" else "stroke"] = INKS[ink]
            if ink == "halo":
                wanted["paint-order"] = "stroke"
        else:
            wanted.update(_MEANINGS.get(word, {}))
    wanted = {k: v for k, v in wanted.items() if f" {k}=" not in given}
    said = _attributes(wanted, is_text=name == "text" and "font-size=" not in given)
    return f"<{name}{before} {said}{after}{alone}>"


def _attributes(wanted: dict[str, str], *, is_text: bool) -> str:
    if is_text:
        plain = {"font-family": "BIZ UDPGothic", "font-size": "12", "fill": "--ink-2"}
        wanted = plain | wanted
    colours = palette()
    return " ".join(f'{k}="{colours.get(v, v)}"' for k, v in wanted.items())
