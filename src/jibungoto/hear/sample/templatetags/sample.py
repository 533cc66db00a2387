"""Who is missing, as a part of a page."""

from typing import Any

from django import template

from jibungoto.hear.sample import comparing

register = template.Library()


@register.inclusion_tag("sample/who_is_missing.html")
def who_is_missing(found: comparing.Comparison, level: int = 3) -> dict[str, Any]:
    """The sentence, the picture, and the tables by age band and district; says date and source."""
    lines = [
        (title, told)
        for title, told in (("ages", found.ages), ("districts", found.districts))
        if told
    ]
    return {
        "found": found,
        "figure": comparing.figure(found, level=level),
        "lines": lines,
        "level": level,
    }


register.filter("told_share", comparing.told_share)
register.filter("told_count", comparing.told_count)
