"""What a survey says of itself, and opening, copying, concluding it."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from jibungoto.engines.withholding import K
from jibungoto.hear.sample.selectors import districts
from jibungoto.hear.surveys import policies, presets
from jibungoto.hear.surveys.models import Outcome, Survey
from jibungoto.kernel import clock, nodes
from jibungoto.kernel.actor import Actor, Level
from jibungoto.kernel.models import Node
from jibungoto.know.places.models import District
from jibungoto.ui.forms import DateInput
from jibungoto.ui.seen import Watched

_LEVELS = (Level.DEVICE, Level.CODE, Level.ACCOUNT, Level.VERIFIED)


class NewForm(forms.Form):
    """The first step: a title, for whom, and from which template."""

    title = forms.CharField(
        label=_("題名"), max_length=120,
        help_text=_("答える方が読みます。例：居場所についてのアンケート"),
    )  # fmt: skip
    preset = forms.ChoiceField(
        label=_("もとにするもの"), required=False, widget=forms.RadioSelect,
        help_text=_("質問は、あとから足したり直したりできます。"),
    )  # fmt: skip
    districts: "forms.ModelMultipleChoiceField[District]" = forms.ModelMultipleChoiceField(
        label=_("地区"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        blank = [("", _t("はじめから自分でつくる"))]
        offered = [(p.key, f"{p.title}：{p.summary}") for p in presets.presets()]
        self.fields["preset"].choices = [*offered, *blank]  # type: ignore[attr-defined]
        limit_districts(self.fields["districts"], actor)


def limit_districts(field: Any, actor: Actor) -> None:
    """The districts somebody may make surveys for; whoever has a few must name one."""
    scopes = actor.scopes(policies.RUN)
    found = districts()
    if not scopes.everywhere:
        mine = [d.pk for d in found if any(f".{pk}." in d.lineage for pk in scopes.district_ids)]
        found = found.filter(pk__in=mine)
        field.required = True
        if len(mine) == 1:
            field.initial = mine
    field.queryset = found
    field.help_text = (
        _t("選ばなければ、市の全体のアンケートです。")
        if scopes.everywhere
        else _t("受け持つ地区から選びます。")
    )


class SettingsForm(Watched, forms.ModelForm[Survey]):
    """Everything a survey tells those who answer."""

    title = forms.CharField(label=_("題名"), max_length=120)
    summary = forms.CharField(
        label=_("ひとこと"), max_length=200, required=False,
        help_text=_("一覧と、紙のはじめに出ます。"),
    )  # fmt: skip
    districts: "forms.ModelMultipleChoiceField[District]" = forms.ModelMultipleChoiceField(
        label=_("地区"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )
    host_code = forms.CharField(
        label=_("もとになる記録の番号"), max_length=8, required=False,
        help_text=_(
            "協議会や計画などが聞くときは、そのページの下にある8文字の番号を書きます。"
        ),
    )  # fmt: skip
    node_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Survey
        fields = (
            "asker", "why", "use", "keep_until", "opens_on", "closes_on", "level", "level_why",
            "shown", "smallest", "invited", "thanks",
        )  # fmt: skip
        widgets = {
            "why": forms.Textarea(attrs={"rows": 3}),
            "use": forms.Textarea(attrs={"rows": 3}),
            "thanks": forms.Textarea(attrs={"rows": 3}),
            "keep_until": DateInput(),
            "opens_on": DateInput(),
            "closes_on": DateInput(),
            "level": forms.RadioSelect,
            "shown": forms.RadioSelect,
        }
        help_texts = {
            "asker": _("例：川端地区まちづくり協議会"),
            "why": _("答える方が、はじめに読みます。二、三文で。"),
            "use": _("答えがどこで話し合われ、何が決まるのかを書きます。"),
            "keep_until": _("この日に、だれの答えかがわかるつながりを消します。集計は残ります。"),
            "opens_on": _("空けておくと、始めた日からです。"),
            "closes_on": _("この日いっぱい、答えと直しを受けつけます。"),
            "level_why": _("例：各世帯から一つずつ答えをいただくため"),
            "smallest": _("10より小さくはできません。結果のページにも書かれます。"),
            "invited": _("手紙やちらしの通数です。回答率のもとになります。"),
            "thanks": _("このあと何が起きるかを書きます。例：3月の話し合いで報告します。"),
        }

    field_order = (
        "title", "summary", "asker", "districts", "host_code", "why", "use", "opens_on",
        "closes_on", "level", "level_why", "shown", "smallest", "keep_until", "invited", "thanks",
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        survey: Survey = kwargs["instance"]
        node = survey.node
        kwargs["initial"] = {
            "title": node.title,
            "summary": node.summary,
            "districts": [p.district_id for p in node.placed.all()],
            "host_code": survey.host.short_code if survey.host else "",
            "node_version": node.version,
        }
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.found_host: Node | None = None
        level: Any = self.fields["level"]
        level.choices = [(n.value, n.label) for n in _LEVELS]
        limit_districts(self.fields["districts"], actor)
        for name in ("why", "use", "closes_on", "keep_until"):
            # A draft is kept without them; beginning asks for them.
            self.fields[name].in_time_for = _t("始めるまでに")  # type: ignore[attr-defined]
        self.watch()

    def clean_smallest(self) -> int:
        number = int(self.cleaned_data["smallest"])
        if number < K:
            raise forms.ValidationError(_t("{}より小さくはできません。").format(K))
        return number

    def clean_host_code(self) -> str:
        code = str(self.cleaned_data["host_code"]).strip()
        if code:
            self.found_host = nodes.by_code(self.actor, code)
            if self.found_host is None:
                raise forms.ValidationError(
                    _t("この番号の記録は見つかりません。ページの下の番号をお確かめください。")
                )
        return code

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        first, last = told.get("opens_on"), told.get("closes_on")
        if first and last and last < first:
            self.add_error("closes_on", _t("終わりの日が、始まりの日より前になっています。"))
        keep = told.get("keep_until")
        if keep and last and keep < last:
            self.add_error("keep_until", _t("終わりの日より後の日にしてください。"))
        return told

    def told(self) -> dict[str, Any]:
        """What `services.change_survey` takes."""
        names = [*self.Meta.fields, "title", "summary", "districts"]
        found = {name: self.cleaned_data[name] for name in names}
        return {**found, "host": self.found_host}


class OpenForm(forms.Form):
    """Asks once more before answers given as a try go."""

    wipe = forms.BooleanField(label=_("ためしの答えを、すべて消します"), required=True)

    def __init__(self, *args: Any, trials: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not trials:
            del self.fields["wipe"]


class UntilForm(forms.Form):
    """A new last day."""

    until = forms.DateField(label=_("新しい終わりの日"), widget=DateInput)

    def clean_until(self) -> dt.date:
        day: dt.date = self.cleaned_data["until"]
        if day < clock.today():
            raise forms.ValidationError(_t("今日からあとの日を選んでください。"))
        return day


class CopyForm(forms.Form):
    """A new round, or another survey with the same questions."""

    title = forms.CharField(label=_("新しい題名"), max_length=120)
    same_series = forms.BooleanField(
        label=_("同じアンケートの次の回にする（結果を比べられます）"),
        required=False,
        initial=True,
    )


class OutcomeForm(forms.ModelForm[Outcome]):
    """The official answer to the result."""

    class Meta:
        model = Outcome
        fields = ("text", "who", "due_on")
        widgets = {
            "text": forms.Textarea(attrs={"rows": 4}),
            "due_on": DateInput(),
        }
        help_texts = {
            "text": _("結果のどこを受けて、何をするかを書きます。しないことも、理由とともに。"),
            "who": _("例：川端地区まちづくり協議会、協働推進課"),
        }


class HideForm(forms.Form):
    """Why words are kept out of the result."""

    reason = forms.CharField(
        label=_("見えなくする理由"), max_length=200,
        help_text=_("書いた方に届きます。例：個人のお名前が書かれているため"),
    )  # fmt: skip
