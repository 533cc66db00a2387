"""What residents fill in: short, one thing at a time, nothing required but a few words."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from jibungoto.kernel.contributions import caution
from jibungoto.know.findings import selectors
from jibungoto.know.findings.models import Draft, Finding, Report
from jibungoto.know.findings.selectors.findings import district_choices, has_boundaries
from jibungoto.know.places.models import District
from jibungoto.ui.forms import UploadField
from jibungoto.ui.listing import with_note
from jibungoto.ui.seen import Watched

PICTURES = (".jpg", ".jpeg", ".png", ".webp")
_TITLES = {
    "charm": _("どんないいところですか"),
    "issue": _("どんなことが気になりますか"),
    "resource": _("何がありますか"),
}
_EXAMPLES = {
    "charm": _("ひとことで。例：坂の上のベンチから海が見えます"),
    "issue": _("ひとことで。例：通学路の横断歩道が、うすくなっています"),
    "resource": _("ひとことで。例：使っていない餅つきの道具があります"),
}


class CautionMixin(forms.Form):
    """Asks once more before words go out that look like a name or a number of somebody."""

    caution_fields: tuple[str, ...] = ("title", "text")

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        found = caution.cautions(*(str(told.get(name) or "") for name in self.caution_fields))
        if not found:
            self.fields.pop("sure", None)
        elif not told.get("sure"):
            self.add_error(
                "sure",
                _t(
                    "{}のようなことばが入っています。だれのことかわからないように書きかえるか、"
                    "ここに印をつけてください。印をつけたときは、職員が確かめてから公開します。"
                ).format(caution.said(found)),
            )
        return told


def _sure() -> forms.BooleanField:
    return forms.BooleanField(label=_("このことばのまま、書きとめます"), required=False)


class TellForm(CautionMixin):
    """Step 1: what somebody noticed, in a word."""

    title = forms.CharField(max_length=60)
    text = forms.CharField(
        label=_("くわしく"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("いつ、どんなときに、どう感じたか。あとから足すこともできます。"),
    )
    sure = _sure()

    def __init__(self, *args: Any, sort: str, draft: Draft | None = None, **kwargs: Any) -> None:
        if draft is not None:
            kwargs["initial"] = {"title": draft.title, "text": draft.text}
        super().__init__(*args, **kwargs)
        self.fields["title"].label = _TITLES[sort]
        self.fields["title"].help_text = _EXAMPLES[sort]
        if not self.is_bound:
            del self.fields["sure"]


class ResourceForm(TellForm):
    """Step 1 of いいことさがし: of what kind it is, and whether it is at work already."""

    asset = forms.ChoiceField(label=_("どの種類ですか"), widget=forms.RadioSelect)
    presence = forms.ChoiceField(label=_("いま、使われていますか"), widget=forms.RadioSelect)
    field_order = ("asset", "title", "presence", "text", "sure")

    def __init__(
        self,
        *args: Any,
        words: Mapping[str, str],
        sort: str = "resource",
        draft: Draft | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, sort=sort, draft=draft, **kwargs)
        if draft is not None:
            self.initial.update(asset=draft.asset, presence=draft.presence)
        self.fields["asset"].choices = asset_choices(words)  # type: ignore[attr-defined]
        self.fields["presence"].choices = [  # type: ignore[attr-defined]
            ("manifest", _t("はい。もう使われている、知られている")),
            ("latent", _t("いいえ。まだ生かされていない、あまり知られていない")),
        ]


def asset_choices(words: Mapping[str, str], *, hints: bool = True) -> list[tuple[str, str]]:
    """The five kinds in the municipality's words, each with what it may be."""
    told = {
        "person": _t("得意なこと、手伝える人たち"),
        "thing": _t("道具、機材、作物"),
        "money": _t("寄付、基金、売り上げ"),
        "place": _t("部屋、庭、広場、空き家"),
        "information": _t("昔の話、技、地図、名簿にないつながり"),
    }
    return [
        (
            asset,
            with_note(words[f"resource.{asset}"], told[asset])
            if hints
            else words[f"resource.{asset}"],
        )
        for asset in Finding.Asset.values
    ]


