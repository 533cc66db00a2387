"""Maps of findings: where they are, and where a new one is put."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from jibungoto.know.places.models import District
from jibungoto.know.places.selectors import boundaries
from jibungoto.ui.maps import Area, StillMap

from .selectors import Card


def finding_map(
    found: Iterable[Card],
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


def picking_map(districts: Sequence[District], here: District | None) -> StillMap | None:
    """The ground on which a place is chosen: one district's outline, else all. One query."""
    outlines = boundaries([here] if here is not None else districts)
    if not outlines and here is not None:
        outlines = boundaries(districts)
    if not outlines:
        return None
    return StillMap(
        areas=[
            Area(o.district.name, o.geojson, here=here is not None and o.district.pk == here.pk)
            for o in outlines
        ],
        alt=_("場所を選ぶ地図。地図を使わなくても、地区とことばで書けます。"),
    )
