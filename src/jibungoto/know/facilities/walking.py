"""Which share of residents has a place within a walk. Pure: shapely and numbers, no database.

Straight-line distance. Residents are taken to live evenly all over their small area; where its
polygon is not known, all of them at its representative point.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from .geometry import Plane, Point

QUARTER_SEGMENTS = 16  # of a circle drawn as a polygon: its area is 0.16 % too small


@dataclass(frozen=True, slots=True)
class Land:
    """A piece of land people live on. Without `area` they are at `point`; with neither, unknown."""

    area: BaseGeometry | None = None
    point: Point | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """Residents within a walk. `people` are all whose place is known, `lost` those of no place."""

    near: float
    people: float
    lost: float = 0.0

    @property
    def share(self) -> float | None:
        """Between 0 and 1; None where nobody's place is known."""
        return self.near / self.people if self.people > 0 else None


def covered(land: Sequence[Land], places: Sequence[Point], metres: float) -> np.ndarray:
    """Of each piece of land the share (0 to 1) within so many metres of a place; NaN: unknown."""
    shares = np.full(len(land), np.nan)
    with_area = [n for n, one in enumerate(land) if one.area is not None]
    with_point = [n for n, one in enumerate(land) if one.area is None and one.point is not None]
    shares[with_area + with_point] = 0.0
    if not places or not (with_area or with_point):
        return shares
    areas = np.array([land[n].area for n in with_area], dtype=object)
    homes = shapely.points(np.array([land[n].point for n in with_point]).reshape(-1, 2))
    plane = Plane.around([*areas, *homes])
    spots = plane.flat(shapely.points(np.array(places).reshape(-1, 2)))
    if with_point:
        tree = shapely.STRtree(spots)
        near = tree.query(plane.flat(homes), predicate="dwithin", distance=metres)
        shares[np.array(with_point)[np.unique(near[0])]] = 1.0
    if with_area:
        shares[with_area] = _covered_areas(plane.flat(areas), spots, metres)
    return shares


def _covered_areas(areas: np.ndarray, spots: np.ndarray, metres: float) -> np.ndarray:
    """Union only the circles that meet an area: few meet it, and all of them are many."""
    circles = shapely.buffer(spots, metres, quad_segs=QUARTER_SEGMENTS)
    shapely.prepare(areas)
    which, hits = shapely.STRtree(circles).query(areas, predicate="intersects")
    shares = np.zeros(len(areas))
    whole = shapely.area(areas)
    for n in np.unique(which):
        over = circles[hits[which == n]]
        if shapely.covered_by(areas[n], over).any():
            shares[n] = 1.0
            continue
        both = shapely.intersection(areas[n], shapely.union_all(over))
        shares[n] = float(shapely.area(both)) / whole[n] if whole[n] > 0 else 0.0
    return np.clip(shares, 0.0, 1.0)


def reach(people: Sequence[float], shares: np.ndarray) -> Reach:
    """Residents within a walk: `people` of each piece of land, and what `covered` says of it."""
    number = np.array(people, dtype=float)
    known = ~np.isnan(shares)
    return Reach(
        near=float((number[known] * shares[known]).sum()),
        people=float(number[known].sum()),
        lost=float(number[~known].sum()),
    )