class SpotMixin(forms.Form):
    """A place by district, by words, by a press on the map: any of them, or none."""

    district: forms.ModelChoiceField[District] = forms.ModelChoiceField(
        label=_("どの地区ですか"), queryset=None, required=False,
        empty_label=_("市の全体・わからない"),
    )  # fmt: skip
    place = forms.CharField(
        label=_("場所をことばで"),
        max_length=120,
        required=False,
        help_text=_("例：坂の上公園の北の入口。個人のお宅の名前は書かないでください。"),
    )
    lat = forms.FloatField(required=False, min_value=20, max_value=46, widget=forms.HiddenInput)
    lon = forms.FloatField(required=False, min_value=122, max_value=154, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["district"].queryset = district_choices()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        lat, lon = told.get("lat"), told.get("lon")
        if lat is None or lon is None:
            told["lat"] = told["lon"] = None
            return told
        around = selectors.districts_at(lon, lat)
        if around:
            told["district"] = around[0]
        elif has_boundaries():
            self.add_error(
                "place",
                _t(
                    "地図で選んだ場所は、市の外のようです。市の中を選ぶか、ことばで書いてください。"
                ),
            )
        return told


class PlaceForm(SpotMixin):
    """Step 2: where it is."""

    field_order = ("lat", "lon", "district", "place")


class PhotoForm(forms.Form):
    """Step 4: a picture, if there is one."""

    photo = UploadField(
        label=_("写真"),
        kinds=PICTURES,
        most=20,
        required=False,
        help_text=_(
            "1枚、20MBまで。撮った場所とカメラの情報は消してからのせます。"
            "人の顔や車の番号が写っていないか、お確かめください。"
        ),
    )
    alt = forms.CharField(
        label=_("写真の説明"),
        max_length=200,
        required=False,
        help_text=_("目の見えない方にも伝わります。例：夕やけの海と、手前のベンチ"),
    )
    contact = forms.CharField(
        label=_("連絡のとり方"),
        max_length=200,
        required=False,
        help_text=_("公開しません。使いたい方がいたとき、地区の事務局が取り次ぎます。"),
    )
    agreed = forms.BooleanField(
        label=_("連絡のとり方を、地区の事務局に預けます。いつでも取りやめられます。"),
        required=False,
    )

    def __init__(self, *args: Any, sort: str, may_contact: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if sort != Finding.Sort.RESOURCE or not may_contact:
            del self.fields["contact"], self.fields["agreed"]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if told.get("contact") and not told.get("agreed"):
            self.add_error("agreed", _t("預けてよいときは、ここに印をつけてください。"))
        return told


class EditForm(Watched, CautionMixin, SpotMixin):
    """Everything of a finding at once, for whoever wrote it and for staff."""

    title = forms.CharField(label=_("ひとことで"), max_length=60)
    text = forms.CharField(
        label=_("くわしく"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    asset = forms.ChoiceField(label=_("どの種類ですか"), widget=forms.RadioSelect)
    presence = forms.ChoiceField(label=_("いま、使われていますか"), widget=forms.RadioSelect)
    sure = _sure()
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    field_order = ("title", "asset", "presence", "text", "sure", "district", "place")

    def __init__(
        self, *args: Any, finding: Finding, words: Mapping[str, str], **kwargs: Any
    ) -> None:
        names = ("title", "text", "place", "lat", "lon", "asset", "presence")
        kwargs["initial"] = {
            **{name: getattr(finding, name) for name in names},
            "district": finding.district_id,
            "version": finding.node.version,
        }
        super().__init__(*args, **kwargs)
        if finding.sort != Finding.Sort.RESOURCE:
            del self.fields["asset"], self.fields["presence"]
        else:
            self.fields["asset"].choices = asset_choices(words)  # type: ignore[attr-defined]
            self.fields["presence"].choices = [  # type: ignore[attr-defined]
                (p, words[f"resource.{p}"]) for p in Finding.Presence.values
            ]
        if not self.is_bound:
            del self.fields["sure"]
        self.watch()

    def told(self) -> dict[str, Any]:
        """What services.change_finding takes. Only for a valid form."""
        names = ("title", "text", "asset", "presence", "place", "lat", "lon", "district")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


class ReportForm(forms.Form):
    """What somebody is worried about."""

    reason = forms.ChoiceField(
        label=_("どんなことが気になりましたか"),
        choices=Report.Reason.choices,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("ひとこと"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("どのことばや写真が気になったか、あれば教えてください。"),
    )
