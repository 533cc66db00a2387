"""What a number counts: 31件 on a Japanese page, 31 items and 1 item on an English one.

Units are data (of an indicator, of an organisation) and are kept as Japanese writes them. Those
the house knows are said in the reader's language; another stands as it was written.
"""

from collections.abc import Callable
from functools import lru_cache

from django.utils.translation import get_language, npgettext

from .languages import is_japanese

BLANK = "\N{NO-BREAK SPACE}"
_CLOSE = frozenset("%％‰°℃")  # signs, not words: no blank before them in any language

_KNOWN: dict[str, Callable[[int], str]] = {
    "人": lambda n: npgettext("単位", "人", "人", n),
    "世帯": lambda n: npgettext("単位", "世帯", "世帯", n),
    "団体": lambda n: npgettext("単位", "団体", "団体", n),
    "地区": lambda n: npgettext("単位", "地区", "地区", n),
    "件": lambda n: npgettext("単位", "件", "件", n),
    "か所": lambda n: npgettext("単位", "か所", "か所", n),
    "人／km²": lambda n: npgettext("単位", "人／km²", "人／km²", n),
    "回": lambda n: npgettext("単位", "回", "回", n),
    "点": lambda n: npgettext("単位", "点", "点", n),
    "歳": lambda n: npgettext("単位", "歳", "歳", n),
    "年": lambda n: npgettext("単位", "年", "年", n),
    "円": lambda n: npgettext("単位", "円", "円", n),
    "ポイント": lambda n: npgettext("単位", "ポイント", "ポイント", n),
}


def counted(number: int) -> str:
    """4つ before の地区, as つ counts to nine; the bare number from ten on and elsewhere."""
    return f"{number}つ" if number < 10 and is_japanese(get_language()) else str(number)


def unit_after(value: object, unit: str) -> str:
    """The unit as it follows this number, with the blank English wants. Nothing for no unit."""
    unit = str(unit)
    if not unit or is_japanese(get_language()):
        return _said(unit, value)
    return unit if unit in _CLOSE else BLANK + _said(unit, value)


def with_unit(number: str, unit: str) -> str:
    """A number as it was put into words, with its unit; nothing for no number."""
    return number + unit_after(number, unit) if number else ""


def _said(unit: str, value: object) -> str:
    if unit not in _KNOWN:
        return unit
    return _known(unit, 1 if str(value).strip() in ("1", "1.0") else 2, get_language())


@lru_cache
def _known(unit: str, number: int, _language: str | None) -> str:
    """A chart and its table name a unit a hundred times: looked up once in a language."""
    return _KNOWN[unit](number)
