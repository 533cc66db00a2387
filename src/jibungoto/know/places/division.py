"""How a small area is divided among districts, and what it goes back to. Reads only."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import shapely
from django.db.models import Q
from django.utils.translation import gettext as _

from jibungoto.kernel.actor import Actor
from jibungoto.ui.listing import listed
from jibungoto.ui.maps import Area, Place, StillMap

from . import geography
from .belonging import districts_to_choose, memberships_of
from .extent import inside
from .geometry import as_geojson, drawn_coarsely
from .models import (
    AssignmentRow,
    District,
    DistrictKind,
    Membership,
    SmallArea,
    SmallAreaLineage,
    SmallAreaShape,
)
from .selectors import DISPLAY_DEGREES


def small_area(actor: Actor, pk: int) -> SmallArea | None:
    """One small area, also when it has ended."""
    return SmallArea.objects.filter(pk=pk).select_related("shape").first()


# A district that holds less of an area than this only touches it.
_NEAR = 0.01


@dataclass(frozen=True, slots=True)
class AreaInKind:
    """A small area as it is divided among the districts of a kind."""

    area: SmallArea
    kind: DistrictKind


def area_in_kind(actor: Actor, pk: int, kind: str) -> AreaInKind | None:
    """One small area and one kind of district, if there are both."""
    area = small_area(actor, pk)
    known = DistrictKind.objects.filter(key=kind).first() if area else None
    return AreaInKind(area, known) if area and known else None


def shape_of(area: SmallArea) -> SmallAreaShape | None:
    """Where the polygon of an area comes from, its size and what its file counts there."""
    return area.shape if hasattr(area, "shape") else None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A district an area may belong to: its share now, and what the map says (None: nothing)."""

    district: District
    ratio: Decimal
    drawn: float | None


@dataclass(slots=True)
class Division:
    """How a small area is divided among the districts of a kind, and which others are near."""

    kind: DistrictKind
    memberships: list[Membership]
    candidates: list[Candidate]
    others: list[District]
    map: StillMap | None


def division(area: SmallArea, kind: DistrictKind) -> Division:
    """For the page on which a person corrects it; three queries."""
    memberships = memberships_of(area, kind)
    now = {m.district_id: m.ratio for m in memberships}
    layer = geography.layer_of_one(area, shape_of(area))
    zones = geography.district_layer(kind=kind.key)
    drawn: dict[int, float] = {}
    for n, district in enumerate(zones.districts):
        share = float(inside(layer, zones.polygons[n])[0])
        if share > _NEAR:
            drawn[district.pk] = share
    everything = districts_to_choose(kind)
    candidates = [
        Candidate(d, now.get(d.pk, Decimal(0)), drawn.get(d.pk, 0.0) if len(zones) else None)
        for d in everything
        if d.pk in now or d.pk in drawn
    ]
    return Division(
        kind=kind,
        memberships=memberships,
        candidates=candidates,
        others=[d for d in everything if d.pk not in now and d.pk not in drawn],
        map=_division_map(area, layer, zones, {c.district.pk for c in candidates}),
    )


def _division_map(
    area: SmallArea, layer: geography.AreaLayer, zones: geography.DistrictLayer, near: set[int]
) -> StillMap | None:
    shown = np.array([d.pk in near for d in zones.districts], dtype=bool)
    own = layer.polygons[0] if len(layer) else None
    polygons = drawn_coarsely(zones.polygons[shown], DISPLAY_DEGREES / 3)
    if own is not None:
        polygons = shapely.clip_by_rect(polygons, *_around(own))
    districts = [d for d, yes in zip(zones.districts, shown, strict=True) if yes]
    areas = [Area(d.name, as_geojson(p)) for d, p in zip(districts, polygons, strict=True)]
    places = []
    if own is None and area.lon is not None and area.lat is not None:
        places = [Place(area.name, area.lon, area.lat, "other")]
    if not areas and own is None and not places:
        return None
    if own is not None:
        areas.append(Area(area.name, as_geojson(own), here=True))
    sources = [*layer.sources, *(s for s, yes in zip(zones.sources, shown, strict=True) if yes)]
    return StillMap(
        areas=areas,
        places=places,
        alt=_("{}と、まわりの地区の地図").format(area.name),
        source=listed(filter(None, dict.fromkeys(sources)), "・"),
        words={"other": _("町丁・字")},
    )


def _around(polygon: Any) -> tuple[float, float, float, float]:
    """A box three times as wide as the polygon: its neighbours, and not the whole city."""
    west, south, east, north = polygon.bounds
    wide = max(east - west, north - south)
    return west - wide, south - wide, east + wide, north + wide


def lineage(area: SmallArea) -> tuple[list[SmallArea], list[SmallArea]]:
    """What an area goes back to, and what it went on in; one query."""
    before, after = [], []
    rows = SmallAreaLineage.objects.filter(Q(before=area) | Q(after=area))
    for row in rows.select_related("before", "after"):
        if row.after_id == area.pk:
            before.append(row.before)
        else:
            after.append(row.after)
    return before, after


def history(area: SmallArea) -> list[AssignmentRow]:
    """What was decided of an area's districts, newest first; one query."""
    rows = AssignmentRow.objects.filter(small_area=area).select_related(
        "assignment__kind", "assignment__created_by", "district"
    )
    return list(rows.order_by("-pk")[:20])
