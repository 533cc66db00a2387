"""The still map of facilities."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from django.utils.translation import gettext as _

from jibungoto.kernel.kept import grounded
from jibungoto.kernel.links import node_url
from jibungoto.know.places import selectors as places
from jibungoto.know.places.geometry import simplified
from jibungoto.know.places.models import District
from jibungoto.know.places.selectors import Outline
from jibungoto.ui.charts import Key
from jibungoto.ui.listing import listed
from jibungoto.ui.maps import Area, Place, StillMap
from jibungoto.ui.maps.pins import PINS

from .models import Facility
from .selectors import KindCount, Spot, spot

# A shape for each kind, as the legend tells in words; never only a colour.
SHAPES = {
    Facility.Kind.PUBLIC: "place",
    Facility.Kind.SHELTER: "house",
    Facility.Kind.CHILDCARE: "dome",
    Facility.Kind.MEDICAL: "cross",
    Facility.Kind.CARE: "heart",
    Facility.Kind.AED: "rhomb",
    Facility.Kind.HERITAGE: "hexagon",
    Facility.Kind.SIGHT: "charm",
    Facility.Kind.TOILET: "down",
    Facility.Kind.WIFI: "chevron",
}
Row = tuple[Facility, Key, str]
AT_ONCE = 6  # rows of a kind a phone shows before it folds
MOST_PINS = 400  # more of them cover the land and each other


def facility_map(
    spots: Sequence[Spot],
    *,
    here: District | None,
    around: Iterable[District],
) -> StillMap | None:
    """Facilities on the districts `around`, `here` tinted; None where there is no land to draw.

    One query at most: the land is drawn once for all. Only those that have a position; see
    `unmapped`.
    """
    land = list(around)
    name = f"facilities:land:{','.join(str(d.pk) for d in land)}"
    return _drawn(spots, here, grounded(name, lambda: _land(places.boundaries(land))))


def own_map(facility: Facility, districts: Iterable[District]) -> StillMap | None:
    """A facility in the first of its districts that has a boundary; no query for those of
    selectors.facility(). None without a position or without land.
    """
    home = next((d for d in districts if hasattr(d, "boundary")), None)
    if home is None or not facility.is_mapped:
        return None
    (drawn,) = simplified([home.boundary.geojson], tolerance_degrees=places.DISPLAY_DEGREES)
    outline = Outline(home, drawn, home.boundary.source, home.boundary.dated)
    return _drawn([spot(facility)], home, _land([outline]))


@dataclass(frozen=True, slots=True)
class _Land:
    """The ground of a map: the areas by district, and who says so. Small, for it is kept."""

    areas: Mapping[int, Area]
    source: str


def _land(outlines: Sequence[Outline]) -> _Land:
    return _Land(
        {
            o.district.pk: Area(o.district.name, o.geojson, url=node_url(o.district.node))
            for o in outlines
        },
        listed(dict.fromkeys(o.source for o in outlines), "・"),
    )


def _drawn(spots: Sequence[Spot], here: District | None, land: _Land) -> StillMap | None:
    if not land.areas:
        return None
    shown = [s for s in spots if s.lon is not None][:MOST_PINS]
    return StillMap(
        areas=[
            replace(area, here=here is not None and pk == here.pk)
            for pk, area in land.areas.items()
        ],
        places=[place(s) for s in shown],
        words=words(),
        listed=False,
        alt=_("施設の地図。同じ施設は、下の一覧にもあります。"),
        source=land.source,
    )


def place(spot: Spot) -> Place:
    """A facility that has a position, as a map draws it."""
    shape = SHAPES[Facility.Kind(spot.kind)]
    return Place(spot.name, spot.lon or 0.0, spot.lat or 0.0, shape, spot.url, spot.address)


def sign(facility: Facility) -> Key:
    """The sign a list shows beside a facility: that of the map."""
    return kind_sign(facility.kind)


def told(facility: Facility) -> tuple[Key, str]:
    """The sign of a facility's row, and what stands under its name; which line of the city's list
    it is, its own page says."""
    key = sign(facility)
    said = [
        key.word,
        facility.subkind_said,
        facility.address,
        "" if facility.is_mapped else _("地図なし"),
    ]
    return key, listed([one for one in said if one], "・")


def by_kind(found: Iterable[Facility]) -> list[tuple[str, list[Row], list[Row]]]:
    """Rows under the word of their kind, in the order they come: the first few, and the rest, which
    a phone folds."""
    told_of = [(facility, *told(facility)) for facility in found]
    return [
        (word, rows[:AT_ONCE], rows[AT_ONCE:])
        for word, some in groupby(told_of, key=lambda row: row[1].word)
        for rows in [list(some)]
    ]


def spot_sign(spot: Spot) -> Key:
    """The same for a spot."""
    return kind_sign(spot.kind)


def kind_sign(kind: str) -> Key:
    """The sign of a kind with its word."""
    known = Facility.Kind(kind)
    pin = PINS[SHAPES[known]]
    return Key(pin.ink, str(known.label), pin.shape)


def ground(districts: Sequence[District]) -> list[District]:
    """The districts to draw under the whole municipality's places: of one kind, they overlap else.
    The kind that has councils, for people know it best; else the first.
    """
    kinds = list(dict.fromkeys(d.kind for d in districts))
    best = next((k for k in kinds if k.has_council), kinds[0] if kinds else None)
    return [d for d in districts if d.kind == best]


def words() -> dict[str, str]:
    """What each shape means, for the legend."""
    return {shape: str(kind.label) for kind, shape in SHAPES.items()}


def unmapped(counts: Iterable[KindCount]) -> int:
    """How many facilities no list gives a position of."""
    return sum(count.unmapped for count in counts)
