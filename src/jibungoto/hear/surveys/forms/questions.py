"""One question in the editor: only the fields its kind needs."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from jibungoto.hear.surveys.models import Kind, Option, Question
from jibungoto.ui.seen import Watched

MOST_OPTIONS = 40
_COMMON = ("text", "help", "required", "starts_page", "condition")
_OWN: dict[str, tuple[str, ...]] = {
    Kind.CHOICE: ("options", "other"),
    Kind.MULTIPLE: ("options", "other", "most"),
    Kind.SCALE: ("low", "high", "low_label", "high_label"),
    Kind.MATRIX: ("rows", "options"),
    Kind.NUMBER: ("unit", "low", "high"),
    Kind.SHORT: (),
    Kind.LONG: (),
    Kind.PLACE: (),
}
_COLUMNS = (
    "text", "help", "required", "starts_page", "most", "unit", "low", "high", "low_label",
    "high_label",
)  # fmt: skip


class QuestionForm(Watched, forms.Form):
    """Add or change a question of one kind."""

    text = forms.CharField(label=_("質問"), max_length=300)
    help = forms.CharField(
        label=_("説明"), max_length=400, required=False,
        help_text=_("質問の下に小さく出ます。わかりにくいことばの意味などを書きます。"),
    )  # fmt: skip
    rows = forms.CharField(
        label=_("表の行"), widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("1行に一つずつ。例：公園　図書館　集会所"),
    )  # fmt: skip
    options = forms.CharField(
        label=_("選ぶもの"), widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("1行に一つずつ書きます。上から順に出ます。"),
    )  # fmt: skip
    other = forms.BooleanField(label=_("「その他」と、書く欄を足す"), required=False)
    most = forms.IntegerField(
        label=_("選べる数"), min_value=2, required=False,
        help_text=_("空けておくと、いくつでも選べます。"),
    )  # fmt: skip
    unit = forms.CharField(
        label=_("単位"), max_length=20, required=False, help_text=_("例：回、人")
    )
    low = forms.IntegerField(label=_("いちばん小さい数"), required=False)
    high = forms.IntegerField(label=_("いちばん大きい数"), required=False)
    low_label = forms.CharField(
        label=_("小さいほうのことば"),
        max_length=60,
        required=False,
        help_text=_("例：そう思わない"),
    )
    high_label = forms.CharField(
        label=_("大きいほうのことば"), max_length=60, required=False, help_text=_("例：そう思う")
    )
    required = forms.BooleanField(label=_("必ず答えてもらう"), required=False)
    starts_page = forms.BooleanField(label=_("ここから新しいページにする"), required=False)
    condition = forms.MultipleChoiceField(
        label=_("この質問をたずねる方"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("印をつけなければ、みなさんにたずねます。一つの質問の中からだけ選べます。"),
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        kind: str,
        before: Sequence[Question],
        question: Question | None = None,
        **kwargs: Any,
    ) -> None:
        if question is not None:
            kwargs["initial"] = _initial(question)
        elif kind == Kind.SCALE:
            kwargs["initial"] = {"low": 1, "high": 5}
        super().__init__(*args, **kwargs)
        self.kind = kind
        wanted = {*_COMMON, *_OWN[kind]}
        for name in list(self.fields):
            if name not in wanted:
                del self.fields[name]
        if kind == Kind.SCALE:
            self.fields["low"].required = self.fields["high"].required = True
        choices = [
            (
                f"{source.key}:{option.key}",
                _t("{}番で「{}」と答えた方").format(n, option.text),
            )
            for n, source in enumerate(before, 1)
            if source.is_chosen
            for option in source.options.all()
        ]
        if choices:
            self.fields["condition"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["condition"]
        if question is not None:
            self.watch()

    def clean_options(self) -> list[str]:
        found = _lines(self.cleaned_data["options"])
        if len(found) < 2:
            raise forms.ValidationError(_t("選ぶものを、二つ以上書いてください。"))
        return found

    def clean_rows(self) -> list[str]:
        return _lines(self.cleaned_data["rows"])

    def clean_condition(self) -> list[str]:
        told: list[str] = self.cleaned_data["condition"]
        if len({one.split(":")[0] for one in told}) > 1:
            raise forms.ValidationError(
                _t("条件にできるのは、一つの質問の答えだけです。印を一つの質問にまとめてください。")
            )
        return told

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        low, high = told.get("low"), told.get("high")
        if low is not None and high is not None:
            if high <= low:
                self.add_error("high", _t("小さい数より大きくしてください。"))
            elif self.kind == Kind.SCALE and high - low > 10:
                self.add_error("high", _t("段階は11までにしてください。"))
        return told

    def told(self) -> dict[str, Any]:
        """What `services.add_question` and `change_question` take."""
        good = self.cleaned_data
        found = {name: good[name] for name in _COLUMNS if name in good}
        condition: list[str] = good.get("condition") or []
        found["if_key"] = condition[0].split(":")[0] if condition else ""
        found["if_options"] = " ".join(one.split(":")[1] for one in condition)
        found["options"] = good.get("options") or []
        found["rows"] = good.get("rows") or []
        found["other"] = bool(good.get("other"))
        return found


def _lines(text: str) -> list[str]:
    """The lines with words, each once."""
    found = list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
    if len(found) > MOST_OPTIONS:
        raise forms.ValidationError(_t("{}行までにしてください。").format(MOST_OPTIONS))
    if any(len(line) > 160 for line in found):
        raise forms.ValidationError(_t("1行は160文字までにしてください。"))
    return found


def _initial(question: Question) -> dict[str, Any]:
    options = list(question.options.all())
    found: dict[str, Any] = {name: getattr(question, name) for name in _COLUMNS}
    found["options"] = "\n".join(
        o.text for o in options if o.axis == Option.Axis.OPTION and not o.is_other
    )
    found["rows"] = "\n".join(o.text for o in options if o.axis == Option.Axis.ROW)
    found["other"] = any(o.is_other for o in options)
    found["condition"] = [f"{question.if_key}:{key}" for key in question.if_options.split()]
    return found
