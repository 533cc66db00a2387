"""The filters of the audit log."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jibungoto.ui.forms import DateInput


class AuditFilter(forms.Form):
    """What was done to what, when, by whom. A filter that makes no sense filters nothing."""

    words = forms.CharField(label=_("記録の題名か番号"), required=False, max_length=100)
    action = forms.ChoiceField(label=_("したこと"), required=False)
    first = forms.DateField(label=_("この日から"), required=False, widget=DateInput)
    last = forms.DateField(label=_("この日まで"), required=False, widget=DateInput)
    who = forms.CharField(required=False, widget=forms.HiddenInput, max_length=20)

    def __init__(
        self, *args: Any, actions: list[tuple[str, list[tuple[str, str]]]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["action"]
        assert isinstance(chosen, forms.ChoiceField)  # noqa: S101  for the types only
        chosen.choices = [("", _("すべて")), *actions]

    def chosen(self) -> dict[str, Any]:
        """The filters as keyword arguments of `records`."""
        self.full_clean()
        values: dict[str, str | dt.date | None] = getattr(self, "cleaned_data", {})
        return {name: values[name] for name in self.fields if values.get(name)}
