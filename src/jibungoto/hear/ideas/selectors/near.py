"""Ideas near a new one by their words: shown before it is posted, so that support gathers."""

from collections.abc import Iterable

from jibungoto.hear.ideas.models import Idea
from jibungoto.japan.text import grams
from jibungoto.kernel.actor import Actor
from jibungoto.know.findings.selectors.near import CANDIDATES, likeness, telling

from .reading import public, with_rows

SHOWN = 5
ALIKE = 0.34  # as among findings


def near(actor: Actor, *, title: str, text: str = "", most: int = SHOWN) -> list[Idea]:
    """The likeliest of the newest public ideas, best first. Three queries."""
    rows = public().order_by("-posted_on", "-pk")
    known = rows.values_list("pk", "node__search_entry__grams")[:CANDIDATES]
    own, head = _words(grams(f"{title} {text}")), _words(grams(title))
    scored = [(likeness(head, own, _words((said or "").split())), pk) for pk, said in known]
    best = [pk for worth, pk in sorted(scored, reverse=True)[:most] if worth >= ALIKE]
    by_id = {i.pk: i for i in with_rows(Idea.objects.filter(pk__in=best))}
    return [by_id[pk] for pk in best if pk in by_id]


def _words(found: Iterable[str]) -> frozenset[str]:
    """Pairs without hiragana: proposals all end alike (置いてほしい, 開きませんか)."""
    return frozenset(g for g in telling(found) if not any("ぁ" <= c <= "ゖ" for c in g))
