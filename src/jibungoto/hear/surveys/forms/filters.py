"""What a reader asks of the lists: answered by GET, anything odd is left out."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jibungoto.hear.sample.selectors import districts
from jibungoto.kernel import phases
from jibungoto.know.places.models import District

_STATES = [
    ("", _("すべて")),
    ("running", phases.OPEN.word),
    ("ahead", phases.COMING.word),
    ("over", phases.CLOSED.word),
]


class SurveyFilter(forms.Form):
    """Filters of the list of surveys."""

    q = forms.CharField(label=_("ことば"), max_length=100, required=False)
    state = forms.ChoiceField(label=_("いつ"), required=False, choices=_STATES)
    district = forms.ChoiceField(label=_("地区"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.districts = {d.slug: d for d in districts()}
        field: Any = self.fields["district"]
        field.choices = [("", _("すべて")), *((s, d.name) for s, d in self.districts.items())]

    @property
    def district_chosen(self) -> District | None:
        return self.districts.get(str(self.data.get("district") or ""))

    def chosen(self) -> dict[str, Any]:
        """The filters that were set and make sense, as selectors.surveys takes them."""
        self.is_valid()
        good = self.cleaned_data
        found: dict[str, Any] = {}
        if good.get("state"):
            found["state"] = good["state"]
        if good.get("q"):
            found["words"] = good["q"]
        if self.district_chosen:
            found["district"] = self.district_chosen
        return found
