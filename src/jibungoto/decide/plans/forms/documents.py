"""Handing in a document of a plan."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jibungoto.decide.plans.extracting import MOST_BYTES, SUFFIXES, NoText, text_of
from jibungoto.ui.forms import UploadField


class DocumentForm(forms.Form):
    """A plan's document as a file, or its text."""

    file = UploadField(
        label=_("計画の文書"),
        kinds=SUFFIXES,
        most=MOST_BYTES // 1_000_000,
        required=False,
        help_text=_(
            "文字のあるPDF、Word、テキストを読めます。取り出すのは文字だけで、ファイルは残しません。"
        ),
    )
    pasted = forms.CharField(
        label=_("または、文を貼りつける"),
        widget=forms.Textarea(attrs={"rows": 10}),
        required=False,
        strip=False,
        help_text=_("PDFから写した文でかまいません。行の切れ目はそのままで読めます。"),
    )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        file = told.get("file")
        if self.errors:
            return told
        if file:
            try:
                told["words"] = text_of(file.name, file.read())
            except NoText as error:
                self.add_error("file", str(error))
            told["name"] = file.name
        elif (told.get("pasted") or "").strip():
            told["words"], told["name"] = told["pasted"], str(_("貼りつけた文"))
        else:
            raise forms.ValidationError(_("文書を選ぶか、文を貼りつけてください。"))
        return told


class PlanFromDocumentForm(forms.Form):
    """What the plan made from a document is called."""

    title = forms.CharField(label=_("計画の名前"), max_length=120)
    slug = forms.SlugField(
        label=_("アドレスの名前"),
        max_length=60,
        help_text=_("半角の英小文字・数字・ハイフンで書きます（例：kyodo-2026）。"),
    )  # proposed: nobody has to think of one


class TakeOverForm(forms.Form):
    """What holds for everything that is taken over from a document."""

    year = forms.IntegerField(
        label=_("進まなかった理由の年度（西暦）"),
        required=False,
        min_value=1950,
        max_value=2150,
        help_text=_("文書が振り返っている年度を書きます。"),
    )
