"""How far a measure is in a fiscal year nobody reported of, as far as dates tell. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from jibungoto.ui.tags.words import fiscal_year

_FINAL = ("done", "stopped")  # what was so in a year stays so in the next


@dataclass(frozen=True, slots=True)
class Computed:
    """A state that follows from dates, and why; "" where they only miss a report."""

    state: str
    why: str
    is_late: bool = False


def computed(
    *, year: int, this_year: int, states: Mapping[int, str], planned: Iterable[int] = ()
) -> Computed | None:
    """What follows for `year`; None where dates tell nothing. Years are fiscal, western.

    `states` are those reported by year, `planned` the years something was planned for.
    """
    if states.get(year):
        return None
    if year > this_year:
        return Computed("not_started", _("この年度は、まだ始まっていません。"))
    before = max((y for y, state in states.items() if y < year and state), default=None)
    if before is not None and states[before] in _FINAL:
        return Computed(
            states[before], _("{}に、そう報告されています。").format(fiscal_year(before))
        )
    first = min(planned, default=None)
    if first is not None and first > year:
        return Computed("not_started", _("予定は{}からです。").format(fiscal_year(first)))
    if year < this_year:
        return Computed("", _("年度が終わりましたが、報告がありません。"), is_late=True)
    return None
