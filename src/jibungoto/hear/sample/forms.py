"""The two questions about oneself that any room of hearing may ask. Both may stay unanswered."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jibungoto.know.places.models import District

from . import bands, selectors


class AboutFields(forms.Form):
    """Age band and district, each with why it is asked; `cleaned_data` has both keys always.

    A mixin: put it last among the bases, so that the fields stand after the form's own.
    """

    age_band = forms.ChoiceField(
        label=gettext_lazy("あなたの年代"),
        required=False,
        help_text=gettext_lazy("どの年代の声が足りないかを知り、声をかけるために聞きます。"),
    )
    district: "forms.ModelChoiceField[District]" = forms.ModelChoiceField(
        label=gettext_lazy("お住まいの地区"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("答えない・市の外"),
        help_text=gettext_lazy("どの地区の声が足りないかを知るために聞きます。番地は聞きません。"),
    )

    def __init__(self, *args: Any, district: District | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        band: Any = self.fields["age_band"]
        band.choices = bands.choices()
        place: Any = self.fields["district"]
        place.queryset = selectors.districts()
        if district is not None:
            self.initial.setdefault("district", district.pk)

    def clean_age_band(self) -> str:
        """A band as it stands in the table; what is not told stays empty."""
        return str(self.cleaned_data.get("age_band") or bands.UNTOLD)


def why() -> str:
    """One sentence over the two questions."""
    return _("答えなくてもかまいません。人が特定される形では、どこにも出しません。")
