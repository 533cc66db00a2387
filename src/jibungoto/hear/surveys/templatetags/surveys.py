"""Parts of the pages of results."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from jibungoto.ui.charts import Figure
from jibungoto.ui.charts.drawing import picture_of
from jibungoto.ui.maps.still import StillMap
from jibungoto.ui.tags.charts import legend_sign

register = template.Library()


@register.filter
def at(found: Mapping[str, Any], key: str) -> Any:
    """The value of a key; None where there is none."""
    return found.get(key)


@register.simple_tag
def result_map(still: StillMap) -> SafeString:
    """Where people pointed to: the places are no list of things with names, so none is drawn."""
    words = f'<p class="small">{escape(still.alt)}</p>'
    return mark_safe(f'<div class="narrow-max on-paper">{still.svg()}{words}</div>')  # noqa: S308


@register.simple_tag
def result_chart(figure: Figure) -> SafeString:
    """The picture of a question whose heading, table and source stand around it already."""
    chart = figure.chart
    svg = picture_of(chart.spec) if chart else None
    if chart is None or not svg:
        return mark_safe("")
    named = svg.replace("<svg ", f'<svg role="img" aria-label="{escape(chart.alt)}" ', 1)
    keys = "".join(f"<li>{legend_sign(key)}{escape(key.word)}</li>" for key in chart.legend)
    legend = f'<ul class="legend">{keys}</ul>' if keys else ""
    return mark_safe(f'<div class="narrow-max on-paper">{legend}{named}</div>')  # noqa: S308
