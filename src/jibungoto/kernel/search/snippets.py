"""Showing why a record was found: the words as they were written, marked. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from jibungoto.japan.text import Term, search_key

_READ = 20_000  # characters of a text that are looked through
_BEFORE, _LENGTH = 24, 110
_CLINGING = frozenset("\u3099\u309aﾞﾟ") | frozenset(map(chr, range(0xFE00, 0xFE10)))


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    found: bool = False


def marked(text: str, terms: Iterable[Term]) -> tuple[Piece, ...]:
    """The whole text in pieces; those that hold a term are `found`."""
    return tuple(_pieces(text, 0, len(text), _spans(text, terms)))


def snippet(text: str, terms: Iterable[Term]) -> tuple[Piece, ...]:
    """About two lines of a text around the first place that holds a term, else its start."""
    text = text[:_READ]
    spans = _spans(text, terms)
    start = max(spans[0][0] - _BEFORE, 0) if spans else 0
    end = min(start + _LENGTH, len(text))
    pieces = list(_pieces(text, start, end, spans))
    if start > 0:
        pieces.insert(0, Piece("…"))
    if end < len(text):
        pieces.append(Piece("…"))
    return tuple(pieces)


def _pieces(text: str, start: int, end: int, spans: Sequence[tuple[int, int]]) -> Iterator[Piece]:
    at = start
    for first, last in spans:
        first, last = max(first, at), min(last, end)
        if first >= last:
            continue
        if first > at:
            yield Piece(text[at:first])
        yield Piece(text[first:last], found=True)
        at = last
    if at < end:
        yield Piece(text[at:end])


def _spans(text: str, terms: Iterable[Term]) -> list[tuple[int, int]]:
    """Where the terms stand in the text as written, in order."""
    key, places = _folded(text)
    found: set[tuple[int, int]] = set()
    for term in terms:
        word = _word(term)
        at = key.find(word)
        while at >= 0 and word:
            end = at + len(word)
            found.add((places[at], places[end] if end < len(places) else len(text)))
            at = key.find(word, end)
    return sorted(found)


def _word(term: Term) -> str:
    """The characters of a term in a row, blanks left out, as `_folded` leaves them out."""
    said = ""
    for gram in term.grams:
        joined = len(gram) == 2 and not gram.isascii() and said.endswith(gram[0])
        said += gram[1:] if joined else gram
    return said


def _folded(text: str) -> tuple[str, list[int]]:
    """The text's key, sign by sign and without blanks, and where each of its characters stood.

    Folding that looks at neighbours (丁目, ケ between kanji) is not seen here: such a word is found
    all the same and only goes unmarked.
    """
    key = list(map(_fold, text)) if _CLINGING.isdisjoint(text) else _by_clusters(text)
    places = [at for at, folded in enumerate(key) for _ in folded]
    return "".join(key), places


def _by_clusters(text: str) -> list[str]:
    """The key of each sign together with the marks that cling to it; "" in the place of these."""
    key = [""] * len(text)
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or text[at] not in _CLINGING:
            key[start] = _fold(text[start:at])
            start = at
    return key


@lru_cache(maxsize=8192)
def _fold(cluster: str) -> str:
    return search_key(cluster).replace(" ", "")
