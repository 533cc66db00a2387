"""Sentences that are kept, as what they are made of: key, names, numbers, days.

A document (a karte) is stored once and read in every language: not the sentence is kept, but its
key and its values, so that it is said in the language of the page; on paper it is said in Japanese.
Figures never change by it. `say(_("{}には{}がくらしています。"), …)` with `_` as gettext_noop, so
that the catalogues find the key.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from django.utils.translation import get_language, gettext

from jibungoto.ui import listing, units
from jibungoto.ui.tags.words import era_date, fiscal_year, long_date

WRITTEN = "ja"  # what is kept is kept in Japanese
_PLAIN = frozenset((str, int, float, bool))  # most of a document: looked at no further
_KEYS = frozenset("kajlmndf")
_DAYS = {"era": era_date, "long": long_date, "fiscal": fiscal_year}


class Said(str):
    """Words together with their parts. As a str they are Japanese, in which a karte is written;
    those of a document that is read are in the language of the moment."""

    __slots__ = ("parts",)
    parts: dict[str, Any]

    def __new__(cls, parts: dict[str, Any], words: str | None = None) -> "Said":
        made = super().__new__(cls, _written(parts) if words is None else words)
        made.parts = parts
        return made

    def __getnewargs__(self) -> tuple[Any, ...]:
        return self.parts, str(self)

    def __add__(self, other: str) -> "Said":
        return joined(self, other)

    def __radd__(self, other: str) -> "Said":
        return joined(other, self)

    def __deepcopy__(self, _memo: Any) -> "Said":
        return self


def say(key: str, *values: Any) -> Said:
    """A sentence by its key, with what stands in its places."""
    return Said({"k": key, **({"a": [_part(v) for v in values]} if values else {})})


def joined(*pieces: str) -> Said:
    """Sentences one after the other, as the language sets them apart; empty ones are left out."""
    flat: list[Any] = []
    for part in (_part(p) for p in pieces if p):
        flat += part["j"] if isinstance(part, dict) and "j" in part else [part]
    return Said({"j": flat})


def listed(words: Iterable[str], mark: str = "、") -> Said:
    """A、B; with another mark A・B."""
    return Said({"l": [_part(w) for w in words], "m": mark})


def amount(value: float, unit: str = "", places: int = 0) -> Said:
    """A value as people read it, with a real minus sign and its unit."""
    return Said({"n": [round(value, places), unit, places]})


def day(on: dt.date, form: str = "era") -> Said:
    """A day with its era, in full (long), or the fiscal year it is in (fiscal)."""
    return Said({"d": on.isoformat(), "f": form})


def spoken_now(words: Said) -> Said:
    """The same, its words in the language of the moment: for what pages show and documents keep."""
    return Said(words.parts, spoken(words.parts))


def stored(words: str) -> Any:
    """How words are kept: parts where they have any, else as they are."""
    return words.parts if isinstance(words, Said) else words


def _part(words: Any) -> Any:
    return stored(words) if isinstance(words, str) else str(words)


def _written(part: Any) -> str:
    """The words in Japanese: a key is its own sentence."""
    if isinstance(part, str):
        return part
    if "k" in part:
        said: str = part["k"]
        return said.format(*map(_written, part["a"])) if "a" in part else said
    if "j" in part:
        return "".join(map(_written, part["j"]))
    if "l" in part:
        return str(part["m"]).join(map(_written, part["l"]))
    if "d" in part:
        return str(_DAYS[part["f"]](dt.date.fromisoformat(part["d"])))
    value, unit, places = part["n"]
    return _number(value, unit, places) + str(unit)


def _number(value: float, _unit: str, places: int) -> str:
    return f"{'−' if value < 0 else ''}{abs(value):,.{places}f}"


def spoken(part: Any) -> str:
    """Stored words in the language of the moment."""
    if isinstance(part, str):
        return part
    if "k" in part:
        key = part["k"]  # by a name: a catalogue would take what stands in the call for a sentence
        said = gettext(key) if key else ""
        return said.format(*map(spoken, part["a"])) if "a" in part else said
    if "j" in part:
        return str(listing.sentences(spoken(p) for p in part["j"]))
    if "l" in part:
        return str(listing.listed([spoken(p) for p in part["l"]], part["m"]))
    if "d" in part:
        return str(_DAYS[part["f"]](dt.date.fromisoformat(part["d"])))
    return units.with_unit(_number(*part["n"]), part["n"][1])


def counted(value: float, unit: str = "", places: int = 0) -> str:
    """amount() in the language of the moment, without its parts."""
    return units.with_unit(_number(round(value, places), unit, places), unit)


def read_all(value: Any, besides: frozenset[str] = frozenset()) -> Any:
    """A stored document with its words in the language of the moment, still knowing their parts.

    What stands under the names `besides` is left as it is stored.
    """
    # A key is its own sentence in Japanese: most pages need not ask the catalogues.
    return _read(value, _written if get_language() == WRITTEN else spoken, besides)


def _read(value: Any, say: Callable[[Any], str], besides: frozenset[str]) -> Any:
    if isinstance(value, dict):
        if len(value) <= 2 and not value.keys() - _KEYS and value:  # what stored() made
            return Said(value, say(value))
        return {
            k: v if v.__class__ in _PLAIN or k in besides else _read(v, say, besides)
            for k, v in value.items()
        }
    if isinstance(value, list):
        return [v if v.__class__ in _PLAIN else _read(v, say, besides) for v in value]
    return value


def in_forms(forms: Iterable[str], text: str) -> str:
    """A text kept in Japanese, said by the first of these forms it has, and its parts likewise."""
    if not text or get_language() == WRITTEN:
        return text
    for form in forms:
        found = _pattern(form).fullmatch(text)
        if found:
            parts = found.groups("")
            return gettext(form).format(*(gettext(part) if part else "" for part in parts))
    return text


@cache
def _pattern(form: str) -> re.Pattern[str]:
    return re.compile("(.*?)".join(map(re.escape, form.split("{}"))), re.DOTALL)
