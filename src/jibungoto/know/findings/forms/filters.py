"""What a reader asks of the lists: answered by GET, anything odd is left out."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jibungoto.kernel.actor import GUEST
from jibungoto.kernel.contributions.boards import waits_field
from jibungoto.know.findings.models import Finding, Theme
from jibungoto.know.findings.selectors.findings import known_districts, open_themes
from jibungoto.know.places import selectors as places
from jibungoto.know.places.models import District

from .residents import asset_choices


class FindingFilter(forms.Form):
    """Filters of the public list; of resources besides kind and presence."""

    q = forms.CharField(label=_("ことば"), max_length=100, required=False)
    sort = forms.ChoiceField(label=_("種類"), required=False)
    district = forms.ChoiceField(label=_("地区"), required=False)
    theme = forms.ChoiceField(label=_("テーマ"), required=False)
    state = forms.ChoiceField(label=_("いまの段階"), required=False)
    asset = forms.ChoiceField(label=_("資源の種類"), required=False)
    presence = forms.ChoiceField(label=_("あらわれ方"), required=False)
    view = forms.CharField(widget=forms.HiddenInput, required=False, max_length=4)

    def __init__(self, *args: Any, words: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.districts = {d.slug: d for d in known_districts()}
        asked = str(self.data.get("district") or "")
        # A karte of any kind of district leads to the findings it counted.
        if asked and asked not in self.districts and (other := places.district(GUEST, asked)):
            self.districts[asked] = other
        every = ("", _("すべて"))
        self._choose("sort", [every, *((s, words[s]) for s in Finding.Sort.values)])
        self._choose("district", [every, *((d.slug, d.name) for d in self.districts.values())])
        themes: list[Theme] = open_themes()
        if themes:
            self._choose("theme", [every, *((str(t.pk), t.name) for t in themes)])
        else:
            del self.fields["theme"]
        self._choose("state", [every, *Finding.State.choices])
        if (self.data.get("sort") or "") == "resource":
            self._choose("asset", [every, *asset_choices(words, hints=False)])
            self._choose(
                "presence",
                [every, *((p, words[f"resource.{p}"]) for p in Finding.Presence.values)],
            )
        else:
            del self.fields["asset"], self.fields["presence"]

    def _choose(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, Any]:
        """The filters that were set and make sense, as selectors.findings takes them."""
        self.is_valid()
        told = {name: value for name, value in self.cleaned_data.items() if value}
        told.pop("view", None)
        if "q" in told:
            told["words"] = told.pop("q")
        if "district" in told:
            told["district"] = self.districts[told["district"]]
        if "theme" in told:
            told["theme"] = int(told["theme"])
        return told

    @property
    def district_chosen(self) -> District | None:
        return self.districts.get(self.data.get("district", ""))


class BoardFilter(FindingFilter):
    """Filters of the board: also what waits for somebody."""

    waits = waits_field("new", "check", "report", "hidden")
