"""People of an area by sex and age, added up from parts. Pure: values in, values out.

A count is None where it is not known; it is never taken for zero.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jibungoto.ui.listing import listed
from jibungoto.ui.saying import Said, amount, joined, say, spoken_now
from jibungoto.ui.saying import listed as told

from .packing import MISSING, SUPPRESSED, unpack


@dataclass(frozen=True, slots=True)
class AgeClass:
    """Ages from low to high; the last class has no high."""

    low: int
    high: int | None

    @property
    def short(self) -> str:
        """0–4, 85+: what fits between the halves of a pyramid."""
        if self.high is None:
            return f"{self.low}+"
        return f"{self.low}–{self.high}" if self.high != self.low else str(self.low)

    @property
    def label(self) -> str:
        """0〜4, 85歳以上: for sentences and tables."""
        if self.high is None:
            return _("{}歳以上").format(self.low)
        return listed((self.low, self.high), "〜") if self.high != self.low else str(self.low)


def read_classes(text: str) -> tuple[AgeClass, ...]:
    """The classes of a release from their lower bounds."""
    lows = [int(low) for low in text.split()]
    highs: list[int | None] = [low - 1 for low in lows[1:]]
    return tuple(AgeClass(a, b) for a, b in zip(lows, [*highs, None], strict=True))


Counts = tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """The people of one area as stored, and which share of it counts here."""

    ratio: float
    suppressed: bool
    total: int | None
    men: int | None
    women: int | None
    households: int | None
    men_unknown: int | None
    women_unknown: int | None
    men_by_age: bytes | memoryview
    women_by_age: bytes | memoryview
    both_by_age: bytes | memoryview


@dataclass(frozen=True, slots=True)
class Made:
    """How a count was put together."""

    direct: bool  # the table itself has a row for this area
    whole: bool = False  # all areas of the table together
    areas: int = 0
    shared: int = 0  # areas of which only a share counts
    suppressed: int = 0  # areas whose people are not told
    merged: int = 0  # of these, told within another area that counts here
    elsewhere: int = 0  # of these, told within an area of another district
    methods: tuple[str, ...] = ()

    def words(self) -> Said:
        """One sentence for people, kept with its parts by documents."""
        return spoken_now(joined(*self._said()))

    def _said(self) -> Iterator[Said]:
        _ = gettext_noop
        if self.direct:
            yield say(_("もとの表の数をそのまま使っています。"))
            return
        if self.whole:
            yield say(_("もとの表にあるすべての地域を足した数です。"))
            return
        if self.areas == 1 and not (self.shared or self.suppressed):
            yield say(_("この町丁・字の数を、もとの表からそのまま使っています。"))
            return
        yield say(_("{}件の町丁・字を合わせた数です。"), self.areas)
        if self.shared:
            yield say(_("うち{}件は、面積などの割合で分けています。"), self.shared)
        if self.merged:
            yield say(
                _("うち{}件の人数は、となりの町丁・字に合わせて公表されています。"), self.merged
            )
        if self.elsewhere:
            yield say(
                _(
                    "{}件の人数は、ほかの地区の町丁・字に合わせて公表されているため、入っていません。"
                ),
                self.elsewhere,
            )
        untold = self.suppressed - self.merged - self.elsewhere
        if untold > 0:
            yield say(_("{}件は、人数が公表されていないため、入っていません。"), untold)
        if self.methods:
            methods = told(map(say, self.methods), "・")
            yield say(_("どの地区に入るかは{}で決めました。"), methods)


@dataclass(frozen=True)
class People:
    """The people of an area on a day. Ages are as in `classes`; shares leave out unknown ages."""

    taken_on: dt.date
    source: str
    method: str
    made: Made
    classes: tuple[AgeClass, ...]
    total: float | None
    men: float | None
    women: float | None
    households: float | None
    unknown: float | None
    men_by_age: Counts
    women_by_age: Counts
    both_by_age: Counts

    @cached_property
    def has_sexes(self) -> bool:
        return bool(self.men_by_age) and None not in self.men_by_age + self.women_by_age

    @cached_property
    def has_ages(self) -> bool:
        return bool(self.both_by_age) and None not in self.both_by_age

    def words(self) -> Said:
        """How the count was put together, and whose age is in none of its classes."""
        left = (self.total or 0) - sum(n or 0 for n in self.both_by_age)
        if not self.has_ages or round(left) <= 0:
            return self.made.words()
        said = gettext_noop(
            "年齢の割合には、年齢がわからないか公表されていない{}人を入れていません。"
        )
        return spoken_now(joined(self.made.words(), say(said, amount(round(left)))))

    @property
    def per_household(self) -> float | None:
        """Persons a household."""
        if not self.total or not self.households:
            return None
        return self.total / self.households

    @property
    def young(self) -> float | None:
        """The share of 0 to 14."""
        return self.share(0, 14)

    @property
    def old(self) -> float | None:
        """The share of 65 and over."""
        return self.share(65)

    def aged(self, low: int, high: int | None = None) -> float | None:
        """People from `low` to `high` years; None unless the classes have these borders."""
        if not self.has_ages:
            return None
        inside = [c.low >= low and _ends_by(c, high) for c in self.classes]
        borders = {c.low for c in self.classes}
        if low not in borders or (high is not None and high + 1 not in borders):
            return None
        return sum(n or 0 for n, yes in zip(self.both_by_age, inside, strict=True) if yes)

    def share(self, low: int, high: int | None = None) -> float | None:
        """The share of people of these ages among all whose age is known."""
        known = self.aged(0)
        found = self.aged(low, high)
        return found / known if found is not None and known else None


def _ends_by(age: AgeClass, high: int | None) -> bool:
    return high is None or (age.high is not None and age.high <= high)


def add_up(
    parts: Sequence[Part],
    *,
    taken_on: dt.date,
    source: str,
    method: str,
    classes: tuple[AgeClass, ...],
    made: Made,
) -> People:
    """The people of all parts together, each with its share.

    Suppressed parts are left out and counted in `made`. A count some part does not tell at all
    (no households in its table) is not known of the whole.
    """
    told = [p for p in parts if not p.suppressed]
    made = replace(made, suppressed=len(parts) - len(told))
    by_sex = [(_ages(p.men_by_age, p), _ages(p.women_by_age, p)) for p in told]
    both = [
        _together(men, women) if men else _ages(p.both_by_age, p)
        for p, (men, women) in zip(told, by_sex, strict=True)
    ]
    men_unknown = _sum((p.men_unknown, p.ratio) for p in told)
    women_unknown = _sum((p.women_unknown, p.ratio) for p in told)
    return People(
        taken_on=taken_on,
        source=source,
        method=method,
        made=made,
        classes=classes,
        total=_sum((p.total, p.ratio) for p in told),
        men=_sum((p.men, p.ratio) for p in told),
        women=_sum((p.women, p.ratio) for p in told),
        households=_sum((p.households, p.ratio) for p in told),
        unknown=None
        if men_unknown is None or women_unknown is None
        else men_unknown + women_unknown,
        men_by_age=_columns([men for men, women in by_sex if None not in men + women]),
        women_by_age=_columns([women for men, women in by_sex if None not in men + women]),
        both_by_age=_columns(both),
    )


def _ages(packed: bytes | memoryview, part: Part) -> Counts:
    return tuple(
        None if count in (SUPPRESSED, MISSING) else count * part.ratio for count in unpack(packed)
    )


def _together(men: Counts, women: Counts) -> Counts:
    return tuple(None if m is None or w is None else m + w for m, w in zip(men, women, strict=True))


def _columns(rows: Sequence[Counts]) -> Counts:
    """Class by class, over the areas that tell all their classes; one cell kept back in one of
    them must not hide the ages of everybody else. People.words() says how many are left out.
    """
    told = [row for row in rows if row and None not in row]
    return tuple(_plus(column) for column in zip(*told, strict=True))


def _plus(counts: Iterable[float | None]) -> float | None:
    found = list(counts)
    return None if None in found else sum(n for n in found if n is not None)


def _sum(counts: Iterable[tuple[int | None, float]]) -> float | None:
    found = list(counts)
    if not found or any(n is None for n, _ratio in found):
        return None
    return sum(n * ratio for n, ratio in found if n is not None)
