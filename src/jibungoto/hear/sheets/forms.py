"""What staff fill in: how many copies, which stack, which files, and the sheet itself."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from jibungoto.ui.forms import UploadField

from . import pictures
from .models import SheetItem
from .selectors.sheets import Value
from .services.keying import MOST_SHEETS
from .services.printing import MOST_COPIES


class CopiesForm(forms.Form):
    """How a questionnaire is printed."""

    way = forms.ChoiceField(
        label=_("印刷のしかた"),
        choices=[
            ("copies", _("番号入りで、必要な部数を刷る")),
            ("master", _("一部だけ刷って、コピーして使う")),
        ],
        initial="copies",
        widget=forms.RadioSelect,
        help_text=_("番号入りなら、同じ用紙を二度数えることがなく、抜けたページも見つけられます。"),
    )
    copies = forms.IntegerField(
        label=_("部数"), min_value=1, max_value=MOST_COPIES, initial=50, required=False
    )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if told.get("way") == "copies" and not told.get("copies") and "copies" not in self.errors:
            self.add_error("copies", _("部数を入れてください。"))
        return told

    def number(self) -> int:
        return self.cleaned_data["copies"] if self.cleaned_data["way"] == "copies" else 0


class StackForm(forms.Form):
    """A pile of filled sheets to be typed."""

    expected = forms.IntegerField(
        label=_("枚数"),
        min_value=1,
        max_value=MOST_SHEETS,
        help_text=_("何人分あるか数えて入れてください。一人分が何ページでも、1枚と数えます。"),
    )
    is_double = forms.BooleanField(
        label=_("二人で打って、比べる"),
        required=False,
        help_text=_("二人目は、一人目の答えを見ずに打ちます。ちがうところだけ、あとで見比べます。"),
    )


class ManyFilesInput(forms.FileInput):
    allow_multiple_selected = True


class ScanField(UploadField):
    """Several files at once."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        given = data if isinstance(data, list | tuple) else [data] if data else []
        if not given:
            super().clean(None, initial)
        return [super(ScanField, self).clean(one, initial) for one in given]


class ScanForm(forms.Form):
    """Pictures of filled sheets."""

    pictures = ScanField(
        label=_("スキャンしたPDF、または写真"),
        kinds=pictures.SUFFIXES,
        most=pictures.MOST_BYTES // (1024 * 1024),
        help_text=_(
            "PDFは一つ300ページまで。写真はJPEGかPNGで、1枚に1ページ、四すみの黒いしるしまで入れて撮ってください。"
        ),
    )


def told(posted: QueryDict, items: Sequence[SheetItem]) -> dict[str, Value]:
    """The answers of a posted sheet: field `i<id>` for each item. What is not posted is empty."""
    found: dict[str, Value] = {}
    for item in items:
        name = f"i{item.pk}"
        if item.is_written:
            found[item.key] = posted.get(name, "")
        else:
            found[item.key] = tuple(v for v in posted.getlist(name) if v)
    return found


def number(given: str | None, default: int = 0) -> int:
    """A number from an address or a field; the default for anything else."""
    return (
        int(given) if given and given.isascii() and given.isdigit() and len(given) < 8 else default
    )
