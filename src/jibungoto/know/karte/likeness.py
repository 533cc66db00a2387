"""Which districts are most like one another, by age structure and its change. Pure."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_noop as _

from jibungoto.ui.saying import say

WORDS = say(
    _(
        "15歳未満・65〜74歳・75歳以上の割合と、5年間の人口の増減を、地区どうしのちらばりでそろえて比べ、差の小さい順に選んでいます。"
    )
)
WORDS_NO_CHANGE = say(
    _(
        "15歳未満・65〜74歳・75歳以上の割合を、地区どうしのちらばりでそろえて比べ、差の小さい順に選んでいます（前の時点の表がないため、増減は入れていません）。"
    )
)


@dataclass(frozen=True, slots=True)
class Traits:
    """What is compared of a district: shares 0–14, 65–74, 75+, and the change in five years."""

    young: float
    old: float
    older: float
    change: float | None


def most_like(traits: Mapping[int, Traits], district: int, number: int) -> list[int]:
    """The districts nearest to this one, nearest first; each trait measured in its own spread.

    The change counts only where every district has one. Ties go by the order given.
    """
    if district not in traits or len(traits) < 3:
        return []
    vectors = _vectors(traits)
    here = vectors[district]
    far = {other: math.dist(here, there) for other, there in vectors.items() if other != district}
    return sorted(far, key=lambda other: far[other])[:number]


def with_change(traits: Mapping[int, Traits]) -> bool:
    return all(t.change is not None for t in traits.values())


def _vectors(traits: Mapping[int, Traits]) -> dict[int, Sequence[float]]:
    changes = with_change(traits)
    raw = {
        d: [t.young, t.old, t.older, *([t.change or 0.0] if changes else [])]
        for d, t in traits.items()
    }
    columns = list(zip(*raw.values(), strict=True))
    spreads = [_spread(column) for column in columns]
    return {
        d: [v / s if s else 0.0 for v, s in zip(values, spreads, strict=True)]
        for d, values in raw.items()
    }


def _spread(values: Sequence[float]) -> float:
    mean = sum(values) / len(values)
    return math.sqrt(sum((v - mean) ** 2 for v in values) / len(values))
