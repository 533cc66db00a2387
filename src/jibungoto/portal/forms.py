"""What people fill in on the homes and settings."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from jibungoto.ui.seen import Watched

from . import colours
from .words import Group


class DistrictForm(forms.Form):
    district: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=_("あなたの地区"),
        queryset=None,
        required=False,
        empty_label=_("選ばない"),
        help_text=_("お知らせと「あなたを待っていること」に使います。ほかの方には見えません。"),
    )

    def __init__(self, *args: Any, districts: Sequence[Any] | QuerySet[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["district"]
        if isinstance(districts, QuerySet):  # to be chosen from; a list is only shown
            field.queryset = districts
        else:
            field.choices = [("", field.empty_label), *((d.pk, str(d)) for d in districts)]


class WordsForm(Watched, forms.Form):
    """One field for each word; an empty one goes back to the preset's own."""

    def __init__(self, *args: Any, groups: list[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups = groups
        for group in groups:
            for entry in group.entries:
                self.fields[entry.key] = forms.CharField(
                    label=entry.meaning,
                    max_length=60,
                    required=False,
                    initial=entry.text,
                )
        self.watch()

    @property
    def drawn(self) -> list[tuple[Group, list[tuple[Any, Any]]]]:
        """The groups with their entries and bound fields, as the page draws them."""
        return [(g, [(entry, self[entry.key]) for entry in g.entries]) for g in self.groups]


class DetailsForm(Watched, forms.Form):
    colour = forms.RegexField(
        r"^#[0-9a-fA-F]{6}$",
        label=_("まちの色"),
        help_text=_("しるしの真ん中の点だけに使います。市の花や木の色などを選べます。"),
        widget=forms.TextInput(attrs={"type": "color", "class": "input short"}),
        error_messages={"invalid": _("#b4326e のように、# と英数字6けたで入れてください。")},
    )
    contact_office = forms.CharField(
        label=_("担当"), max_length=120, required=False, help_text=_("例：市民協働部 協働推進課")
    )
    contact_phone = forms.CharField(label=_("電話"), max_length=40, required=False)
    contact_hours = forms.CharField(
        label=_("受付"), max_length=120, required=False, help_text=_("例：平日 8時30分〜17時15分")
    )

    def clean_colour(self) -> str:
        colour = str(self.cleaned_data["colour"]).lower()
        ratio = min(colours.contrast(colour, colours.PAPER), colours.contrast(colour, colours.DARK))
        if ratio < colours.LEAST:
            raise forms.ValidationError(
                _(
                    "この色は、地の色との差が足りません（{ratio}対1。3対1以上にしてください）。"
                    "{hint}"
                ).format(ratio=f"{ratio:.1f}", hint=_hint(colour))
            )
        return colour


def _hint(colour: str) -> str:
    if colours.contrast(colour, colours.PAPER) < colours.LEAST:
        return str(_("もう少し濃い色にすると、明るい画面でも見えます。"))
    return str(_("もう少し明るい色にすると、暗い画面でも見えます。"))
