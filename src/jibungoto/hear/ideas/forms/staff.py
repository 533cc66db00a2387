"""What staff and council fill in."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from jibungoto.hear.ideas import policies
from jibungoto.hear.ideas.models import Campaign, Idea
from jibungoto.hear.ideas.models.campaigns import LEVELS
from jibungoto.kernel import clock, nodes
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.models import Node
from jibungoto.know.findings.forms.residents import SpotMixin
from jibungoto.know.findings.forms.staff import ThemesMixin
from jibungoto.know.findings.selectors.findings import district_choices, known_districts
from jibungoto.know.places.models import District
from jibungoto.ui.forms import DateInput
from jibungoto.ui.seen import Watched

_HOSTS = ("council", "organisation", "plan", "meeting")


class PromiseForm(Watched, forms.Form):
    """By when an answer comes."""

    by = forms.DateField(label=_("返事をする日"), widget=DateInput())
    who = forms.CharField(
        label=_("返事をするところ"), max_length=60, help_text=_("課や協議会の名前を書きます。")
    )

    def __init__(self, *args: Any, idea: Idea, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"by": idea.answer_by, "who": idea.answer_from})
        super().__init__(*args, **kwargs)
        self.watch()


class ReceptionForm(Watched, forms.Form):
    """Who may propose, and when it is public."""

    level = forms.TypedChoiceField(
        label=_("だれが提案・支持・コメントできますか"),
        choices=[(level.value, level.label) for level in LEVELS],
        coerce=int,
        widget=forms.RadioSelect,
        help_text=_("はじめは「この端末から」です。きびしくするほど、声は届きにくくなります。"),
    )
    check_first = forms.TypedChoiceField(
        label=_("提案とコメントを、いつ公開しますか"),
        choices=[
            ("no", _("書かれたら、すぐに公開する")),
            ("yes", _("職員が見てから公開する")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    hold_cautions = forms.BooleanField(
        label=_("人の名前や電話番号のようなことばがあるものは、職員が見てから公開する"),
        required=False,
    )


class DistrictMixin(forms.Form):
    """A district out of those where somebody holds a permission; the whole city for few."""

    permission = ""

    def offer_districts(self, actor: Actor) -> None:
        self.actor = actor
        self.citywide = actor.scopes(self.permission).everywhere
        if not self.citywide:
            mine = [d.pk for d in known_districts() if self._may(d)]
            field: Any = self.fields["district"]
            field.queryset = field.queryset.filter(pk__in=mine)
            field.required, field.empty_label = True, None

    def _may(self, district: District) -> bool:
        return self.actor.may(self.permission, district_path=district.lineage)

    def check_district(self, told: dict[str, Any]) -> None:
        district = told.get("district")
        if district is not None and not self._may(district):
            self.add_error("district", _t("担当している地区の中の場所を選んでください。"))


class RecordForm(DistrictMixin, ThemesMixin, SpotMixin):
    """An idea told on paper or by word of mouth, written down by staff or council."""

    permission = policies.SORT
    title = forms.CharField(label=_("ひとことで"), max_length=60)
    text = forms.CharField(
        label=_("くわしく"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("話した方のことばのままに。お名前や連絡先は書きません。"),
    )
    campaign: forms.ModelChoiceField[Campaign] = forms.ModelChoiceField(
        label=_("募集"), queryset=None, required=False, empty_label=_("募集の外")
    )
    channel = forms.ChoiceField(
        label=_("どうやって届きましたか"),
        choices=[(c, c.label) for c in (Idea.Channel.PAPER, Idea.Channel.ORAL)],
        widget=forms.RadioSelect,
        initial=Idea.Channel.PAPER,
    )
    posted_on = forms.DateField(label=_("いつ"), widget=DateInput())
    field_order = (
        "title", "text", "district", "place", "campaign", "channel", "posted_on", "themes",
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"posted_on": clock.today()})
        super().__init__(*args, **kwargs)
        self.fields["campaign"].queryset = Campaign.objects.select_related("node")  # type: ignore[attr-defined]
        self.offer_districts(actor)
        if not self.open_themes:
            del self.fields["themes"]

    def clean_themes(self) -> Any:
        return super().clean_themes() if "themes" in self.cleaned_data else []

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        self.check_district(told)
        return told


class CampaignForm(Watched, DistrictMixin):
    """Asking for ideas."""

    permission = policies.CAMPAIGN
    title = forms.CharField(
        label=_("問いかけ"),
        max_length=100,
        help_text=_("例：駅前の広場を、どんな場所にしたいですか"),
    )
    text = forms.CharField(
        label=_("背景と目的"),
        max_length=3000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("なぜ聴くのか、集まった提案をどう生かすのかを書きます。"),
    )
    who = forms.CharField(
        label=_("募集するところ"), max_length=60, help_text=_("課や協議会の名前を書きます。")
    )
    district: forms.ModelChoiceField[District] = forms.ModelChoiceField(
        label=_("地区"), queryset=None, required=False, empty_label=_("市の全体")
    )
    host: forms.ChoiceField = forms.ChoiceField(label=_("もとになる記録"), required=False)
    opens_on = forms.DateField(label=_("始まりの日"), widget=DateInput())
    closes_on = forms.DateField(label=_("終わりの日"), widget=DateInput())
    answer_by = forms.DateField(
        label=_("返事をする日"),
        widget=DateInput(),
        required=False,
        help_text=_("この日までに、集まった提案のすべてに返事をします。公開されます。"),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, actor: Actor, campaign: Campaign | None = None, **kwargs: Any
    ) -> None:
        if campaign is not None:
            names = ("title", "text", "who", "opens_on", "closes_on", "answer_by")
            kwargs["initial"] = {
                **{name: getattr(campaign, name) for name in names},
                "district": campaign.district_id,
                "host": campaign.host.short_code if campaign.host else "",
                "version": campaign.node.version,
            }
        else:
            kwargs.setdefault("initial", {"opens_on": clock.today()})
        super().__init__(*args, **kwargs)
        self.fields["district"].queryset = district_choices()  # type: ignore[attr-defined]
        self.offer_districts(actor)
        found = nodes.managed(actor, self.permission).filter(kind__in=_HOSTS)
        rows = list(found.values_list("short_code", "title")[:60])
        if campaign is not None and campaign.host and campaign.host.short_code not in dict(rows):
            rows.insert(0, (campaign.host.short_code, campaign.host.title))
        self.fields["host"].choices = [("", _("なし")), *rows]  # type: ignore[attr-defined]
        if campaign is not None:
            self.watch()

    def clean_host(self) -> Node | None:
        code = self.cleaned_data["host"]
        return nodes.by_code(self.actor, code) if code else None

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        self.check_district(told)
        opens, closes = told.get("opens_on"), told.get("closes_on")
        if opens and closes and closes < opens:
            self.add_error("closes_on", _t("終わりの日は、始まりの日より後にしてください。"))
        if closes and told.get("answer_by") and told["answer_by"] < closes:
            self.add_error("answer_by", _t("返事をする日は、終わりの日より後にしてください。"))
        return told
