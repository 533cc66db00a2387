"""Sentences made from figures by rule. Pure.

Small differences are 「ほぼ同じ」: a karte that makes much of little is not believed. No sentence
praises or blames, none says why something is so.
"""

from .contents import said

SAME_POINTS = 1.0  # percentage points between two shares that nobody would see
SAME_PERCENT = 1.0  # a change of a count that nobody would see


def beside_city(
    value: float | None, city: float | None, *, unit: str = "%", places: int = 1
) -> str:
    """「市は27.4%」: the city's figure under a big one."""
    return "" if value is None or city is None else f"市は{said(city, unit, places)}"


def against_city(value: float, city: float, *, name: str = "市") -> str:
    """How a share stands to the city's, both percent: 「市（27.4%）より6.4ポイント高い」."""
    gap = round(value, 1) - round(city, 1)
    if abs(gap) < SAME_POINTS:
        return f"{name}（{said(city, '%', 1)}）とほぼ同じ"
    word = "高い" if gap > 0 else "低い"
    return f"{name}（{said(city, '%', 1)}）より{said(abs(gap), '', 1)}ポイント{word}"


def changed(now: float, then: float) -> str:
    """「6.7%減りました」, 「ほとんど変わっていません」. `then` is not zero."""
    percent = (now / then - 1) * 100
    if abs(percent) < SAME_PERCENT:
        return "ほとんど変わっていません"
    return f"{said(abs(percent), '%', 1)}{'増えました' if percent > 0 else '減りました'}"


def change_short(now: float, then: float) -> str:
    """「6.7%減」, 「ほぼ同じ」."""
    percent = (now / then - 1) * 100
    if abs(percent) < 0.05:
        return "同じ"
    return f"{said(abs(percent), '%', 1)}{'増' if percent > 0 else '減'}"


def will_change(now: float, later: float) -> str:
    """「約22%少なくなる」 of a projection: whole percents, and nothing made of less than two."""
    percent = (later / now - 1) * 100
    if abs(percent) < 2:
        return "いまとほぼ同じになる"
    return f"いまより約{abs(percent):.0f}%{'多くなる' if percent > 0 else '少なくなる'}"


def rounded(value: float) -> float:
    """A projected number of people as it may be said: three figures, whole tens below 1,000."""
    if value < 100:
        return float(round(value))
    size = 10 if value < 10_000 else 100
    return float(round(value / size) * size)


def among(words: list[str], most: int = 12) -> str:
    """A list in a sentence, cut off where it grows too long to be read."""
    if len(words) <= most:
        return "・".join(words)
    return "・".join(words[:most]) + f"ほか{len(words) - most}"
