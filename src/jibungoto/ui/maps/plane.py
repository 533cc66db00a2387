"""What drawing needs of polygons, in plain Python: rings, areas, thinning, a spot for the name.

No geometry library: a web worker draws maps on the busiest pages and must stay small.
"""

from collections.abc import Mapping, Sequence
from typing import Any

Point = tuple[float, float]
Ring = list[Point]


def polygons(geometry: Mapping[str, Any]) -> list[list[Ring]]:
    """The polygons of a GeoJSON geometry, each as its outer ring and its holes; else none."""
    kind = geometry.get("type")
    if kind == "Polygon":
        return [_rings(geometry["coordinates"])]
    if kind == "MultiPolygon":
        return [_rings(part) for part in geometry["coordinates"]]
    if kind == "GeometryCollection":
        return [p for part in geometry["geometries"] for p in polygons(part)]
    return []


def _rings(coordinates: Sequence[Any]) -> list[Ring]:
    return [[(float(c[0]), float(c[1])) for c in ring] for ring in coordinates if len(ring) >= 3]


def area(ring: Ring) -> float:
    """The area of a ring in its own units squared, never negative."""
    pairs = zip(ring, ring[1:] + ring[:1], strict=True)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2


def bounds(rings: Sequence[Ring]) -> tuple[float, float, float, float]:
    """West, south, east, north."""
    xs = [x for ring in rings for x, _y in ring]
    ys = [y for ring in rings for _x, y in ring]
    return min(xs), min(ys), max(xs), max(ys)


def thinned(ring: Ring, least: float) -> Ring:
    """The ring without points nearer than `least` to the line around them (Douglas–Peucker).

    Never fewer than its corners: a ring too small to thin stays as it is.
    """
    if len(ring) < 5:
        return ring
    far, _distance = _farthest(ring, 0, 0)
    kept = {0, far, len(ring) - 1}
    waiting = [(0, far), (far, len(ring) - 1)]
    while waiting:
        first, last = waiting.pop()
        if last - first < 2:
            continue
        worst, off = _farthest(ring, first, last)
        if off > least * least:
            kept.add(worst)
            waiting += [(first, worst), (worst, last)]
    return [ring[n] for n in sorted(kept)] if len(kept) >= 4 else ring


def _farthest(ring: Ring, first: int, last: int) -> tuple[int, float]:
    """Which point between two others is farthest from the stretch they end, and its squared
    distance; of all where both are one. Without a function for a point: maps have thousands."""
    (ax, ay), (bx, by) = ring[first], ring[last]
    wide, high = bx - ax, by - ay
    length = wide * wide + high * high
    between = range(first + 1, last) if first < last else range(len(ring))
    worst, most = first, -1.0
    for n in between:
        x, y = ring[n]
        x -= ax
        y -= ay
        if length:
            along = min(1.0, max(0.0, (x * wide + y * high) / length))
            x -= along * wide
            y -= along * high
        off = x * x + y * y
        if off > most:
            worst, most = n, off
    return worst, most


def middle(rings: Sequence[Ring]) -> Point:
    """A point well inside a polygon: the middle of its widest stretch on a few level cuts."""
    west, south, east, north = bounds(rings[:1])
    best: tuple[float, Point] = (-1.0, ((west + east) / 2, (south + north) / 2))
    for share in (0.5, 0.42, 0.58, 0.34, 0.66, 0.25, 0.75):
        y = south + (north - south) * share
        cuts = sorted(x for ring in rings for x in _crossings(ring, y))
        for left, right in zip(cuts[::2], cuts[1::2], strict=False):
            # Cuts near the middle win over slightly wider ones near the edge.
            worth = (right - left) * (1 - abs(share - 0.5))
            if worth > best[0]:
                best = (worth, ((left + right) / 2, y))
    return best[1]


def _crossings(ring: Ring, y: float) -> list[float]:
    return [
        x1 + (y - y1) * (x2 - x1) / (y2 - y1)
        for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True)
        if (y1 > y) != (y2 > y)
    ]
