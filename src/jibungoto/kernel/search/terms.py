"""What a person typed, as terms of the index. Pure; never raises, whatever was typed."""

import re

from jibungoto.japan.text import Term, grams, query_terms

LONGEST_QUERY = 200
_MOST_TERMS = 16
_QUOTED = re.compile('["“”„«»「」『』]([^"“”„«»「」『』]*)["“”„«»「」『』]')


def terms(query: str) -> list[Term]:
    """The terms of a query: every one must be found; what stands in quotes, in this very order.

    Queries are read up to LONGEST_QUERY characters. Nothing but signs gives no terms.
    """
    query = query[:LONGEST_QUERY]
    found = [_phrase(quoted) for quoted in _QUOTED.findall(query)]
    found += query_terms(_QUOTED.sub(" ", query))
    unique = dict.fromkeys(term for term in found if term.grams)
    return list(unique)[:_MOST_TERMS]


def _phrase(quoted: str) -> Term:
    """The words in the order written; a blank between Japanese words does not separate them."""
    found = grams(quoted)
    if not found or found[-1].isascii() or len(found[-1]) > 1:
        return Term(tuple(found), prefix=False)
    if len(found) > 1 and len(found[-2]) > 1 and found[-2].endswith(found[-1]):
        return Term(tuple(found[:-1]), prefix=False)  # the end of a run: its pair says it already
    return Term(tuple(found), prefix=True)
