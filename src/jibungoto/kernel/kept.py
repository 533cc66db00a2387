"""What a page shows everybody alike, worked out once for each state of a municipality.

Only public facts may be kept here: whatever a reader sees by virtue of a role is read anew. A
process forgets all of it as soon as anything is published (kernel.publishing).
"""

from collections.abc import Callable
from typing import Any

from django.core.cache import caches
from django.utils.translation import get_language

from . import clock, vocabulary
from .models import Municipality

_KEEP_SECONDS = 900  # "today" in a sentence is never older than this


def kept[T](municipality: Municipality, name: object, make: Callable[[], T]) -> T:
    """What `make` answers, asked at most once for a revision, a day and a language."""
    key = ":".join(
        str(part)
        for part in (
            "kept",
            name,
            municipality.slug,
            municipality.revision,
            clock.today(),
            get_language(),
        )
    )
    found: Any = caches["pages"].get(key)
    if found is None:
        found = make()
        caches["pages"].set(key, found, _KEEP_SECONDS)
    return found  # type: ignore[no-any-return]


def words(municipality: Municipality) -> dict[str, str]:
    """The municipality's words (kernel.vocabulary)."""
    return kept(municipality, "words", vocabulary.words)
