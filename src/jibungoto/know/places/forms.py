"""Forms of districts."""

import datetime as dt
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jibungoto.japan.text import search_key
from jibungoto.ui.forms import DateInput
from jibungoto.ui.seen import Watched

from .areas import AreaIndex
from .belonging import SLIVER, state_of
from .division import Division
from .models import District, DistrictKind, Method, SmallArea


class DistrictFilter(forms.Form):
    """Part of a name to look for among many districts of a kind. Works as a plain GET form."""

    words = forms.CharField(label=_("名前で探す"), required=False, max_length=60)
    kind = forms.CharField(widget=forms.HiddenInput, required=False)

    def matching(self, found: Sequence[District]) -> list[District]:
        """Those whose name or reading holds the words, however they are written."""
        wanted = search_key(self.cleaned_data["words"]) if self.is_valid() else ""
        return [d for d in found if wanted in search_key(f"{d.name} {d.kana}")]


class DistrictForm(Watched, forms.Form):
    """What a district is called, where it lies, how it is introduced."""

    kind: forms.ModelChoiceField[DistrictKind] = forms.ModelChoiceField(
        label=_("種類"), queryset=None, empty_label=None
    )
    slug = forms.SlugField(
        label=_("アドレスの名前"),
        max_length=60,
        help_text=_("半角の英数字とハイフンで。あとから変えられません。例：kita"),
    )
    name = forms.CharField(label=_("名前"), max_length=60)
    kana = forms.CharField(label=_("よみ"), max_length=120, required=False)
    code = forms.CharField(label=_("コード"), max_length=20, required=False)
    lead = forms.CharField(
        label=_("ひとこと"), max_length=200, required=False, help_text=_("どんなところかを一文で。")
    )
    parent: forms.ModelChoiceField[District] = forms.ModelChoiceField(
        label=_("外側の地区"), queryset=None, required=False, empty_label=_("なし")
    )
    valid_from = forms.DateField(label=_("いつから"), required=False, widget=DateInput())
    order = forms.IntegerField(label=_("並べる順"), min_value=0, max_value=30000, initial=100)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, district: District | None = None, **kwargs: Any) -> None:
        if district is not None:
            names = ("name", "kana", "code", "lead", "order", "valid_from")
            kwargs["initial"] = {
                **{n: getattr(district, n) for n in names},
                "parent": district.parent_id,
                "version": district.node.version,
            }
        super().__init__(*args, **kwargs)
        self.district = district
        others = District.objects.select_related("kind")
        if district is not None:
            others = others.exclude(lineage__startswith=district.lineage)
            for fixed in ("kind", "slug"):
                del self.fields[fixed]
        else:
            self.fields["kind"].queryset = DistrictKind.objects.all()  # type: ignore[attr-defined]
        self.fields["parent"].queryset = others  # type: ignore[attr-defined]
        if district is not None:
            self.watch()

    def clean_valid_from(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["valid_from"]
        until = self.district.valid_until if self.district else None
        if day and until and day > until:
            raise forms.ValidationError(_("終わりの日（{}）より前にしてください。").format(until))
        return day

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if slug == "register" or District.objects.filter(slug=slug).exists():
            raise forms.ValidationError(_("このアドレスの名前は、もう使われています。"))
        return slug


class ComputeForm(forms.Form):
    """Which districts are to be put together from the map, and how."""

    kind = forms.ChoiceField(label=_("地区の種類"))
    method = forms.ChoiceField(
        label=_("決め方"),
        choices=[
            (Method.AREA, _("面積で分ける（町丁・字の区域の図が要ります）")),
            (Method.POINT, _("代表点で決める（町丁・字はまるごと一つの地区に入ります）")),
        ],
    )
    sliver = forms.TypedChoiceField(
        label=_("図のずれとみなす小ささ"),
        choices=[("0.01", "1%"), ("0.03", "3%"), ("0.05", "5%"), ("0.1", "10%")],
        initial=str(SLIVER),
        coerce=float,
        help_text=_("面積で分けるとき、これより小さい重なりは数えません。"),
    )

    def __init__(self, *args: Any, kinds: Sequence[DistrictKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = {kind.key: kind for kind in kinds}
        self.fields["kind"].choices = [(k.key, k.name) for k in kinds]  # type: ignore[attr-defined]

    def clean_kind(self) -> DistrictKind:
        return self.kinds[self.cleaned_data["kind"]]


class ApplyForm(ComputeForm):
    """The same, with what its reader saw, and whether corrections by hand give way."""

    override = forms.BooleanField(required=False)
    seen = forms.CharField(max_length=64)


class CorrectionForm(forms.Form):
    """Which districts of a kind a small area belongs to, in percent, and why."""

    whole = forms.ChoiceField(
        label=_("まるごと入れる地区"),
        required=False,
        help_text=_("いくつかの地区に分けるときは空けておき、下に割合を書きます。"),
    )
    other = forms.ChoiceField(label=_("ほかの地区"), required=False)
    other_percent = forms.DecimalField(
        label=_("ほかの地区の割合（%）"),
        min_value=0,
        max_value=100,
        decimal_places=4,
        required=False,
    )
    reason = forms.CharField(
        label=_("直す理由"),
        max_length=200,
        help_text=_("例：川をはさんだ北側は、北地区の学校に通う"),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, division: Division, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.division = division
        near = [c.district for c in division.candidates]
        self.fields["whole"].choices = [  # type: ignore[attr-defined]
            ("", _("選ばない")), *((d.slug, d.name) for d in [*near, *division.others]),
            ("-", _("どの地区にも入れない")),
        ]  # fmt: skip
        self.fields["other"].choices = [  # type: ignore[attr-defined]
            ("", _("選ばない")), *((d.slug, d.name) for d in division.others),
        ]  # fmt: skip
        if not division.others:
            del self.fields["other"], self.fields["other_percent"]
        self.fields["seen"].initial = state_of(division.memberships)
        for candidate in division.candidates:
            said = ""
            if candidate.drawn is not None:
                said = _("図では{:.1f}%が、この地区の中です。").format(candidate.drawn * 100)
            self.fields[self.name_of(candidate.district)] = forms.DecimalField(
                label=_("{}の割合（%）").format(candidate.district.name),
                min_value=0,
                max_value=100,
                decimal_places=4,
                required=False,
                initial=f"{(candidate.ratio * 100).normalize():f}",
                help_text=said,
            )
        order = ["whole", *(self.name_of(d) for d in near), "other", "other_percent", "reason"]
        self.order_fields(order)

    @staticmethod
    def name_of(district: District) -> str:
        return f"percent_{district.pk}"

    def ratios(self) -> dict[District, Decimal]:
        """The shares told, by district. Only for a valid form."""
        told = self.cleaned_data
        everything = [*(c.district for c in self.division.candidates), *self.division.others]
        by_slug = {d.slug: d for d in everything}
        if told["whole"]:
            return {by_slug[told["whole"]]: Decimal(1)} if told["whole"] in by_slug else {}
        found = {c.district: told[self.name_of(c.district)] for c in self.division.candidates}
        if told.get("other"):
            found[by_slug[told["other"]]] = told.get("other_percent")
        return {
            district: (percent / 100).quantize(Decimal("0.000001"))
            for district, percent in found.items()
            if percent
        }


class AreaEndForm(forms.Form):
    """The last day of a small area and what it goes on in."""

    on = forms.DateField(label=_("終わりの日"), widget=DateInput())
    into = forms.CharField(
        label=_("引き継ぐ町丁・字"),
        required=False,
        help_text=_(
            "名前かコードを「、」で区切ってください。"
            "空けておくと、区域の図が重なる町丁・字に引き継ぎます。"
        ),
    )

    def clean_into(self) -> list[SmallArea]:
        told = [name.strip() for name in re.split(r"[、,，]", self.cleaned_data["into"])]
        index = AreaIndex.load("") if any(told) else None
        found = []
        for name in filter(None, told):
            area = index and (index.small_area(name, "") or index.named(name))
            if not area:
                said = _("「{}」という町丁・字が見つからないか、いくつもあります。")
                raise forms.ValidationError(said.format(name))
            found.append(area)
        return found


class KindForm(Watched, forms.Form):
    """A kind of district: what it is called, whether it has councils, where it stands."""

    name = forms.CharField(
        label=_("名前"), max_length=40, help_text=_("例：小学校区、福祉圏域、消防団の区域")
    )
    key = forms.SlugField(
        label=_("アドレスの名前"),
        max_length=40,
        help_text=_("半角の英数字とハイフンで。あとから変えられません。例：fukushi"),
    )
    has_council = forms.BooleanField(label=_("この種類の地区に協議会を置く"), required=False)
    order = forms.IntegerField(label=_("並べる順"), min_value=0, max_value=30000, initial=100)

    def __init__(self, *args: Any, kind: DistrictKind | None = None, **kwargs: Any) -> None:
        if kind is not None:
            names = ("name", "has_council", "order")
            kwargs["initial"] = {name: getattr(kind, name) for name in names}
        super().__init__(*args, **kwargs)
        if kind is not None:
            del self.fields["key"]
            self.watch()

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"]
        if DistrictKind.objects.filter(key=key).exists():
            raise forms.ValidationError(_("このアドレスの名前は、もう使われています。"))
        return key


class EndForm(forms.Form):
    """A district's last day and what takes its place."""

    on = forms.DateField(label=_("終わりの日"), widget=DateInput())
    successors: forms.ModelMultipleChoiceField[District] = forms.ModelMultipleChoiceField(
        label=_("引き継ぐ地区"),
        queryset=None,
        required=False,
        help_text=_("合併や分割で、この地区を引き継ぐ地区があれば選んでください。"),
    )

    def __init__(self, *args: Any, district: District, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successors"].queryset = District.objects.exclude(pk=district.pk)  # type: ignore[attr-defined]
