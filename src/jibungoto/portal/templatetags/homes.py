"""`{% load homes %}{% fill part %}`: a section of another room, drawn with what fills it."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from ..selectors import Filled

register = template.Library()


@register.simple_tag(takes_context=True)
def fill(context: template.Context, part: Filled) -> SafeString:
    """Draw the section's own template inside the page's context."""
    assert context.template is not None
    drawn = context.template.engine.get_template(part.section.template)
    with context.push(**part.context):
        return mark_safe(drawn.render(context))  # noqa: S308 a template's own output
