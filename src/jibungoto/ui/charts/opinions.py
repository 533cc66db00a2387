"""The map of opinions: people as points, near those who answered alike, groups by shape."""

import re
from collections.abc import Sequence

from django.utils.html import escape
from django.utils.translation import gettext as _

from jibungoto.ui.listing import listed, sentences

from .figure import Chart, Key, Table
from .inks import ink
from .spec import HALO, WIDTH, bare, layer, picture, words

# Ink, shape of the drawing library, shape of the legend.
GROUPS = (
    ("ga", "circle", "circle"),
    ("gb", "triangle-up", "triangle"),
    ("gc", "square", "square"),
    ("gd", "diamond", "rhomb"),
    ("ge", "cross", "cross"),
    ("gf", "triangle-down", "down"),
)
LETTERS = "ABCDEF"
_POINT, _MOST = 46, 120  # area of one mark, and of that for the most people together


def scatter(
    points: Sequence[tuple[float, float, int]],
    *,
    people: Sequence[int] = (),
    hulls: Sequence[Sequence[tuple[float, float]]] = (),
    words_of: Sequence[str] = (),
    me: tuple[float, float] | None = None,
    alt: str = "",
) -> Chart:
    """points: (x, y, group 0–5); hulls: a ring of corners for each group; `me` the reader's place,
    which is drawn over the picture and no part of it (`with_me`).

    A point is one person, or as many as `people` says of it: the area grows with them.
    Distances mean likeness of answers and nothing else: no axis is drawn.
    """
    reach = max((abs(v) for x, y, _g in points for v in (x, y)), default=1) * 1.12 or 1
    across, up = [-reach, reach], [-reach * 0.85, reach * 0.85]
    layers = [
        layer(
            [{"x": -reach, "y": 0, "x2": reach}],
            {"type": "rule", "color": ink("grid")},
            x=bare("x", across),
            x2={"field": "x2"},
            y=bare("y", up),
        ),
        layer(
            [{"x": 0, "y": -reach, "y2": reach}],
            {"type": "rule", "color": ink("grid"), "clip": True},
            x=bare("x", across),
            y=bare("y", up),
            y2={"field": "y2"},
        ),
    ]
    for group, ring in enumerate(hulls):
        closed = [{"x": x, "y": y, "n": n} for n, (x, y) in enumerate([*ring, *ring[:1]])]
        colour = ink(GROUPS[group][0])
        mark = {
            "type": "line",
            "color": colour,
            "fill": colour,
            "fillOpacity": 0.1,
            "strokeWidth": 1.5,
            "strokeDash": [3, 4],
        }
        order = {"field": "n", "type": "quantitative"}
        layers.append(layer(closed, mark, x=bare("x", across), y=bare("y", up), order=order))
    heads = list(people) or [1] * len(points)
    most = max(heads, default=1)
    for group, (role, shape, _key) in enumerate(GROUPS):
        rows = [
            {"x": x, "y": y, "size": round(max(_POINT, _MOST * n / most)) if people else _POINT}
            for (x, y, g), n in zip(points, heads, strict=True)
            if g == group
        ]
        mark = {"type": "point", "filled": True, "shape": shape, "color": ink(role)}
        mark |= {"opacity": 0.85, "stroke": ink("surface"), "strokeWidth": 0.6}
        if rows:
            area = {"field": "size", "type": "quantitative", "scale": None, "legend": None}
            layers.append(layer(rows, mark, x=bare("x", across), y=bare("y", up), size=area))
            centre = {
                "x": sum(r["x"] for r in rows) / len(rows),
                "y": max(r["y"] for r in rows) + reach * 0.08,
                "w": LETTERS[group],
            }
            for halo in (HALO, {}):
                look = {**words("ink", align="center", fontSize=16, fontWeight="bold"), **halo}
                layers.append(
                    layer([centre], look, x=bare("x", across), y=bare("y", up), text={"field": "w"})
                )
    told_of = list(zip(points, heads, strict=True))
    counts = [sum(n for (_x, _y, g), n in told_of if g == group) for group in range(len(GROUPS))]
    groups = [g for g in range(len(GROUPS)) if counts[g]]
    named = [words_of[g] if g < len(words_of) else "" for g in range(len(GROUPS))]
    legend = [
        Key(GROUPS[g][0], _("まとまり%(letter)s") % {"letter": LETTERS[g]}, GROUPS[g][2])
        for g in groups
    ]
    if me is not None:
        legend.append(Key("wait", _("あなた"), "diamond"))
    table = Table(
        (_("まとまり"), _("人数"), _("考えの特徴")),
        [(LETTERS[g], _people(counts[g]), named[g] or "—") for g in groups],
    )
    told = sentences(
        (
            _("参加した%(n)d人の答えの近さ。") % {"n": sum(heads)},
            listed(f"{LETTERS[g]} {_people(counts[g])}" for g in groups),
        )
    )
    if me is not None:
        told = sentences((told, _("あなたの場所に、印をつけています。")))
    spot = None if me is None else (_part(me[0], reach), _part(me[1], reach))
    spec = picture(layers, height=round(WIDTH * 0.85))
    return Chart(spec, alt or told, table, legend, me=spot)


def _part(value: float, reach: float) -> float:
    return min(max((value + reach) / (2 * reach), 0.0), 1.0)


_RULES = re.compile(
    r'translate\(([\d.]+),([\d.]+)\)">.*?'
    r'translate\(([\d.-]+),[\d.-]+\)" x2="([\d.-]+)" y2="0"/>.*?'
    r'translate\([\d.-]+,([\d.-]+)\)" x2="0" y2="([\d.-]+)"/>',
    re.DOTALL,
)
_BOX = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
_EDGE = 14


def with_me(svg: str, me: tuple[float, float]) -> str:
    """The map with the reader's place drawn over it: measured at its two rules, so no new drawing.

    A map that can't be measured stays as it is.
    """
    rules, box = _RULES.search(svg), _BOX.search(svg)
    if rules is None or box is None:
        return svg
    left, top, start, width, foot, height = map(float, rules.groups())
    x = min(max(left + start + me[0] * width, _EDGE), float(box[1]) - _EDGE)
    y = min(max(top + foot + me[1] * height, _EDGE), float(box[2]) - _EDGE)
    end = x > float(box[1]) * 0.75  # the word would leave the picture
    word = (
        f' text-anchor="{"end" if end else "start"}"'
        f' transform="translate({x + (-12 if end else 12):.1f},{y + 4:.1f})" font-weight="bold"'
    )
    said = escape(_("あなた"))
    return svg.replace(
        "</svg>",
        f'<path class="f-wait s-ink" d="M{x:.1f},{y - 9:.1f}l9,9l-9,9l-9,-9z" stroke-width="1.5"/>'
        f'<text class="f-ink s-halo"{word} stroke-width="4">{said}</text>'
        f'<text class="f-ink"{word}>{said}</text></svg>',
    )


def _people(number: int) -> str:
    return _("%(n)d人") % {"n": number}
