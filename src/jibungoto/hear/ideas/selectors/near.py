"""Ideas near a new one by their words: shown before it is posted, so that support gathers."""

import unicodedata

from jibungoto.hear.ideas.models import Idea
from jibungoto.kernel.actor import Actor
from jibungoto.know.findings.selectors.near import CANDIDATES, likeness

from .reading import public, with_rows

SHOWN = 5
ALIKE = 0.34  # as among findings


def near(actor: Actor, *, title: str, text: str = "", most: int = SHOWN) -> list[Idea]:
    """The likeliest of the newest public ideas, best first. Three queries."""
    rows = public().order_by("-posted_on", "-pk")
    known = rows.values_list("pk", "node__title", "node__summary")[:CANDIDATES]
    own, head = _pairs(f"{title} {text}"), _pairs(title)
    scored = [(likeness(head, own, _pairs(f"{name} {said}")), pk) for pk, name, said in known]
    best = [pk for worth, pk in sorted(scored, reverse=True)[:most] if worth >= ALIKE]
    by_id = {i.pk: i for i in with_rows(Idea.objects.filter(pk__in=best))}
    return [by_id[pk] for pk in best if pk in by_id]


def _pairs(text: str) -> frozenset[str]:
    """Pairs of characters without hiragana: proposals all end alike (置いてほしい、開きませんか).

    Taken from the text itself: in the index katakana is folded into hiragana.
    """
    key = unicodedata.normalize("NFKC", text).casefold()
    pairs = (key[i : i + 2] for i in range(len(key) - 1))
    return frozenset(p for p in pairs if p.isalnum() and not any("ぁ" <= c <= "ゖ" for c in p))
