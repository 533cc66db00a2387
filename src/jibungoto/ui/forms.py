"""How Django forms are drawn, everywhere: label, hint, error, field; the faults again on top.

Forms need nothing but their fields: `{{ form }}`. Widgets get the house's classes, ids are tied by
aria-describedby, 必須 and 任意 are words, and the browser's own bubbles are off (`novalidate` is
set by the page's form element), so that one voice speaks about faults.
"""

from decimal import Decimal
from pathlib import Path
from typing import Any

import django.forms
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from jibungoto.japan.yen import YenError, parse_yen
from jibungoto.ui import fields, widgets
from jibungoto.ui.listing import listed

_HERE = Path(__file__).resolve().parent
_FIELDSET_LISTS = ("radio.html", "checkbox_select.html")
_UNDRESSED = frozenset({"checkbox", "radio", "hidden", "file", "submit", "image"})
_WIDTHS = {
    "number": "short",
    "date": "short",
    "time": "short",
    "datetime-local": "mid",
    "tel": "mid",
}


class Renderer(DjangoTemplates):
    """FORM_RENDERER: the house's templates first, Django's for the rest."""

    form_template_name = "ui/form/form"  # this and a field: no template, but ui.fields
    formset_template_name = "ui/form/formset.html"
    field_template_name = "ui/form/field"

    @cached_property
    def engine(self) -> Any:
        return self.backend(
            {
                "APP_DIRS": True,
                "DIRS": [_HERE / "templates", Path(django.forms.__file__).parent / "templates"],
                "NAME": "house_forms",
                "OPTIONS": {
                    "builtins": ["jibungoto.ui.templatetags.ui", "django.templatetags.i18n"]
                },
            }
        )

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        widget = context.get("widget")
        if widget is not None:
            if not template_name.endswith(_FIELDSET_LISTS):
                _dress(widget)
            if (found := widgets.drawn(template_name, widget)) is not None:
                return found
        elif template_name == self.field_template_name:
            return fields.drawn(context["field"])
        elif template_name == self.form_template_name:
            return self._form(context)
        return super().render(template_name, context, request)

    def _form(self, context: dict[str, Any]) -> str:
        """What is wrong with it on top, where it was sent; its fields."""
        shown = fields.all_of(context["fields"], context["hidden_fields"])
        if not context["form"].is_bound:
            return shown
        wrong = super().render("ui/form/faults.html", {"form": context["form"]})
        return f"{wrong}\n{shown}".strip()


def _dress(widget: dict[str, Any]) -> None:
    """Give an input the house's class, keeping whatever the field asked for."""
    for part in widget.get("subwidgets", ()):
        _dress(part)
    kind = widget.get("type", "")
    attrs: dict[str, Any] = widget.get("attrs") or {}
    worn = str(attrs.get("class", "")).split()
    if kind in _UNDRESSED or "input" in worn:
        return
    wear = ["input", *filter(None, [_WIDTHS.get(kind)]), *worn]
    widget["attrs"] = {**attrs, "class": " ".join(wear)}


class PlainDecimalField(forms.DecimalField):
    """A number as people write it: 47.6 stands in the field where the database keeps 47.6000."""

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Decimal) and value.is_finite():
            return f"{value.normalize():f}"
        return value


class UploadField(forms.FileField):
    """A file whose kinds and size are said before it is chosen.

    `kinds` are suffixes (".csv"), `most` is the limit in megabytes.
    """

    widget = forms.FileInput  # nothing stands there before, so nothing can be cleared

    def __init__(self, *, kinds: tuple[str, ...], most: int = 20, **kwargs: Any) -> None:
        said = _("%(kinds)s、%(most)dMBまで。") % {"kinds": listed(kinds, "・"), "most": most}
        kwargs.setdefault("help_text", said)
        super().__init__(**kwargs)
        self.kinds, self.most = kinds, most
        self.widget.attrs["accept"] = ",".join(kinds)
        self.error_messages.setdefault("too_big", _("ファイルは%(most)dMBまでにしてください。"))

    def clean(self, data: Any, initial: Any = None) -> Any:
        found = super().clean(data, initial)
        if found and hasattr(found, "size") and found.size > self.most * 1024 * 1024:
            said = self.error_messages["too_big"] % {"most": self.most}
            raise forms.ValidationError(said, code="too_big")
        if found and hasattr(found, "name") and not found.name.lower().endswith(self.kinds):
            said = _("選べるのは、%(kinds)sのファイルです。") % {"kinds": listed(self.kinds, "・")}
            raise forms.ValidationError(said, code="wrong_kind")
        return found


class YenField(forms.CharField):
    """An amount in yen, written as people write it: 1200000, 1,200,000円, 120万円; no minus."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("「1,200,000」「120万円」のように書けます。"))
        super().__init__(max_length=40, **kwargs)
        self.widget.attrs.update({"inputmode": "text", "class": "input mid"})

    def prepare_value(self, value: Any) -> Any:
        return f"{value:,}" if isinstance(value, int) else value

    def clean(self, value: Any) -> int | None:
        said = super().clean(value)
        if not said:
            return None
        try:
            amount = parse_yen(said)
        except YenError as error:
            raise forms.ValidationError(str(error)) from None
        if amount < 0:
            raise forms.ValidationError(_("0円より少ない金額は書けません。"))
        return amount


class DateInput(forms.DateInput):
    """A day, chosen with the device's own calendar."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    """An hour of the day."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


def speak() -> None:
    """What is missing or misspelt is asked for in the house's voice, unless told otherwise."""
    asks: dict[Any, Any] = {
        forms.Field: _("入力してください。"),
        forms.ChoiceField: _("選んでください。"),
        forms.ModelChoiceField: _("選んでください。"),
        forms.FileField: _("ファイルを選んでください。"),
        forms.BooleanField: _("確かめて、印をつけてください。"),
    }
    wrong: dict[Any, Any] = {forms.SlugField: _("半角の英数字と「-」「_」だけで書いてください。")}
    for kind, words in wrong.items():
        kind.default_error_messages = {
            **vars(kind).get("default_error_messages", {}),
            "invalid": words,
        }
    for kind, words in asks.items():
        own = vars(kind).get("default_error_messages", {})
        kind.default_error_messages = {**own, "required": words}


def faults(form: forms.BaseForm) -> list[tuple[str, str, str]]:
    """Every fault of a bound form as (id to go to, label, words), for the summary on top."""
    found: list[tuple[str, str, str]] = [("", "", str(e)) for e in form.non_field_errors()]
    for name, errors in form.errors.items():
        if name in form.fields:
            bound = form[name]
            # A list of choices has no label of its own: go to its first choice.
            target = f"{bound.auto_id}_0" if bound.use_fieldset else bound.id_for_label
            # A label that is a sentence loses its stop: a colon follows.
            label = str(bound.label).rstrip("。")
            found += [(target, label, str(e)) for e in errors]
    return found
