"""What is filled in when a year is looked back on."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jibungoto.decide.plans.models import Hurdle
from jibungoto.decide.plans.services.progress import STATES
from jibungoto.japan.fiscal import FiscalYear
from jibungoto.kernel import clock
from jibungoto.ui.forms import DateInput, YenField
from jibungoto.ui.listing import listed
from jibungoto.ui.tags.words import fiscal_year

from .selectors import Asked, Row
from .services import Remedied, Told

_YEARS_BACK = 5


def year_choices(starts: int | None = None, ends: int | None = None) -> list[tuple[int, str]]:
    """The fiscal years one may look back on, this year first."""
    now = FiscalYear.of(clock.today()).year
    years = range(now, now - _YEARS_BACK, -1)
    return [
        (y, fiscal_year(y))
        for y in years
        if (not starts or y >= starts - 1) and (not ends or y <= ends + 1)
    ] or [(now, fiscal_year(now))]


class RoundForm(forms.Form):
    """Opening a round: the year, the days, and which departments are asked at which address."""

    year = forms.TypedChoiceField(label=gettext_lazy("どの年度の見直しですか"), coerce=int)
    opens = forms.DateField(
        label=gettext_lazy("始める日"),
        widget=DateInput,
        help_text=gettext_lazy("この日に、各課へメールを送ります。"),
    )
    due = forms.DateField(label=gettext_lazy("回答の期日"), widget=DateInput)
    remind_on = forms.DateField(
        label=gettext_lazy("まだの課にお知らせする日"),
        widget=DateInput,
        required=False,
        help_text=gettext_lazy("一度だけお知らせします。書かなければ、期日の1週間前です。"),
    )
    note = forms.CharField(
        label=gettext_lazy("担当課へのひとこと"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("メールと回答のページに出ます。"),
    )

    def __init__(
        self,
        *args: Any,
        years: Sequence[tuple[int, str]],
        asked: Sequence[Asked],
        emails: Mapping[str, Sequence[str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = years  # type: ignore[attr-defined]
        self.asked = asked
        for number, one in enumerate(asked):
            self.fields[f"ask_{number}"] = forms.BooleanField(
                label=_("{}（{}件）に聞く").format(one.name, one.measures),
                required=False,
                initial=True,
            )
            self.fields[f"emails_{number}"] = forms.CharField(
                label=_("{}のメールアドレス").format(one.name),
                required=False,
                initial=listed(emails.get(one.name, ())),
                help_text=_("いくつもあるときは、「、」で区切ります。"),
            )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        for number, _one in enumerate(self.asked):
            given = told.get(f"emails_{number}", "")
            told[f"emails_{number}"] = found = _addresses(given)
            for address in found:
                try:
                    validate_email(address)
                except forms.ValidationError:
                    said = _("「{}」は、メールアドレスとして読めません。")
                    self.add_error(f"emails_{number}", said.format(address))
        return told

    def departments(self) -> dict[str, list[str]]:
        """Who is asked, with the addresses. Only for a valid form."""
        return {
            one.name: self.cleaned_data[f"emails_{number}"]
            for number, one in enumerate(self.asked)
            if self.cleaned_data[f"ask_{number}"]
        }


def _addresses(text: str) -> list[str]:
    for mark in "、，,；;　\n\t":
        text = text.replace(mark, " ")
    return list(dict.fromkeys(one.lower() for one in text.split()))


class RoundChangeForm(forms.Form):
    """More time, or other words."""

    due = forms.DateField(label=gettext_lazy("回答の期日"), widget=DateInput)
    note = forms.CharField(
        label=gettext_lazy("担当課へのひとこと"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class WithdrawForm(forms.Form):
    """Why an edition of a report is taken back."""

    because = forms.CharField(
        label=gettext_lazy("取り下げるわけ"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("この版のページに、だれでも読めるように出ます。"),
    )


class ReportForm(forms.Form):
    """A year of a measure, as its department reports it."""

    state = forms.ChoiceField(label=gettext_lazy("進みぐあい"))
    done = forms.CharField(
        label=gettext_lazy("実施したこと"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("回数や人数があれば、いっしょに書いてください。"),
    )
    done_on = forms.DateField(label=gettext_lazy("実施した日"), required=False, widget=DateInput)
    budget = YenField(label=gettext_lazy("予算"), required=False)
    spent = YenField(label=gettext_lazy("使ったお金"), required=False)
    evidence = forms.CharField(
        label=gettext_lazy("裏づけになる記録"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("会議や活動など、このサイトのページのアドレスを写します。"),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, row: Row, words: Mapping[str, str], **kwargs: Any) -> None:
        report = row.report
        if report is not None:
            names = ("state", "done", "done_on", "budget", "spent", "version")
            kwargs["initial"] = {name: getattr(report, name) for name in names}
        else:
            kwargs["initial"] = {"version": 0}
        kwargs["prefix"] = f"m{row.measure.pk}"
        super().__init__(*args, **kwargs)
        self.hurdles = row.hurdles
        self.fields["state"].choices = [  # type: ignore[attr-defined]
            ("", _("選んでください")),
            *((key, words.get(f"state.{key}", key)) for key in STATES),
        ]
        for number in range(len(self.hurdles) + 1):
            known = self.hurdles[number] if number < len(self.hurdles) else None
            self._add_hurdle(number, known)

    def _add_hurdle(self, number: int, known: Hurdle | None) -> None:
        if known is None:
            self.fields[f"cause_{number}"] = forms.CharField(
                label=_("進まなかったわけ"),
                max_length=300,
                required=False,
                help_text=_("思うように進まなかったときだけ書いてください。"),
            )
        self.fields[f"remedy_{number}"] = forms.CharField(
            label=_("「{}」の対応策").format(known.cause) if known else _("対応策"),
            max_length=300,
            required=False,
            initial=known.remedy if known else "",
        )
        self.fields[f"remedy_state_{number}"] = forms.ChoiceField(
            label=_("「{}」の対応策の状況").format(known.cause) if known else _("対応策の状況"),
            choices=[("", _("選んでください")), *Hurdle.Remedy.choices],
            required=False,
            initial=known.remedy_state if known else "",
        )

    def clean_done_on(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["done_on"]
        if day is not None and day > clock.today():
            raise forms.ValidationError(_("まだ来ていない日です。実施した日を書いてください。"))
        return day

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        for number in range(len(self.hurdles) + 1):
            new = number == len(self.hurdles)
            remedy = told.get(f"remedy_{number}", "")
            if told.get(f"remedy_state_{number}") and not remedy:
                self.add_error(
                    f"remedy_{number}",
                    _("対応策の状況を選んだときは、対応策も書いてください。"),
                )
            if new and remedy and not told.get(f"cause_{number}"):
                self.add_error(
                    f"cause_{number}", _("対応策を書いたときは、進まなかったわけも書いてください。")
                )
        return told

    def told(self) -> Told:
        """What was said of the year. Only for a valid form."""
        names = ("state", "done", "done_on", "budget", "spent")
        return Told(**{name: self.cleaned_data[name] for name in names})

    def remedied(self) -> list[Remedied]:
        """What stood in the way. Only for a valid form."""
        found = []
        for number in range(len(self.hurdles) + 1):
            known = number < len(self.hurdles)
            cause = (
                self.hurdles[number].cause if known else self.cleaned_data.get(f"cause_{number}")
            )
            if cause:
                remedy = self.cleaned_data[f"remedy_{number}"]
                state = self.cleaned_data[f"remedy_state_{number}"]
                found.append(Remedied(cause, remedy, state))
        return found
