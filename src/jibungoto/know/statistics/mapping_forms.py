"""Forms of mappings: what each column of a table means, and how the table is cut."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jibungoto.ui.seen import Watched

from .mapping import How, Use, check, skipped
from .models import Mapping, Meaning

_GROUPS = (
    (gettext_lazy("場所と日"), ("area_name", "area_code", "ward", "date")),
    (gettext_lazy("人口と世帯"), ("total", "men", "women", "households")),
    (gettext_lazy("年齢別（1列に1つの年齢）"), ("age_men", "age_women", "age_both")),
    (gettext_lazy("縦に長い表（1行に1つの数）"), ("sex", "age", "count")),
    (gettext_lazy("そのほかの数"), ("indicator",)),
)


def meanings() -> list[tuple[Any, Any]]:
    """The meanings of a column, in groups, as a choice field takes them."""
    label = {value: text for value, text in Meaning.choices}
    groups = [(name, [(v, label[v]) for v in values]) for name, values in _GROUPS]
    return [(Meaning.IGNORE.value, label[Meaning.IGNORE.value]), *groups]


class HeaderForm(forms.Form):
    """Which sheet, and which lines are the header: asked first, the columns follow from it."""

    sheet = forms.ChoiceField(label=gettext_lazy("シート"), required=False)
    first = forms.IntegerField(
        label=gettext_lazy("見出しのはじめの行"), min_value=1, max_value=1000
    )
    last = forms.IntegerField(label=gettext_lazy("見出しの終わりの行"), min_value=1, max_value=1000)

    def __init__(self, *args: Any, sheets: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(sheets) > 1:
            self.fields["sheet"].choices = [(s, s) for s in sheets]  # type: ignore[attr-defined]
        else:
            del self.fields["sheet"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("first"), data.get("last")
        if first and last and not first <= last < first + 4:
            self.add_error("last", _("見出しは、はじめの行から4行までです。"))
        return data


class ColumnsForm(forms.Form):
    """What each column means. Fields of column 3 are meaning-3 and detail-3."""

    layout = forms.ChoiceField(
        label=gettext_lazy("表の形"), choices=Mapping.Layout.choices, widget=forms.RadioSelect
    )
    places = forms.ChoiceField(
        label=gettext_lazy("地域名は何の名前ですか"),
        required=False,
        choices=[
            ("", gettext_lazy("名前から決める")),
            ("small", gettext_lazy("町丁・字")),
            ("district", gettext_lazy("登録済みの地区")),
        ],
    )
    skip = forms.CharField(
        label=gettext_lazy("読まない行"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("小計や注の行があるとき。例：3、12-15"),
    )
    name = forms.CharField(
        label=gettext_lazy("この読み方の名前"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("名前をつけると保存され、次に同じ列の表を読むときに使えます。"),
    )

    def __init__(self, *args: Any, how: How, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.how = how
        for use in how.uses:
            self.fields[f"meaning-{use.position}"] = forms.ChoiceField(
                label=_("「{}」の意味").format(use.header),
                choices=meanings(),
                initial=use.meaning,
                widget=forms.Select(attrs={"aria-label": _("「{}」の意味").format(use.header)}),
            )
            self.fields[f"detail-{use.position}"] = forms.CharField(
                label=_("「{}」の年齢や単位").format(use.header),
                required=False,
                max_length=120,
                initial=use.detail,
                widget=forms.TextInput(
                    attrs={"aria-label": _("「{}」の年齢や単位").format(use.header)}
                ),
            )

    def columns(self) -> Iterator[tuple[Use, Any, Any]]:
        """Each column with its two fields, for the table of the page."""
        for use in self.how.uses:
            yield use, self[f"meaning-{use.position}"], self[f"detail-{use.position}"]

    def general(self) -> Iterator[Any]:
        """The fields that are not of one column."""
        for name in ("layout", "places", "skip", "name"):
            if name in self.fields:
                yield self[name]

    def told(self) -> How:
        """What was said. Only when the fields themselves are right."""
        data = self.cleaned_data
        uses = tuple(
            Use(
                use.position,
                use.header,
                data.get(f"meaning-{use.position}", Meaning.IGNORE),
                data.get(f"detail-{use.position}", "").strip(),
            )
            for use in self.how.uses
        )
        return How(data.get("layout") or Mapping.Layout.WIDE, uses)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if skipped(data.get("skip", "")) is None:
            self.add_error("skip", _("行の番号を「3、12-15」のように書いてください。"))
        if not self.errors:
            for said in check(self.told()):
                self.add_error(None, said)
        return data


class SavedForm(Watched, ColumnsForm):
    """A saved mapping: its name and its columns; the cut of the table stays."""

    def __init__(self, *args: Any, mapping: Mapping, how: How, **kwargs: Any) -> None:
        super().__init__(*args, how=how, **kwargs)
        self.mapping = mapping
        for name in ("layout", "places", "skip"):
            del self.fields[name]
        self.fields["name"].required = True
        self.fields["name"].initial = mapping.name
        self.fields["name"].help_text = ""
        self.watch()

    def told(self) -> How:
        return How(self.mapping.layout, super().told().uses)

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if Mapping.objects.filter(name=name).exclude(pk=self.mapping.pk).exists():
            raise forms.ValidationError(_("同じ名前の読み方が、もうあります。"))
        return name


class WordForm(forms.Form):
    """A header and what it means."""

    word = forms.CharField(label=gettext_lazy("列の名前"), max_length=80)
    meaning = forms.ChoiceField(label=gettext_lazy("意味"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        used = [m for m in meanings() if m[0] not in (Meaning.IGNORE.value, _GROUPS[4][0])]
        used = [m for m in used if str(m[0]) != str(_GROUPS[2][0])]
        self.fields["meaning"].choices = used  # type: ignore[attr-defined]
