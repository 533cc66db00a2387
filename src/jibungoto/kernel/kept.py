"""What a page shows everybody alike, worked out once for each state of a municipality.

Only public facts may be kept here: whatever a reader sees by virtue of a role is made anew. A
process forgets all of it as soon as anything is published (kernel.publishing), but for what stands
on the ground (`grounded`): that outlives the voices of residents.
"""

from collections.abc import Callable
from typing import Any

from django.core.cache import caches
from django.db.models import OuterRef, QuerySet, StringAgg, Subquery, Value
from django.db.models.functions import Concat
from django.utils.translation import get_language

from . import clock, tenancy, vocabulary
from .actor import GUEST, Actor
from .models import Municipality, Node, Word
from .prepared import Prepared, as_model, columns

_KEEP_SECONDS = 900  # "today" in a sentence is never older than this
_NOTHING = "\0nothing"  # None is an answer too
_WORD, _TEXT = "\x1e", "\x1f"  # what parts words, and a key from its text, in one column


def municipality(slug: str, revision: int | None) -> Municipality | None:
    """The municipality of an address; `revision`, where it was asked already, spares the query."""
    key = f"municipality:{slug}:{revision}"
    found: Municipality | None = caches["pages"].get(key) if revision is not None else None
    if found is None:
        for row in _WITH_WORDS.rows(slug=slug):
            found = as_model(Municipality, row)
            state = f"{found.slug}:{found.revision}"
            caches["pages"].set(f"words:{state}", _read(row["own_words"]), _KEEP_SECONDS)
            if found.revision == revision:
                caches["pages"].set(key, found, _KEEP_SECONDS)
    return found


def kept[T](municipality: Municipality, name: object, make: Callable[[], T]) -> T:
    """What `make` answers, asked at most once for a revision, a day and a language."""
    return _kept(f"{municipality.slug}:{municipality.revision}", name, make)


def shared[T](actor: Actor, name: object, make: Callable[[], T]) -> T:
    """What `make` answers a reader without a role, kept for all such; a role's reader asks anew.

    For selectors that see by nodes.visible and the like. Where no municipality was entered as a
    whole (jobs, tests of a selector) nothing is kept.
    """
    state = tenancy.state()
    if actor.grants or state is None:
        return make()
    return _kept(state, name, make)


def grounded[T](name: object, make: Callable[[], T], actor: Actor = GUEST) -> T:
    """What `make` answers, kept for all alike while only voices of residents are published.

    It may read nothing of a room of voices; what a role sees more of needs the `actor`, so that a
    role's reader asks anew.
    """
    ground = tenancy.ground()
    return make() if ground is None or actor.grants else _kept(ground, name, make)


def beside[T](node: Node, name: str, make: Callable[[], T]) -> T:
    """What stands on the page of a record everybody may see, kept for all; anew for any other.

    `make` asks with nobody's special sight.
    """
    state = tenancy.state()
    if state is None or node.state != Node.State.PUBLIC:
        return make()
    return _kept(state, f"{name}:{node.pk}", make)


def part(
    actor: Actor, name: str, draw: Callable[[], str], beside: Node | Municipality | None = None
) -> str:
    """A drawn part of a page (`{% keep %}`), kept like `shared`; with a record like `beside`.

    A part with a form's token or a nonce was drawn for one reader and is not kept.
    """
    state = tenancy.state()
    is_for_all = isinstance(beside, Municipality) or (
        beside is not None and beside.state == Node.State.PUBLIC
    )
    if state is None or (actor.grants and not is_for_all):
        return draw()
    key = _key(state, name)
    found: str | None = caches["pages"].get(key)
    if found is None:
        found = draw()
        if "csrf" not in found and "nonce=" not in found:
            caches["pages"].set(key, found, _KEEP_SECONDS)
    return found


def words(municipality: Municipality) -> dict[str, str]:
    """The municipality's words (kernel.vocabulary)."""
    return _words(f"{municipality.slug}:{municipality.revision}")


def words_at_hand() -> dict[str, str]:
    """The words of the municipality we are in; those of the standard where we are in none."""
    state = tenancy.state()
    if state is not None:
        return _words(state)
    if tenancy.current_id_or_none() is None:
        return vocabulary.spoken(vocabulary.STANDARD)
    return vocabulary.words()


def in_own_words(text: str) -> str:
    """A text of the house in the words of the municipality we are in (vocabulary.worded)."""
    if not any(vocabulary.STANDARD[key] in text for key in vocabulary.NAMED):
        return text
    return vocabulary.worded(text, words_at_hand())


def _words(state: str) -> dict[str, str]:
    own: dict[str, str] | None = caches["pages"].get(f"words:{state}")
    if own is None:
        return _kept(state, "words", vocabulary.words)
    return _kept(state, "words", lambda: vocabulary.spoken({**vocabulary.STANDARD, **own}))


def _with_words(*, slug: str) -> QuerySet[Municipality, dict[str, Any]]:
    """The municipality, with its own words along: every page needs some."""
    one = Concat("key", Value(_TEXT), "text")
    own = Word.everywhere.filter(municipality=OuterRef("pk")).order_by().values("municipality")
    told = own.annotate(told=StringAgg(one, Value(_WORD))).values("told")
    found: QuerySet[Municipality, dict[str, Any]] = Municipality.objects.filter(slug=slug).values(
        *columns(Municipality), own_words=Subquery(told)
    )
    return found


_WITH_WORDS = Prepared(_with_words)


def _read(own_words: str | None) -> dict[str, str]:
    told = own_words or ""
    return dict(one.split(_TEXT, 1) for one in told.split(_WORD) if one)


def _kept[T](state: str, name: object, make: Callable[[], T]) -> T:
    key = _key(state, name)
    found: Any = caches["pages"].get(key)
    if found is None:
        found = make()
        caches["pages"].set(key, _NOTHING if found is None else found, _KEEP_SECONDS)
    return None if found == _NOTHING else found  # type: ignore[return-value]


def _key(state: str, name: object) -> str:
    return f"kept:{name}:{state}:{clock.today()}:{get_language()}"
