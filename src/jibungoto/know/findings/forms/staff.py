"""What staff and council fill in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jibungoto.kernel import clock
from jibungoto.kernel.actor import Actor
from jibungoto.know.findings import policies
from jibungoto.know.findings.models import Deed, Finding, Theme
from jibungoto.know.findings.selectors.findings import known_districts, open_themes
from jibungoto.know.organisations.models import Organisation
from jibungoto.ui.forms import DateInput
from jibungoto.ui.seen import Watched

from .residents import SpotMixin


class ThemesMixin(forms.Form):
    """What a finding is about; the choices are those kept for everybody."""

    themes = forms.TypedMultipleChoiceField(
        label=_("テーマ"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.open_themes = {theme.pk: theme for theme in open_themes()}
        self.fields["themes"].choices = [(t.pk, t.name) for t in self.open_themes.values()]  # type: ignore[attr-defined]

    def clean_themes(self) -> list[Theme]:
        return [self.open_themes[pk] for pk in self.cleaned_data["themes"]]


class ThemesForm(ThemesMixin):
    """The themes of one finding."""


class DeedForm(forms.Form):
    """A verb in a resource's history."""

    verb = forms.ChoiceField(label=_("どうしましたか"), choices=(), widget=forms.RadioSelect)
    who = forms.CharField(
        label=_("だれが"),
        max_length=60,
        required=False,
        help_text=_("団体の名前か「住民の方」のように書きます。人の名前は書きません。"),
    )
    organisation: forms.ModelChoiceField[Organisation] = forms.ModelChoiceField(
        label=_("名簿の団体"), queryset=None, required=False, empty_label=_("選ばない")
    )
    text = forms.CharField(label=_("どのように"), max_length=200, required=False)
    on = forms.DateField(label=_("いつ"), widget=DateInput())

    def __init__(self, *args: Any, words: Any, district: Any = None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"on": clock.today()})
        super().__init__(*args, **kwargs)
        self.fields["verb"].choices = [  # type: ignore[attr-defined]
            (verb, words[f"resource.{verb}"]) for verb in Deed.Verb.values
        ]
        found = Organisation.objects.filter(ended_on__isnull=True)
        if district is not None:
            found = found.filter(node__placed__district=district)
        self.fields["organisation"].queryset = found.order_by("kana", "pk")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if not told.get("who") and not told.get("organisation"):
            self.add_error("who", _("だれがしたかを書くか、名簿の団体を選んでください。"))
        return told


class ReceptionForm(Watched, forms.Form):
    """Public at once, or after staff looked."""

    check_first = forms.TypedChoiceField(
        label=_("書かれた気づきを、いつ公開しますか"),
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


class ThemeForm(Watched, forms.Form):
    """One theme."""

    name = forms.CharField(label=_("名前"), max_length=30)
    order = forms.IntegerField(label=_("並べる順"), min_value=0, max_value=30000, initial=100)
    is_open = forms.BooleanField(label=_("使う"), required=False, initial=True)

    def __init__(self, *args: Any, theme: Theme | None = None, **kwargs: Any) -> None:
        if theme is not None:
            names = ("name", "order", "is_open")
            kwargs["initial"] = {name: getattr(theme, name) for name in names}
        super().__init__(*args, **kwargs)
        self.theme = theme
        if theme is not None:
            self.watch()

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"]).strip()
        others = Theme.objects.exclude(pk=self.theme.pk) if self.theme else Theme.objects.all()
        if others.filter(name=name).exists():
            raise forms.ValidationError(_("同じ名前のテーマがあります。"))
        return name


class RecordForm(ThemesMixin, SpotMixin):
    """A finding told on paper or by word of mouth, written down by staff or council."""

    sort = forms.ChoiceField(label=_("種類"), widget=forms.RadioSelect)
    title = forms.CharField(label=_("ひとことで"), max_length=60)
    text = forms.CharField(
        label=_("くわしく"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("話した方のことばのままに。お名前や連絡先は書きません。"),
    )
    asset = forms.ChoiceField(label=_("資源の種類"), required=False)
    presence = forms.ChoiceField(label=_("資源のあらわれ方"), required=False)
    channel = forms.ChoiceField(
        label=_("どうやって届きましたか"),
        choices=[(c, c.label) for c in (Finding.Channel.PAPER, Finding.Channel.ORAL)],
        widget=forms.RadioSelect,
        initial=Finding.Channel.PAPER,
    )
    found_on = forms.DateField(label=_("いつ"), widget=DateInput())
    field_order = (
        "sort", "title", "text", "asset", "presence", "district", "place", "channel", "found_on",
        "themes",
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Actor, words: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"found_on": clock.today(), "sort": "charm"})
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.fields["sort"].choices = [(s, words[s]) for s in Finding.Sort.values]  # type: ignore[attr-defined]
        self.fields["asset"].choices = [  # type: ignore[attr-defined]
            ("", _("資源のときだけ選びます")),
            *((a, words[f"resource.{a}"]) for a in Finding.Asset.values),
        ]
        self.fields["presence"].choices = [  # type: ignore[attr-defined]
            ("", _("資源のときだけ選びます")),
            *((p, words[f"resource.{p}"]) for p in Finding.Presence.values),
        ]
        if not actor.scopes(policies.RECORD).everywhere:
            mine = [d.pk for d in known_districts() if self._may(d)]
            field: Any = self.fields["district"]
            field.queryset = field.queryset.filter(pk__in=mine)
            field.required, field.empty_label = True, None

    def _may(self, district: Any) -> bool:
        return self.actor.may(policies.RECORD, district_path=district.lineage)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if told.get("sort") == Finding.Sort.RESOURCE:
            for name in ("asset", "presence"):
                if not told.get(name):
                    self.add_error(name, _("資源のときは、選んでください。"))
        district = told.get("district")
        if district is not None and not self._may(district):
            self.add_error("district", _("担当している地区の中の場所を選んでください。"))
        return told
