"""A page of a survey as a form: one field for a question, several for tables and places.

Fields are named by the question's key, so that what somebody typed finds its place again when the
question's wording changed meanwhile.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

from jibungoto.hear.sample.selectors import districts
from jibungoto.hear.surveys import conditions
from jibungoto.hear.surveys.models import Kind, Option, Question
from jibungoto.hear.surveys.selectors.paper import steps_of
from jibungoto.hear.surveys.values import Value
from jibungoto.know.findings.selectors import districts_at
from jibungoto.know.findings.selectors.findings import has_boundaries
from jibungoto.ui.tags.words import pieces

SHORT, LONG = 200, 2000
MARK = "q_"


@dataclass(frozen=True, slots=True)
class Block:
    """A question as it is drawn: its number, condition in words, and its fields."""

    number: int
    question: Question
    condition: str
    fields: tuple[BoundField, ...]
    hidden: tuple[BoundField, ...] = ()
    pick: str = ""  # the prefix of the fields a press on the map fills in
    table: tuple[str, ...] = ()


class PageForm(forms.Form):
    """The questions of one page. `asked` are all of the survey, for numbers and conditions."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        page: Sequence[Question],
        asked: Sequence[Question],
        values: Mapping[str, Value],
        version: int,
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = {"version": version}
        super().__init__(*args, **kwargs)
        self.page, self.asked, self.told = page, asked, values
        self._names: dict[str, list[str]] = {}
        for question in page:
            self._add(question, values.get(question.key, Value()))

    def _add(self, question: Question, value: Value) -> None:
        # A question with a condition is asked of some only: whether it may stay empty is known
        # when the page came back.
        need = question.required and not question.if_key
        name = MARK + question.key
        made = _FIELDS[Kind(question.kind)](question, value, need=need)
        for suffix, (field, initial) in made.items():
            full = name + suffix
            self.fields[full] = field
            self.initial[full] = initial
        self._names[question.key] = [name + suffix for suffix in made]

    def blocks(self) -> list[Block]:
        """The questions in order, to be drawn."""
        place = {q.key: n for n, q in enumerate(self.asked, 1)}
        found = []
        for question in self.page:
            bound = [self[name] for name in self._names[question.key]]
            options = list(question.options.all()) if question.kind == Kind.MATRIX else []
            found.append(
                Block(
                    place.get(question.key, 0),
                    question,
                    conditions.said(question, self.asked),
                    tuple(f for f in bound if not f.is_hidden),
                    tuple(f for f in bound if f.is_hidden),
                    f"{MARK}{question.key}_" if question.kind == Kind.PLACE else "",
                    tuple(o.text for o in options if o.axis == Option.Axis.OPTION),
                )
            )
        return found

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        for question in self.page:
            self._check(question, told)
        shown = {q.key for q in conditions.asked(self.asked, self._chosen(told))}
        for question in self.page:
            value = self._value(question, told)
            name = self._names[question.key][-1 if question.kind == Kind.PLACE else 0]
            conditional = question.required and question.if_key
            faulty = any(n in self.errors for n in self._names[question.key])
            if conditional and question.key in shown and not value and not faulty:
                self.add_error(name, _("この質問にも答えてください。"))
        return told

    def _chosen(self, told: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
        chosen = {key: value.options for key, value in self.told.items()}
        return chosen | {q.key: self._value(q, told).options for q in self.page}

    def _check(self, question: Question, told: dict[str, Any]) -> None:
        name = MARK + question.key
        if question.kind == Kind.MULTIPLE and question.most:
            picked = told.get(name) or []
            if len(picked) > question.most:
                words = _("選べるのは{}までです。いま{}選ばれています。")
                self.add_error(name, words.format(pieces(question.most), pieces(len(picked))))
        if question.kind == Kind.PLACE:
            lat, lon = told.get(f"{name}_lat"), told.get(f"{name}_lon")
            if lat is not None and lon is not None:
                around = districts_at(lon, lat)
                if around:
                    told[f"{name}_district"] = around[0]
                elif has_boundaries():
                    words = _("地図で選んだ場所は、市の外のようです。市の中を選んでください。")
                    self.add_error(f"{name}_district", words)
            value = self._value(question, told)
            if question.required and not question.if_key and not value:
                self.add_error(
                    f"{name}_district", _("地図を押すか、地区かことばで場所を教えてください。")
                )

    def values(self) -> dict[Question, Value]:
        """What was answered well, by question; a question with a fault is left as it was."""
        good = getattr(self, "cleaned_data", {})
        return {
            q: self._value(q, good)
            for q in self.page
            if not any(name in self.errors for name in self._names[q.key])
        }

    def _value(self, question: Question, told: Mapping[str, Any]) -> Value:
        name = MARK + question.key
        said = told.get(name)
        if question.kind == Kind.MATRIX:
            rows = {n.split("__")[1]: told.get(n) for n in self._names[question.key]}
            return Value(rows={row: key for row, key in rows.items() if key})
        if question.kind == Kind.PLACE:
            place = told.get(f"{name}_district")
            return Value(
                text=told.get(f"{name}_place") or "",
                lat=told.get(f"{name}_lat"),
                lon=told.get(f"{name}_lon"),
                district_id=place.pk if place else None,
            )
        if question.kind in (Kind.SCALE, Kind.NUMBER):
            return Value(number=float(said) if said not in (None, "") else None)
        if question.is_chosen:
            keys = (said,) if isinstance(said, str) and said else tuple(said or ())
            other = next((o for o in question.options.all() if o.is_other), None)
            text = told.get(f"{name}_other") or ""
            return Value(text=text if other and other.key in keys else "", options=keys)
        return Value(text=said or "")


Made = dict[str, tuple[forms.Field, Any]]


def _choice(question: Question, value: Value, *, need: bool) -> Made:
    options = [(o.key, o.text) for o in question.options.all()]
    kwargs: Any = {"label": question.text, "required": need, "help_text": question.help}
    if question.kind == Kind.MULTIPLE:
        if question.most:
            hint = _("{}まで選べます。").format(pieces(question.most))
            kwargs["help_text"] = hint + question.help
        field: forms.Field = forms.MultipleChoiceField(
            choices=options, widget=forms.CheckboxSelectMultiple, **kwargs
        )
        made: Made = {"": (field, list(value.options))}
    else:
        field = forms.ChoiceField(choices=options, widget=forms.RadioSelect, **kwargs)
        made = {"": (field, value.options[0] if value.options else None)}
    other = next((o for o in question.options.all() if o.is_other), None)
    if other is not None:
        words = _("「{}」を選んだ方は、ここに書いてください").format(other.text)
        made["_other"] = (
            forms.CharField(label=words, max_length=SHORT, required=False),
            value.text,
        )
    return made


def _scale(question: Question, value: Value, *, need: bool) -> Made:
    steps = list(steps_of(question))

    def named(step: int) -> str:
        ends = {steps[0]: question.low_label, steps[-1]: question.high_label}
        words = ends.get(step, "")
        return _("{}（{}）").format(step, words) if words else str(step)

    field = forms.ChoiceField(
        label=question.text, required=need, help_text=question.help, widget=forms.RadioSelect,
        choices=[(str(step), named(step)) for step in steps],
    )  # fmt: skip
    return {"": (field, str(int(value.number)) if value.number is not None else None)}


def _matrix(question: Question, value: Value, *, need: bool) -> Made:
    options = list(question.options.all())
    choices = [(o.key, o.text) for o in options if o.axis == Option.Axis.OPTION]
    return {
        f"__{row.key}": (
            forms.ChoiceField(
                label=row.text, choices=choices, required=need, widget=forms.RadioSelect
            ),
            value.rows.get(row.key),
        )
        for row in options
        if row.axis == Option.Axis.ROW
    }


def _number(question: Question, value: Value, *, need: bool) -> Made:
    said = [_("単位：{}。").format(question.unit)] if question.unit else []
    if question.low is not None and question.high is not None:
        said.append(_("{}から{}まで。").format(question.low, question.high))
    field = forms.FloatField(
        label=question.text, required=need, min_value=question.low, max_value=question.high,
        help_text="".join([*said, question.help]),
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "any"}),
    )  # fmt: skip
    number = value.number
    whole = number is not None and number.is_integer()
    return {"": (field, int(number) if whole and number is not None else number)}


