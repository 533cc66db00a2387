"""What an officer fills in at the desk: one minute on a phone."""

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from jibungoto.kernel import clock
from jibungoto.know.organisations.models import Organisation
from jibungoto.ui.forms import DateInput
from jibungoto.ui.seen import Watched

from .models import Contact


class ContactForm(Watched, forms.Form):
    district: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=_("地区"), queryset=None, empty_label=_("選んでください")
    )
    kind = forms.ChoiceField(
        label=_("どのように"), choices=Contact.Kind.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("話したこと"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "職員だけが読みます。困っていること、決まったことをひとことから。"
            "人の名前や連絡先は、必要なときだけにしてください。"
        ),
    )
    follow_up = forms.CharField(
        label=_("次にすること"),
        max_length=200,
        required=False,
        help_text=_("例：集会所の鍵の扱いを、公民館に確かめて返事する"),
    )
    follow_up_on = forms.DateField(
        label=_("いつまでに"),
        required=False,
        widget=DateInput,
        help_text=_("この日の朝、「わたしのページ」でお知らせします。"),
    )
    on = forms.DateField(label=_("話した日"), widget=DateInput)
    organisation: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=_("相手の団体"),
        queryset=None,
        required=False,
        empty_label=_("団体ではない・名簿にない"),
    )

    def __init__(self, *args: Any, districts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["district"].queryset = districts  # type: ignore[attr-defined]
        # The groups of one's own districts: a list one can still choose from on a phone.
        nearby = Organisation.objects.filter(node__placed__district__in=districts.values("pk"))
        self.fields["organisation"].queryset = nearby.distinct().order_by("kana", "name")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        on, due = data.get("on"), data.get("follow_up_on")
        if on and on > clock.today():
            self.add_error(
                "on", _("まだ来ていない日です。予定は「次にすること」に書いてください。")
            )
        if on and due and due < on:
            self.add_error("follow_up_on", _("話した日より後の日にしてください。"))
        if due and not data.get("follow_up"):
            self.add_error("follow_up", _("その日までに何をするのかを、ひとこと書いてください。"))
        if data.get("follow_up") and not due and "follow_up_on" not in self.errors:
            self.add_error("follow_up_on", _("いつまでにするのかを選んでください。"))
        return data


class DeskSettingsForm(Watched, forms.Form):
    silent_after_days = forms.IntegerField(
        label=_("連絡がないと知らせるまでの日数"),
        help_text=_(
            "最後の連絡からこの日数がたつと、市の仕事場で「遅れ」と示します。7日から365日まで。"
        ),
        validators=[MinValueValidator(7), MaxValueValidator(365)],
    )
