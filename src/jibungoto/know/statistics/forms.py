"""Forms of indicators and their figures."""

from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from jibungoto.kernel import identity
from jibungoto.know.places.models import District
from jibungoto.ui.forms import DateInput, PlainDecimalField
from jibungoto.ui.seen import Watched

from .models import Figure, Indicator, Status
from .summing import seems_to_add_up


class IndicatorForm(Watched, forms.Form):
    """What an indicator is called and counts."""

    name = forms.CharField(label=_("名前"), max_length=80)
    unit = forms.CharField(label=_("単位"), max_length=20, help_text=_("例：人、件、%"))
    definition = forms.CharField(
        label=_("何を数えたもの"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("はじめて見る人にもわかるように。例：自治会に入っている世帯÷すべての世帯"),
    )
    decimals = forms.IntegerField(label=_("小数の桁"), min_value=0, max_value=4, initial=0)
    adds_up = forms.ChoiceField(
        label=_("町丁・字の数から地区の数をつくるとき"),
        required=False,
        choices=[
            ("", _("名前と単位から決める（率や平均は足しません）")),
            ("yes", _("足す（世帯数や件数など）")),
            ("no", _("足さない（率や平均など）")),
        ],
        widget=forms.RadioSelect,
        help_text=_(
            "件数や世帯数は、足すと地区の数になります。率や平均は、足しても意味のある数になりません。"
        ),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, indicator: Indicator | None = None, **kwargs: Any) -> None:
        if indicator is not None:
            names = ("name", "unit", "definition", "decimals")
            kwargs["initial"] = {n: getattr(indicator, n) for n in names} | {
                "version": indicator.node.version,
                "adds_up": "yes" if indicator.adds_up else "no",
            }
        super().__init__(*args, **kwargs)
        if indicator is not None:
            self.watch()

    def told(self) -> dict[str, Any]:
        """What the services take. Only for a valid form."""
        names = ("name", "unit", "definition", "decimals")
        said = self.cleaned_data["adds_up"]
        if not said:
            adds_up = seems_to_add_up(self.cleaned_data["name"], self.cleaned_data["unit"])
        else:
            adds_up = said == "yes"
        return {n: self.cleaned_data[n] for n in names} | {"adds_up": adds_up}

    def new_slug(self) -> str:
        """An address: the name in Latin letters, else a short code."""
        name = self.cleaned_data["name"]
        wanted = slugify(name)[:50] if name.isascii() else ""
        taken = wanted == "new" or Indicator.objects.filter(slug=wanted).exists()
        return identity.short_code().lower() if taken or not wanted else wanted


class FigureForm(Watched, forms.Form):
    """One figure: where, when, how much, from where."""

    district: forms.ModelChoiceField[District] = forms.ModelChoiceField(
        label=_("地区"), queryset=None, required=False, empty_label=_("市全体")
    )
    first_on = forms.DateField(
        label=_("期間のはじめ"),
        required=False,
        widget=DateInput(),
        help_text=_("年度の数など、期間があるときだけ書いてください。"),
    )
    last_on = forms.DateField(label=_("基準日（期間の終わり）"), widget=DateInput())
    status = forms.ChoiceField(
        label=_("数はありますか"),
        choices=[
            (Status.VALUE.value, _("ある")),
            (Status.MISSING.value, _("ない（データなし）")),
            (Status.SUPPRESSED.value, _("公表しない（秘匿）")),
        ],
        widget=forms.RadioSelect,
        initial=Status.VALUE.value,
        help_text=_("「ない」と「0」はちがいます。0のときは「ある」を選び、0と書いてください。"),
    )
    value = PlainDecimalField(label=_("値"), required=False, max_digits=16, decimal_places=4)
    source = forms.CharField(label=_("出典"), max_length=200)
    method = forms.CharField(label=_("方法"), max_length=200, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, figure: Figure | None = None, **kwargs: Any) -> None:
        if figure is not None:
            names = ("first_on", "last_on", "status", "value", "source", "method", "version")
            kwargs["initial"] = {n: getattr(figure, n) for n in names} | {
                "district": figure.district_id
            }
        super().__init__(*args, **kwargs)
        self.fields["district"].queryset = District.objects.select_related("kind")  # type: ignore[attr-defined]
        if figure is not None:
            for fixed in ("district", "last_on"):
                self.fields[fixed].disabled = True
            self.watch()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("status") == Status.VALUE and data.get("value") is None:
            self.add_error("value", _("値を書くか、「ない」を選んでください。"))
        if data.get("status") != Status.VALUE:
            data["value"] = None
        first, last = data.get("first_on"), data.get("last_on")
        if first and last and first > last:
            self.add_error("first_on", _("期間のはじめは、終わりより前にしてください。"))
        return data
