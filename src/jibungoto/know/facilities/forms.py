"""The filter of the list of facilities."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jibungoto.know.places.models import District

from .models import Facility


class FilterForm(forms.Form):
    """What to show of the register. Works as a plain GET form.

    `districts` are those to choose from, read already: the page's map needs them too.
    """

    kind = forms.ChoiceField(label=_("種類"), required=False)
    district = forms.ChoiceField(label=_("地区"), required=False)
    words = forms.CharField(label=_("ことば"), required=False, max_length=100)

    def __init__(self, *args: Any, districts: Sequence[District], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_slug = {d.slug: d for d in districts}
        every = [("", _("すべて"))]
        self.fields["kind"].choices = [*every, *Facility.Kind.choices]  # type: ignore[attr-defined]
        named = [(d.slug, d.name) for d in districts]
        self.fields["district"].choices = [("", _("市の全体")), *named]  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, Any]:
        """Arguments for the selector; a filter that makes no sense is left out."""
        self.is_valid()
        told = {name: value for name, value in self.cleaned_data.items() if value}
        if "district" in told:
            told["district"] = self.by_slug[told["district"]]
        return told
