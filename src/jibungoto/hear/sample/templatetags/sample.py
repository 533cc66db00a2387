"""Who is missing, as a part of a page."""

from typing import Any

from django import template

from jibungoto.hear.sample import comparing

register = template.Library()


@register.inclusion_tag("sample/who_is_missing.html")
def who_is_missing(found: comparing.Comparison, level: int = 3) -> dict[str, Any]:
    """The sentence, the picture, and the table by district; says date and source."""
    return {
        "found": found,
        "figure": comparing.figure(found, level=level),
        "level": level,
    }
