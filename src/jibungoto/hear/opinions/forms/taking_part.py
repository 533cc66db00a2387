"""What people fill in who take part: a statement, and a word about themselves if they like."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from jibungoto.hear.opinions.models.conversations import MOST_LETTERS
from jibungoto.hear.sample.forms import AboutFields
from jibungoto.kernel.contributions import caution


class WriteForm(forms.Form):
    """One thought in one sentence. `sure` is asked only after words that look like a name."""

    text = forms.CharField(
        label=_("一つの文で書いてください"),
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 3, "data-count": MOST_LETTERS}),
        help_text=_(
            "140字まで。一つの文に、一つの考えだけを書きます。"
            "ほかの方が「そう思う」「そう思わない」で答えられる文にします。"
        ),
        error_messages={
            "required": _("意見を一つの文で書いてください。"),
            "max_length": _(
                "%(limit_value)d字までで書いてください（いまは%(show_value)d字です）。"
            ),
        },
    )
    sure = forms.BooleanField(label=_("このことばのまま、加えます"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            del self.fields["sure"]

    def clean_text(self) -> str:
        return " ".join(str(self.cleaned_data["text"]).split())

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        found = caution.cautions(str(told.get("text") or ""))
        if not found:
            self.fields.pop("sure", None)
        elif not told.get("sure"):
            self.add_error(
                "sure",
                _t(
                    "{}のようなことばが入っています。だれのことかわからないように書きかえるか、"
                    "ここに印をつけてください。印をつけたときは、事務局が確かめてから公開します。"
                ).format(caution.said(found)),
            )
        return told


class AboutForm(AboutFields):
    """Age band and district, both only if somebody likes."""
