"""Forms of districts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jibungoto.ui.forms import DateInput

from .models import District, DistrictKind


class DistrictForm(forms.Form):
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
        label=_("ひとこと"), max_length=200, required=False, help_text=_("どんな所かを一文で。")
    )
    parent: forms.ModelChoiceField[District] = forms.ModelChoiceField(
        label=_("外側の地区"), queryset=None, required=False, empty_label=_("なし")
    )
    valid_from = forms.DateField(label=_("いつから"), required=False, widget=DateInput())
    order = forms.IntegerField(label=_("並べる順"), min_value=0, max_value=30000, initial=100)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, district: District | None = None, **kwargs: Any) -> None:
        if district is not None:
            names = ("name", "kana", "code", "lead", "order")
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
            for fixed in ("kind", "slug", "valid_from"):
                del self.fields[fixed]
        else:
            self.fields["kind"].queryset = DistrictKind.objects.all()  # type: ignore[attr-defined]
        self.fields["parent"].queryset = others  # type: ignore[attr-defined]

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if slug == "register" or District.objects.filter(slug=slug).exists():
            raise forms.ValidationError(_("このアドレスの名前は、もう使われています。"))
        return slug


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
