"""Forms of organisations."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jibungoto.kernel import identity
from jibungoto.kernel.actor import Actor
from jibungoto.know.places.models import District
from jibungoto.ui.forms import DateInput

from . import selectors
from .models import Organisation
from .services import Particulars, address


class OrganisationForm(forms.Form):
    """What an organisation's page says."""

    name = forms.CharField(label=_("名前"), max_length=120)
    kana = forms.CharField(
        label=_("よみ"),
        max_length=200,
        required=False,
        help_text=_("ひらがなで。並べる順になります。"),
    )
    footing = forms.ChoiceField(
        label=_("成り立ち"),
        choices=Organisation.Footing.choices,
        widget=forms.RadioSelect,
        help_text=_("地縁型は住む場所でつながる団体、テーマ型はめざすことでつながる団体です。"),
    )
    kind = forms.CharField(
        label=_("種類"), max_length=40, help_text=_("例：自治会、PTA、老人クラブ、NPO法人")
    )
    districts: forms.ModelMultipleChoiceField[District] = forms.ModelMultipleChoiceField(
        label=_("活動する地区"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    purpose = forms.CharField(label=_("めざすこと"), max_length=200, required=False)
    website = forms.URLField(
        label=_("ウェブサイト"), max_length=300, required=False, assume_scheme="https"
    )
    founded = forms.IntegerField(
        label=_("できた年"), required=False, min_value=1600, max_value=2200, help_text=_("西暦で。")
    )
    members = forms.IntegerField(label=_("会員数"), required=False, min_value=0)
    members_unit = forms.ChoiceField(
        label=_("会員の数え方"),
        choices=[("人", _("人")), ("世帯", _("世帯")), ("団体", _("団体"))],
        initial="人",
    )
    counted_on = forms.DateField(
        label=_("会員数の基準日"), required=False, widget=DateInput(),
        help_text=_("いつの数かを、会員数といっしょに出します。"),
    )  # fmt: skip
    members_source = forms.CharField(
        label=_("会員数の出典"),
        max_length=200,
        required=False,
        help_text=_("例：2026年度の総会資料"),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, actor: Actor, organisation: Organisation | None = None,
                 **kwargs: Any) -> None:  # fmt: skip
        if organisation is not None:
            kwargs["initial"] = {
                **{f: getattr(organisation, f) for f in Particulars.__dataclass_fields__},
                "districts": [d.pk for d in selectors.districts(organisation)],
                "version": organisation.node.version,
            }
        super().__init__(*args, **kwargs)
        self.fields["districts"].queryset = selectors.district_choices(actor)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("members") is not None and not data.get("counted_on"):
            self.add_error("counted_on", _("会員数を書くときは、いつの数かも書いてください。"))
        return data

    def particulars(self) -> dict[str, Any]:
        """What the services take. Only for a valid form."""
        return {f: self.cleaned_data[f] for f in Particulars.__dataclass_fields__}

    def new_slug(self) -> str:
        """An address for a new organisation: its reading in Latin letters, else a short code."""
        told = self.cleaned_data
        return address(told["name"], told["kana"]) or identity.short_code().lower()


class EndForm(forms.Form):
    """The last day of an organisation."""

    on = forms.DateField(label=_("解散した日"), widget=DateInput())


class FilterForm(forms.Form):
    """What to show of the register."""

    words = forms.CharField(label=_("ことば"), required=False, max_length=100)
    footing = forms.ChoiceField(label=_("成り立ち"), required=False)
    kind = forms.ChoiceField(label=_("種類"), required=False)
    district: forms.ModelChoiceField[District] = forms.ModelChoiceField(
        label=_("地区"), queryset=None, required=False
    )

    counted = forms.ChoiceField(
        label=_("会員の数え方"),
        required=False,
        choices=[("", _("すべて")), ("世帯", _("世帯で数える団体")), ("人", _("人で数える団体"))],
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = [("", _("すべて"))]
        self.fields["footing"].choices = [*every, *Organisation.Footing.choices]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [*every, *((k, k) for k in selectors.kinds())]  # type: ignore[attr-defined]
        district = self.fields["district"]
        district.queryset = selectors.district_choices(actor)  # type: ignore[attr-defined]
        district.empty_label = _("すべて")  # type: ignore[attr-defined]
        district.to_field_name = "slug"  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, Any]:
        """Arguments for the selector; a filter that makes no sense is left out."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
