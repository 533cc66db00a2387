"""What a reader asks of the lists: answered by GET, anything odd is left out."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jibungoto.hear.ideas.models import Campaign, Idea
from jibungoto.kernel.actor import GUEST
from jibungoto.kernel.contributions.boards import waits_field
from jibungoto.know.findings.selectors.findings import known_districts, open_themes
from jibungoto.know.places import selectors as places
from jibungoto.know.places.models import District


class IdeaFilter(forms.Form):
    """Filters of the public list."""

    q = forms.CharField(label=_("ことば"), max_length=100, required=False)
    district = forms.ChoiceField(label=_("地区"), required=False)
    campaign = forms.ChoiceField(label=_("募集"), required=False)
    theme = forms.ChoiceField(label=_("テーマ"), required=False)
    state = forms.ChoiceField(label=_("いまの段階"), required=False)
    order = forms.ChoiceField(
        label=_("並べ方"),
        required=False,
        choices=[
            ("", _("新しい順")),
            ("support", _("支持の多い順")),
            ("answer", _("返事の日の近い順")),
        ],
    )

    def __init__(
        self, *args: Any, words: Mapping[str, str], campaigns: list[Campaign], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.districts = {d.slug: d for d in known_districts()}
        asked = str(self.data.get("district") or "")
        if asked and asked not in self.districts and (other := places.district(GUEST, asked)):
            self.districts[asked] = other
        self.campaigns = {c.code: c for c in campaigns}
        every = ("", _("すべて"))
        self._choose("district", [every, *((d.slug, d.name) for d in self.districts.values())])
        self._choose("state", [every, *((s, words[f"idea.{s}"]) for s in Idea.State.values)])
        if self.campaigns:
            self._choose("campaign", [every, *((c.code, c.title) for c in campaigns)])
        else:
            del self.fields["campaign"]
        themes = open_themes()
        if themes:
            self._choose("theme", [every, *((str(t.pk), t.name) for t in themes)])
        else:
            del self.fields["theme"]

    def _choose(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, Any]:
        """The filters that were set and make sense, as selectors.ideas takes them."""
        self.is_valid()
        told = {name: value for name, value in self.cleaned_data.items() if value}
        if "q" in told:
            told["words"] = told.pop("q")
        if "district" in told:
            told["district"] = self.districts[told["district"]]
        if "campaign" in told:
            told["campaign"] = self.campaigns[told["campaign"]]
        if "theme" in told:
            told["theme"] = int(told["theme"])
        return told

    @property
    def district_chosen(self) -> District | None:
        return self.districts.get(self.data.get("district", ""))


class BoardFilter(IdeaFilter):
    """Filters of the board: also what waits for somebody."""

    order = None  # type: ignore[assignment]
    waits = waits_field("new", "check", "report", "late", "hidden")

    def chosen(self) -> dict[str, Any]:
        """As selectors.board.board takes them."""
        told = super().chosen()
        if "campaign" in told:
            told["campaign"] = told["campaign"].code
        return told
