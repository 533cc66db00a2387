"""Forms of kartes."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jibungoto.japan.fiscal import FiscalYear
from jibungoto.kernel import clock
from jibungoto.ui.tags.words import fiscal_year


class IssueForm(forms.Form):
    """For which fiscal year the kartes are frozen; the first that has none yet is proposed."""

    year = forms.TypedChoiceField(label=_("年度"), coerce=int, choices=())

    def __init__(self, *args: Any, issued: Collection[int] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        this = FiscalYear.of(clock.today()).year
        years = (this, this - 1)
        field = self.fields["year"]
        field.choices = [(y, fiscal_year(y)) for y in years]  # type: ignore[attr-defined]
        field.initial = next((y for y in years if y not in issued), this)


class WithdrawForm(forms.Form):
    """Why an edition is taken back."""

    reason = forms.CharField(
        label=_("取り下げる理由"),
        max_length=200,
        help_text=_("この版を見ようとした人に、この理由を示します。"),
    )
