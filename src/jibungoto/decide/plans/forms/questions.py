"""Forms of questions about measures."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jibungoto.ui.seen import Watched


class QuestionForm(forms.Form):
    """What somebody asks, and the name they want beside it, if any."""

    text = forms.CharField(
        label=_("聞きたいこと"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("職員が見てから公開します。人の名前や連絡先は書かないでください。"),
    )
    signed = forms.CharField(
        label=_("のせてよいお名前"),
        max_length=30,
        required=False,
        help_text=_("書いたときだけ、質問といっしょにのせます。書かなければ「住民の方」とします。"),
    )


class AnswerForm(Watched, forms.Form):
    """What a department does with a question: answer, only show, or keep back."""

    ANSWER, SHOW, HIDE = "answer", "show", "hide"

    deed = forms.ChoiceField(
        label=_("どうしますか"),
        choices=[
            (ANSWER, _("返事を書いて公開する")),
            (SHOW, _("質問だけを先に公開する")),
            (HIDE, _("公開しない")),
        ],
        initial=ANSWER,
    )
    answer = forms.CharField(
        label=_("返事"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_("質問といっしょに公開します。"),
    )
    who = forms.CharField(
        label=_("返事をする課"),
        max_length=60,
        required=False,
        help_text=_("人の名前でなく、課や事務局の名前を書きます。"),
    )
    reason = forms.CharField(
        label=_("公開しない理由"),
        max_length=200,
        required=False,
        help_text=_("質問をした方に伝わります。"),
    )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("deed") == self.ANSWER:
            for name in ("answer", "who"):
                if not told.get(name):
                    self.add_error(name, _("返事を公開するときは、書いてください。"))
        if told.get("deed") == self.HIDE and not told.get("reason"):
            self.add_error("reason", _("公開しないときは、理由を書いてください。"))
        return told
