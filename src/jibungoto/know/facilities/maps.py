"""The still map of facilities."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from jibungoto.kernel.links import node_url
from jibungoto.know.places import selectors as places
from jibungoto.know.places.geometry import simplified
from jibungoto.know.places.models import District
from jibungoto.know.places.selectors import Outline
from jibungoto.ui.maps import Area, Place, StillMap

from .models import Facility
from .selectors import KindCount, Spot, spot

MOST_PINS = 400  # more of them cover the land and each other


def facility_map(
    spots: Sequence[Spot],
    *,
    here: District | None,
    around: Iterable[District],
) -> StillMap | None:
    """Facilities on the districts `around`, `here` tinted; None where there is no land to draw.

    One query. Only those that have a position; see `unmapped`.
    """
    return _drawn(spots, here, places.boundaries(around))


def own_map(facility: Facility, districts: Iterable[District]) -> StillMap | None:
    """A facility in the first of its districts that has a boundary; no query for those of
    selectors.facility(). None without a position or without land.
    """
    home = next((d for d in districts if hasattr(d, "boundary")), None)
    if home is None or not facility.is_mapped:
        return None
    (drawn,) = simplified([home.boundary.geojson], tolerance_degrees=places.DISPLAY_DEGREES)
    outline = Outline(home, drawn, home.boundary.source, home.boundary.dated)
    return _drawn([spot(facility)], home, [outline])


def _drawn(
    spots: Sequence[Spot], here: District | None, outlines: Sequence[Outline]
) -> StillMap | None:
    if not outlines:
        return None
    shown = [s for s in spots if s.lon is not None][:MOST_PINS]
    return StillMap(
        areas=[
            Area(o.district.name, o.geojson, here=here is not None and o.district.pk == here.pk,
                 url=node_url(o.district.node))
            for o in outlines
        ],
        places=[
            Place(s.name, s.lon or 0.0, s.lat or 0.0, s.kind, s.url, s.address) for s in shown
        ],
        words={kind: str(label) for kind, label in Facility.Kind.choices},
        alt=_("施設の地図。同じ施設は、下の一覧にもあります。"),
        source="・".join(dict.fromkeys(o.source for o in outlines)),
    )  # fmt: skip


def unmapped(counts: Iterable[KindCount]) -> int:
    """How many facilities no list gives a position of."""
    return sum(count.unmapped for count in counts)
