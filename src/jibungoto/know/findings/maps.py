"""Maps of findings: where they are, and where a new one is put."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from django.utils.translation import gettext as _

from jibungoto.kernel.actor import GUEST
from jibungoto.kernel.kept import shared
from jibungoto.know.places.models import District
from jibungoto.know.places.selectors import boundaries
from jibungoto.ui.maps import Area, Place, StillMap

from .selectors.findings import known_districts


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
    return shared(GUEST, name, lambda: _ground(here))


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
    )
