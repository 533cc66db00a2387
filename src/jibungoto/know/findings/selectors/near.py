"""Findings near a new one, by place and by words: shown first, so that nobody writes twice."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from jibungoto.japan.text import grams
from jibungoto.kernel.actor import Actor
from jibungoto.know.findings.models import Finding
from jibungoto.know.places.models import District

from .findings import findings, placed_in

METRES = 300  # a walk of four minutes
CANDIDATES = 500
SHOWN = 5
_EARTH = 6_371_000


@dataclass(frozen=True, slots=True)
class Near:
    """A finding that may be the same. `metres` is None where one of the two has no spot."""

    finding: Finding
    metres: int | None
    alike: float  # 0 to 1


def near(
    actor: Actor,
    *,
    sort: str,
    title: str,
    text: str = "",
    lat: float | None = None,
    lon: float | None = None,
    district: District | None = None,
    most: int = SHOWN,
) -> list[Near]:
    """The likeliest of the newest CANDIDATES of this sort around, best first. Five queries.

    Near by place is within METRES; near by words shares enough pairs of characters that carry
    meaning (kanji, katakana, Latin), as the search index keeps them.
    """
    around = Finding.objects.filter(sort=sort, node__state="public", merged_into=None)
    area = Q()
    if district is not None:
        area = Q(node__in=placed_in(district)) | Q(district=None)
    if lat is not None and lon is not None:
        area |= _box(lat, lon)
    rows = (
        around.filter(area, withdrawn_at=None)
        .order_by("-found_on", "-pk")
        .values_list("pk", "lat", "lon", "node__search_entry__grams")[:CANDIDATES]
    )
    own = telling(grams(f"{title} {text}"))
    title_grams = telling(grams(title))
    scored: list[tuple[float, int, int | None, float]] = []
    for pk, their_lat, their_lon, their_grams in rows:
        metres = _metres(lat, lon, their_lat, their_lon)
        alike = likeness(title_grams, own, telling((their_grams or "").split()))
        close = metres is not None and metres <= METRES
        if alike >= 0.34 or (close and alike >= 0.15) or (metres is not None and metres <= 40):
            worth = alike + (0.6 * (1 - metres / METRES) if close and metres is not None else 0)
            scored.append((worth, pk, metres, alike))
    scored.sort(reverse=True)
    best = scored[:most]
    by_id = {f.pk: f for f in findings(actor).filter(pk__in=[pk for _w, pk, _m, _a in best])}
    return [Near(by_id[pk], metres, alike) for _w, pk, metres, alike in best if pk in by_id]


def telling(found: Iterable[str]) -> frozenset[str]:
    """Pairs that carry meaning: with two signs, not both hiragana."""
    return frozenset(g for g in found if len(g) > 1 and not all("ぁ" <= c <= "ゖ" for c in g))


def likeness(title: frozenset[str], own: frozenset[str], theirs: frozenset[str]) -> float:
    """The share of the shorter text's pairs that both have; the title alone may say it too."""
    if not own or not theirs:
        return 0.0
    whole = len(own & theirs) / min(len(own), len(theirs))
    head = len(title & theirs) / len(title) if len(title) >= 2 else 0.0
    # One shared pair is chance, however short the texts are.
    return max(whole, head) if len(own & theirs) >= 2 else 0.0


def _box(lat: float, lon: float) -> Q:
    high = math.degrees(METRES / _EARTH)
    wide = high / max(math.cos(math.radians(lat)), 0.1)
    return Q(lat__range=(lat - high, lat + high), lon__range=(lon - wide, lon + wide))


def _metres(
    lat: float | None, lon: float | None, their_lat: float | None, their_lon: float | None
) -> int | None:
    """The distance on the ground, true enough for a walk."""
    if lat is None or lon is None or their_lat is None or their_lon is None:
        return None
    east = math.radians(their_lon - lon) * math.cos(math.radians((lat + their_lat) / 2))
    return round(math.hypot(east, math.radians(their_lat - lat)) * _EARTH)
