"""The filter of the list of facilities."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jibungoto.kernel.actor import Actor
from jibungoto.know.places import selectors as places
from jibungoto.know.places.models import District

from .models import Facility


class FilterForm(forms.Form):
    """What to show of the register. Works as a plain GET form."""

    kind = forms.ChoiceField(label=_("種類"), required=False)
    district: forms.ModelChoiceField[District] = forms.ModelChoiceField(
        label=_("地区"), queryset=None, required=False
    )
    words = forms.CharField(label=_("ことば"), required=False, max_length=100)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = [("", _("すべて"))]
        self.fields["kind"].choices = [*every, *Facility.Kind.choices]  # type: ignore[attr-defined]
        district = self.fields["district"]
        district.queryset = places.districts(actor)  # type: ignore[attr-defined]
        district.empty_label = _("市の全体")  # type: ignore[attr-defined]
        district.to_field_name = "slug"  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, Any]:
        """Arguments for the selector; a filter that makes no sense is left out."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
