"""The map of opinions: people as points, near those who answered alike, groups by shape."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from jibungoto.ui.listing import listed, sentences

from .figure import Chart, Key, Table
from .inks import ink
from .spec import HALO, WIDTH, bare, layer, picture, words

GROUPS = (("ga", "circle"), ("gb", "triangle-up"), ("gc", "square"))
_KEYS = {"circle": "circle", "triangle-up": "triangle", "square": "square"}
LETTERS = "ABC"


def scatter(
    points: Sequence[tuple[float, float, int]],
    *,
    hulls: Sequence[Sequence[tuple[float, float]]] = (),
    words_of: Sequence[str] = (),
    me: tuple[float, float] | None = None,
    alt: str = "",
) -> Chart:
    """points: (x, y, group 0–2); hulls: a ring of corners for each group; `me` the reader's place.

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
    for group, (role, shape) in enumerate(GROUPS):
        rows = [{"x": x, "y": y} for x, y, g in points if g == group]
        mark = {"type": "point", "filled": True, "shape": shape, "size": 46, "color": ink(role)}
        mark |= {"opacity": 0.85, "stroke": ink("surface"), "strokeWidth": 0.6}
        if rows:
            layers.append(layer(rows, mark, x=bare("x", across), y=bare("y", up)))
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
    if me is not None:
        here: list[dict[str, Any]] = [{"x": me[0], "y": me[1], "w": _("あなた")}]
        mark = {"type": "point", "shape": "diamond", "filled": True, "size": 160, "opacity": 1}
        mark |= {"color": ink("wait"), "stroke": ink("ink"), "strokeWidth": 1.5}
        layers.append(layer(here, mark, x=bare("x", across), y=bare("y", up)))
        for halo in (HALO, {}):
            look = {**words("ink", fontWeight="bold", dx=11), **halo}
            layers.append(
                layer(here, look, x=bare("x", across), y=bare("y", up), text={"field": "w"})
            )
    counts = [sum(1 for *_xy, g in points if g == group) for group in range(len(GROUPS))]
    groups = [g for g in range(len(GROUPS)) if counts[g]]
    named = [words_of[g] if g < len(words_of) else "" for g in range(len(GROUPS))]
    legend = [
        Key(GROUPS[g][0], _("まとまり%(letter)s") % {"letter": LETTERS[g]}, _KEYS[GROUPS[g][1]])
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
            _("参加した%(n)d人の答えの近さ。") % {"n": len(points)},
            listed(f"{LETTERS[g]} {_people(counts[g])}" for g in groups),
        )
    )
    return Chart(picture(layers, height=round(WIDTH * 0.85)), alt or told, table, legend)


def _people(number: int) -> str:
    return _("%(n)d人") % {"n": number}
