"""What the pages of kartes need beyond the parts of ui.

A karte holds hundreds of figures and a dozen of pictures: what repeats is drawn without templates,
which would take most of the time of a page.
"""

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from jibungoto.know.karte.contents import Number, Pin
from jibungoto.ui.charts import Key
from jibungoto.ui.charts.signs import sign
from jibungoto.ui.tags.charts import drawn_figure, legend
from jibungoto.ui.tags.library import nothing, say
from jibungoto.ui.tags.parts import source
from jibungoto.ui.units import unit_after

register = template.Library()


@register.filter
def slot(items: Sequence[Any], number: int) -> Any:
    """The item at this place, or nothing."""
    return items[number] if items and number < len(items) else ""


@register.simple_tag
def number_table(numbers: Sequence[Number], label: str) -> SafeString:
    """Figures in rows: this district, the city, an earlier date where any row has one. Each leads
    to the rows it was counted in."""
    none = f"<b>{say(_('データなし'))}</b>"
    earlier = any(n.then is not None for n in numbers)
    named = (_("この地区"), _("市"), *((_("前の時点"),) if earlier else ()))
    heads = "".join(f'<th scope="col" class="n">{say(word)}</th>' for word in named)
    rows = []
    for n in numbers:
        if n.value is None:
            why = f'<span class="meta">{say(n.missing)}</span>'
            cells = f'<td colspan="{len(named)}">{none}　{why}</td>'
        else:
            then = nothing()
            if n.then is not None:
                told = _linked(n.said_then, n.then_url)
                then = f'{told}<span class="meta when">{say(n.then_when)}</span>'
            cells = (
                f'<td class="n"><b>{_linked(n.said, n.url)}</b></td>'
                f'<td class="n">{_linked(n.said_city, n.city_url) or nothing()}</td>'
            )
            cells += f'<td class="n">{then}</td>' if earlier else ""
        rows.append(f'<tr><th scope="row">{say(n.label)}</th>{cells}</tr>')
    return mark_safe(  # noqa: S308 every word was escaped above
        f'<div class="scroll" tabindex="0" role="region" aria-label="{say(label)}">'
        f'<table class="dense karte-numbers"><caption class="vh">{say(label)}</caption>'
        f'<thead><tr><th scope="col">{say(_("項目"))}</th>{heads}</tr></thead>'
        f"<tbody>{'\n'.join(rows)}</tbody></table></div>"
    )


@register.simple_tag
def big_numbers(numbers: Sequence[Number]) -> SafeString:
    """The figures of the cover."""
    drawn = []
    for n in numbers:
        if n.value is None:
            none = say(_("データなし"))
            told = f'<span class="none">{none}</span><br><span class="vs">{say(n.missing)}</span>'
        else:
            unit = say(unit_after(n.shown, n.unit))
            told = f'<span class="val">{say(n.shown)}<small>{unit}</small></span>'
            if n.beside:
                told += f'<br><span class="vs">{say(n.beside)}</span>'
        label = _linked(n.label, n.url)
        drawn.append(f'<div class="stat"><dt>{label}</dt><dd>{told}</dd></div>')
    return mark_safe(f'<dl class="stats">{"".join(drawn)}</dl>')  # noqa: S308 escaped above


@register.simple_tag
def picture(shown: Any) -> SafeString:
    """A chart with its table, or a map with the list of its pins (selectors.Shown)."""
    one = shown.picture
    if one.columns or one.missing:
        return drawn_figure(shown.figure, shown.svg)
    reading = f'<p class="read"><b>{say(_("読み方"))}</b>　{say(one.reading)}</p>'
    told, chart = shown.figure, shown.figure.chart
    return mark_safe(  # noqa: S308 every word was escaped above
        '<figure class="fig map-fig"><figcaption>'
        f"<h3>{say(one.heading)}</h3></figcaption>{legend(chart.legend if chart else ())}"
        f"<div{' class="with-pins"' if one.pins else ''}>"
        f'<div class="map-frame">{shown.svg}</div>{_pins(one.pins)}</div>'
        f"{reading if one.reading else ''}"
        f"{source(told.date, told.source, told.method, note=told.note)}</figure>"
    )


def _pins(pins: Sequence[Pin]) -> str:
    if not pins:
        return ""
    drawn = []
    for number, pin in enumerate(pins, 1):
        title = _linked(pin.title, pin.url) if pin.url else f"<b>{say(pin.title)}</b>"
        text = f'<br><span class="meta">{say(pin.text)}</span>' if pin.text else ""
        drawn.append(
            f'<li><span class="pin-no">{sign(Key(pin.ink, "", pin.shape))}'
            f'<span class="num">{number}</span></span><span>{title}{text}</span></li>'
        )
    return f'<ol class="pins">{"".join(drawn)}</ol>'


def _linked(words: str, url: str) -> str:
    told = say(words).replace("／", "<wbr>／")  # a rate may be broken at its stroke
    return f'<a href="{say(url)}">{told}</a>' if url and words else told
