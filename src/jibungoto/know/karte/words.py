"""Sentences made from figures by rule. Pure.

Small differences are 「ほぼ同じ」: a karte that makes much of little is not believed. No sentence
praises or blames, none says why something is so.
"""

from collections.abc import Sequence

from django.utils.translation import gettext_noop as _

from jibungoto.ui.saying import listed, say

from .contents import said

SAME_POINTS = 1.0  # percentage points between two shares that nobody would see
SAME_PERCENT = 1.0  # a change of a count that nobody would see


def beside_city(
    value: float | None, city: float | None, *, unit: str = "%", places: int = 1
) -> str:
    """「市は27.4%」: the city's figure under a big one."""
    return "" if value is None or city is None else say(_("市は{}"), said(city, unit, places))


def against_city(value: float, city: float, *, name: str = say(_("市"))) -> str:
    """How a share stands to the city's, both percent: 「市（27.4%）より6.4ポイント高い」."""
    gap = round(value, 1) - round(city, 1)
    if abs(gap) < SAME_POINTS:
        return say(_("{}（{}）とほぼ同じ"), name, said(city, "%", 1))
    key = _("{}（{}）より{}ポイント高い") if gap > 0 else _("{}（{}）より{}ポイント低い")
    return say(key, name, said(city, "%", 1), said(abs(gap), "", 1))


def changed(now: float, then: float) -> str:
    """「6.7%減りました」, 「ほとんど変わっていません」. `then` is not zero."""
    percent = (now / then - 1) * 100
    if abs(percent) < SAME_PERCENT:
        return say(_("ほとんど変わっていません"))
    return say(_("{}増えました") if percent > 0 else _("{}減りました"), said(abs(percent), "%", 1))


def change_short(now: float, then: float) -> str:
    """「6.7%減」, 「ほぼ同じ」."""
    percent = (now / then - 1) * 100
    if abs(percent) < 0.05:
        return say(_("同じ"))
    return say(_("{}増") if percent > 0 else _("{}減"), said(abs(percent), "%", 1))


def will_change(now: float, later: float) -> str:
    """「約22%少なくなる」 of a projection: whole percents, and nothing made of less than two."""
    percent = (later / now - 1) * 100
    if abs(percent) < 2:
        return say(_("いまとほぼ同じになる"))
    key = _("いまより約{}%多くなる") if percent > 0 else _("いまより約{}%少なくなる")
    return say(key, f"{abs(percent):.0f}")


def rounded(value: float) -> float:
    """A projected number of people as it may be said: three figures, whole tens below 1,000."""
    if value < 100:
        return float(round(value))
    size = 10 if value < 10_000 else 100
    return float(round(value / size) * size)


def among(words: Sequence[str], most: int = 12) -> str:
    """A list in a sentence, cut off where it grows too long to be read."""
    if len(words) <= most:
        return listed(words, "・")
    return say(_("{}ほか{}"), listed(words[:most], "・"), len(words) - most)
