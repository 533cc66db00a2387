"""All districts in one field: two shares across and up, the city's lines, one district's way."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from jibungoto.ui.listing import sentences, with_note

from .figure import Chart, Key, Table, builder
from .inks import ink
from .spec import HALO, Layer, amount, layer, nice_step, picture, said, words

HEIGHT = 300
Point = tuple[str, float, float]


@builder
def quadrants(
    points: Sequence[Point],
    *,
    here: str = "",
    then: tuple[float, float] | None = None,
    city: tuple[float, float] | None = None,
    city_then: tuple[float, float] | None = None,
    x_word: str,
    y_word: str,
    then_word: str = "",
    city_word: str = "",
    head: str = "",
    unit: str = "%",
    places: int = 1,
    alt: str = "",
) -> Chart:
    """points: (name, x, y) of every district, `here` the name of the one the picture is about.

    `then` is where it stood at an earlier date: an arrow leads from there. `city` draws the lines
    that part the field in four. Positions are no ranks: the table keeps the order it was given.
    """
    known = [(x, y) for _n, x, y in points] + [p for p in (then, city, city_then) if p]
    x_domain, x_step = _domain([x for x, _y in known])
    y_domain, y_step = _domain([y for _x, y in known])
    x = _axis("x", x_domain, x_step)
    y = _axis("y", y_domain, y_step)
    layers: list[Layer] = []
    if city:
        layers += _cross(city, city_word or _("市"), x_domain, y_domain, x, y)
    others = [{"x": px, "y": py} for name, px, py in points if name != here]
    layers.append(
        layer(
            others,
            {"type": "point", "filled": True, "opacity": 0.75, "size": 46, "color": ink("city")},
            x=x,
            y=y,
        )
    )
    mine = next(((px, py) for name, px, py in points if name == here), None)
    if mine and then:
        layers += _way(then, mine, x, y)
    if mine:
        layers += _mine(mine, here, x_domain, x, y)
    titles = [
        {"x": x_domain[0], "y": y_domain[1], "w": f"↑ {with_note(y_word, unit)}"},
        {"x": x_domain[1], "y": y_domain[0], "w": f"{with_note(x_word, unit)} →"},
    ]
    layers.append(layer(titles[:1], words(dx=2, dy=-10), x=x, y=y, text={"field": "w"}))
    layers.append(
        layer(titles[1:], words(align="right", dx=0, dy=32), x=x, y=y, text={"field": "w"})
    )
    rows = [[name, said(px, unit, places), said(py, unit, places)] for name, px, py in points]
    if city:
        rows.append(
            [city_word or _("市"), said(city[0], unit, places), said(city[1], unit, places)]
        )
    table = Table(
        (head or _("地区"), x_word, y_word),
        rows,
        next((n for n, (name, _x, _y) in enumerate(points) if name == here), None),
    )
    return Chart(
        picture(layers, height=HEIGHT),
        alt or _tell(here, mine, city, x_word, y_word, unit, places),
        table,
        _legend(here, len(others), then_word if then else "", city_word if city else ""),
    )


def _domain(values: list[float]) -> tuple[list[float], float]:
    low, high = min(values, default=0), max(values, default=1)
    spare = max((high - low) * 0.08, 0.5)
    step = nice_step(max(high - low + 2 * spare, 1), 5)
    first = step * ((low - spare) // step)
    return [max(first, 0.0) if low >= 0 else first, step * -(-(high + spare) // step)], step


def _axis(name: str, domain: list[float], step: float) -> dict[str, Any]:
    number = round((domain[1] - domain[0]) / step)
    return {
        **amount(name, {"domain": domain, "nice": False, "zero": False}),
        "axis": {
            "values": [round(domain[0] + step * k, 6) for k in range(number + 1)],
            "format": ",.0f" if step == int(step) else ",.1f",
            "grid": True,
            "labelPadding": 4,
        },
    }


def _cross(
    city: tuple[float, float], word: str, xs: list[float], ys: list[float], x: Any, y: Any
) -> list[Layer]:
    rule = {"type": "rule", "color": ink("city"), "strokeWidth": 1.5, "strokeDash": [5, 4]}
    up = [{"x": city[0], "y": ys[0], "y2": ys[1]}]
    across = [{"x": xs[0], "y": city[1], "x2": xs[1]}]
    label = [{"x": city[0], "y": ys[0], "w": word}]
    name = words(dx=4, dy=-8)
    return [
        layer(up, rule, x=x, y=y, y2={"field": "y2"}),
        layer(across, rule, x=x, y=y, x2={"field": "x2"}),
        layer(label, {**name, **HALO}, x=x, y=y, text={"field": "w"}),
        layer(label, name, x=x, y=y, text={"field": "w"}),
    ]


def _way(then: tuple[float, float], now: tuple[float, float], x: Any, y: Any) -> list[Layer]:
    rows = [{"x": then[0], "y": then[1], "n": 0}, {"x": now[0], "y": now[1], "n": 1}]
    order = {"field": "n", "type": "quantitative"}
    start = {"type": "point", "filled": False, "fill": ink("surface"), "opacity": 1, "size": 60}
    start |= {"stroke": ink("then"), "strokeWidth": 2}
    return [
        layer(
            rows, {"type": "line", "color": ink("then"), "strokeWidth": 2}, x=x, y=y, order=order
        ),
        layer(rows[:1], start, x=x, y=y),
    ]


def _mine(mine: tuple[float, float], name: str, xs: list[float], x: Any, y: Any) -> list[Layer]:
    rows = [{"x": mine[0], "y": mine[1], "w": name}]
    dot = {"type": "point", "filled": True, "opacity": 1, "size": 130, "color": ink("here")}
    left = mine[0] > (xs[0] + xs[1]) / 2
    label = words(
        "ink", align="right" if left else "left", dx=-10 if left else 10, fontWeight="bold"
    )
    return [
        layer(rows, {**dot, "stroke": ink("surface"), "strokeWidth": 1.5}, x=x, y=y),
        layer(rows, {**label, **HALO}, x=x, y=y, text={"field": "w"}),
        layer(rows, label, x=x, y=y, text={"field": "w"}),
    ]


def _legend(here: str, others: int, then: str, city: str) -> list[Key]:
    keys = [Key("here", here, "circle")] if here else []
    if others:
        keys.append(Key("city", _("ほかの地区") if here else _("地区"), "circle"))
    if then:
        keys.append(Key("then", then, "line"))
    if city:
        keys.append(Key("city", city, "dash"))
    return keys


def _tell(
    here: str,
    mine: tuple[float, float] | None,
    city: tuple[float, float] | None,
    x_word: str,
    y_word: str,
    unit: str,
    places: int,
) -> str:
    if mine is None:
        return _("地区ごとの%(x)sと%(y)s。") % {"x": x_word, "y": y_word}
    told = _("%(name)sは、%(x)s%(a)s、%(y)s%(b)s。") % {
        "name": here,
        "x": x_word,
        "a": said(mine[0], unit, places),
        "y": y_word,
        "b": said(mine[1], unit, places),
    }
    if city:
        beside = _("市は、%(a)s、%(b)s。") % {
            "a": said(city[0], unit, places),
            "b": said(city[1], unit, places),
        }
        return sentences((told, beside))
    return told
