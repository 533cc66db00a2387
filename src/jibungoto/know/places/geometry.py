"""Polygons on the ellipsoid: reading, repairing, measuring and simplifying. Pure: no database.

Coordinates are longitude, latitude in degrees (JGD2011, EPSG:6668), as GeoJSON wants them.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from django.utils.translation import gettext as _
from shapely.errors import ShapelyError
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

# GRS80, the ellipsoid of JGD2011.
SEMI_MAJOR_M = 6378137.0
FLATTENING = 1 / 298.257222101
ECCENTRICITY = math.sqrt(FLATTENING * (2 - FLATTENING))

GRID_DEGREES = 1e-6  # about 10 cm, the precision of DS-444
_FLAW = 0.1  # the share of its area a polygon may change by when its borders are mended
JAPAN = (122.0, 20.0, 154.0, 46.0)


class BadShape(ValueError):
    """The shape can't be a district's; the message is a sentence for the person who brought it."""


@dataclass(frozen=True)
class Shape:
    """A valid Polygon or MultiPolygon and its area (km²).

    `repaired` tells that the shape as given was not valid (crossing itself, say).
    """

    polygon: BaseGeometry
    area_km2: float
    repaired: bool

    @cached_property
    def geojson(self) -> dict[str, Any]:
        return as_geojson(self.polygon)

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east, north in degrees."""
        west, south, east, north = self.polygon.bounds
        return west, south, east, north


def read_shape(given: Mapping[str, Any]) -> Shape:
    """The shape of a GeoJSON geometry, Feature or one-feature collection. Raises BadShape."""
    return mended(_geometry(_unwrap(given)))


def mended(geometry: BaseGeometry) -> Shape:
    """A geometry as a valid polygon to a tenth of a metre. Raises BadShape."""
    if geometry.is_empty:
        raise BadShape(_("図形が空です。"))
    refuse_elsewhere(geometry)
    valid = bool(shapely.is_valid(geometry))
    whole = _polygons(geometry if valid else shapely.make_valid(geometry))
    whole = _polygons(shapely.set_precision(whole, GRID_DEGREES))
    if whole.is_empty:
        raise BadShape(_("面のある図形がありません。点や線だけのデータは区域に使えません。"))
    # Normal: reading the same file again gives the same bytes.
    whole = shapely.normalize(whole)
    return Shape(polygon=whole, area_km2=area_km2(whole), repaired=not valid)


def area_km2(geometry: BaseGeometry) -> float:
    """Area on the GRS80 ellipsoid in km²; see `equal_area`."""
    return float(shapely.area(equal_area(geometry))) / 1e6


def equal_area(geometries: Any) -> Any:
    """A geometry, or an array of them, in metres on a plane where areas are true.

    Each corner goes to Lambert's cylindrical equal-area projection, x = a·λ, y = a·q(φ)/2 with
    q = (1−e²)·[sinφ/(1−e²sin²φ) − (1/2e)·ln((1−e·sinφ)/(1+e·sinφ))], and the plane area is taken
    (Snyder, Map Projections, USGS PP 1395, eq. 3-12 and chapter 10).
    """
    return shapely.transform(geometries, _equal_area)


def simplified(
    shapes: Sequence[Mapping[str, Any]], *, tolerance_degrees: float
) -> list[dict[str, Any]]:
    """The same polygons with fewer corners, for display; none disappears.

    Where the polygons tile the land, a border two of them share stays shared.
    """
    geometries = np.array([shape(dict(s)) for s in shapes], dtype=object)
    return [as_geojson(g) for g in drawn_coarsely(geometries, tolerance_degrees)]


