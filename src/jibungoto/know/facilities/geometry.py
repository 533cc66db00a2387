"""Where points lie: in which polygons, how far from them, and who lives within a walk.

Pure: shapely and numbers; no database. Coordinates are longitude, latitude (JGD2011); distances in
metres in a plane around the middle of the data, true to some millimetres a kilometre in a city.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from jibungoto.know.places.geometry import ECCENTRICITY, SEMI_MAJOR_M

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Plane:
    """Metres east and north of a point, by the radii of curvature of GRS80 there."""

    lon: float
    lat: float

    @classmethod
    def around(cls, geometries: Sequence[BaseGeometry]) -> "Plane":
        """The plane around the middle of what is to be measured."""
        west, south, east, north = shapely.total_bounds(np.array(geometries, dtype=object))
        return cls((west + east) / 2, (south + north) / 2)

    def flat(self, geometries: Any) -> Any:
        """Geometries in metres. Takes one or an array, answers the same."""
        sine = math.sin(math.radians(self.lat))
        bend = 1 - (ECCENTRICITY * sine) ** 2
        north = SEMI_MAJOR_M * (1 - ECCENTRICITY**2) / bend**1.5
        east = SEMI_MAJOR_M / math.sqrt(bend) * math.cos(math.radians(self.lat))
        scale = np.radians([east, north])
        middle = np.array([self.lon, self.lat])
        return shapely.transform(geometries, lambda xy: (xy - middle) * scale)


def polygons(given: Sequence[Mapping[str, Any]]) -> list[BaseGeometry]:
    """GeoJSON geometries as shapely's."""
    return [shapely.geometry.shape(dict(one)) for one in given]


def containing(points: Sequence[Point | None], areas: Sequence[BaseGeometry]) -> list[list[int]]:
    """For each point the indexes of the areas it lies in, borders included; none without a point.

    A point on a shared border lies in both areas: nobody's list says on which side of a road a
    school stands.
    """
    found: list[list[int]] = [[] for _ in points]
    where = [n for n, point in enumerate(points) if point is not None]
    if not where or not areas:
        return found
    spots = shapely.points([points[n] for n in where])
    hits = shapely.STRtree(areas).query(spots, predicate="intersects")
    for spot, area in zip(*hits, strict=True):
        found[where[spot]].append(int(area))
    return [sorted(ids) for ids in found]


def metres_outside(
    points: Sequence[Point | None], areas: Sequence[BaseGeometry]
) -> list[float | None]:
    """How far each point lies from the nearest area; 0 inside, None without point or areas."""
    known = [n for n, point in enumerate(points) if point is not None]
    if not known or not areas:
        return [None] * len(points)
    plane = Plane.around(areas)
    flat = plane.flat(np.array(areas, dtype=object))
    spots = plane.flat(shapely.points([points[n] for n in known]))
    _which, far = shapely.STRtree(flat).query_nearest(
        spots, return_distance=True, all_matches=False
    )
    found: list[float | None] = [None] * len(points)
    for n, metres in zip(known, far, strict=True):
        found[n] = float(metres)
    return found
