"""What staff and council fill in on the page of one contribution, the same in every room."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jibungoto.kernel import clock, nodes
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.models import Node
from jibungoto.ui.forms import DateInput

from . import selectors
from .tables import Contribution


class StateForm(forms.Form):
    """How far it has come, and why."""

    state = forms.ChoiceField(label=_("いまの段階"))
    reason = forms.CharField(label=_("理由"), max_length=300, required=False)

    def __init__(
        self, *args: Any, states: Sequence[tuple[str, str]], passed: str, hears: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.passed = passed
        self.fields["state"].choices = states  # type: ignore[attr-defined]
        self.fields["reason"].help_text = hears

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if told.get("state") == self.passed and not (told.get("reason") or "").strip():
            self.add_error("reason", _("見送る理由を書いてください。"))
        return told


class AnswerForm(forms.Form):
    """An official answer."""

    text = forms.CharField(
        label=_("返事"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("いつまでに、だれが、何をするか。できないときは、その理由を書きます。"),
    )
    who = forms.CharField(
        label=_("どこからの返事ですか"),
        max_length=60,
        help_text=_("課や協議会の名前を書きます。職員個人の名前は書きません。"),
    )
    on = forms.DateField(label=_("返事の日"), widget=DateInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"on": clock.today()})
        super().__init__(*args, **kwargs)


class ConnectForm(forms.Form):
    """The record that came of it: chosen from the district's newest, or by its short code or
    address."""

    pick = forms.ChoiceField(label=_("つながった先（地区の新しい記録から）"), required=False)
    code = forms.CharField(
        label=_("一覧にないとき"),
        max_length=300,
        required=False,
        help_text=_("活動や計画などのページのアドレスか、印刷物の8文字の番号を書きます。"),
    )
    note = forms.CharField(label=_("ひとこと"), max_length=200, required=False)

    def __init__(self, *args: Any, actor: Actor, district_id: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        rows = selectors.offered(actor, district_id)
        self.fields["pick"].choices = [("", _("選んでください")), *rows]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if "code" in told and told["code"] is None and not told.get("pick"):
            self.add_error("pick", _("一覧から選ぶか、番号かアドレスを書いてください。"))
        elif told.get("pick") and told.get("code") is None:
            told["code"] = nodes.by_code(self.actor, told["pick"])
        return told

    def clean_code(self) -> Node | None:
        typed = str(self.cleaned_data["code"]).strip()
        if not typed:
            return None
        node = nodes.typed(self.actor, typed)
        if node is None:
            raise forms.ValidationError(
                _(
                    "この番号やアドレスの記録は見つかりません。写しまちがいがないかお確かめください。"
                )
            )
        return node


class HideForm(forms.Form):
    """Why it is taken from public sight."""

    reason = forms.CharField(
        label=_("見えなくする理由"),
        max_length=200,
        help_text=_("書いた方だけに伝わります。例：個人のお名前が入っていました"),
    )


class MergeForm(forms.Form):
    """Under which of the chosen the others are put."""

    head = forms.ChoiceField(label=_("どれにまとめますか"), widget=forms.RadioSelect)
    reason = forms.CharField(label=_("ひとこと"), max_length=200, required=False)

    def __init__(
        self, *args: Any, records: Sequence[Contribution], remain: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["head"].choices = [(r.code, r.title) for r in records]  # type: ignore[attr-defined]
        self.fields["head"].help_text = remain
