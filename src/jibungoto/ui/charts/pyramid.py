"""The population pyramid: men left, women right, ages in the middle, an earlier date as outline."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from .figure import Chart, Key, Table, builder
from .inks import ink
from .spec import WIDTH, Layer, bare, layer, nice_step, picture, said, words

ROW, MIDDLE, HEAD, FOOT = 13, 52, 22, 22
LETTER, GAP = 7, 10  # px of a digit, and between two labels
Ages = Sequence[tuple[str, float, float]]


@builder
def pyramid(
    ages: Ages,
    *,
    then: Ages | None = None,
    now_word: str = "",
    then_word: str = "",
    old_from: int | None = None,
    alt: str = "",
) -> Chart:
    """ages: (label, men, women) from the youngest up; `then` the same classes at an earlier date.

    Labels stand at every second class. `old_from` is the index of the first class of 65 and over.
    """
    n = len(ages)
    top = (
        max((v for rows in (ages, then or ()) for _l, m, w in rows for v in (m, w)), default=1) or 1
    )
    half = (WIDTH - 2 - MIDDLE) / 2
    per = (half - 6) / top
    height = HEAD + n * ROW + FOOT
    x, y = [-(WIDTH - 2) / 2, (WIDTH - 2) / 2], [height, 0]

    def across(value: float, side: int) -> float:
        return side * (MIDDLE / 2 + value * per)

    def down(index: float) -> float:
        return HEAD + (n - index) * ROW

    layers = _grid(top, per, x, y, height)
    pieces = [
        {"a": across(0, side), "b": across(value, side), "c": down(i) - ROW + 1, "d": down(i) - 1}
        for i, (_label, men, women) in enumerate(ages)
        for side, value in ((-1, men), (1, women))
    ]
    layers.append(
        layer(
            pieces,
            {"type": "rect", "color": ink("here")},
            x=bare("a", x),
            x2={"field": "b"},
            y=bare("c", y),
            y2={"field": "d"},
        )
    )
    if then:
        layers += [_outline(then, side, across, down, x, y) for side in (-1, 1)]
    if old_from is not None:
        rows = [
            {"a": across(0, side), "b": across(top, side), "y": down(old_from)} for side in (-1, 1)
        ]
        layers.append(
            layer(
                rows,
                {"type": "rule", "color": ink("ink"), "strokeDash": [2, 3]},
                x=bare("a", x),
                x2={"field": "b"},
                y=bare("y", y),
            )
        )
    middle = [
        {"x": 0, "y": down(i) - ROW / 2, "label": label}
        for i, (label, _m, _w) in enumerate(ages)
        if i % 2 == 0
    ]
    sides = [
        {"x": across(top, -1), "y": 8, "label": _("男性")},
        {"x": across(top, 1), "y": 8, "label": _("女性")},
    ]
    layers += [
        layer(
            middle, words(align="center"), x=bare("x", x), y=bare("y", y), text={"field": "label"}
        ),
        *(
            layer(
                [row],
                words("ink", align=align, fontWeight="bold"),
                x=bare("x", x),
                y=bare("y", y),
                text={"field": "label"},
            )
            for row, align in zip(sides, ("left", "right"), strict=True)
        ),
    ]
    return Chart(
        picture(layers, height=height),
        alt or _tell(ages),
        _table(ages, then, now_word, then_word),
        _legend(now_word, then_word if then else "", old=old_from is not None),
    )


def _grid(
    top: float, per: float, x: Sequence[float], y: Sequence[float], height: float
) -> list[Layer]:
    step = nice_step(top)
    ticks = [step * k for k in range(1, int(top / step) + 1)]
    # Every second label, counted from the outermost, where all would touch.
    apart = 2 if step * per < LETTER * len(said(ticks[-1] if ticks else top)) + GAP else 1
    rows = [
        {
            "x": side * (MIDDLE / 2 + tick * per),
            "y": HEAD,
            "y2": height - FOOT,
            "below": height - FOOT + 12,
            "label": "" if (len(ticks) - number) % apart else said(tick),
        }
        for number, tick in enumerate(ticks, 1)
        for side in (-1, 1)
    ]
    return [
        layer(
            rows,
            {"type": "rule", "color": ink("grid")},
            x=bare("x", x),
            y=bare("y", y),
            y2={"field": "y2"},
        ),
        layer(
            rows,
            words(align="center"),
            x=bare("x", x),
            y=bare("below", y),
            text={"field": "label"},
        ),
    ]


def _outline(
    then: Ages, side: int, across: Any, down: Any, x: Sequence[float], y: Sequence[float]
) -> Layer:
    points = []
    for i, (_label, men, women) in enumerate(then):
        reach = across(men if side < 0 else women, side)
        points += [{"x": reach, "y": down(i)}, {"x": reach, "y": down(i + 1)}]
    return layer(
        [{**p, "n": n} for n, p in enumerate(points)],
        {"type": "line", "color": ink("then"), "strokeWidth": 2, "interpolate": "linear"},
        x=bare("x", x),
        y=bare("y", y),
        order={"field": "n", "type": "quantitative"},
    )


def _legend(now: str, then: str, *, old: bool) -> list[Key]:
    keys = [Key("here", now or _("いま"))]
    if then:
        keys.append(Key("then", then, "line"))
    if old:
        keys.append(Key("ink", _("65歳の境"), "dash"))
    return keys


def _table(ages: Ages, then: Ages | None, now: str, before: str) -> Table:
    heads = [_("年齢"), _("男性"), _("女性")]
    rows = [[label, said(men), said(women)] for label, men, women in ages]
    if then:
        heads += [f"{before} {_('男性')}".strip(), f"{before} {_('女性')}".strip()]
        for row, (_label, men, women) in zip(rows, then, strict=True):
            row += [said(men), said(women)]
    return Table(heads, rows)


def _tell(ages: Ages) -> str:
    most = max(ages, key=lambda row: row[1] + row[2])
    total = sum(m + w for _l, m, w in ages)
    return _("人口ピラミッド。全体で{}人、いちばん多い年代は{}の{}人です。").format(
        said(total), _spoken(most[0]), said(most[1] + most[2])
    )


def _spoken(label: str) -> str:
    """A class of ages as it is read aloud: a dash says nothing, or 「ハイフン」."""
    low, dash, high = label.partition("–")
    if dash:
        return _("{}歳から{}歳").format(low, high)
    known = label.removesuffix("+")
    return (_("{}歳以上") if known != label else _("{}歳")).format(known)
