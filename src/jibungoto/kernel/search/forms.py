"""What a reader may ask the search page."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jibungoto.kernel import clock, registry
from jibungoto.kernel.models import NodeDistrict
from jibungoto.ui.forms import DateInput

from .terms import LONGEST_QUERY


class SearchForm(forms.Form):
    """Words, and what narrows them. An answer that makes no sense narrows nothing."""

    q = forms.CharField(
        label=_("ことばか番号"),
        required=False,
        max_length=LONGEST_QUERY * 10,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(label=_("種類"), required=False)
    district = forms.TypedChoiceField(label=_("地区"), required=False, coerce=int, empty_value=None)
    since = forms.DateField(label=_("この日から"), required=False, widget=DateInput)
    until = forms.DateField(label=_("この日まで"), required=False, widget=DateInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = sorted(((k.key, str(k.label)) for k in registry.kinds().values()), key=_by_label)
        self._offer("kind", [("", _("すべて")), *kinds])
        self._offer("district", [("", _("すべて")), *_districts()])

    def filters(self) -> dict[str, Any]:
        """What narrows, as keyword arguments of `find` and `count`."""
        said = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        since: dt.date | None = said.get("since")
        found = {
            "kinds": [said["kind"]] if said.get("kind") else None,
            "district_id": said.get("district"),
            "since": since,
            "until": said.get("until"),
        }
        return {name: value for name, value in found.items() if value}

    def query(self) -> str:
        """The words as they were typed."""
        return str(self.data.get("q", ""))[:LONGEST_QUERY].strip()

    def _offer(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  for the types only
        field.choices = choices


def _by_label(pair: tuple[str, str]) -> str:
    return pair[1]


def _districts() -> list[tuple[int, str]]:
    """Today's districts; the kernel knows their table only as the target of its own key."""
    districts: Any = NodeDistrict._meta.get_field("district").related_model
    today = Q(valid_until__isnull=True) | Q(valid_until__gte=clock.today())
    return list(districts.objects.filter(today).values_list("pk", "name"))
