"""Which district a point lies in, and how much of one polygon lies in others. Pure arrays.

Polygons and points are in longitude and latitude; shares are of true area on the ellipsoid.
"""

from dataclasses import dataclass

import numpy as np
import shapely

from .geometry import equal_area

# Districts that hold this part of the land are taken to hold all of it: the rest is borders drawn
# otherwise, and coast, not land without a district.
TILING = 0.98
PARTS = 1_000_000  # ratios are whole numbers of these, so that they add up to exactly 1


@dataclass(frozen=True, slots=True)
class Shares:
    """Rows (area, district, parts of a million), by area; each array has one entry a row.

    `dropped` counts slivers left out; `doubtful` are areas whose answer hangs by a border.
    """

    area: np.ndarray
    district: np.ndarray
    parts: np.ndarray
    dropped: int
    doubtful: frozenset[int]
    # Which part of the land of all areas lies in districts (by area), and whether what lies in
    # none was taken for a border drawn otherwise.
    covered: float = 1.0
    filled: bool = False


def by_point(points: np.ndarray, districts: np.ndarray) -> Shares:
    """Each point (n × 2) wholly in the district it lies in; in the first where several overlap.

    A point in several districts is doubtful.
    """
    known = np.flatnonzero(~np.isnan(points[:, 0]))
    tree = shapely.STRtree(districts)
    found, where = tree.query(shapely.points(points[known]), predicate="intersects")
    order = np.lexsort((where, found))
    found, where = found[order], where[order]
    first = np.concatenate(([True], found[1:] != found[:-1])) if len(found) else found == found
    several = known[np.unique(found[~first])]
    area = known[found[first]]
    return Shares(
        area=area,
        district=where[first],
        parts=np.full(len(area), PARTS, dtype=np.int64),
        dropped=0,
        doubtful=frozenset(several.tolist()),
    )


def by_area(polygons: np.ndarray, districts: np.ndarray, *, sliver: float) -> Shares:
    """How much of each polygon lies in each district; entries of `polygons` may be None.

    A share under `sliver` of the polygon is taken for a border drawn twice, not for land: it is
    dropped, and the others are scaled up to what they were together. What lies in no district is
    treated in the same way, or dropped altogether where the districts tile the land (TILING).
    Where districts overlap, their shares are scaled down to 1.
    A polygon with a share just above the threshold is doubtful.
    """
    # Valid on the ellipsoid is not always valid on the plane.
    flat = shapely.make_valid(equal_area(polygons))
    flat_districts = shapely.make_valid(equal_area(districts))
    area, district = shapely.STRtree(flat_districts).query(flat, predicate="intersects")
    order = np.lexsort((district, area))
    area, district = area[order], district[order]
    whole = shapely.area(flat)
    shared = shapely.area(shapely.intersection(flat[area], flat_districts[district]))
    ratio = shared / np.where(whole[area] > 0, whole[area], 1)
    together = np.bincount(area, ratio, minlength=len(polygons))
    outside = np.clip(1 - together, 0, 1)
    land = whole[~shapely.is_missing(flat)].sum()
    covered = (
        float((whole * np.minimum(together, 1))[~np.isnan(whole)].sum() / land) if land else 1.0
    )
    filled = covered >= TILING and bool((outside >= sliver).any())
    outside[outside < (2 if covered >= TILING else sliver)] = 0

    keep = ratio >= sliver
    dropped = int(np.count_nonzero(~keep & (ratio > 1e-6)))
    near = area[keep & (ratio < 2 * sliver)]
    area, district, ratio = area[keep], district[keep], ratio[keep]
    kept = np.bincount(area, ratio, minlength=len(polygons)) + outside
    ratio = ratio / kept[area]
    return Shares(
        area=area,
        district=district,
        parts=_parts(area, ratio, np.where(kept > 0, 1 - outside / np.where(kept > 0, kept, 1), 0)),
        dropped=dropped,
        doubtful=frozenset(np.unique(near).tolist()),
        covered=covered,
        filled=filled,
    )


def covering(before: np.ndarray, after: np.ndarray, *, least: float = 0.05) -> np.ndarray:
    """Pairs (n × 2) of polygons of which the second holds at least this share of the first."""
    shares = by_area(before, after, sliver=least)
    return np.column_stack((shares.area, shares.district))


def _parts(area: np.ndarray, ratio: np.ndarray, total: np.ndarray) -> np.ndarray:
    """Ratios as whole parts of a million that add up to the total of their area, at least 1 each.

    The parts lost by rounding down go to the largest share.
    """
    parts = np.maximum(np.floor(ratio * PARTS), 1).astype(np.int64)
    wanted = np.round(total * PARTS).astype(np.int64)
    missing = wanted - np.bincount(area, parts, minlength=len(total)).astype(np.int64)
    order = np.lexsort((parts, area))
    last = (
        np.concatenate((area[order][1:] != area[order][:-1], [True])) if len(area) else area == area
    )
    largest = order[last]
    parts[largest] += missing[area[largest]]
    return parts
