"""Labels in a municipality's own words: 推進会議 where a city says so. For manifests."""

from typing import Any

from django.utils.functional import lazy

from . import kept, tenancy, vocabulary
from .actor import GUEST


def _spoken(key: str, around: Any) -> str:
    return str(around).format(_words()[key])


def _words() -> dict[str, str]:
    if tenancy.current_id_or_none() is None:
        return vocabulary.spoken(vocabulary.STANDARD)
    # A word is the same for every reader, whatever their role.
    return kept.shared(GUEST, "words", vocabulary.words)


_later = lazy(_spoken, str)


def named(key: str, around: Any = "{}") -> Any:
    """A label that is the word `key` of the municipality at hand, looked up when it is shown.

    `around` is a text with {} for the word; it may be lazy itself. Costs a query at most once for
    a revision of the municipality.
    """
    return _later(key, around)
