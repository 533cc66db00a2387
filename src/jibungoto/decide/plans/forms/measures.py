"""A measure of a plan, its schedule, and what stood in its way."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jibungoto.decide.plans.models import Hurdle, Measure
from jibungoto.decide.plans.selectors import MeasureFrame, Standing
from jibungoto.kernel.models import Node
from jibungoto.ui.seen import Watched

from .fields import (
    LinesField,
    pointer_reader,
    read_carrier,
    served_reader,
    write_carriers,
    write_pointers,
)
from .versions import VersionedForm

_TEXTS = ("code", "title", "called", "state", "note", "narrative", "actor", "done", "next_step",
          "dropped_because")  # fmt: skip


def _area(label: Any, *, most: int | None = None, rows: int = 3, help_text: Any = "") -> Any:
    return forms.CharField(
        label=label, max_length=most, required=False, help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


class MeasureForm(VersionedForm):
    """Everything a person writes of a measure but its years."""

    code = forms.CharField(
        label=_("番号"), max_length=40, help_text=_("計画書のとおりに。例：１－（１）－①")
    )
    title = forms.CharField(label=_("名前"), max_length=200)
    level = forms.TypedChoiceField(label=_("段"), coerce=int)
    called = forms.CharField(
        label=_("呼び名"), max_length=40, required=False,
        help_text=_("段の呼び名とちがうときだけ書きます。例：課題、方針、重点事業"),
    )  # fmt: skip
    parent = forms.CharField(
        label=_("一つ上の施策の番号"), max_length=40, required=False,
        help_text=_("いちばん上の段のときは、空けておきます。"),
    )  # fmt: skip
    mark = forms.ChoiceField(label=_("しるし"), required=False)
    state = forms.ChoiceField(
        label=_("進みぐあい"), required=False,
        help_text=_("年度の報告があるときは、いちばん新しい年度の報告に合わせて変わります。"),
    )  # fmt: skip
    note = forms.CharField(label=_("ひとこと"), max_length=300, required=False)
    narrative = _area(_("説明"), rows=8)
    carriers = LinesField(
        label=_("担い手（種類と名前）"), read=read_carrier, rows=3,
        help_text=_(
            "1行に一つ。例：「市の担当課：協働推進課」「地域の団体：北町自治会」「住民」。"
        ),
    )  # fmt: skip
    actor = forms.CharField(label=_("担い手（計画書の言い方）"), max_length=120, required=False)
    references = LinesField(
        label=_("参照"), rows=3,
        help_text=_(
            "1行に一つ。ほかの計画のページにつなぐときは、「住宅計画 → アドレス」のように書きます。"
        ),
    )  # fmt: skip
    viewpoints = forms.MultipleChoiceField(
        label=_("視点"), required=False, widget=forms.CheckboxSelectMultiple
    )
    serves = LinesField(
        label=_("役立つ先（市の計画の施策など）"), rows=2,
        help_text=_("その施策のページのアドレスを、1行に一つ貼りつけます。両方のページに出ます。"),
    )  # fmt: skip
    done = _area(_("実施したこと"), most=300)
    next_step = _area(_("今後の方向"), most=300)
    dropped_because = _area(
        _("次の計画に引き継がない理由"), most=300, help_text=_("引き継ぐときは、空けておきます。")
    )

    def __init__(
        self,
        *args: Any,
        frame: MeasureFrame,
        find: Callable[[str], Node | None],
        above: Callable[[str], Measure | None],
        measure: Measure | None = None,
        standing: Standing | None = None,
        parent: Measure | None = None,
        **kwargs: Any,
    ) -> None:
        if measure is not None and standing is not None:
            kwargs["initial"] = _initial(measure, standing)
        elif parent is not None:
            kwargs["initial"] = {"parent": parent.code, "level": parent.level + 1}
        super().__init__(*args, **kwargs)
        self.frame, self.above = frame, above
        fields: dict[str, Any] = self.fields
        fields["level"].choices = frame.level_choices
        fields["state"].choices = [("", _("書かない")), *frame.states]
        fields["parent"].widget.attrs["list"] = "parents"
        fields["references"].read = pointer_reader(find)
        fields["serves"].read = served_reader(find)
        self.signs = {str(m.pk): m for m in frame.marks}
        fields["mark"].choices = [("", _("なし")), *((k, str(m)) for k, m in self.signs.items())]
        self.views = {str(v.pk): v for v in frame.viewpoints}
        fields["viewpoints"].choices = [
            (k, f"{v.group}{v.code} {v.title}") for k, v in self.views.items()
        ]
        for name, has in (("mark", self.signs), ("viewpoints", self.views)):
            if not has:
                del self.fields[name]
        if measure is not None:
            self.stamp()

    def clean_parent(self) -> Measure | None:
        code = self.cleaned_data["parent"].strip()
        if not code:
            return None
        found = self.above(code)
        if found is None:
            raise forms.ValidationError(
                _("番号「{}」の施策は、この計画にありません。").format(code)
            )
        return found

    def told(self) -> dict[str, Any]:
        """What the services take. Only for a valid form."""
        said = self.cleaned_data
        return {n: said[n] for n in _TEXTS} | {
            "level": said["level"],
            "parent": said["parent"],
            "mark": self.signs.get(said.get("mark", "")),
            "carriers": said["carriers"],
            "pointers": said["references"],
            "viewpoints": [self.views[k] for k in said.get("viewpoints", [])],
            "served": said["serves"],
        }


def _initial(measure: Measure, standing: Standing) -> dict[str, Any]:
    return {n: getattr(measure, n) for n in _TEXTS} | {
        "version": measure.version,
        "level": measure.level,
        "parent": measure.parent.code if measure.parent else "",
        "mark": str(measure.mark_id or ""),
        "carriers": write_carriers(standing.actors),
        "references": write_pointers([(r.text, r.to_node) for r in standing.references]),
        "viewpoints": [str(pk) for pk in standing.viewpoints],
        "serves": write_pointers([(n.title, n) for n in standing.served]),
    }


class ScheduleRow(Watched, forms.Form):
    """What is planned for a fiscal year."""

    year = forms.IntegerField(widget=forms.HiddenInput)
    planned = forms.CharField(
        label=_("この年度の予定"), max_length=300, required=False,
        widget=forms.TextInput(),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.watch()


class _Schedule(forms.BaseFormSet):  # type: ignore[type-arg]
    def told(self) -> dict[int, str]:
        return {f.cleaned_data["year"]: f.cleaned_data["planned"] for f in self.forms}


ScheduleRows = forms.formset_factory(ScheduleRow, formset=_Schedule, extra=0, max_num=60)


class HurdleForm(VersionedForm):
    """Why a measure did not get on, and what is done about it."""

    cause = _area(_("進まなかった理由"), most=300)
    remedy = _area(_("対応策"), most=300)
    remedy_state = forms.ChoiceField(
        label=_("対応策の状況"),
        required=False,
        choices=[("", _("書かない")), *Hurdle.Remedy.choices],
    )
    year = forms.TypedChoiceField(label=_("年度"), coerce=int)

    def __init__(
        self, *args: Any, years: list[tuple[int, str]], hurdle: Hurdle | None = None, **kwargs: Any
    ) -> None:
        if hurdle is not None:
            names = ("cause", "remedy", "remedy_state", "year", "version")
            kwargs["initial"] = {n: getattr(hurdle, n) for n in names}
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["cause"].required = True
        fields["year"].choices = years
        if hurdle is not None:
            self.stamp()

    def told(self) -> dict[str, Any]:
        return {n: self.cleaned_data[n] for n in ("cause", "remedy", "remedy_state", "year")}
