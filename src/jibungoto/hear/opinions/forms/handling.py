"""Deciding on statements, many at once."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from jibungoto.hear.opinions.models import Statement

REASONS = (
    _("個人のお名前や連絡先が入っていました"),
    _("同じ内容の意見が、すでにあります"),
    _("一つの文に、いくつもの考えが入っていました"),
    _("この問いにかかわりがありませんでした"),
    _("だれかを傷つけることばが入っていました"),
)


class HandleForm(forms.Form):
    """What becomes of the statements that are marked."""

    numbers = forms.TypedMultipleChoiceField(coerce=int, required=True)
    state = forms.ChoiceField(choices=[(s, s) for s in Statement.State.values])
    reason = forms.CharField(label=_("見えなくする理由"), max_length=200, required=False)
    reason_usual = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, numbers: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["numbers"]
        chosen.choices = [(n, n) for n in numbers]
        chosen.error_messages["required"] = _t("意見に印をつけてください。")
        usual: Any = self.fields["reason_usual"]
        usual.choices = [("", ""), *((str(r), str(r)) for r in REASONS)]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        told["reason"] = told.get("reason") or told.get("reason_usual") or ""
        if told.get("state") == Statement.State.OUT and not told["reason"]:
            self.add_error("reason", _t("見えなくする理由を選ぶか、書いてください。"))
        return told
