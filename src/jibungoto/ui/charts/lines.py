"""Lines over the years: what was, what is expected with its band, the city and a target beside."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from jibungoto.ui.listing import listed, sentences

from .figure import Chart, Key, Table, builder
from .inks import ink
from .spec import HALO, Layer, amount, layer, nice_step, picture, said, text_width, words

HEIGHT = 240
DRAWN = 310  # px between the axis and the right edge
_APART = 40  # px between the middles of two years' names
Series = Sequence[tuple[float, float | None]]
Band = Sequence[tuple[float, float, float]]
_ROLES: dict[str, dict[str, Any]] = {
    "here": {"strokeWidth": 2.5},
    "city": {"strokeWidth": 2, "strokeDash": [2, 5], "strokeCap": "round"},
    "then": {"strokeWidth": 2},
    "late": {"strokeWidth": 2},
}


@builder
def line(
    here: Series,
    *,
    future: Series = (),
    band: Band = (),
    city: Series = (),
    targets: Series = (),
    unit: str = "",
    places: int = 0,
    zero: bool = False,
    reach: float = 0.0,
    here_word: str = "",
    city_word: str = "",
    heads: str = "",
    alt: str = "",
) -> Chart:
    """A line of what was (year, value), and what may come.

    future: the projection, dashed, beginning where `here` ends; band: (year, low, high) around it;
    city: the city's line; targets: goals as open diamonds. A year without value breaks the line.
    The axis begins near the lowest value: with `zero` at nothing, with `reach` at least this share
    of the highest value below it, so that a small change doesn't look like a cliff.
    """
    every = [v for s in (here, future, city, targets) for _x, v in s if v is not None]
    every += [v for _x, low, high in band for v in (low, high)]
    low, high = (min(every, default=0), max(every, default=1))
    bottom = 0.0 if zero or low <= 0 else min(low, (1 - reach) * high)
    step = nice_step(high - bottom or high or 1)
    domain = [step * (bottom // step), step * -(-high // step)]
    years = [x for s in (here, future, city, targets) for x, _v in s]
    span = max(years) - min(years) if years else 1
    aimed = _aimed(future, targets)
    beside = 0.03 if future and not aimed else _beside(future if aimed else here, unit, places)
    x = {
        **amount(
            "x", {"domain": [min(years), max(years) + span * beside], "nice": False, "zero": False}
        ),
        "axis": {
            "values": _ticks(sorted(set(years))),
            "format": "d",
            "grid": False,
            "domain": True,
            "labelPadding": 6,
        },
    }
    y = {
        **amount("y", {"domain": domain, "nice": False, "zero": False}),
        "axis": {"values": _steps(domain, step), "format": f",.{max(places, _decimals(step))}f"},
    }
    layers = _band(band, x, y)
    if here and future:
        layers += _border(here[-1][0], domain, x, y, room=(here[-1][0] - min(years)) / span)
    layers += _line("city", city, x, y) + _line("here", here, x, y)
    layers += _line("here", future, x, y, dash=[7, 4])
    layers.append(_dots(here, x, y))
    if targets:
        layers.append(_diamonds(targets, x, y))
    layers += _ends(here, future, band, unit, places, x, y, aimed=aimed)
    chart = picture(layers, height=HEIGHT)
    return Chart(
        chart,
        alt or _tell(here, future, band, unit, places),
        _table(here, future, band, city, targets, unit, places, heads, here_word, city_word),
        _legend(
            here_word,
            (city_word or _("市")) if city else "",
            bool(future),
            bool(band),
            bool(targets),
        ),
    )


def _beside(here: Series, unit: str, places: int) -> float:
    """Room right of the last point for its value, as a share of the years: no line runs there."""
    last = next((v for _x, v in reversed(here) if v is not None), None)
    wide = 14 + 1.1 * text_width(said(last, unit, places))  # in bold
    return max(0.03, wide / (DRAWN - wide))


def _aimed(future: Series, targets: Series) -> bool:
    """Whether a goal stands in the last year expected: its sign takes the room above or below."""
    return any(v is not None and at == future[-1][0] for at, v in targets if future)


def _ticks(years: list[float]) -> list[float]:
    """At most six years, evenly chosen, the last always among them, none written into another.

    The name of the first year begins at the axis instead of standing over its middle.
    """
    each = max(1, -(-len(years) // 6))
    even = years[::-1][::each]
    if len(years) < 2:
        return even
    wide = DRAWN / (years[-1] - years[0])  # px a year
    kept = even[:1]
    for year in even[1:]:
        if (kept[-1] - year) * wide >= _APART:
            kept.append(year)
    if len(kept) > 2 and (kept[-2] - kept[-1]) * wide < 1.5 * _APART:
        kept[-2:] = kept[-1:]
    return kept[::-1]


def _steps(domain: Sequence[float], step: float) -> list[float]:
    return [
        round(domain[0] + step * k, 6) for k in range(round((domain[1] - domain[0]) / step) + 1)
    ]


def _decimals(step: float) -> int:
    return 0 if step == int(step) else 1 if step * 10 == int(step * 10) else 2


def _line(role: str, series: Series, x: Any, y: Any, dash: list[int] | None = None) -> list[Layer]:
    if not series:
        return []
    look = {**_ROLES[role], **({"strokeDash": dash} if dash else {})}
    rows = [{"x": at, "y": value} for at, value in series]
    mark = {
        "type": "line",
        "color": ink(role),
        "strokeJoin": "round",
        "invalid": "break-paths-filter-domains",
        **look,
    }
    return [layer(rows, mark, x=x, y=y)]


def _band(band: Band, x: Any, y: Any) -> list[Layer]:
    if not band:
        return []
    rows = [{"x": at, "y": low, "high": high} for at, low, high in band]
    mark = {"type": "area", "color": ink("here-soft")}
    return [layer(rows, mark, x=x, y=y, y2={"field": "high"})]


def _border(at: float, domain: Sequence[float], x: Any, y: Any, *, room: float) -> list[Layer]:
    """Where the past ends. `room` is the share of the width left of it: without enough for its
    word the past is not named, as the word would run into the axis."""
    rows = [{"x": at, "y": domain[0], "top": domain[1]}]
    rule = {"type": "rule", "color": ink("edge"), "strokeDash": [3, 3]}
    top = [{"x": at, "y": domain[1], "w": _("これまで"), "v": _("推計")}]
    past = layer(top, words(align="right", dx=-6, dy=-9), x=x, y=y, text={"field": "w"})
    wide = text_width(_("これまで")) + 12
    return [
        layer(rows, rule, x=x, y=y, y2={"field": "top"}),
        *([past] if room * DRAWN >= wide else []),
        layer(top, words(dx=6, dy=-9), x=x, y=y, text={"field": "v"}),
    ]


def _dots(series: Series, x: Any, y: Any) -> Layer:
    rows = [{"x": at, "y": value} for at, value in series if value is not None]
    return layer(
        rows,
        {"type": "point", "filled": True, "opacity": 1, "size": 38, "color": ink("here")},
        x=x,
        y=y,
    )


def _diamonds(series: Series, x: Any, y: Any) -> Layer:
    rows = [{"x": at, "y": value} for at, value in series if value is not None]
    mark = {
        "type": "point",
        "shape": "diamond",
        "filled": False,
        "fill": ink("surface"),
        "opacity": 1,
        "size": 80,
        "stroke": ink("then"),
        "strokeWidth": 2,
    }
    return layer(rows, mark, x=x, y=y)


def _ends(
    here: Series, future: Series, band: Band, unit: str, places: int, x: Any, y: Any, *, aimed: bool
) -> list[Layer]:
    """The last value known at its point, on the side where no line rises to it or leaves it; the
    last expected beside its band: below it where the line comes down to it, else above. Where a
    goal stands in that year (`aimed`), at its right."""
    found = []
    above = {at: high for at, _low, high in band}
    below = {at: low for at, low, _high in band}
    ahead = [v for _x, v in future if v is not None]
    down = len(ahead) > 1 and ahead[-1] < ahead[0]
    for series, align in ((here, "left"), (future, "right")):
        last = next(((at, v) for at, v in reversed(series) if v is not None), None)
        if last is not None:
            end = below if down else above
            y_at = end.get(last[0], last[1]) if series is future else last[1]
            rows = [{"x": last[0], "y": y_at, "w": said(last[1], unit, places)}]
            lift: dict[str, int] = {"dx": 9}
            if future:
                side = _free_side(here, future) if series is here else align
                lift = {"dy": -14, "dx": 2 if side == "left" else -2}
                if series is future and aimed:
                    side, lift = "left", {"dx": 9}
                elif series is future and down:
                    lift["dy"] = 13
                align = side
            mark = words("ink", align=align, fontWeight="bold", **lift)
            found.append(layer(rows, {**mark, **HALO}, x=x, y=y, text={"field": "w"}))
    # The halo is a copy below, since SVG strokes text over its own filling.
    return [copy for one in found for copy in (one, _without_halo(one))]


def _free_side(here: Series, future: Series) -> str:
    """Above a point the words begin there, unless the line climbs on through them: then they end
    there, where it has come up from below."""
    known = [(at, v) for at, v in here if v is not None]
    ahead = [v for _x, v in future if v is not None]
    if len(known) < 2 or len(ahead) < 2 or len(here) < 2:
        return "left"
    climbs = ahead[-1] > ahead[0] and known[-1][1] >= known[-2][1]
    room = (known[-1][0] - known[0][0]) / ((future[-1][0] - known[0][0]) or 1) * DRAWN
    return "right" if climbs and room > 2 * _APART else "left"


def _without_halo(one: Layer) -> Layer:
    mark = {k: v for k, v in one["mark"].items() if k not in HALO}
    return {**one, "mark": mark}


def _legend(here: str, city: str, future: bool, band: bool, targets: bool) -> list[Key]:  # noqa: FBT001
    keys = [Key("here", here or _("この地区"), "line")]
    if future:
        keys.append(Key("here", _("推計"), "dash"))
    if band:
        keys.append(Key("here-soft", _("はずれる幅")))
    if city:
        keys.append(Key("city", city, "dots"))
    if targets:
        keys.append(Key("then", _("目標"), "diamond"))
    return keys if len(keys) > 1 else []


def _table(
    here: Series,
    future: Series,
    band: Band,
    city: Series,
    targets: Series,
    unit: str,
    places: int,
    head: str,
    here_word: str,
    city_word: str,
) -> Table:
    columns: list[tuple[str, dict[float, str]]] = [
        (here_word or _("この地区"), {at: said(v, unit, places) for at, v in here}),
    ]
    started = {at for at, _v in here}
    columns[0][1].update({at: said(v, unit, places) for at, v in future if at not in started})
    if band:
        ranges = {
            at: listed((said(a, "", places), said(b, unit, places)), "〜")
            for at, a, b in band
            if a != b
        }
        columns.append((_("はずれる幅"), ranges))
    if city:
        columns.append((city_word or _("市"), {at: said(v, unit, places) for at, v in city}))
    if targets:
        columns.append((_("目標"), {at: said(v, unit, places) for at, v in targets}))
    years = sorted({at for _w, values in columns for at in values})
    rows = [
        [
            f"{at:g}" if head else _("%(year)s年") % {"year": f"{at:g}"},
            *(v.get(at, "—") for _w, v in columns),
        ]
        for at in years
    ]
    return Table((head or _("年"), *(w for w, _v in columns)), rows)


def _tell(here: Series, future: Series, band: Band, unit: str, places: int) -> str:
    known = [(at, v) for at, v in here if v is not None]
    if not known:
        return _("値はまだありません。")
    first, last = known[0], known[-1]
    when, then = first[0], said(first[1], unit, places)
    if first == last:
        told = [_("%(a)g年は%(b)s。") % {"a": when, "b": then}]
    else:
        now = said(last[1], unit, places)
        told = [
            _("%(a)g年は%(b)s、%(c)g年は%(d)s。") % {"a": when, "b": then, "c": last[0], "d": now}
        ]
    if future and future[-1][1] is not None:
        ahead = _("%(a)g年は約%(b)sと見込まれます。") % {
            "a": future[-1][0],
            "b": said(future[-1][1], unit, places),
        }
        told.append(ahead)
        if band:
            width = _("幅は%(a)sから%(b)sです。") % {
                "a": said(band[-1][1], unit, places),
                "b": said(band[-1][2], unit, places),
            }
            told.append(width)
    return sentences(told)
