"""Tags only the living page of parts uses."""

from django.template import Library
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = Library()


@register.simple_block_tag
def part(
    content: str, name: str, use: str, call: str = "", do: str = "", dont: str = ""
) -> SafeString:
    """One part on the page: its name, when to use it, how to call it, the thing itself."""
    return render_to_string(
        "guide/part.html",
        {"content": content, "name": name, "use": use, "call": call, "do": do, "dont": dont},
    )


@register.inclusion_tag("guide/swatches.html")
def swatches(items: list[tuple[str, str, str]]) -> dict[str, object]:
    """Colours as (name, custom property, where it is used)."""
    return {"items": items}
