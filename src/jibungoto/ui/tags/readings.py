"""`{{ words|ruby }}` and `{{ words|plain }}`: readings where the middleware does not reach."""

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from jibungoto.ui import ruby as readings

from .library import register


@register.filter
def ruby(text: str) -> SafeString:
    """漢字《かんじ》 as <ruby>; everything else escaped."""
    return mark_safe(readings.to_ruby(str(conditional_escape(text))))  # noqa: S308 escaped above


@register.filter
def plain(text: str) -> str:
    """漢字《かんじ》 as 漢字."""
    return readings.plain(str(text))
