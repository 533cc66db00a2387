"""Polygons and points of small areas and districts as arrays, to draw and to compute with.

One query for small areas, one for districts, however many there are.
Coordinates are longitude, latitude in degrees (JGD2011).
"""

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from django.db.models import Q

from jibungoto.kernel import clock

from .geometry import as_geojson, drawn_coarsely
from .models import Boundary, District, SmallArea, SmallAreaShape
from .selectors import DISPLAY_DEGREES, valid_on


@dataclass(frozen=True, slots=True)
class AreaLayer:
    """Small areas with all that is known of where they lie; the arrays follow `areas`.

    `polygons` holds None for an area without a shape; `points` then is all there is, NaN where
    there is no point either. `people` is what the boundary file counts, NaN where it does not.
    """

    areas: tuple[SmallArea, ...]
    polygons: np.ndarray  # of shapely geometries or None
    points: np.ndarray  # n × 2: longitude, latitude
    people: np.ndarray
    sources: tuple[str, ...]  # of the polygon, else of the point
    dates: tuple[dt.date | None, ...]  # of the polygon

    def __len__(self) -> int:
        return len(self.areas)

    def only(self, wanted: np.ndarray) -> "AreaLayer":
        """The areas for which a mask of booleans is true."""
        keep = np.flatnonzero(wanted)
        return AreaLayer(
            areas=tuple(self.areas[i] for i in keep),
            polygons=self.polygons[keep],
            points=self.points[keep],
            people=self.people[keep],
            sources=tuple(self.sources[i] for i in keep),
            dates=tuple(self.dates[i] for i in keep),
        )

    @property
    def has_polygon(self) -> np.ndarray:
        """Which of the areas have a polygon."""
        there: np.ndarray = ~shapely.is_missing(self.polygons)
        return there

    @property
    def has_point(self) -> np.ndarray:
        """Which of the areas have a representative point."""
        return ~np.isnan(self.points[:, 0])


@dataclass(frozen=True, slots=True)
class DistrictLayer:
    """Districts that have a polygon; `polygons` follows `districts`."""

    districts: tuple[District, ...]
    polygons: np.ndarray
    sources: tuple[str, ...]
    dates: tuple[dt.date, ...]

    def __len__(self) -> int:
        return len(self.districts)


@dataclass(frozen=True, slots=True)
class AreaOutline:
    """A small area for a map: its polygon with few corners, or only its point."""

    area: SmallArea
    geojson: dict[str, Any] | None
    lon: float | None
    lat: float | None
    source: str
    dated: dt.date | None


def small_area_layer(*, of: Q | None = None, on: dt.date | None = None) -> AreaLayer:
    """The small areas there are on a day (today), or those `of` finds, with polygon and point."""
    found = SmallArea.objects.filter(valid_on(on or clock.today()) if of is None else of)
    areas = tuple(found.select_related("shape").order_by("code", "pk"))
    shapes = [area.shape if hasattr(area, "shape") else None for area in areas]
    return _layer(areas, shapes)


def _layer(areas: Sequence[SmallArea], shapes: Sequence[SmallAreaShape | None]) -> AreaLayer:
    points = [(_number(area.lon), _number(area.lat)) for area in areas]
    return AreaLayer(
        areas=tuple(areas),
        polygons=_read([bytes(shape.wkb) if shape else None for shape in shapes]),
        points=np.array(points, dtype=float).reshape(-1, 2),
        people=np.array(
            [_number(shape.people if shape else None) for shape in shapes], dtype=float
        ),
        sources=tuple(
            shape.source if shape else area.point_source
            for area, shape in zip(areas, shapes, strict=True)
        ),
        dates=tuple(shape.dated if shape else None for shape in shapes),
    )


def layer_of_one(area: SmallArea, shape: SmallAreaShape | None) -> AreaLayer:
    """A layer of one small area already read. No query."""
    return _layer([area], [shape])


def district_layer(
    *, kind: str = "", of: Q | None = None, on: dt.date | None = None
) -> DistrictLayer:
    """The districts of a kind there are on a day (today), or those `of` finds, with a polygon."""
    found = District.objects.filter(valid_on(on or clock.today()) if of is None else of)
    if kind:
        found = found.filter(kind__key=kind)
    rows = list(
        Boundary.objects.filter(district__in=found)
        .select_related("district")
        .order_by("district__order", "district__code", "district_id")
    )
    return DistrictLayer(
        districts=tuple(row.district for row in rows),
        polygons=shapely.make_valid(
            shapely.from_geojson(np.array([json.dumps(row.geojson) for row in rows], dtype=object))
        ),
        sources=tuple(row.source for row in rows),
        dates=tuple(row.dated for row in rows),
    )


def small_area_outlines(
    layer: AreaLayer, *, tolerance: float = DISPLAY_DEGREES
) -> list[AreaOutline]:
    """Small areas to be drawn, in the order of the layer. No query."""
    drawn = np.array(layer.polygons, dtype=object)
    has = layer.has_polygon
    drawn[has] = drawn_coarsely(drawn[has], tolerance)
    return [
        AreaOutline(area, as_geojson(shape) if shape else None, area.lon, area.lat, source, dated)
        for area, shape, source, dated in zip(
            layer.areas, drawn, layer.sources, layer.dates, strict=True
        )
    ]


def in_districts(districts: Iterable[District]) -> Q:
    """The small areas of which a share belongs to one of these districts, for `of`."""
    ids = [d.pk for d in districts]
    return Q(pk__in=SmallArea.objects.filter(memberships__district__in=ids).values("pk"))


def _read(wkb: list[bytes | None]) -> np.ndarray:
    read: np.ndarray = shapely.from_wkb(np.array(wkb, dtype=object))
    return read


def _number(value: float | None) -> float:
    return np.nan if value is None else float(value)
