"""`{% load homes %}{% fill part %}`: a section of another room, drawn with what fills it."""

from typing import Any

from django import template
from django.template.loader import get_template
from django.utils.safestring import SafeString

from jibungoto.portal.selectors import Filled

register = template.Library()


@register.simple_tag(takes_context=True)
def fill(context: template.Context, part: Filled) -> SafeString:
    """Draw the section's own template inside the page's context."""
    drawn: Any = get_template(part.section.template)
    with context.push(**part.context):
        return SafeString(drawn.template.render(context))
