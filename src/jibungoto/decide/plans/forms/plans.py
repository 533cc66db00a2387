"""A plan itself and its own words: levels, marks, viewpoints."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jibungoto.decide.plans.models import Plan
from jibungoto.know.places.models import District

from .fields import YearField
from .versions import VersionedForm

_TEXTS = (
    "title", "policy", "body", "decided_by", "starts", "ends", "decided", "horizon", "related",
    "source",
)  # fmt: skip
_RESERVED = frozenset({"new", "documents", "kinds", "rounds"})  # addresses of pages of this room


class PlanForm(VersionedForm):
    """What describes a plan, and which plans it continues."""

    title = forms.CharField(label=_("計画の名前"), max_length=120)
    starts = YearField(label=_("始まりの年度"), required=False)
    ends = YearField(label=_("終わりの年度"), required=False)
    horizon = YearField(
        label=_("めざす年"), required=False, help_text=_("計画の先に見すえる年です。例：2040年")
    )
    decided = YearField(label=_("決めた年度"), required=False)
    decided_by = forms.CharField(
        label=_("決めたところ"),
        max_length=80,
        required=False,
        help_text=_("例：市議会、庁議、協議会の総会"),
    )
    policy = forms.CharField(
        label=_("基本方針"),
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    body = forms.CharField(
        label=_("位置づけ"), max_length=200, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("例：総合計画を受けた個別計画です。"),
    )  # fmt: skip
    related = forms.CharField(label=_("関連する計画"), max_length=300, required=False)
    continues = forms.MultipleChoiceField(
        label=_("引き継いだ計画"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("この計画の前の世代です。"),
    )  # fmt: skip
    source = forms.CharField(
        label=_("出典"), max_length=200, required=False, help_text=_("計画書の名前と、出した年月")
    )

    def __init__(
        self, *args: Any, others: Sequence[Plan], plan: Plan | None = None,
        before: Sequence[Plan] = (), **kwargs: Any,
    ) -> None:  # fmt: skip
        if plan is not None:
            kwargs["initial"] = {n: getattr(plan, n) for n in _TEXTS} | {
                "version": plan.node.version,
                "continues": [str(p.pk) for p in before],
            }
        super().__init__(*args, **kwargs)
        self.others = {str(p.pk): p for p in others}
        field = self.fields["continues"]
        field.choices = [(key, p.title) for key, p in self.others.items()]  # type: ignore[attr-defined]
        if not self.others:
            del self.fields["continues"]
        if plan is not None:
            self.stamp()

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        starts, ends = told.get("starts"), told.get("ends")
        if starts and ends and ends < starts:
            self.add_error(
                "ends",
                _("終わりの年度（{}年度）が、始まりの年度（{}年度）より前です。").format(
                    ends, starts
                ),
            )
        return told

    def told(self) -> dict[str, Any]:
        """What the services take. Only for a valid form."""
        chosen = [self.others[key] for key in self.cleaned_data.get("continues", [])]
        return {n: self.cleaned_data[n] for n in _TEXTS} | {"continues": chosen}


class NewPlanForm(PlanForm):
    """A plan that is not there yet: also its address, and the district whose own it is."""

    slug = forms.SlugField(
        label=_("アドレスの名前"),
        max_length=60,
        help_text=_(
            "半角の英小文字・数字・ハイフンで書きます（例：kyodo-2026）。あとから変えられません。"
        ),
    )
    district: forms.ModelChoiceField[District] = forms.ModelChoiceField(
        label=_("どこの計画ですか"), queryset=None, required=False, empty_label=_("市全体")
    )
    field_order = ("title", "slug", "district")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["district"].queryset = District.objects.filter(valid_until=None)  # type: ignore[attr-defined]

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if slug in _RESERVED or Plan.objects.filter(slug=slug).exists():
            raise forms.ValidationError(
                _("アドレスの名前「{}」は、もう使われています。別の名前にしてください。").format(
                    slug
                )
            )
        return slug

    def told(self) -> dict[str, Any]:
        own = {n: self.cleaned_data[n] for n in ("slug", "district")}
        return super().told() | own


class _Row(forms.Form):
    """A row of a small table; one left empty is taken away."""

    pk = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def is_empty(self) -> bool:
        return not any(v for k, v in self.cleaned_data.items() if k != "pk")


class LevelRow(_Row):
    name = forms.CharField(label=_("段の呼び名"), max_length=40, required=False)


class MarkRow(_Row):
    sign = forms.CharField(label=_("しるし"), max_length=4, required=False)
    name = forms.CharField(label=_("意味"), max_length=40, required=False)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if bool(told.get("sign")) != bool(told.get("name")) and not self.errors:
            missing = "name" if told.get("sign") else "sign"
            self.add_error(missing, _("しるしと意味の両方を書いてください。"))
        return told


class ViewpointRow(_Row):
    group = forms.CharField(label=_("まとまり"), max_length=40, required=False)
    code = forms.CharField(label=_("番号"), max_length=20, required=False)
    title = forms.CharField(label=_("名前"), max_length=120, required=False)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if (told.get("group") or told.get("code")) and not told.get("title"):
            self.add_error("title", _("視点の名前を書いてください。"))
        if told.get("title") and not told.get("code"):
            self.add_error("code", _("番号を書いてください。"))
        return told


class _Rows(forms.BaseFormSet):  # type: ignore[type-arg]
    def rows(self) -> list[dict[str, Any]]:
        """The rows that say something. Only for a valid formset."""
        return [f.cleaned_data for f in self.forms if f.cleaned_data and not f.is_empty()]


LevelRows = forms.formset_factory(LevelRow, formset=_Rows, extra=1, max_num=12)
MarkRows = forms.formset_factory(MarkRow, formset=_Rows, extra=2, max_num=30)
ViewpointRows = forms.formset_factory(ViewpointRow, formset=_Rows, extra=3, max_num=100)


class VersionForm(forms.Form):
    """The version of the plan somebody looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput)
