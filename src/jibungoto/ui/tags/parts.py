"""Parts drawn from data: figures, facts, sources, stories, weeks, shares, rows, uploads."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext as _

from .breaks import held
from .library import register, say

# The shapes of groups of opinion, around 0,0; colours are classes c-a to c-f.
_GROUP_SHAPES = {
    "A": "M-7 0a7 7 0 1 0 14 0a7 7 0 1 0-14 0z",
    "B": "M0-8l8 14h-16z",
    "C": "M-6.500-6.500h13v13h-13z",
    "D": "M0-8 6.500 0 0 8-6.500 0z",
    "E": "M-2.500-7.500h5v5h5v5h-5v5h-5v-5h-5v-5h5z",
    "F": "M0 7.500-7.500-6h15z",
}
_GROUP_SIGNS = {
    letter: f'<svg class="gly" viewBox="-8 -8 16 16" aria-hidden="true">'
    f'<path d="{path}" class="c-{letter.lower()}"/></svg>'
    for letter, path in _GROUP_SHAPES.items()
}


def _read(items: Iterable[Any], names: tuple[str, ...]) -> list[Any]:
    """Tuples become mappings, so that a page may pass short rows or its own objects."""
    return [
        dict(zip(names, item, strict=False)) if isinstance(item, tuple | list) else item
        for item in items
    ]


@register.inclusion_tag("ui/parts/stats.html")
def stats(items: Iterable[Any], columns: int = 4) -> dict[str, Any]:
    """Key figures. items: {label, value, unit, vs, url, missing}: `vs` sets the city's value
    beside, `missing` says why there is no value (never 0)."""
    return {
        "items": _read(items, ("label", "value", "unit", "vs", "url")),
        "three": columns == 3,
    }


@register.inclusion_tag("ui/parts/facts.html")
def facts(items: Iterable[Any]) -> dict[str, Any]:
    """Plain facts as pairs of (term, value) or {label, value, url}."""
    return {"items": _read(items, ("label", "value", "url"))}


@register.simple_tag
def source(
    date: Any = "",
    source: str = "",
    method: str = "",
    url: str = "",
    note: tuple[str, str] | None = None,
) -> SafeString:
    """基準日, 出典, 方法: stands under every figure and picture of data, hence no template. Where
    many rest on one method it is told once: `note` is the name and the address of that place."""
    how = say(method)
    if note is not None:
        how = SafeString(f'<a href="{say(note[1])}">{say(note[0])}</a>')
    told = held(source)
    if source and url:
        told = SafeString(f'<a href="{say(url)}">{told}</a>')
    lines = "".join(
        f"<div><dt>{say(word)}</dt><dd>{text}</dd></div>"
        for word, text in (
            (_("基準日"), held(date)),
            (_("出典"), told),
            (_("方法"), how),
        )
        if text
    )
    return SafeString(f'<dl class="source">{lines}</dl>')


@register.simple_tag
def nodata(reason: str) -> SafeString:
    """データなし, with the reason: neither 0 nor a blank."""
    return format_html(
        '<div class="nodata"><b>{}</b><p class="small">{}</p></div>', _("データなし"), reason
    )


@register.inclusion_tag("ui/parts/story.html")
def story(events: Iterable[Any], level: int = 3) -> dict[str, Any]:
    """How one thing led to the next.

    events: {stage, kind, when, title, url, text, quote, who, link_label, state, state_word, todo}.
    """
    return {"events": list(events), "level": level}


@register.inclusion_tag("ui/parts/strip.html")
def strip(events: Iterable[Any], *, tall: bool = False) -> dict[str, Any]:
    """A story in one line. events: {stage, title, text, url, state, state_word}.

    `tall` keeps it upright when wide.
    """
    names = ("stage", "title", "text", "url", "state", "state_word")
    return {"events": _read(events, names), "tall": tall}


@register.inclusion_tag("ui/parts/week.html")
def week(days: Iterable[Any]) -> dict[str, Any]:
    """Seven days. days: {date, today, holiday (its name), events: [{at, title, url, place}]}."""
    return {"days": list(days)}


@register.inclusion_tag("ui/parts/rows.html")
def rows(items: Iterable[Any]) -> dict[str, Any]:
    """The everyday list of links. items: {title, url, meta} or (title, url, meta)."""
    return {"items": _read(items, ("title", "url", "meta"))}


@register.inclusion_tag("ui/parts/progress.html")
def progress(value: float, max: float, label: str, id: str = "progress") -> dict[str, Any]:
    """How far something has come, said in words above the bar."""
    return {"value": value, "max": max, "label": label, "id": id}


@register.inclusion_tag("ui/parts/shares.html")
def shares(agree: float, passed: float, disagree: float) -> dict[str, Any]:
    """Agree, pass, disagree in percent, always in this order, as a band with its words."""
    whole = agree + passed + disagree or 1
    a, p, d = (round(x / whole * 100) for x in (agree, passed, disagree))
    words = gettext("そう思う%(a)s%%、わからない%(p)s%%、そう思わない%(d)s%%") % {
        "a": a,
        "p": p,
        "d": d,
    }
    return {"a": a, "p": p, "d": d, "edge": a + p, "words": words, "rest": 100 - a - p}


@register.inclusion_tag("ui/parts/intervals.html")
def intervals(rows: Iterable[Any]) -> dict[str, Any]:
    """Shares with their intervals, one under the other on one scale from 0 to 100 %.

    rows: {letter, n, share, low, high}, shares from 0 to 1, or without share what is `missing`;
    one that is of no group may have a `name`.
    """
    read: list[Mapping[str, Any]] = _read(rows, ("letter", "n", "share", "low", "high", "missing"))
    return {"rows": [_drawn_interval(row) for row in read]}


def _drawn_interval(row: Mapping[str, Any]) -> dict[str, Any]:
    letter = row["letter"]
    told = {**row, "shape": _GROUP_SHAPES.get(letter, ""), "look": letter.lower() or "here"}
    if row.get("share") is None:
        return told
    share, low, high = (row[key] for key in ("share", "low", "high"))
    at = {"x": 2 * share * 100, "from": 2 * low * 100, "to": 2 * high * 100}
    words = {"share": round(share * 100), "low": round(low * 100), "high": round(high * 100)}
    return told | {key: round(value, 1) for key, value in at.items()} | {"told": words}


@register.simple_tag
def group_sign(letter: str) -> SafeString:
    """The shape of a group of opinion: A circle, B triangle, C square, D to F others."""
    return mark_safe(_GROUP_SIGNS.get(letter, ""))  # noqa: S308  drawn here


@register.inclusion_tag("ui/parts/bars.html")
def tally(items: Iterable[Any], unit: str = "") -> dict[str, Any]:
    """Amounts of a handful of things as bars in a list. items: (label, value[, here])."""
    read: list[Mapping[str, Any]] = _read(items, ("label", "value", "here"))
    top = max((i["value"] for i in read), default=0) or 1
    return {
        "items": [{**i, "width": round(i["value"] / top * 100, 2)} for i in read],
        "unit": unit,
    }


@register.inclusion_tag("ui/parts/record.html")
def record(
    kind: str, what: str, meta: Iterable[str] = (), *, todo: bool = False, url: str = ""
) -> dict[str, Any]:
    """A decision or a to-do: what, and beside it who, until when, how it was decided."""
    return {"kind": kind, "what": what, "meta": list(meta), "todo": todo, "url": url}


@register.inclusion_tag("ui/parts/toasts.html")
def toasts(messages: Iterable[Any]) -> dict[str, Any]:
    """What has just happened, from django.contrib.messages."""
    return {"messages": messages}


@register.inclusion_tag("ui/parts/downloads.html")
def downloads(table: str, query: str = "", *, pdf: str = "", json: bool = False) -> dict[str, Any]:
    """The ways to take a list along, inside a `p.actions`: on paper, as CSV, Excel and JSON.

    `table` is the address of its CSV, which takes `as=xlsx` and `as=json`; `query` what the list is
    narrowed to.
    """

    def address(at: str, kind: str = "") -> str:
        asked = "&".join(filter(None, (query, f"as={kind}" if kind else "")))
        return f"{at}?{asked}" if asked else at

    return {
        "pdf": address(pdf) if pdf else "",
        "csv": address(table),
        "xlsx": address(table, "xlsx"),
        "json": address(table, "json") if json else "",
    }


@register.inclusion_tag("ui/parts/files.html")
def files(items: Iterable[Any]) -> dict[str, Any]:
    """Attached files. items: {name, url, size, kind}; size in bytes."""
    return {"items": _read(items, ("name", "url", "size", "kind"))}
