"""The age bands everybody is asked for, and how they fit the classes of a population table. Pure.

Nine bands of ten years. A table with an earlier last class (75歳以上), or with few classes (0–14,
15–64, 65+), is compared by bands put together: as fine as both allow.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jibungoto.know.statistics.people import AgeClass
from jibungoto.ui.listing import listed

UNTOLD = ""
BANDS: dict[str, Promise] = {
    "0": gettext_lazy("9歳以下"),
    "10": gettext_lazy("10代"),
    "20": gettext_lazy("20代"),
    "30": gettext_lazy("30代"),
    "40": gettext_lazy("40代"),
    "50": gettext_lazy("50代"),
    "60": gettext_lazy("60代"),
    "70": gettext_lazy("70代"),
    "80": gettext_lazy("80歳以上"),
}
LENGTH = 2  # of a band's key in the database


def choices() -> list[tuple[str, object]]:
    """What a form offers; not to say is the first answer and no fault."""
    return [(UNTOLD, _("答えない")), *BANDS.items()]


def label(key: str) -> str:
    """A band in words; of an unknown one, that it was not told."""
    return str(BANDS[key]) if key in BANDS else _("答えていない")


@dataclass(frozen=True, slots=True)
class Group:
    """Bands side by side that a population table can count: from `low` to `high` years."""

    low: int
    high: int | None
    keys: tuple[str, ...]

    @property
    def label(self) -> str:
        if len(self.keys) == 1:
            return label(self.keys[0])
        if self.high is None:
            return _("{}歳以上").format(self.low)
        return _("{}歳").format(listed((self.low, self.high), "〜"))


def groups(classes: Sequence[AgeClass], *, since: int = 0) -> tuple[Group, ...]:
    """The finest groups of bands, from `since` years on, whose borders the table has too.

    Empty when they share no border: then ages cannot be compared.
    """
    lows = {c.low for c in classes}
    keys = [key for key in BANDS if int(key) >= since]
    if not keys or int(keys[0]) not in lows:
        return ()
    starts = [n for n, key in enumerate(keys) if int(key) in lows]
    ends = [*starts[1:], len(keys)]
    return tuple(
        Group(
            int(keys[a]),
            int(keys[b]) - 1 if b < len(keys) else None,
            tuple(keys[a:b]),
        )
        for a, b in zip(starts, ends, strict=True)
    )
