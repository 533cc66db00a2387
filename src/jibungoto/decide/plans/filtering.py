"""What a reader asks of a plan's tree: answered by GET, anything odd is left out."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .selectors.glance import Choices, Chosen


class PlanFilter(forms.Form):
    """Filters of a plan's tree; one that nothing differs by is not offered."""

    q = forms.CharField(label=_("ことば"), max_length=100, required=False)
    state = forms.ChoiceField(label=_("進みぐあい"), required=False)
    mark = forms.ChoiceField(label=_("しるし"), required=False)
    viewpoint = forms.ChoiceField(label=_("視点"), required=False)
    actor = forms.ChoiceField(label=_("担い手"), required=False)
    department = forms.ChoiceField(label=_("担当課"), required=False)
    district = forms.ChoiceField(label=_("地区"), required=False)

    def __init__(
        self, *args: Any, choices: Choices, states: Mapping[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offered = {
            "state": list(states.items()),
            "mark": choices.marks,
            "viewpoint": choices.viewpoints,
            "actor": choices.actors,
            "department": choices.departments,
            "district": choices.districts,
        }
        for name, pairs in offered.items():
            if pairs:
                self.fields[name].choices = [("", _("すべて")), *pairs]  # type: ignore[attr-defined]
            else:
                del self.fields[name]

    def chosen(self) -> Chosen:
        """The filters that were set and make sense."""
        self.is_valid()
        told = {name: value for name, value in self.cleaned_data.items() if value}
        for name in ("mark", "viewpoint", "district"):
            if name in told:
                told[name] = int(told[name])
        return Chosen(words=told.pop("q", ""), **told)
