"""`{% load homes %}{% fill part %}`: a section of another room, drawn with what fills it."""

import datetime as dt
from typing import Any

from django import template
from django.template.loader import get_template
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from jibungoto.kernel import clock
from jibungoto.portal.cockpit import Row
from jibungoto.portal.selectors import Filled
from jibungoto.ui.tags.library import say
from jibungoto.ui.tags.shapes import glyph
from jibungoto.ui.tags.words import days_left

register = template.Library()

_LOOKS = {"late": " bad", "wait": " hm"}


@register.filter
def due(day: dt.date) -> str:
    """あと3日, きょうまで; a day gone by is no end but a promise still open."""
    if day < clock.today():
        return gettext("期日を過ぎています")
    return days_left(day, clock.today())


@register.simple_tag(takes_context=True)
def fill(context: template.Context, part: Filled) -> SafeString:
    """Draw the section's own template inside the page's context."""
    drawn: Any = get_template(part.section.template)
    with context.push(**part.context):
        return SafeString(drawn.template.render(context))


@register.simple_tag
def board_cells(row: Row) -> SafeString:
    """A district's cells on the cockpit: some hundred of them a page, so no template."""
    late, waits = gettext("（遅れ）"), gettext("（待ち）")
    words = {
        "late": f'<span class="vh">{say(late)}</span>',
        "wait": f'<span class="vh">{say(waits)}</span>',
    }
    drawn = []
    for column, cell in row.cells:
        note = f' title="{say(cell.note)}"' if cell.note else ""
        drawn.append(f'<td data-h="{say(column.label)}"{note}>')
        if cell.text:
            look = _LOOKS.get(cell.state) or (" zero" if cell.text == "0" else "")
            sign = glyph(cell.state) if cell.state else ""
            said = say(cell.text)
            if cell.url:
                said = f'<a href="{say(cell.url)}">{said}</a>'
            drawn.append(
                f'<span class="at{look}">{sign}{said}{words.get(cell.state, "")}</span></td>'
            )
        else:
            drawn.append('<span class="zero">—</span></td>')
    return SafeString("".join(drawn))
