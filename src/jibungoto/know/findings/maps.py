"""Maps of findings: where they are, and where a new one is put."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from django.utils.translation import gettext as _

from jibungoto.kernel.actor import GUEST
from jibungoto.kernel.kept import grounded
from jibungoto.know.facilities.models import Facility
from jibungoto.know.facilities.selectors import facilities, in_order, spot
from jibungoto.know.places import geography
from jibungoto.know.places.models import District
from jibungoto.know.places.selectors import boundaries
from jibungoto.ui.maps import Area, Place, StillMap

from .selectors.findings import known_districts

MOST_LANDMARKS = 60  # more would cover the ground


class Pinned(Protocol):
    """Whatever may have a place on a map."""

    def pin(self) -> Place | None: ...


def finding_map(
    found: Iterable[Pinned],
    districts: Sequence[District],
    *,
    here: District | None = None,
    words: dict[str, str] | None = None,
    alt: str = "",
) -> StillMap | None:
    """Cards with a spot over the districts' outlines; None where there is neither. One query."""
    pins = [pin for card in found if (pin := card.pin()) is not None]
    outlines = boundaries(districts)
    if not pins and not outlines:
        return None
    named = {**(words or {}), "place": (words or {}).get("resource", "")}
    return StillMap(
        areas=[
            Area(o.district.name, o.geojson, here=here is not None and o.district.pk == here.pk)
            for o in outlines
        ],
        places=pins,
        words=named,
        alt=alt or _("気づきの地図。{}件の場所は、下の一覧にあります。").format(len(pins)),
    )


def picking_map(here: District | None) -> StillMap | None:
    """The ground on which a place is chosen: one district's outline, else all; kept for all."""
    name = f"findings:ground:{here.pk if here is not None else ''}"
    return grounded(name, lambda: _ground(here))


def _ground(here: District | None) -> StillMap | None:
    outlines = boundaries([here]) if here is not None else []
    outlines = outlines or boundaries(known_districts())
    if not outlines:
        return None
    return StillMap(
        areas=[
            Area(o.district.name, o.geojson, here=here is not None and o.district.pk == here.pk)
            for o in outlines
        ],
        alt=_("場所を選ぶ地図。地図を使わなくても、地区とことばで書けます。"),
        pieces=_pieces(here) if here is not None else (),
        marks=_landmarks(here),
    )


def _pieces(here: District) -> list[Area]:
    """The small areas a district is made of, as far as they are drawn."""
    layer = geography.small_area_layer(of=geography.in_districts([here]))
    outlines = geography.small_area_outlines(layer)
    return [Area(o.area.name, o.geojson) for o in outlines if o.geojson]


def _landmarks(here: District | None) -> list[Place]:
    """Facilities people know their way by: a district's, else those of the city open to all."""
    kind = "" if here is not None else Facility.Kind.PUBLIC
    found = in_order(
        spot(one)
        for one in facilities(GUEST, district=here, kind=kind)
        if one.lat is not None and one.lon is not None
    )
    return [Place(one.name, one.lon or 0, one.lat or 0) for one in found[:MOST_LANDMARKS]]
