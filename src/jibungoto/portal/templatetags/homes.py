"""`{% load homes %}{% fill part %}`: a section of another room, drawn with what fills it."""

import datetime as dt
from typing import Any

from django import template
from django.template.loader import get_template
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from jibungoto.kernel import clock
from jibungoto.portal.selectors import Filled
from jibungoto.ui.tags.words import days_left

register = template.Library()


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
