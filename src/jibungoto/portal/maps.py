"""The still map of the districts. Drawn once for each state of the municipality, then kept."""

from collections.abc import Iterable
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from jibungoto.kernel.kept import grounded
from jibungoto.kernel.models import Municipality
from jibungoto.know.places.models import Boundary, District
from jibungoto.ui.listing import listed
from jibungoto.ui.maps import Area, StillMap
from jibungoto.ui.tags.words import era_date


def district_map(
    municipality: Municipality, districts: Iterable[District], here: District | None = None
) -> SafeString:
    """The figure of the districts that have a boundary, `here` in indigo; "" where none has one.

    `districts` is only read when no drawing is kept; then it costs one query more.
    """
    place = here.node.public_id if here else ""
    drawn = grounded(f"map:{place}", lambda: _draw(municipality, districts, here))
    return mark_safe(drawn)  # noqa: S308 rendered by our own template


def _draw(municipality: Municipality, districts: Iterable[District], here: District | None) -> str:
    names = {d.pk: d.name for d in districts}
    found = list(Boundary.objects.filter(district_id__in=list(names)))
    if not found:
        return ""
    still = StillMap(
        areas=[
            Area(
                names[b.district_id], b.geojson, here=here is not None and b.district_id == here.pk
            )
            for b in found
        ],
        alt=_alt(municipality, [names[b.district_id] for b in found], here),
        date=era_date(max(b.dated for b in found)),
        source=listed(dict.fromkeys(b.source for b in found), "・"),
    )
    context: dict[str, Any] = {"map": still, "svg": mark_safe(still.svg()), "id": "map"}  # noqa: S308
    return render_to_string("ui/parts/map.html", context)


def _alt(municipality: Municipality, names: list[str], here: District | None) -> str:
    if here is not None:
        return _("{}の中での、{}の場所を示す地図").format(municipality.name, here.name)
    return _("{}の地区の地図：{}").format(municipality.name, listed(names))
