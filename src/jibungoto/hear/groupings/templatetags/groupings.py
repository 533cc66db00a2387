"""`{% load groupings %}{% method_of grouping %}`: how the bundles came about."""

from django import template

from jibungoto.hear.groupings import exports
from jibungoto.hear.groupings.models import Grouping

register = template.Library()


@register.simple_tag
def method_of(grouping: Grouping) -> str:
    """The sentence of exports.method. One query."""
    return exports.method(grouping)
