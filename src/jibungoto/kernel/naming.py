"""Labels in a municipality's own words: 推進会議 where a city says so. For manifests."""

from typing import Any

from django.utils.functional import lazy

from . import kept


def _spoken(key: str, around: Any) -> str:
    return str(around).format(kept.words_at_hand()[key])


_later = lazy(_spoken, str)


def named(key: str, around: Any = "{}") -> Any:
    """A label that is the word `key` of the municipality at hand, looked up when it is shown.

    `around` is a text with {} for the word; it may be lazy itself.
    """
    return _later(key, around)
