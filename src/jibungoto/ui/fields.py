"""The fields of a form, and around each what is said of it: label, whether needed, hint, error.

Drawn without a template, like the widgets: a page of staff has ten fields and more, and with three
templates for each they were a sixth of it.
"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _

from jibungoto.ui.widgets import as_text


def all_of(fields: Iterable[tuple[BoundField, Any]], hidden: Iterable[BoundField]) -> str:
    """The fields of a form in their order, each with all that is said about it."""
    shown = "".join(f"{field.as_field_group()}\n" for field, _errors in fields)
    return f"{shown}{''.join(map(str, hidden))}".strip()


def drawn(field: BoundField) -> str:
    """A field with all that is said about it."""
    errors = field.errors
    widget: Any = field.field.widget
    bad = " bad" if errors else ""
    notes, label, need = _notes(field, errors), as_text(field.label), _need(field.field)
    if isinstance(widget, forms.CheckboxInput):
        needed = f" {need}" if field.field.required else ""
        return (
            f'<div class="field{bad}">{notes}<label class="check" for="{_for(field)}">{field}'
            f"<span>{label}{needed}</span></label></div>"
        )
    is_file = isinstance(widget, forms.FileInput)
    if widget.use_fieldset and not is_file:
        told = field.aria_describedby
        described = f' aria-describedby="{as_text(told)}"' if told else ""
        return (
            f'<fieldset class="field{bad}"{described}><legend>{label} {need}</legend>\n'
            f"{notes}{field}</fieldset>"
        )
    body = f'<div class="drop" data-upload>{field}</div>' if is_file else str(field)
    return (
        f'<div class="field{bad}"><label for="{_for(field)}">{label} {need}</label>\n'
        f"{notes}{body}</div>"
    )


def _for(field: BoundField) -> str:
    return as_text(field.id_for_label)


def _need(field: Any) -> str:
    if field.required:
        return f'<span class="must">{_("必須")}</span>'
    if in_time := getattr(field, "in_time_for", ""):
        return f'<span class="must">{as_text(in_time)}</span>'
    return f'<span class="may">{_("任意")}</span>'


def _notes(field: BoundField, errors: Any) -> str:
    hint = ""
    if field.help_text:
        own = f' id="{as_text(field.auto_id)}_helptext"' if field.auto_id else ""
        hint = f'<div class="hint"{own}>{as_text(field.help_text)}</div>\n'
    return f"{hint}{errors if errors else ''}\n"