def drawn_coarsely(polygons: np.ndarray, tolerance_degrees: float) -> np.ndarray:
    """The same polygons with fewer corners, shared borders still shared; none disappears.

    Published neighbours rarely meet without a flaw: small gaps and overlaps are closed first, for
    the picture only. Polygons that truly overlap are simplified each alone.
    """
    drawn = np.array(polygons, dtype=object)
    if not len(drawn):
        return drawn
    alone = np.zeros(len(drawn), dtype=bool)
    if not shapely.coverage_is_valid(drawn):
        cleaned = shapely.coverage_clean(drawn, gap_width=tolerance_degrees)
        change = np.abs(shapely.area(cleaned) - shapely.area(drawn))
        alone = change > _FLAW * shapely.area(drawn)
        drawn = cleaned
        drawn[alone] = shapely.simplify(polygons[alone], tolerance_degrees, preserve_topology=True)
    if not alone.all():
        drawn[~alone] = shapely.coverage_simplify(drawn[~alone], tolerance_degrees)
    lost = shapely.is_empty(drawn)
    drawn[lost] = polygons[lost]
    return drawn


def _unwrap(given: Mapping[str, Any]) -> Mapping[str, Any]:
    if given.get("type") == "FeatureCollection":
        features = given.get("features") or []
        if len(features) != 1:
            raise BadShape(
                _("図形は1つだけにしてください（{} 個ありました）。").format(len(features))
            )
        given = features[0]
    if given.get("type") == "Feature":
        return given.get("geometry") or {}
    return given


def _geometry(given: Mapping[str, Any]) -> BaseGeometry:
    try:
        geometry = shape(dict(given))
    except (ShapelyError, ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
        raise BadShape(_("GeoJSONの図形として読めませんでした。")) from error
    return shapely.force_2d(geometry)


def refuse_elsewhere(geometry: BaseGeometry) -> None:
    """Raises BadShape for coordinates outside Japan, saying what they look like instead."""
    west, south, east, north = geometry.bounds
    if not all(map(math.isfinite, geometry.bounds)):
        raise BadShape(_("座標に数でない値があります。"))
    if JAPAN[0] <= west and east <= JAPAN[2] and JAPAN[1] <= south and north <= JAPAN[3]:
        return
    if JAPAN[1] <= west and east <= JAPAN[3] and JAPAN[0] <= south and north <= JAPAN[2]:
        raise BadShape(_("緯度と経度が逆になっています。経度、緯度の順に並べてください。"))
    if max(abs(west), abs(south), abs(east), abs(north)) > 360:
        raise BadShape(
            _(
                "座標が度ではなくメートル（平面直角座標など）です。緯度経度に直してからお使いください。"
            )
        )
    raise BadShape(_("座標が日本の外にあります。"))


def _polygons(geometry: BaseGeometry) -> BaseGeometry:
    parts = shapely.get_parts(geometry)
    kept: list[BaseGeometry] = []
    for part in parts:
        if part.geom_type == "Polygon" and not part.is_empty:
            kept.append(part)
        elif part.geom_type in ("MultiPolygon", "GeometryCollection"):
            kept.extend(p for p in shapely.get_parts(_polygons(part)) if not p.is_empty)
    return shapely.union_all(kept) if kept else shapely.MultiPolygon()


def as_geojson(geometry: BaseGeometry) -> dict[str, Any]:
    """A polygon as GeoJSON of six decimals, always written the same way."""
    # One way of writing a shape, so that reading it again changes nothing; then RFC 7946 3.1.6:
    # outer rings anticlockwise.
    turned = shapely.orient_polygons(shapely.normalize(geometry))
    rounded = shapely.transform(turned, lambda xy: xy.round(6))
    return dict(mapping(rounded))


def _equal_area(lonlat: np.ndarray) -> np.ndarray:
    lon, lat = np.radians(lonlat[:, 0]), np.radians(lonlat[:, 1])
    e, sine = ECCENTRICITY, np.sin(lat)
    q = (1 - e**2) * (
        sine / (1 - (e * sine) ** 2) - np.log((1 - e * sine) / (1 + e * sine)) / (2 * e)
    )
    return np.column_stack((SEMI_MAJOR_M * lon, SEMI_MAJOR_M * q / 2))
