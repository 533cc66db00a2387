"""The widgets of forms, to the letter as Django draws them, but without a template for each, for
its attributes and for every choice: with those they were a tenth of a page with a form."""

from collections.abc import Callable, Iterator
from typing import Any

from django.utils.formats import localize
from django.utils.html import conditional_escape

_HERE = "django/forms/widgets/"
_OPTION = f"{_HERE}select_option.html"
type Widget = dict[str, Any]


def drawn(template: str, widget: Widget) -> str | None:
    """A widget drawn; None where its template has to."""
    draw = _DRAW.get(template)
    return draw(widget) if draw is not None else None


def _input(widget: Widget) -> str:
    return (
        f'<input type="{as_text(widget["type"])}" name="{as_text(widget["name"])}"'
        f"{_value(widget)}{_attributes(widget)}>"
    )


def _textarea(widget: Widget) -> str:
    said = as_text(widget["value"]) if widget["value"] else ""
    return f'<textarea name="{as_text(widget["name"])}"{_attributes(widget)}>\n{said}</textarea>'


def _choices(widget: Widget) -> str:
    """Radio buttons and boxes, each with its label around it."""
    own = widget["attrs"].get("id")
    parts = [f'<div{_named("id", own)} class="pick">']
    for group, options, _index in widget["optgroups"]:
        if group:
            parts.append(f'<p class="hint">{as_text(group)}</p>')
        for one in options:
            parts.append(
                f"<label{_named('for', one['attrs'].get('id'))}>"
                f'<input type="{as_text(one["type"])}" name="{as_text(one["name"])}"'
                f"{_value(one)}{_attributes(one)}><span>{as_text(one['label'])}</span></label>\n"
            )
    parts.append("</div>")
    return "".join(parts)


def _select(widget: Widget) -> str | None:
    if any(one["template_name"] != _OPTION for one in _options(widget)):
        return None
    parts = [f'<select name="{as_text(widget["name"])}"{_attributes(widget)}>']
    for group, options, _index in widget["optgroups"]:
        if group:
            parts.append(f'\n  <optgroup label="{as_text(group)}">')
        for one in options:
            value, label = conditional_escape(str(one["value"])), as_text(one["label"])
            parts.append(f'\n  <option value="{value}"{_attributes(one)}>{label}</option>\n')
        if group:
            parts.append("\n  </optgroup>")
    parts.append("\n</select>")
    return "".join(parts)


def _options(widget: Widget) -> Iterator[Widget]:
    return (one for _group, options, _index in widget["optgroups"] for one in options)


def _value(widget: Widget) -> str:
    value = widget["value"]
    return "" if value is None else f' value="{conditional_escape(str(value))}"'


def _attributes(widget: Widget) -> str:
    told = ((name, value) for name, value in widget["attrs"].items() if value is not False)
    return "".join(
        f" {conditional_escape(name)}"
        if value is True
        else f' {conditional_escape(name)}="{conditional_escape(str(value))}"'
        for name, value in told
    )


def _named(name: str, value: Any) -> str:
    return f' {name}="{as_text(value)}"' if value else ""


def as_text(said: Any) -> str:
    """What is said, as it stands in a page."""
    return conditional_escape(said if isinstance(said, str) else localize(said))


_INPUTS = """input text number email url password hidden date datetime time
checkbox file color search tel"""
_DRAW: dict[str, Callable[[Widget], str | None]] = {
    **{f"{_HERE}{name}.html": _input for name in _INPUTS.split()},
    f"{_HERE}textarea.html": _textarea,
    f"{_HERE}radio.html": _choices,
    f"{_HERE}checkbox_select.html": _choices,
    f"{_HERE}select.html": _select,
}
