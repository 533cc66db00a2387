"""What those fill in who put voices together."""

import csv
import io
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from jibungoto.hear.opinions.models import Conversation
from jibungoto.japan.tables.decoding import decode
from jibungoto.japan.tables.model import TableError
from jibungoto.kernel import clock, registry
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.registry import SourceText
from jibungoto.know.findings.selectors.findings import district_choices, known_districts
from jibungoto.know.places.models import District
from jibungoto.ui.forms import DateInput, UploadField
from jibungoto.ui.listing import listed, with_note

from . import naming, policies
from .models import Grouping
from .services.making import MOST

_HEADINGS = ("本文", "意見", "回答", "自由記述", "くわしく", "内容", "声", "text")
UPLOAD = "upload"


class CreateForm(forms.Form):
    """Which texts are put together."""

    title = forms.CharField(
        label=_("題名"), max_length=100, help_text=_("例：駅前広場アンケートの自由記述")
    )
    source = forms.ChoiceField(label=_("どの声を分けますか"), widget=forms.RadioSelect)
    pasted = forms.CharField(
        label=_("貼りつける"),
        required=False,
        max_length=2_000_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("1行に一つの声を書きます。「ファイルか貼りつけ」を選んだときに使います。"),
    )
    file = UploadField(
        label=_("ファイル"),
        kinds=(".csv", ".txt"),
        most=5,
        required=False,
        help_text=_("CSVか、1行に一つの声を書いた文字のファイル。5MBまで。"),
    )
    column = forms.CharField(
        label=_("CSVの列の見出し"),
        max_length=60,
        required=False,
        help_text=_("書かなければ、「本文」「意見」などの列か、いちばん右の列を使います。"),
    )
    district: forms.ModelChoiceField[District] = forms.ModelChoiceField(
        label=_("地区"), queryset=None, required=False, empty_label=_("市の全体")
    )
    collected_on = forms.DateField(label=_("いつの声ですか"), widget=DateInput())
    ask_llm = forms.BooleanField(
        label=_("AIに、まとまりの名前の案を出してもらう"),
        required=False,
        help_text=_(
            "ことばと中心の文だけが、市の決めた外のサーバーに送られます。"
            "名前には「AIが名づけた案」としるします。"
        ),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"collected_on": clock.today(), "source": UPLOAD})
        super().__init__(*args, **kwargs)
        self.actor = actor
        offered: list[tuple[str, Any]] = []
        for source in registry.text_sources().values():
            offered += [
                (
                    f"{source.key}:{choice.key}",
                    with_note(
                        _t("{}：{}").format(source.label, choice.label),
                        _t("{}件").format(choice.number),
                    ),
                )
                for choice in source.choices(actor)
            ]
        self.fields["source"].choices = [*offered, (UPLOAD, _("ファイルか貼りつけ"))]  # type: ignore[attr-defined]
        field: Any = self.fields["district"]
        field.queryset = district_choices()
        if not actor.scopes(policies.EDIT).everywhere:
            mine = [
                d.pk for d in known_districts()
                if actor.may(policies.EDIT, district_path=d.lineage)
            ]  # fmt: skip
            field.queryset = field.queryset.filter(pk__in=mine)
            field.required, field.empty_label = True, None
        if not naming.endpoint():
            del self.fields["ask_llm"]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if "source" in told:
            told["texts"], told["source_label"] = self._texts(told)
        return told

    def _texts(self, told: dict[str, Any]) -> tuple[list[SourceText], str]:
        key, _colon, choice = told["source"].partition(":")
        if key != UPLOAD:
            source = registry.text_sources()[key]
            return list(source.texts(self.actor, choice)), dict(
                self.fields["source"].choices  # type: ignore[attr-defined]
            )[told["source"]]
        file = told.get("file")
        if file is not None:
            try:
                lines = self._lines(decode(file.read()).text, file.name, told.get("column", ""))
            except TableError as fault:
                self.add_error("file", str(fault))
                return [], ""
            label = _t("ファイル「{}」").format(file.name)
        else:
            lines, label = (told.get("pasted") or "").splitlines(), _t("貼りつけた声")
        lines = [line.strip() for line in lines]
        found = [SourceText(str(n), line) for n, line in enumerate(lines, 1) if line]
        if not found and "file" not in self.errors and "column" not in self.errors:
            self.add_error("pasted", _t("声を貼りつけるか、ファイルを選んでください。"))
        if len(found) > MOST:
            self.add_error("pasted", _t("一度に分けられるのは{}件までです。").format(MOST))
        return found, label

    def _lines(self, text: str, name: str, column: str) -> list[str]:
        if not name.lower().endswith(".csv"):
            return text.splitlines()
        rows = list(csv.reader(io.StringIO(text, newline="")))
        heads = [head.strip() for head in rows[0]] if rows else []
        if not heads:
            return []
        wanted = column.strip() or next((h for h in _HEADINGS if h in heads), heads[-1])
        if wanted not in heads:
            said = _t("「{}」という列がありません。ある列：{}")
            self.add_error("column", said.format(wanted, listed(heads)))
            return []
        at = heads.index(wanted)
        return [row[at] if at < len(row) else "" for row in rows[1:]]


class PublishForm(forms.Form):
    """What stands beside a published grouping."""

    who = forms.CharField(
        label=_("まとめたところ"),
        max_length=60,
        help_text=_("例：北町協議会 事務局。個人のお名前は書きません。公開されます。"),
    )
    note = forms.CharField(
        label=_("ひとこと"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("この声をどう生かすか、読むときに気をつけることなど。"),
    )
    shows_texts = forms.BooleanField(
        label=_("もとの声も公開する"),
        required=False,
        help_text=_("人の名前や連絡先のようなことばがある声は、公開しません。"),
    )

    def __init__(self, *args: Any, grouping: Grouping, **kwargs: Any) -> None:
        names = ("who", "note", "shows_texts")
        kwargs.setdefault("initial", {name: getattr(grouping, name) for name in names})
        super().__init__(*args, **kwargs)


class StatementForm(forms.Form):
    """A sentence put to the vote."""

    conversation = forms.ChoiceField(label=_("どの問いかけに"))
    text = forms.CharField(
        label=_("意見の文"),
        max_length=140,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("140字まで。一つのことだけを、もとの声のことばで。"),
    )

    def __init__(self, *args: Any, conversations: list[Conversation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = {str(c.pk): c for c in conversations}
        self.fields["conversation"].choices = [(pk, c.node.title) for pk, c in self.found.items()]  # type: ignore[attr-defined]
