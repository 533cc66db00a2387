"""What a host and whoever answers fill in after a result."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jibungoto.hear.opinions.models import Deed
from jibungoto.hear.opinions.selectors.results import Group
from jibungoto.kernel import clock, nodes
from jibungoto.kernel.actor import Actor
from jibungoto.ui.forms import DateInput
from jibungoto.ui.seen import Watched

_NO_RESULTS = ("statement", "conversation", "charm", "resource")
_OFFERED = 30


class PromiseForm(Watched, forms.Form):
    """Who answers a statement by when, and what is to come of it."""

    kind = forms.ChoiceField(
        label=_("どうするか"),
        choices=Deed.Kind.choices,
        widget=forms.RadioSelect,
        help_text=_(
            "「課題にする」を選ぶと、この意見が地区の課題として書きとめられます。"
            "「ビジョンの願いにする」を選ぶと、願いとして預かっていることが、この意見のページに出ます。"
            "ビジョンや施策のページができたら、下の「つながった先」に書きます。"
        ),
    )
    who = forms.CharField(
        label=_("返事をするところ"),
        max_length=80,
        help_text=_("課や協議会の名前を書きます。職員個人の名前は書きません。"),
    )
    due = forms.DateField(
        label=_("返事の約束の日"),
        widget=DateInput,
        help_text=_("結果のページにのります。近づくと、担当の「待っていること」に出ます。"),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean_due(self) -> Any:
        due = self.cleaned_data["due"]
        if due < clock.today():
            raise forms.ValidationError(_("今日からあとの日にしてください。"))
        return due


class DeedAnswerForm(Watched, forms.Form):
    """The answer everybody reads."""

    answer = forms.CharField(
        label=_("返事"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "いつまでに、だれが、何をするか。できないときは、その理由を書きます。"
            "この意見に答えた方に、一度だけお知らせが届きます。"
        ),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class DeedConnectForm(forms.Form):
    """The record a statement became: one of the newest, or by its short code or address."""

    pick = forms.ChoiceField(label=_("つながった先（新しい記録から）"), required=False)
    code = forms.CharField(
        label=_("一覧にないとき"),
        max_length=300,
        required=False,
        help_text=_(
            "施策・事業や願いなどのページのアドレスか、そのページの8文字の番号を書きます。"
        ),
    )
    note = forms.CharField(label=_("ひとこと"), max_length=200, required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        found = nodes.nodes(actor).exclude(kind__in=_NO_RESULTS)
        rows = found.values_list("short_code", "title")[:_OFFERED]
        self.fields["pick"].choices = [("", _("選んでください")), *rows]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        typed = str(told.get("code") or "").strip() or str(told.get("pick") or "")
        if not typed:
            self.add_error("pick", _("一覧から選ぶか、番号かアドレスを書いてください。"))
            return told
        told["node"] = nodes.typed(self.actor, typed)
        if told["node"] is None:
            self.add_error(
                "code", _("その記録は見つかりません。番号かアドレスを確かめてください。")
            )
        return told


class GroupWordsForm(Watched, forms.Form):
    """A sentence for each group that may be told of."""

    def __init__(self, *args: Any, groups: list[tuple[Group, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for group, from_figures in groups:
            self.fields[f"group_{group.number}"] = forms.CharField(
                label=_("{}のみなさん").format(group.letter),
                max_length=200,
                required=False,
                initial=group.sentence,
                help_text=_("空にすると、数字からの文に戻ります：{}").format(from_figures),
            )
        self.watch()

    def sentences(self) -> dict[int, str]:
        """The sentence of each group, by its number."""
        return {int(name.removeprefix("group_")): said for name, said in self.cleaned_data.items()}
