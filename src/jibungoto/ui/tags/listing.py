"""`{{ names|listed }}`, `{{ n|unit:"人" }}`: names in a row, and what a number counts."""

from collections.abc import Iterable

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
def inside(name: object) -> str:
    """「{{ title|inside }}」: the 「」 within a name become 『』."""
    return listing.inside(name)
