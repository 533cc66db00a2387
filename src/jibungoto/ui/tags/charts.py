"""Pictures of data on a page: the whole figure, its legend, and the small line of a table cell."""

from collections.abc import Sequence
from typing import Any

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from jibungoto.ui.charts.drawing import picture_of
from jibungoto.ui.charts.figure import Figure, Key
from jibungoto.ui.charts.opinions import with_me
from jibungoto.ui.charts.signs import sign
from jibungoto.ui.listing import inside
from jibungoto.ui.maps.still import StillMap

from .library import nothing, register, say
from .parts import nodata, source


@register.simple_tag
def figure(figure: Figure, id: str = "") -> SafeString:
    """A picture with its finding, legend, reading, source and table (ui.charts.Figure)."""
    chart = figure.chart
    svg = picture_of(chart.spec) if chart else None
    if svg and chart and chart.me:
        svg = with_me(svg, chart.me)
    return drawn_figure(figure, _named(svg, chart.alt) if chart and svg else "", id=id)


def drawn_figure(figure: Figure, svg: str, id: str = "") -> SafeString:
    """The same around a drawing at hand. A karte has a dozen of them, so no template."""
    chart, level = figure.chart, figure.level
    found = [
        f'<figure class="fig on-paper"{f' id="{say(id)}"' if id else ""}>'
        f"<figcaption><h{level}>{say(figure.heading)}</h{level}></figcaption>"
    ]
    if chart is None:
        found.append(nodata(figure.missing))
    else:
        found.append(legend(chart.legend))
        if svg:
            found.append(f'<div class="narrow-max">{say(svg)}</div>')
        else:
            words = _("図を描けませんでした。数字は下の表で見られます。")
            found.append(f'<p class="small">{say(words)}</p>')
        if figure.reading:
            found.append(f'<p class="read"><b>{say(_("読み方"))}</b>　{say(figure.reading)}</p>')
        found += (f'<p class="read">{say(note)}</p>' for note in figure.notes)
    found.append(source(figure.date, figure.source, figure.method, note=figure.note))
    if chart is not None:
        table = dense_table(chart.table.columns, chart.table.rows, chart.table.here)
        label = _("「%(heading)s」の表") % {"heading": inside(figure.heading)}
        found.append(
            f'<details class="disclose"{"" if svg else " open"}><summary>'
            f'{say(_("この図の数字を表で見る"))}</summary><div class="scroll" tabindex="0" '
            f'role="region" aria-label="{say(label)}">{table}</div></details>'
        )
    found.append("</figure>")
    return mark_safe("\n".join(found))  # noqa: S308 every word was escaped above


def legend(keys: Sequence[Key]) -> SafeString:
    """What the signs of a picture mean; nothing without any."""
    if not keys:
        return SafeString("")
    lines = "".join(f"<li>{sign(key)}{say(key.word)}</li>" for key in keys)
    return mark_safe(f'<ul class="legend">{lines}</ul>')  # noqa: S308 escaped


@register.simple_tag
def dense_table(
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    here: int | None = None,
    words: Sequence[int] = (0,),
    links: Sequence[str] = (),
    ways: Sequence[str] = (),
) -> SafeString:
    """Numbers in rows, the first column heading each: thousands of cells a page, so no template.

    `here` tints a row, `words` are the columns that hold no numbers, `links` lead from a row on,
    `ways` from every figure of a column. Words alone become records on a phone.
    """

    def look(at: int) -> str:
        return "" if at in words else ' class="n"'

    none = nothing()

    def led(at: int, cell: str) -> str:
        if cell == "—":
            return none
        way = ways[at] if at < len(ways) else ""
        return f'<a href="{escape(way)}">{say(cell)}</a>' if way else say(cell)

    heads = "".join(
        f'<th scope="col"{look(at)}>{say(word)}</th>' for at, word in enumerate(columns)
    )
    worded = len(words) == len(columns) > 1
    named = [f' data-h="{say(word)}"' if worded else "" for word in columns]
    drawn = []
    for at, (first, *others) in enumerate(rows):
        head = say(first)
        if at < len(links) and links[at]:
            head = f'<a href="{escape(links[at])}">{head}</a>'
        cells = "".join(
            f"<td{look(n)}{named[n]}>{led(n, cell)}</td>" for n, cell in enumerate(others, 1)
        )
        tint = ' class="me"' if at == here else ""
        drawn.append(f'<tr{tint}><th scope="row">{head}</th>{cells}</tr>')
    body, kind = "\n".join(drawn), "dense fold" if worded else "dense"
    return mark_safe(  # noqa: S308 every word was escaped above
        f'<table class="{kind}"><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>'
    )


@register.inclusion_tag("ui/parts/map.html")
def map_figure(
    still: StillMap, id: str = "map", live: str = "", pick: str | None = None
) -> dict[str, Any]:
    """A still map with the list of its places. With `live` (an id) a script may make it move: the
    page then links map.css and map.js. `pick` names the fields (lat, lon) a press fills in."""
    svg = mark_safe(still.svg())  # noqa: S308 drawn by us, its words escaped
    return {"map": still, "svg": svg, "id": id, "live": live, "pick": pick}


@register.simple_tag
def legend_sign(key: Key) -> SafeString:
    """The sign of one entry of a legend."""
    return mark_safe(sign(key))  # noqa: S308 drawn by us


@register.simple_tag
def spark(values: Sequence[float | None], words: str = "") -> SafeString:
    """A small line for a cell of a table, its last point marked; `words` say what it shows."""
    known = [(n, v) for n, v in enumerate(values) if v is not None]
    if len(known) < 2:
        return mark_safe(f'<span class="zero">{nothing()}</span>')  # noqa: S308 our own words
    low, high = min(v for _n, v in known), max(v for _n, v in known)
    scale = 20 / ((high - low) or 1)
    points = [
        (2 + n * 100 / (len(values) - 1), 24 - (v - low) * scale if high > low else 14)
        for n, v in known
    ]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    x, y = points[-1]
    return format_html(
        '<svg class="spark" viewBox="0 0 104 28" role="img" aria-label="{}">'
        '<path class="l-here" d="M{}"/><circle cx="{}" cy="{}" r="2.6"/></svg>',
        words,
        path,
        f"{x:.1f}",
        f"{y:.1f}",
    )


def _named(svg: str, alt: str) -> SafeString:
    named = svg.replace("<svg ", f'<svg role="img" aria-label="{escape(alt)}" ', 1)
    return mark_safe(named)  # noqa: S308 drawn by us, the words escaped
