"""Bars: amounts beside one another, and shares of a whole."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from jibungoto.ui.listing import listed, sentences

from .figure import Chart, Key, Table, builder
from .inks import ink
from .spec import TYPE, WIDTH, Layer, bare, layer, picture, said, text_width, words

BAR, GAP = 24, 10
WIDEST = 150.0  # of the labels beside bars
SMALL = 11  # type of a value in a narrow piece (clean.py knows this size)
_LOOKS: dict[str, dict[str, Any]] = {
    "then": {"color": ink("surface"), "stroke": ink("then"), "strokeWidth": 2},
}


@builder
def bars(
    items: Sequence[tuple[str, float | None, str]],
    *,
    unit: str = "",
    places: int = 1,
    alt: str = "",
    heads: tuple[str, str] = ("", ""),
) -> Chart:
    """Horizontal bars. items: (label, value, role); role: here, city, then (an earlier date)…

    A missing value is said as データなし and drawn as nothing. Where a label would take the room of
    the bars, labels stand above their bars, whole.
    """
    wide = max(_bold_width(label) * TYPE for label, _v, _r in items) + 8
    step, down = BAR + GAP, 0
    if above := wide > WIDEST:
        wide, step, down = 0, BAR + GAP + 22, 22
    top = max((v for _l, v, _r in items if v is not None), default=0) or 1
    room = max(text_width(said(v, unit, places)) for _l, v, _r in items) + 14
    # Everything is laid out in one scale of pixels, so that labels, bars and values line up.
    per = (WIDTH - 2 - wide - room) / top
    height = len(items) * step - GAP
    x, y = [0, WIDTH - 2], [height, 0]
    layers: list[Layer] = []
    rows = [
        {
            "label": label,
            "role": role,
            "said": said(value, unit, places),
            "from": wide,
            "to": wide + (value or 0) * per,
            "y": n * step + down,
            "y2": n * step + down + BAR,
            "middle": n * step + down + BAR / 2,
            "line": n * step + (9 if above else BAR / 2),
            "end": wide + (value or 0) * per + 7,
            "zero": 0,
        }
        for n, (label, value, role) in enumerate(items)
    ]
    for row in rows:
        look = _LOOKS.get(str(row["role"]), {"color": ink(str(row["role"]))})
        layers.append(
            layer(
                [row],
                {"type": "rect", **look},
                x=bare("from", x),
                x2={"field": "to"},
                y=bare("y", y),
                y2={"field": "y2"},
            )
        )
    layers += [
        layer(
            [r for r in rows if (r["role"] == "here") == here],
            # Vega measures with another face than the page has: only a really long label is cut.
            words("ink" if here else "ink-2", limit=wide * 1.2 or WIDTH, fontWeight=weight),
            x=bare("zero", x),
            y=bare("line", y),
            text={"field": "label"},
        )
        for here, weight in ((True, "bold"), (False, "normal"))
    ]
    layers.append(
        layer(
            rows,
            words("ink", fontWeight="bold"),
            x=bare("end", x),
            y=bare("middle", y),
            text={"field": "said"},
        )
    )
    table = Table(
        (heads[0] or _("項目"), heads[1] or _("値")),
        [(label, said(value, unit, places)) for label, value, _role in items],
        next((n for n, item in enumerate(items) if item[2] == "here"), None),
    )
    told = listed(f"{label} {said(value, unit, places)}" for label, value, _role in items)
    return Chart(picture(layers, height=height), alt or told, table)


def _label(value: float, unit: str, places: int, room: float) -> dict[str, Any]:
    """A value as it fits its piece, and its size of type: smaller, then rounder, else not at all.

    No digit is ever cut off; the table beside the picture has the value.
    """
    for told in dict.fromkeys((said(value, unit, places), said(value, unit))):
        for size in (TYPE, SMALL):
            if _bold_width(told) * size + 3 <= room:
                return {"said": told, "size": size}
    return {"said": "", "size": 0}


def _bold_width(text: str) -> float:
    """In sizes of type: a percent sign is as wide as a kanji."""
    return sum(0.33 if c in ".," else 0.74 if c.isdigit() else 1.03 for c in text)


@builder
def stacked(
    rows: Sequence[tuple[str, Sequence[float]]],
    parts: Sequence[tuple[str, str]],
    *,
    unit: str = "%",
    places: int = 0,
    alt: str = "",
    head: str = "",
) -> Chart:
    """Rows of shares that make up a whole. rows: (label, values); parts: (word, role) in order."""
    height = len(rows) * (BAR + 30) - 8
    x, y = [0, 100], [height, 0]
    pieces, labels = [], []
    for n, (label, values) in enumerate(rows):
        whole = sum(values) or 1
        begin, top = 0.0, n * (BAR + 30) + 18
        labels.append({"label": label, "x": 0, "y": top - 10})
        for (word, role), value in zip(parts, values, strict=True):
            share = value / whole * 100
            pieces.append(
                {
                    "role": role,
                    "word": word,
                    "from": begin,
                    "to": begin + share,
                    "y": top,
                    "y2": top + BAR,
                    "middle": top + BAR / 2 + 1,
                    "centre": begin + share / 2,
                    **_label(value, unit, places, share * (WIDTH - 2) / 100),
                }
            )
            begin += share
    layers = [
        layer(
            [p for p in pieces if p["role"] == role],
            {"type": "rect", "color": ink(role), "stroke": ink("surface"), "strokeWidth": 1},
            x=bare("from", x),
            x2={"field": "to"},
            y=bare("y", y),
            y2={"field": "y2"},
        )
        for _word, role in parts
    ]
    layers += [
        layer(labels, words("ink"), x=bare("x", x), y=bare("y", y), text={"field": "label"}),
        *(
            layer(
                [p for p in pieces if p["role"] == role and p["size"] == size],
                words(
                    "ink" if role in _PALE else "surface",
                    align="center",
                    fontWeight="bold",
                    fontSize=size,
                ),
                x=bare("centre", x),
                y=bare("middle", y),
                text={"field": "said"},
            )
            for _word, role in parts
            for size in sorted({p["size"] for p in pieces if p["role"] == role and p["size"]})
        ),
    ]
    table = Table(
        (head or _("項目"), *(word for word, _role in parts)),
        [(label, *(said(v, unit, places) for v in values)) for label, values in rows],
    )
    told = sentences(
        _("%(name)sは%(parts)s。")
        % {
            "name": label,
            "parts": listed(
                f"{w} {said(v, unit, places)}" for (w, _r), v in zip(parts, vs, strict=True)
            ),
        }
        for label, vs in rows
    )
    return Chart(
        picture(layers, height=height),
        alt or told,
        table,
        [Key(role, word) for word, role in parts],
    )


_PALE = frozenset({"pass", "here-soft", "grid", "land", "wait"})


def shares(rows: Sequence[tuple[str, tuple[float, float, float]]], *, alt: str = "") -> Chart:
    """Agree, pass, disagree for several statements or groups, always in this order."""
    parts = [
        (_("そう思う"), "agree"),
        (_("わからない"), "pass"),
        (_("そう思わない"), "disagree"),
    ]
    return stacked(rows, parts, alt=alt, head=_("意見"))
