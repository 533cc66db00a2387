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
from jibungoto.ui.seen import Watched
from jibungoto.ui.tags.words import fiscal_year

from .selectors import Asked, Row
from .services import Remedied, Told

_YEARS_BACK = 5
_NEW = "new"  # the fields of a reason that is told for the first time


def _key(hurdle: Hurdle) -> str:
    return f"h{hurdle.pk}"


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


class RoundChangeForm(Watched, forms.Form):
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
        label=gettext_lazy("取り下げる理由"),
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
        for known in self.hurdles:
            self._add_hurdle(_key(known), known)
        self._add_hurdle(_NEW, None)

    def _add_hurdle(self, key: str, known: Hurdle | None) -> None:
        if known is None:
            self.fields[f"cause_{key}"] = forms.CharField(
                label=_("進まなかった理由"),
                max_length=300,
                required=False,
                help_text=_("思うように進まなかったときだけ書いてください。"),
            )
        else:
            self.fields[f"version_{key}"] = forms.IntegerField(
                widget=forms.HiddenInput, initial=known.version
            )
        self.fields[f"remedy_{key}"] = forms.CharField(
            label=_("「{}」の対応策").format(known.cause) if known else _("対応策"),
            max_length=300,
            required=False,
            initial=known.remedy if known else "",
        )
        self.fields[f"remedy_state_{key}"] = forms.ChoiceField(
            label=_("「{}」の対応策の状況").format(known.cause) if known else _("対応策の状況"),
            choices=[("", _("選んでください")), *Hurdle.Remedy.choices],
            required=False,
            initial=known.remedy_state if known else "",
        )

    def look_again(self, data: Any, row: Row) -> None:
        """Put the versions as they are now into what was sent: it is then sent knowingly."""
        data[self.add_prefix("version")] = str(row.report.version if row.report else 0)
        for one in row.hurdles:
            data[self.add_prefix(f"version_{_key(one)}")] = str(one.version)

    def clean_done_on(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["done_on"]
        if day is not None and day > clock.today():
            raise forms.ValidationError(_("まだ来ていない日です。実施した日を書いてください。"))
        return day

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        for key in (*map(_key, self.hurdles), _NEW):
            remedy = told.get(f"remedy_{key}", "")
            if told.get(f"remedy_state_{key}") and not remedy:
                self.add_error(
                    f"remedy_{key}",
                    _("対応策の状況を選んだときは、対応策も書いてください。"),
                )
            if key == _NEW and remedy and not told.get(f"cause_{key}"):
                self.add_error(
                    f"cause_{key}", _("対応策を書いたときは、進まなかった理由も書いてください。")
                )
        for remedy in self._without_hurdle():
            said = _(
                "対応策「{}」の理由は、ほかの方が消しました。必要なときは、理由から書いてください。"
            )
            self.add_error(None, said.format(remedy))
        return told

    def _without_hurdle(self) -> list[str]:
        """Remedies that were sent for a hurdle which is no longer there."""
        start = self.add_prefix("remedy_h")
        sent = {name for name in self.data if name.startswith(start)}
        known = {self.add_prefix(f"remedy_{_key(one)}") for one in self.hurdles}
        return [str(self.data[name]) for name in sorted(sent - known) if self.data[name]]

    def told(self) -> Told:
        """What was said of the year. Only for a valid form."""
        names = ("state", "done", "done_on", "budget", "spent")
        return Told(**{name: self.cleaned_data[name] for name in names})

    def remedied(self) -> list[Remedied]:
        """What stood in the way, as far as it was written or changed. Only for a valid form."""
        found = []
        told = self.cleaned_data
        for known in self.hurdles:
            key = _key(known)
            remedy, state = told[f"remedy_{key}"], told[f"remedy_state_{key}"]
            if {f"remedy_{key}", f"remedy_state_{key}"} & set(self.changed_data):
                seen = told[f"version_{key}"]
                found.append(Remedied(known.cause, remedy, state, known, seen))
        if cause := told[f"cause_{_NEW}"]:
            found.append(Remedied(cause, told[f"remedy_{_NEW}"], told[f"remedy_state_{_NEW}"]))
        return found
