"""What the pages of kartes need beyond the parts of ui."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from jibungoto.ui.charts import Key
from jibungoto.ui.charts.signs import sign

register = template.Library()


@register.filter
def slot(items: Sequence[Any], number: int) -> Any:
    """The item at this place, or nothing."""
    return items[number] if items and number < len(items) else ""


@register.simple_tag
def pin_sign(pin: Any) -> SafeString:
    """The sign of a pin of a map."""
    return mark_safe(sign(Key(pin.ink, "", pin.shape)))  # noqa: S308 drawn by us
