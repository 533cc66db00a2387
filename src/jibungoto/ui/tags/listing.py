"""`{{ names|listed }}`, `{{ n|unit:"人" }}`: names in a row, and what a number counts."""

from collections.abc import Iterable

from django.utils.html import format_html
from django.utils.safestring import SafeString

from jibungoto.ui import listing, units

from .library import register


@register.filter
def listed(names: Iterable[object], mark: str = "、") -> str:
    """A、B; with another mark, A・B."""
    return listing.listed(names, mark)


@register.filter
def unit(value: object, word: str) -> str:
    """{{ n|num }}<small>{{ n|unit:"人" }}</small>: what the number counts, after the number."""
    return units.unit_after(value, word) if value not in (None, "") else ""


@register.filter
def figure(value: object, word: str = "") -> SafeString:
    """A key figure: the number large, its unit small beside it; a share's % is its unit."""
    number = str(value)
    after = unit(value, word) if word else ""
    if not word and number.endswith("%"):
        number, after = number[:-1], "%"
    small = format_html("<small>{}</small>", after) if after else ""
    return format_html('<span class="val">{}{}</span>', number, small)


@register.filter
def mail(address: object) -> SafeString:
    """An address for mail, which where it is too long for its line ends it before the @."""
    name, at, domain = str(address).rpartition("@")
    return format_html("{}<wbr>{}{}", name, at, domain) if at else format_html("{}", address)


@register.filter
def inside(name: object) -> str:
    """「{{ title|inside }}」: the 「」 within a name become 『』."""
    return listing.inside(name)
