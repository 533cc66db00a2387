"""What every board of contributions offers: what waits, to filter by and as tabs with numbers.

The page itself is `kernel/board.html`; a room fills in its own words and rows.
"""

from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from jibungoto.kernel import phases

_WAITS = {
    "new": phases.NEW.word,
    "check": phases.UNCHECKED.word,
    "report": _("知らせがあった"),
    "late": _("返事の日を過ぎた"),
    "hidden": phases.HIDDEN.word,
}


def waits_field(*kinds: str) -> forms.ChoiceField:
    """A filter by what waits: the kinds a room has, of new, check, report, late and hidden."""
    choices = [("", _("すべて")), *((kind, _WAITS[kind]) for kind in kinds)]
    return forms.ChoiceField(label=_("待っていること"), required=False, choices=choices)


def waits_tabs(waits: Any, chosen: str) -> list[tuple[str, str, bool]]:
    """A tab for all and for each kind that waits, with its number; `waits` is a room's `Waits`."""
    counted = [(kind, getattr(waits, kind)) for kind in _WAITS if hasattr(waits, kind)]
    return [
        (_t("すべて"), "?", not chosen),
        *(
            (_t("{}（{}）").format(_WAITS[kind], number), f"?waits={kind}", chosen == kind)
            for kind, number in counted
        ),
    ]
