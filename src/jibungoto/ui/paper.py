"""Figures and maps of the pages as the data of printed templates (charts of `part` in base.typ)."""

import re
from typing import Any

from django.utils.translation import gettext as _

from jibungoto.ui.listing import with_note

from .charts.drawing import picture_of, prepare
from .charts.figure import Figure, Key
from .charts.signs import sign
from .maps import StillMap


def charts(figures: list[Figure]) -> list[dict[str, Any]]:
    """Several figures for print, drawn together; those without data say why."""
    prepare(figures)
    return [chart(one) for one in figures]


def chart(figure: Figure) -> dict[str, Any]:
    """One figure for print: finding, legend, picture, reading, source."""
    drawn = picture_of(figure.chart.spec) if figure.chart else None
    said: dict[str, Any] = {
        "heading": str(figure.heading),
        "reading": str(figure.reading),
        "source": _source(figure.date, figure.source, figure.method),
        "legend": _legend(list(figure.chart.legend) if figure.chart else []),
    }
    if drawn and figure.chart:
        return {**said, "svg": drawn, "ratio": _ratio(drawn), "alt": str(figure.chart.alt)}
    if figure.chart:
        rows = [[str(c) for c in row] for row in figure.chart.table.rows]
        return {
            **said,
            "table": {"columns": [str(c) for c in figure.chart.table.columns], "rows": rows},
        }
    return {**said, "missing": str(figure.missing)}


def still(shown: StillMap) -> dict[str, Any]:
    """A map for print, with the numbered list of its places."""
    drawn = shown.svg()
    return {
        "heading": str(shown.heading),
        "svg": drawn,
        "ratio": _ratio(drawn),
        "alt": str(shown.alt or shown.heading),
        "reading": str(shown.reading),
        "source": _source(shown.date, shown.source, ""),
        "legend": _legend(shown.legend),
        "places": [f"{n}　{with_note(p.title, p.text)}" for n, p, _k in shown.numbered],
    }


def _ratio(svg: str) -> float:
    """Height for a width of 1, from the box a drawing was made for."""
    box = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    return float(box[2]) / float(box[1]) if box else 1.0


def _legend(keys: list[Key]) -> list[dict[str, str]]:
    return [{"svg": sign(key), "word": str(key.word)} for key in keys]


def _source(date: str, source: str, method: str) -> str:
    parts = [(_("基準日"), date), (_("出典"), source), (_("方法"), method)]
    return "　".join(f"{word} {said}" for word, said in parts if said)
