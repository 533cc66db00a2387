"""Parts drawn from data: figures, facts, sources, stories, weeks, shares, rows, uploads."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext

from .library import register


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


@register.inclusion_tag("ui/parts/source.html")
def source(date: Any = "", source: str = "", method: str = "", url: str = "") -> dict[str, Any]:
    """基準日, 出典, 方法: stands under every figure and every picture of data."""
    return {"date": date, "source": source, "method": method, "url": url}


@register.inclusion_tag("ui/parts/nodata.html")
def nodata(reason: str) -> dict[str, Any]:
    """データなし, with the reason: neither 0 nor a blank."""
    return {"reason": reason}


@register.inclusion_tag("ui/parts/story.html")
def story(events: Iterable[Any], level: int = 3) -> dict[str, Any]:
    """How one thing led to the next.

    events: {stage, kind, when, title, url, text, quote, who, link_label, state, state_word, todo}.
    """
    return {"events": list(events), "level": level}


@register.inclusion_tag("ui/parts/strip.html")
def strip(events: Iterable[Any], *, tall: bool = False) -> dict[str, Any]:
    """A story in one line. events: {stage, title, text, url}; `tall` keeps it upright when wide."""
    return {"events": _read(events, ("stage", "title", "text", "url")), "tall": tall}


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


@register.inclusion_tag("ui/parts/files.html")
def files(items: Iterable[Any]) -> dict[str, Any]:
    """Attached files. items: {name, url, size, kind}; size in bytes."""
    return {"items": _read(items, ("name", "url", "size", "kind"))}
