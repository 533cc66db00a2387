"""All that kartes of one kind of district are made from, read at once. A value, no queries."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import gettext_noop as _

from jibungoto.know.places.models import District
from jibungoto.know.places.selectors import Outline
from jibungoto.know.statistics.people import People
from jibungoto.ui.saying import day, listed, say

from .contents import Source
from .projecting import Impossible, Outlooks, look_ahead
from .tables import Dated, years_before


@dataclass(frozen=True, slots=True)
class Piece:
    """A small area, or a share of it, that belongs to a district; `method` in words."""

    name: str
    ratio: float
    method: str
    source: str


@dataclass(frozen=True, slots=True)
class Group:
    """An organisation of the register, as a karte names it."""

    name: str
    kind: str
    footing: str
    members: int | None
    unit: str
    counted_on: dt.date | None
    source: str
    url: str
    before: tuple[dt.date, int] | None = None  # members about five years earlier


@dataclass(frozen=True, slots=True)
class Value:
    """A figure of an indicator for an area on a day."""

    on: dt.date
    when: str
    value: float | None
    status: str
    source: str
    method: str


@dataclass(frozen=True, slots=True)
class Followed:
    """An indicator with the figures of all areas, newest first, by district id (None: the city)."""

    name: str
    unit: str
    places: int
    definition: str
    url: str
    values: Mapping[int | None, Sequence[Value]]


@dataclass(frozen=True, slots=True)
class Lying:
    """A facility with its position; `kind` in words."""

    name: str
    kind: str
    lon: float | None
    lat: float | None
    url: str
    source: str
    dated: dt.date
    kind_key: str = ""


@dataclass(frozen=True, slots=True)
class Near:
    """The share (0 to 1) of residents who have a place of a group within so many metres."""

    key: str
    label: str
    kind: str
    metres: int
    share: float | None
    method: str


@dataclass(frozen=True, slots=True)
class Noticed:
    """A charm, an issue or a resource somebody pinned, in their words."""

    sort: str
    title: str
    text: str
    url: str
    place: str
    lat: float | None
    lon: float | None
    found_on: dt.date
    state_word: str
    me_toos: int
    image: str = ""
    image_alt: str = ""
    photo: str = ""  # the public id of its file
    source: str = ""
    published: bool = False  # on a list the city or somebody else published


@dataclass(frozen=True, eq=False)
class Material:
    """Everything about the districts of one kind. Mappings are by district id."""

    city: str
    kind: str
    districts: Sequence[District]
    tables: Sequence[Dated]  # newest first, without estimates of years to come
    coming: Sequence[Dated] = ()
    outlines: Mapping[int, Outline] = field(default_factory=dict)
    pieces: Mapping[int, Sequence[Piece]] = field(default_factory=dict)
    groups: Mapping[int, Sequence[Group]] = field(default_factory=dict)
    group_kinds: Mapping[str, int] = field(default_factory=dict)  # of the city as a whole
    followed: Sequence[Followed] = ()
    lying: Mapping[int, Sequence[Lying]] = field(default_factory=dict)
    lying_all: Sequence[Lying] = ()
    near: Mapping[int | None, Sequence[Near]] = field(default_factory=dict)
    facility_kinds: Mapping[str, int] = field(default_factory=dict)  # of the city as a whole
    noticed: Mapping[int, Sequence[Noticed]] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    sample: str = ""
    today: dt.date = dt.date.min

    @cached_property
    def outlooks(self) -> Outlooks | Impossible:
        """The projection of all districts at once."""
        return look_ahead(self.tables, [d.pk for d in self.districts], coming=self.coming)

    @cached_property
    def now(self) -> Dated | None:
        """The newest table that tells any people."""
        return next((t for t in self.tables if _tells(t, "total")), None)

    @cached_property
    def aged(self) -> Dated | None:
        """The newest table by age."""
        return next((t for t in self.tables if t.has_ages), None)

    @cached_property
    def homes(self) -> Dated | None:
        """The newest table that counts households."""
        return next((t for t in self.tables if _tells(t, "households")), None)

    def before(self, table: Dated | None, years: int = 5) -> Dated | None:
        """A table of the same register about so many years before (within a third), or None."""
        if table is None:
            return None
        aim = years_before(table.taken_on, years)
        found = [
            t
            for t in self.tables
            if t.register == table.register
            and abs((t.taken_on - aim).days) <= years * 122
            and t.taken_on < table.taken_on
        ]
        return min(found, key=lambda t: abs((t.taken_on - aim).days), default=None)

    def of(self, table: Dated | None, district: District | None) -> People | None:
        """An area's people in a table (None: the municipality's)."""
        return table.people.get(district.pk if district else None) if table else None

    def named(self, district: District) -> str:
        """The district's name without 地区 at its end, where pictures have little room."""
        short = district.name.removesuffix("地区")
        return short or district.name


def _tells(table: Dated, name: str) -> bool:
    return any(getattr(p, name) is not None for area, p in table.people.items() if area is not None)


def source_of(*people: People | None) -> Source:
    """The days and sources of one or two tables of an area, and how its people were added up."""
    found = [p for p in people if p is not None]
    if not found:
        return Source()
    return Source(
        date=listed((day(on) for on in dict.fromkeys(p.taken_on for p in found)), "・"),
        source=listed(dict.fromkeys(p.source for p in found), "・"),
        method=found[0].words(),
    )


def year_of(people: People) -> str:
    return say(_("{}年"), people.taken_on.year)


def day_of(people: People) -> str:
    return day(people.taken_on, "long")


def percent(share: float | None) -> float | None:
    return None if share is None else share * 100
