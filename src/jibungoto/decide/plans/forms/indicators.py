"""An indicator of a plan and its values."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from jibungoto.decide.plans.models import IndicatorValue, Measure, PlanIndicator
from jibungoto.decide.plans.pasting import rows_of
from jibungoto.decide.plans.services import Figure
from jibungoto.japan.eras import JapaneseDateError
from jibungoto.kernel import registry

from .fields import year_of
from .versions import VersionedForm

Role = IndicatorValue.Role
Status = IndicatorValue.Status
_TEXTS = (
    "name", "unit", "direction", "definition", "formula", "source", "decimals", "missing_rule",
    "grade", "bound_to",
)  # fmt: skip
_WESTERN = re.compile(r"\d{4}(年度?)?")
MOST_PASTED = 200_000


class IndicatorForm(VersionedForm):
    """What an indicator is: the field's own list, in its order."""

    name = forms.CharField(label=_("名前"), max_length=120)
    unit = forms.CharField(
        label=_("単位"), max_length=20, required=False, help_text=_("例：人、団体、%")
    )
    direction = forms.ChoiceField(
        label=_("よい向き"), choices=PlanIndicator.Direction.choices, widget=forms.RadioSelect,
        initial=PlanIndicator.Direction.UP,
    )  # fmt: skip
    definition = forms.CharField(
        label=_("何をあらわすか"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    formula = forms.CharField(
        label=_("数え方"), max_length=300, required=False,
        help_text=_("ことばで書きます。例：自治会に入っている世帯÷すべての世帯×100"),
    )  # fmt: skip
    bound_to = forms.ChoiceField(
        label=_("自動で数えるもの"), required=False,
        help_text=_("選ぶと、年度を締めるときに、登録されている記録から実績を数えます。"),
    )  # fmt: skip
    source = forms.CharField(label=_("出典"), max_length=200, required=False)
    missing_rule = forms.CharField(
        label=_("数がない年の扱い"), max_length=200, required=False,
        help_text=_("例：調査のない年は空けておく。前の年の数は使わない。"),
    )  # fmt: skip
    grade = forms.ChoiceField(
        label=_("数の確かさ"), required=False,
        choices=[("", _("書かない")), *PlanIndicator.Grade.choices],
    )  # fmt: skip
    decimals = forms.IntegerField(label=_("小数の桁"), min_value=0, max_value=4, initial=0)
    measure = forms.CharField(
        label=_("測っている施策・事業の番号"), max_length=40, required=False,
        help_text=_("計画の全体を測るときは、空けておきます。"),
    )  # fmt: skip

    def __init__(
        self, *args: Any, above: Callable[[str], Measure | None],
        indicator: PlanIndicator | None = None, **kwargs: Any,
    ) -> None:  # fmt: skip
        if indicator is not None:
            kwargs["initial"] = {n: getattr(indicator, n) for n in _TEXTS} | {
                "version": indicator.version,
                "measure": indicator.measure.code if indicator.measure else "",
            }
        super().__init__(*args, **kwargs)
        self.above = above
        fields: dict[str, Any] = self.fields
        fields["measure"].widget.attrs["list"] = "parents"
        fields["bound_to"].choices = [("", _("数えない（手で書く）")), *_bindings()]
        if indicator is not None:
            self.stamp()

    def clean_measure(self) -> Measure | None:
        code = self.cleaned_data["measure"].strip()
        found = self.above(code) if code else None
        if code and found is None:
            raise forms.ValidationError(
                _("番号「{}」の施策・事業は、この計画にありません。").format(code)
            )
        return found

    def told(self) -> dict[str, Any]:
        """What the services take. Only for a valid form."""
        return {n: self.cleaned_data[n] for n in (*_TEXTS, "measure")}


def _bindings() -> list[tuple[str, str]]:
    return [
        (key, f"{m.label}（{m.unit}）" if m.unit else str(m.label))
        for key, m in sorted(registry.measures().items())
    ]


class ValueRow(forms.Form):
    """A value as one writes it: its year as in the document, a number or a word such as 増加."""

    role = forms.ChoiceField(label=_("種類"), required=False, choices=[("", "—"), *Role.choices])
    year = forms.CharField(label=_("年"), max_length=40, required=False)
    value = forms.CharField(label=_("値"), max_length=40, required=False)
    label = forms.CharField(label=_("呼び方"), max_length=40, required=False)
    status = forms.ChoiceField(
        label=_("確かさ"), required=False, choices=Status.choices, initial=Status.FINAL
    )
    source = forms.CharField(label=_("出典"), max_length=200, required=False)

    def __init__(self, *args: Any, unit: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit = unit

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if self.errors or self.is_empty():
            return told
        for name, said in (
            ("role", _("種類を選んでください。")),
            ("year", _("年を書いてください。")),
            ("value", _("値を書いてください。")),
        ):
            if not told.get(name):
                self.add_error(name, said)
        if self.errors:
            return told
        try:
            told["western"] = year_of(told["year"])
        except JapaneseDateError as error:
            self.add_error("year", str(error))
        told["number"] = read_number(told["value"], self.unit)
        if told["number"] is None and told["role"] == Role.ACTUAL:
            self.add_error("value", _("実績は、数で書いてください。"))
        if told["number"] is not None and abs(told["number"].as_tuple().exponent) > 4:
            self.add_error("value", _("小数は4桁までにしてください。"))
        return told

    def is_empty(self) -> bool:
        told = self.cleaned_data
        return not any(told.get(n) for n in ("year", "value", "label", "source"))

    def figure(self) -> Figure:
        told, number = self.cleaned_data, self.cleaned_data["number"]
        plain = unicodedata.normalize("NFKC", told["year"]).strip()
        return Figure(
            role=told["role"], year=told["western"], value=number,
            words="" if number is not None else told["value"],
            is_fiscal=not plain.endswith("年"),
            written="" if _WESTERN.fullmatch(plain) else told["year"].strip(),
            label=told["label"], status=told["status"] or Status.FINAL, source=told["source"],
        )  # fmt: skip


class _Values(forms.BaseFormSet):  # type: ignore[type-arg]
    def figures(self) -> list[Figure]:
        """The rows that say something. Only for a valid formset."""
        return [f.figure() for f in self.forms if f.cleaned_data and not f.is_empty()]


ValueRows = forms.formset_factory(ValueRow, formset=_Values, extra=4, max_num=300)


def value_initial(value: IndicatorValue) -> dict[str, str]:
    """A value as its row shows it."""
    year = value.written or (f"{value.year}年度" if value.is_fiscal else f"{value.year}年")
    number = value.words if value.value is None else f"{value.value.normalize():f}"
    return {
        "role": value.role, "year": year, "value": number, "label": value.label,
        "status": value.status, "source": value.source,
    }  # fmt: skip


def read_number(text: str, unit: str = "") -> Decimal | None:
    """74, 1,200, １２．５％, 98団体 as a number; None for anything else."""
    plain = unicodedata.normalize("NFKC", text).replace(",", "").strip()
    ending = unicodedata.normalize("NFKC", unit).strip()
    plain = plain.removesuffix(ending).strip() if ending else plain
    plain = re.sub("^[−▲△]", "-", plain)
    if not re.fullmatch(r"-?\d{1,15}(\.\d+)?", plain):
        return None
    try:
        return Decimal(plain)
    except InvalidOperation:
        return None


class PastedForm(forms.Form):
    """Rows from a spreadsheet: 種類, 年, 値, 呼び方, 確かさ, 出典; or 年 and 値 alone."""

    pasted = forms.CharField(
        label=_("表を貼りつける"), max_length=MOST_PASTED, strip=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Excelからそのまま貼れます。列は「種類・年・値・呼び方・確かさ・出典」の順か、"
            "「年・値」（実績になります）です。"
        ),
    )  # fmt: skip

    def rows(self) -> list[dict[str, str]]:
        """The rows for the table, to be looked through before they are saved."""
        found = []
        for cells in rows_of(self.cleaned_data["pasted"]):
            told = [cell.strip() for cell in cells]
            if not any(told) or told[0] in (_now("種類"), _now("年"), _now("年度")):
                continue
            found.append(_row(told))
        return found


def _row(cells: Sequence[str]) -> dict[str, str]:
    roles = {str(label): key for key, label in Role.choices}
    if cells[0] not in roles:  # 年, 値
        cells = ["", *cells]
    told = dict(zip(("role", "year", "value", "label", "status", "source"), cells, strict=False))
    states = {str(label): key for key, label in Status.choices}
    return told | {
        "role": roles.get(told["role"], Role.ACTUAL.value),
        "status": states.get(told.get("status", ""), Status.FINAL.value),
    }


class CorrectionForm(forms.Form):
    """A correction of a frozen value: the right number, and why."""

    value = forms.CharField(label=_("正しい値"), max_length=40)
    source = forms.CharField(
        label=_("理由と出典"), max_length=200, help_text=_("例：数え直し（2026年5月、協働課）")
    )

    def __init__(self, *args: Any, unit: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit = unit

    def clean_value(self) -> Decimal:
        number = read_number(self.cleaned_data["value"], self.unit)
        if number is None:
            raise forms.ValidationError(_("数で書いてください。"))
        return number


class YearForm(forms.Form):
    """Which fiscal year of a plan is closed."""

    year = forms.TypedChoiceField(label=_("締める年度"), coerce=int)

    def __init__(self, *args: Any, years: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = years  # type: ignore[attr-defined]
