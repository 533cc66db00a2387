"""The form that hands a file in: made from what its kind asks."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jibungoto.japan.tables.model import MEGABYTE
from jibungoto.ui.forms import DateInput, UploadField

from .kinds import Ask, IntakeKind, Upload


class UploadForm(forms.Form):
    """A file and what has to be told with it."""

    def __init__(
        self, *args: Any, kind: IntakeKind, districts: Sequence[Any] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self._districts = {d.slug: d for d in districts}
        if len(districts) > 1:
            self.fields["for"] = forms.ChoiceField(
                label=_("どの地区の分ですか"), choices=[(d.slug, d.name) for d in districts]
            )
        self.fields["file"] = UploadField(
            label=_("ファイル"),
            kinds=kind.suffixes,
            most=kind.max_bytes // MEGABYTE,
            error_messages={
                "required": _("ファイルを選んでください。"),
                "empty": _("空のファイルです。中身を確かめてください。"),
                "missing": _("ファイルを選んでください。"),
            },
        )
        for ask in kind.asks:
            self.fields[ask.key] = _field(ask)

    def upload(self) -> Upload:
        """The file as handed in. Only for a valid form."""
        file = self.cleaned_data["file"]
        return Upload(file.name, file.read())

    def district(self) -> Any:
        """The district the file is taken in for; None for the whole. Only for a valid form."""
        only = next(iter(self._districts.values()), None)
        return self._districts.get(self.cleaned_data.get("for", ""), only)

    def told(self) -> dict[str, str]:
        """What was told with it, as text. Only for a valid form."""
        return {ask.key: str(self.cleaned_data[ask.key] or "") for ask in self.kind.asks}


def _field(ask: Ask) -> forms.Field:
    said: dict[str, Any] = {"label": ask.label, "help_text": ask.help, "required": ask.required}
    if ask.options is not None:
        return forms.ChoiceField(choices=ask.options(), **said)
    if ask.form == "date":
        return forms.DateField(widget=DateInput(), **said)
    return forms.CharField(max_length=200, **said)
