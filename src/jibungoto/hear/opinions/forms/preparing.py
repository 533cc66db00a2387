"""What whoever asks fills in: four short steps, each kept."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from jibungoto.hear.opinions import policies
from jibungoto.hear.opinions.models import Conversation
from jibungoto.hear.opinions.models.conversations import MOST_LETTERS
from jibungoto.hear.sample.selectors import districts
from jibungoto.kernel import nodes
from jibungoto.kernel.actor import Actor, Level
from jibungoto.kernel.models import Node
from jibungoto.know.places.models import District
from jibungoto.ui.forms import DateInput
from jibungoto.ui.seen import Watched

HOSTS = ("council", "survey", "plan", "organisation")
MOST_LINES = 300
_NUMBERED = re.compile(r"^\s*(?:[(（]?\d{1,3}[)）.．、]|[・●■○-])\s*")
LEVELS = (Level.DEVICE, Level.CODE, Level.ACCOUNT, Level.VERIFIED)


class QuestionForm(Watched, forms.Form):
    """Step 1: what is asked, why, and where."""

    title = forms.CharField(
        label=_("題名"),
        max_length=60,
        help_text=_("一覧に出る短い名前です。例：買い物と通院の足"),
    )
    question = forms.CharField(
        label=_("問い"),
        max_length=140,
        help_text=_("聴きたいことを一文で。例：買い物と通院の足を、どう支え合いますか"),
    )
    background = forms.CharField(
        label=_("なぜ聴くのか"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("もとになった数字やできごと、答えを何に使うか。答える前に読まれます。"),
    )
    districts: "forms.ModelMultipleChoiceField[District]" = forms.ModelMultipleChoiceField(
        label=_("どの地区のことですか"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    host: "forms.ModelChoiceField[Node]" = forms.ModelChoiceField(
        label=_("だれが問うか"),
        queryset=None,
        required=False,
        empty_label=_("市（とくに決めない）"),
        help_text=_("協議会、計画、アンケートなど。ページから、もとの記録へたどれます。"),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.scopes = actor.scopes(policies.EDIT)
        places: Any = self.fields["districts"]
        places.queryset = districts().filter(self.scopes.covers(""))
        places.help_text = (
            _("選ばなければ、市の全体のことになります。")
            if self.scopes.everywhere
            else _("受け持つ地区から選びます。")
        )
        hosts: Any = self.fields["host"]
        mine = nodes.managed(actor, policies.EDIT).filter(kind__in=HOSTS)
        # The one it has stays, though somebody of another district chose it.
        had = self.initial.get("host") if "version" in self.initial else None
        hosts.queryset = mine if had is None else mine | nodes.nodes(actor).filter(pk=had)

    def clean_districts(self) -> list[District]:
        chosen = list(self.cleaned_data["districts"])
        if not chosen and not self.scopes.everywhere:
            raise forms.ValidationError(_("受け持つ地区を、一つは選んでください。"))
        return chosen


class SeedsForm(forms.Form):
    """Step 2: the statements to begin with, one a line."""

    lines = forms.CharField(
        label=_("はじめからある意見"),
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_(
            "1行に1件。Excelの列をそのまま貼れます（140字まで）。ちがう立場の意見を、"
            "かたよらずに15〜30件ほど用意すると、よくわかる結果になります。"
        ),
    )
    is_meta = forms.BooleanField(
        label=_("ご自身のことをたずねる文として加える"),
        required=False,
        help_text=_("例：「この地区に住んでいる」。意見のまとまりを求めるときには使いません。"),
    )

    def clean_lines(self) -> list[str]:
        raw = str(self.cleaned_data["lines"]).splitlines()
        lines = [said for one in raw if (said := _line(one))]
        if len(lines) > MOST_LINES:
            raise forms.ValidationError(
                _t("一度に{}件までです（いまは{}件）。").format(MOST_LINES, len(lines))
            )
        long = [n for n, said in enumerate(lines, 1) if len(said) > MOST_LETTERS]
        if long:
            raise forms.ValidationError(
                _t("{}件目が{}字あります。{}字までにしてください。").format(
                    long[0], len(lines[long[0] - 1]), MOST_LETTERS
                )
            )
        return list(dict.fromkeys(lines))


def _line(raw: str) -> str:
    """What one pasted line says: the first filled cell, without a number in front."""
    cells = [cell.strip().strip('"').strip() for cell in raw.split("\t")]
    filled = [cell for cell in cells if cell and not cell.isdecimal()]
    return " ".join(_NUMBERED.sub("", filled[0]).split()) if filled else ""


class RulesForm(Watched, forms.ModelForm[Conversation]):
    """Step 3: when, who, how statements are looked at, and what is promised."""

    level = forms.TypedChoiceField(label=_("どのように参加するか"), coerce=int)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Conversation
        fields = (
            "opens_on", "closes_on", "level", "level_reason", "residents_only",
            "takes_statements", "moderation", "moderation_policy", "showing", "answer_by",
            "answer_from",
        )  # fmt: skip
        widgets = {
            "opens_on": DateInput, "closes_on": DateInput, "answer_by": DateInput,
            "moderation": forms.RadioSelect, "showing": forms.RadioSelect,
            "moderation_policy": forms.Textarea(attrs={"rows": 4}),
        }  # fmt: skip
        help_texts = {
            "opens_on": _("空けておくと、受付を始めた日になります。"),
            "closes_on": _("この日の終わりまで受けつけます。空けておくと、締め切るまで続きます。"),
            "level_reason": _("確かさを求めるときは、その理由を書きます。答える方に見えます。"),
            "residents_only": _("地区にお住まいと言った方だけが答えられます。"),
            "moderation_policy": _("どんな意見を見えなくするか。だれでも読めます。"),
            "showing": _("途中の結果を見ると、答えが引っぱられることがあります。"),
            "answer_by": _("いつまでに返事をするか。ページにのる約束です。"),
            "answer_from": _("例：つつじ台地区推進会議、交通政策課"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        level: Any = self.fields["level"]
        level.choices = [(one.value, one.label) for one in LEVELS]
        level.help_text = _("低いほど多くの方が参加でき、高いほど一人一回が確かになります。")
        if self.instance.state != Conversation.State.DRAFT:
            for name in ("opens_on", "closes_on", "level", "residents_only"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        opens, closes = told.get("opens_on"), told.get("closes_on")
        if opens and closes and closes < opens:
            self.add_error("closes_on", _("受付の終わりは、始まりより後の日にしてください。"))
        answer = told.get("answer_by")
        if answer and closes and answer < closes:
            self.add_error("answer_by", _("返事の日は、受付の終わりより後の日にしてください。"))
        if int(told.get("level") or 0) > Level.DEVICE and not told.get("level_reason"):
            self.add_error("level_reason", _("確かさを求める理由を書いてください。"))
        return told


POLICY = _(
    "次のものは見えなくします。個人の名前や連絡先がわかるもの。だれかを傷つけることば。"
    "この問いにかかわりのない宣伝。同じことの繰り返し。考えのちがいを理由に、見えなくすることはありません。"
)


class LanguageForm(Watched, forms.Form):
    """Step 4: the question and its statements in another language, as a person wrote them."""

    question = forms.CharField(label=_("問い"), max_length=300, required=False)
    background = forms.CharField(
        label=_("なぜ聴くのか"),
        max_length=8000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    lines = forms.CharField(
        label=_("意見（番号の順に、1行に1件）"),
        max_length=100_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("訳のないものは、空の行にしておきます。もとのことばで出ます。"),
        strip=False,
    )

    def __init__(self, *args: Any, numbers: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.numbers = numbers

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if told.get("background") and not told.get("question"):
            self.add_error("question", _t("「なぜ聴くのか」の訳をのせるには、問いの訳も要ります。"))
        return told

    def clean_lines(self) -> dict[int, str]:
        lines = [line.strip() for line in str(self.cleaned_data["lines"]).splitlines()]
        while lines and not lines[-1]:
            lines.pop()
        if len(lines) > len(self.numbers):
            raise forms.ValidationError(
                _t("意見は{}件ですが、{}行あります。").format(len(self.numbers), len(lines))
            )
        padded = [*lines, *[""] * (len(self.numbers) - len(lines))]
        if long := [n for n, text in enumerate(padded, 1) if len(text) > 300]:
            raise forms.ValidationError(_t("{}行目が300字をこえています。").format(long[0]))
        return dict(zip(self.numbers, padded, strict=True))


class CloseForm(forms.Form):
    """Closing before the last day."""

    reason = forms.CharField(
        label=_("早く締め切る理由"), max_length=200, help_text=_("だれでも読めます。")
    )


class ExtendForm(forms.Form):
    """Another last day."""

    closes_on = forms.DateField(label=_("新しい受付の終わり"), widget=DateInput)
    because = forms.CharField(
        label=_("日を変える理由"), max_length=200, help_text=_("だれでも読めます。")
    )


class CopyForm(forms.Form):
    """Another round."""

    title = forms.CharField(label=_("写しの題名"), max_length=60)
