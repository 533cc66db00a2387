"""The still map of districts."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from jibungoto.kernel.links import node_url
from jibungoto.ui.listing import listed
from jibungoto.ui.maps import Area, StillMap
from jibungoto.ui.tags.words import era_date

from . import selectors
from .models import District


def district_map(found: Iterable[District], *, here: District | None = None) -> StillMap | None:
    """The districts that have a boundary, `here` in indigo; None where none has one. One query."""
    outlines = selectors.boundaries(found)
    if not outlines:
        return None
    return StillMap(
        areas=[
            Area(
                o.district.name,
                o.geojson,
                here=here is not None and o.district.pk == here.pk,
                url=node_url(o.district.node),
            )
            for o in outlines
        ],
        alt=_("地区の地図：{}").format(listed(o.district.name for o in outlines)),
        date=era_date(max(o.dated for o in outlines)),
        source=listed(dict.fromkeys(o.source for o in outlines), "・"),
    )
