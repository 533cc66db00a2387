"""What people fill in about councils."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jibungoto.kernel import clock
from jibungoto.know.organisations.models import Organisation
from jibungoto.ui.forms import DateInput
from jibungoto.ui.seen import Watched

from . import journey, selectors
from .models import Council, Seat


class CouncilForm(Watched, forms.Form):
    name = forms.CharField(
        label=_("名前"), max_length=120, help_text=_("例：つつじ台まちづくりの会")
    )
    districts: forms.ModelMultipleChoiceField[Any] = forms.ModelMultipleChoiceField(
        label=_("受け持つ地区"),
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("ほかの集まりが受け持つ地区は、ここには出ません。"),
    )
    lead = forms.CharField(
        label=_("ひとこと"),
        max_length=200,
        required=False,
        help_text=_("どんな集まりかを一文で。地区のページにのります。"),
    )
    founded_on = forms.DateField(
        label=_("設立した日"),
        required=False,
        widget=DateInput,
        help_text=_("設立の総会を開いた日です。まだのときは空けておいてください。"),
    )
    organisation: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=_("団体の名簿での登録"),
        queryset=None,
        required=False,
        empty_label=_("登録していない"),
    )

    def __init__(self, *args: Any, council: Council | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["districts"].queryset = selectors.free_districts(council)  # type: ignore[attr-defined]
        self.fields["organisation"].queryset = Organisation.objects.order_by("kana", "name")  # type: ignore[attr-defined]
        if council is not None:
            self.watch()

    def clean_founded_on(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["founded_on"]
        if day and day > clock.today():
            raise forms.ValidationError(_("まだ来ていない日です。設立してから入れてください。"))
        return day


class StageForm(forms.Form):
    stage = forms.ChoiceField(label=_("どの段階に入りましたか"), widget=forms.RadioSelect)
    entered_on = forms.DateField(label=_("いつからですか"), widget=DateInput)
    note = forms.CharField(
        label=_("説明"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "何が済み、何を始めるのかを短く。前の段階に戻るときは、理由を必ず書いてください。"
            "地区のページにのります。"
        ),
    )

    def __init__(self, *args: Any, words: dict[str, str], current: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stage"].choices = [  # type: ignore[attr-defined]
            (key, words[f"stage.{key}"]) for key in journey.ORDER if key != current
        ]


class SeatForm(forms.Form):
    title = forms.CharField(
        label=_("役の名前"), max_length=60, help_text=_("例：会長、防災部会の部会長")
    )
    brings = forms.CharField(
        label=_("どこの声を持ちよりますか"),
        max_length=80,
        required=False,
        help_text=_("例：自治会長、地区社協、民生委員、PTA、青少年相談員。人の名前は書きません。"),
    )
    organisation: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=_("出している団体"), queryset=None, required=False, empty_label=_("名簿にない・公募")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.order_by("kana", "name")  # type: ignore[attr-defined]


class TermForm(forms.Form):
    starts_on = forms.DateField(label=_("いつから"), widget=DateInput)
    ends_on = forms.DateField(
        label=_("いつまで"),
        widget=DateInput,
        help_text=_("終わりが近づくと、次の方を決める用事としてお知らせします。"),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("始まりの日より後の日にしてください。"))
        return data


def next_term(seat: Seat) -> dict[str, dt.date]:
    """A year from the day after the last term, else the fiscal year we are in."""
    last = seat.terms.order_by("-ends_on").first()
    today = clock.today()
    if last and last.ends_on >= today - dt.timedelta(days=400):
        first = last.ends_on + dt.timedelta(days=1)
    else:
        first = dt.date(today.year if today.month >= 4 else today.year - 1, 4, 1)
    try:
        last_day = first.replace(year=first.year + 1) - dt.timedelta(days=1)
    except ValueError:  # 29 February
        last_day = first + dt.timedelta(days=365)
    return {"starts_on": first, "ends_on": last_day}
