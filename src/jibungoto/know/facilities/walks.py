"""Residents within a walk of a place, district by district: the reading beside walking.py.

Few queries, however many districts. Places outside a district serve its residents too, so all of
the municipality's count; those beyond its border are in no list of ours, and near the border a
share may be too small.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from jibungoto.kernel import clock
from jibungoto.know.places import geography
from jibungoto.know.places.models import District, Membership, SmallArea
from jibungoto.know.statistics import selectors as statistics
from jibungoto.know.statistics.gathering import gather
from jibungoto.know.statistics.models import Headcount, Release
from jibungoto.ui.listing import listed
from jibungoto.ui.saying import Said, amount, day, joined, say, spoken_now

from . import walking
from .models import Facility
from .selectors import PARK, existing
from .walking import Land, Reach


@dataclass(frozen=True, slots=True)
class Group:
    """Places people walk to for the same reason, and how far they are taken to walk there."""

    key: str
    label: Any
    kind: str
    metres: int
    subkind: str = ""


GROUPS: tuple[Group, ...] = (
    Group("shelter", gettext_lazy("避難場所"), Facility.Kind.SHELTER, 500),
    Group("park", gettext_lazy("公園"), Facility.Kind.PUBLIC, 500, PARK),
    Group("public", gettext_lazy("公共施設"), Facility.Kind.PUBLIC, 800),
    Group("childcare", gettext_lazy("子育て施設"), Facility.Kind.CHILDCARE, 800),
    Group("medical", gettext_lazy("医療機関"), Facility.Kind.MEDICAL, 800),
    Group("care", gettext_lazy("介護サービス"), Facility.Kind.CARE, 800),
    Group("aed", gettext_lazy("AED"), Facility.Kind.AED, 500),
)


@dataclass(frozen=True, slots=True)
class Walk:
    """The residents of a district with a place of a group within its metres, and how we know."""

    group: Group
    reach: Reach
    places: int  # in the municipality, those with a position
    unmapped: int  # that could not be counted, having none
    by: tuple[str, ...]  # area, point, district: where residents were taken to live
    places_source: str
    places_on: dt.date
    people_source: str
    people_on: dt.date | None

    @property
    def share(self) -> float | None:
        """Between 0 and 1; None: no data."""
        return self.reach.share

    @property
    def method(self) -> Said:
        """How the share was made, in words; goes under every figure."""
        said = say(gettext_noop("施設からの直線距離{}m以内。{}"), self.group.metres, self.basis)
        return spoken_now(said)

    @property
    def basis(self) -> Said:
        """The method without the distance, for a table whose rows say it."""
        _ = gettext_noop
        living = {
            "area": _("住民は町丁・字の中に均等に住むと仮定"),
            "point": _("町丁・字の区域がないところは、代表点に住むと仮定"),
            "district": _("住民は地区の中に均等に住むと仮定"),
        }
        said = [say(_("施設は{}の一覧"), day(self.places_on))]
        said += [say(living[way]) for way in self.by]
        if self.reach.lost >= 0.5:
            lost = amount(round(self.reach.lost))
            said.append(say(_("場所のわからない{}人を除く"), lost))
        if self.unmapped:
            said.append(say(_("位置のわからない{}か所を除く"), self.unmapped))
        *before, last = said
        return spoken_now(joined(*(say(_("{}。"), one) for one in before), last))


@dataclass(slots=True)
class _Living:
    """Pieces of land, and who of each district (None: the municipality) lives on which."""

    land: list[Land] = field(default_factory=list)
    ways: list[str] = field(default_factory=list)  # per piece, as Walk.by
    people: dict[int | None, list[tuple[int, float]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    source: str = ""
    on: dt.date | None = None
    _known: dict[Any, int] = field(default_factory=dict)

    def ways_of(self, pieces: Sequence[int]) -> tuple[str, ...]:
        """In which ways these pieces say where people live, each once."""
        return tuple(sorted({self.ways[n] for n in pieces} - {""}))

    def names(self) -> dict[int, str]:
        """What the pieces are called: a small area, or a district as a whole. Two queries."""
        ids: dict[int, tuple[int | None, int | None]] = {}
        for key, n in self._known.items():
            if isinstance(key, int):
                ids[n] = key, None
            elif key and key[0] == "d":
                ids[n] = key[1], key[2]
            else:
                ids[n] = (key[0], None) if key else (None, None)
        areas = SmallArea.objects.in_bulk([a for a, _d in ids.values() if a])
        districts = District.objects.select_related("node").in_bulk(
            [d for a, d in ids.values() if d and not a]
        )
        whole = _("市全体")
        return {
            n: areas[a].name if a in areas else districts[d].name if d in districts else whole
            for n, (a, d) in ids.items()
        }

    def add(self, key: Any, land: Land, way: str) -> int:
        """The number of a piece; the same key is the same piece."""
        if key not in self._known:
            self._known[key] = len(self.land)
            self.land.append(land)
            self.ways.append(way)
        return self._known[key]


def walks(
    districts: Sequence[District | None], *, groups: Iterable[Group] = GROUPS
) -> Mapping[int | None, list[Walk]]:
    """For each district (its id; None: the municipality) the share of residents near each group.

    Only groups of which some place has a position. A district whose residents no table tells has an
    empty list: no data, not zero. 5 to 9 queries.
    """
    living = _living(districts)
    found: dict[int | None, list[Walk]] = {d.pk if d else None: [] for d in districts}
    places = list(
        existing(clock.today())
        .filter(kind__in={g.kind for g in groups})
        .values("kind", "subkind", "lon", "lat", "source", "dated")
    )
    for group in groups:
        here = [p for p in places if _belongs(p, group)]
        spots = [
            (p["lon"], p["lat"]) for p in here if p["lon"] is not None and p["lat"] is not None
        ]
        if not spots:
            continue
        shares = walking.covered(living.land, spots, group.metres)
        newest = max(here, key=lambda p: p["dated"])
        for area in found:
            pieces = living.people.get(area, [])
            if not pieces:
                continue
            which = [n for n, _people in pieces]
            found[area].append(
                Walk(
                    group=group,
                    reach=walking.reach([people for _n, people in pieces], shares[which]),
                    places=len(spots),
                    unmapped=len(here) - len(spots),
                    by=living.ways_of(which),
                    places_source=newest["source"],
                    places_on=newest["dated"],
                    people_source=living.source,
                    people_on=living.on,
                )
            )  # fmt: skip
    return found


@dataclass(frozen=True, slots=True)
class WalkRow:
    """Residents of one piece of land, and how many of them have a place within the distance."""

    name: str
    people: float
    share: float | None  # of the piece, None: nobody knows where it is
    near: float | None


def walk_rows(district: District | None, group: Group) -> tuple[Walk | None, list[WalkRow]]:
    """The walking share of a district (None: the municipality) with the rows it is made of."""
    found = walks([district], groups=[group])[district.pk if district else None]
    if not found:
        return None, []
    living = _living([district])
    places = existing(clock.today()).filter(kind=group.kind, lat__isnull=False)
    spots = [
        (p["lon"], p["lat"])
        for p in places.values("kind", "subkind", "lon", "lat")
        if _belongs(p, group) and p["lon"] is not None and p["lat"] is not None
    ]
    shares = walking.covered(living.land, spots, group.metres)
    pieces = living.people.get(district.pk if district else None, [])
    names = living.names()
    rows = []
    for n, people in pieces:
        share = None if np.isnan(shares[n]) else float(shares[n])
        rows.append(WalkRow(names[n], people, share, None if share is None else share * people))
    return found[0], sorted(rows, key=lambda row: row.name)


def _belongs(place: Mapping[str, Any], group: Group) -> bool:
    if place["kind"] != group.kind:
        return False
    # Parks are public facilities too, but nobody goes there for a counter or a hall.
    return bool((place["subkind"] == PARK) == (group.subkind == PARK))


def _living(districts: Sequence[District | None]) -> _Living:
    """Residents by the newest table; without one, those the boundary file itself counts."""
    asked = [d for d in districts if d is not None]
    of = None if len(asked) < len(districts) else geography.in_districts(asked)
    layer = geography.small_area_layer(of=of)
    places = _Places(layer, asked)
    release = statistics.releases().first()
    living = _Living()
    if release is not None:
        living.source, living.on = release.source, release.taken_on
        _from_release(living, release, districts, places)
    elif not np.isnan(layer.people).all():
        _from_boundaries(living, districts, places)
    return living


class _Places:
    """Where small areas and districts are."""

    def __init__(self, layer: geography.AreaLayer, districts: Sequence[District]) -> None:
        self.layer = layer
        self.rows = {area.pk: n for n, area in enumerate(layer.areas)}
        drawn = geography.district_layer(of=Q(pk__in=[d.pk for d in districts]))
        self.districts = dict(zip((d.pk for d in drawn.districts), drawn.polygons, strict=True))

    def piece(self, living: _Living, area: int | None, district: int | None, ratio: float) -> int:
        """The piece of land a share of a small area stands for."""
        row = self.rows.get(area) if area is not None else None
        if area is None or row is None:
            polygon = self.districts.get(district) if area is None and district else None
            return living.add(("d", area, district), Land(polygon), "district" if polygon else "")
        polygon = self.layer.polygons[row]
        if polygon is not None:
            home = self.districts.get(district) if district and ratio < 1 else None
            if home is None:
                return living.add(area, Land(polygon), "area")
            part = shapely.intersection(shapely.make_valid(polygon), home)
            both = part if shapely.area(part) > 0 else polygon
            return living.add((area, district), Land(both), "area")
        lon, lat = self.layer.points[row]
        point = None if np.isnan(lon) else (float(lon), float(lat))
        return living.add(area, Land(point=point), "point" if point else "")


def _from_release(
    living: _Living, release: Release, districts: Sequence[District | None], places: _Places
) -> None:
    for (_release, district), shares in gather([release], districts).items():
        if district is None:
            continue
        for share in shares:
            total = share.values["total"]
            if total:
                n = places.piece(living, share.area, district, share.ratio)
                living.people[district].append((n, total * share.ratio))
    if None in districts:
        rows = Headcount.objects.filter(release=release, small_area__isnull=False, total__gt=0)
        for area, total in rows.values_list("small_area_id", "total"):
            if total is None:
                continue
            living.people[None].append((places.piece(living, area, None, 1.0), float(total)))


def _from_boundaries(
    living: _Living, districts: Sequence[District | None], places: _Places
) -> None:
    layer = places.layer
    living.source = listed(dict.fromkeys(filter(None, layer.sources)), "・")
    living.on = max((day for day in layer.dates if day), default=None)
    people = {a.pk: float(n) for a, n in zip(layer.areas, layer.people, strict=True) if n > 0}
    if None in districts:
        for area, number in people.items():
            living.people[None].append((places.piece(living, area, None, 1.0), number))
    rows = Membership.objects.filter(
        district__in=[d.pk for d in districts if d], small_area__in=SmallArea.objects.all()
    ).values_list("small_area_id", "district_id", "ratio")
    for area, district, ratio in rows:
        if area in people:
            n = places.piece(living, area, district, float(ratio))
            living.people[district].append((n, people[area] * float(ratio)))
