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
_PARTICLES = frozenset("がをにはのでもとへやて")
# Words of no matter: of them are made the pairs that say nothing.
_WORDS = """
です でした でしょう ます ました ません ましょう まして ている ていて ていた
ていない ています ていません ておらず てある てあり てほしい てください てくれ
ていく てきた てしまい てしまう でいる でいて でいます でいて でほしい ほしい
ほしく いただき ください たい たく たくて される されて された られる られて
られた せる れない れません できる できない できて できます なる なって なった
なり なります なると なくて なく ない ないので なければ なか なんて する
すると して した しない します しました しい しく しくて しか くて くない
くなる くなっ ある あって あった あり あります ありま いる いて いない います
いつ いつも いう いった こと もの もう まだ また まで まま から ので のに
のは のが のを のも のと のか には では とは にも でも とも へは へも よう
ように ようです ところ とき ときに ときは ため ために ほど くらい ぐらい だけ
など より よく よい いい とても すごく かな かも さん さんが たち この その
あの どの ここ そこ あそこ どこ これ それ あれ とて かり がる がり あたり
がい がな がた がある があり がない がいる がいて をし をす にな にあ にい
にし にお もあ もな はな はあ はい りま きま ぎま ちま みま びま えま けま
げま れま べま めま せま いで
"""
_JOINING = frozenset(w[i : i + 2] for w in _WORDS.split() for i in range(len(w) - 1))


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
    meaning, as the search index keeps them: whatever a word is written in (ベンチ, べんち, ﾍﾞﾝﾁ).
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
        theirs = telling((their_grams or "").split())
        alike = likeness(title_grams, own, theirs)
        close = metres is not None and metres <= METRES
        # From afar one shared pair is chance; around the corner 「街灯」 alone tells much.
        by_words = alike >= 0.34 and len(own & theirs) >= 2
        if by_words or (close and alike >= 0.15) or (metres is not None and metres <= 40):
            worth = alike + (0.6 * (1 - metres / METRES) if close and metres is not None else 0)
            scored.append((worth, pk, metres, alike))
    scored.sort(reverse=True)
    best = scored[:most]
    by_id = {f.pk: f for f in findings(actor).filter(pk__in=[pk for _w, pk, _m, _a in best])}
    return [Near(by_id[pk], metres, alike) for _w, pk, metres, alike in best if pk in by_id]


def telling(found: Iterable[str]) -> frozenset[str]:
    """Pairs that carry meaning: with two signs, and not of words that every sentence has.

    The index writes katakana as hiragana, so that a bench is the same in both; what joins words
    (particles, endings, 「してほしい」) would then make any two sentences alike.
    """
    return frozenset(g for g in found if len(g) > 1 and g not in _JOINING and not _joins(g))


def _joins(pair: str) -> bool:
    """A particle and the kanji beside it: the end of one word and the beginning of another."""
    first, second = pair[0], pair[-1]
    return (first in _PARTICLES and _is_kanji(second)) or (
        _is_kanji(first) and second in _PARTICLES
    )


def _is_kanji(sign: str) -> bool:
    return "一" <= sign <= "鿿"


def likeness(title: frozenset[str], own: frozenset[str], theirs: frozenset[str]) -> float:
    """The share of the shorter text's pairs that both have; the title alone may say it too."""
    if not own or not theirs:
        return 0.0
    whole = len(own & theirs) / min(len(own), len(theirs))
    head = len(title & theirs) / len(title) if len(title) >= 2 else 0.0
    return max(whole, head)


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