def _words(question: Question, value: Value, *, need: bool) -> Made:
    if question.kind == Kind.LONG:
        widget: forms.Widget = forms.Textarea(attrs={"rows": 5})
    else:
        widget = forms.TextInput()
    field = forms.CharField(
        label=question.text, required=need, help_text=question.help, widget=widget,
        max_length=LONG if question.kind == Kind.LONG else SHORT,
    )  # fmt: skip
    return {"": (field, value.text)}


def _place(question: Question, value: Value, *, need: bool) -> Made:
    spot: Any = {"required": False, "widget": forms.HiddenInput}
    district: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=_("どの地区ですか"), queryset=districts(), required=False,
        empty_label=_("選ばない"),
    )  # fmt: skip
    return {
        "_lat": (forms.FloatField(min_value=20, max_value=46, **spot), value.lat),
        "_lon": (forms.FloatField(min_value=122, max_value=154, **spot), value.lon),
        "_place": (
            forms.CharField(
                label=_("場所をことばで"), max_length=120, required=False,
                help_text=_("例：駅の北口。個人のお宅の名前は書かないでください。"),
            ),
            value.text,
        ),
        "_district": (district, value.district_id),
    }  # fmt: skip


_FIELDS = {
    Kind.CHOICE: _choice,
    Kind.MULTIPLE: _choice,
    Kind.SCALE: _scale,
    Kind.MATRIX: _matrix,
    Kind.NUMBER: _number,
    Kind.SHORT: _words,
    Kind.LONG: _words,
    Kind.PLACE: _place,
}


def typed(data: Mapping[str, Any], known: Sequence[Question] = ()) -> list[str]:
    """The words somebody sent for questions that are not (or no longer) among `known`."""
    names = {MARK + q.key for q in known}
    ends = ("_other", "_place", "_lat", "_lon", "_district")
    found = []
    for name, value in data.items():
        bare = name
        for end in ends:
            bare = bare.removesuffix(end)
        if not name.startswith(MARK) or bare in names or "__" in name:
            continue
        if name.endswith(("_lat", "_lon", "_district")):
            continue
        text = str(value).strip()
        if len(text) > 1 and not (len(text) == 8 and text.isalnum() and text.isascii()):
            found.append(text)  # not the key of an option
    return found
