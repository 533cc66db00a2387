"""The land of ひなた市: an invented outline, twelve districts and their 町丁目, from a fixed seed.

It lies in the open Pacific, so that nobody takes it for a real place. PURE: shapely and a seed.
It is drawn once a process: nobody may change what is handed out.
"""

import math
import random
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from shapely import LineString, MultiPoint, Point, Polygon, voronoi_polygons
from shapely.geometry import mapping
from shapely.ops import polygonize, unary_union

SEED = 2026
ORIGIN = (143.2, 33.4)  # longitude, latitude of the city's middle
KM_PER_DEGREE = 111.32


@dataclass(frozen=True, slots=True)
class DistrictSeed:
    """A district before it has people: `east`, `north` in km from the middle of the city."""

    code: str
    slug: str
    name: str
    kana: str
    east: float
    north: float
    chome: tuple[str, ...]
    chome_kana: tuple[str, ...]
    people: int
    ageing: float  # 0 young … 1 old, the mix of its age structure
    lead: str


def _read() -> tuple[DistrictSeed, ...]:
    rows = tomllib.loads((Path(__file__).parent / "districts.toml").read_text("utf-8"))["district"]
    return tuple(
        DistrictSeed(
            **{**row, "chome": tuple(row["chome"]), "chome_kana": tuple(row["chome_kana"])}
        )
        for row in rows
    )


DISTRICTS = _read()


@cache
def outline() -> Polygon:
    """The border of the city: a lobed round with a bay in the south-east, in km."""
    rng = random.Random(SEED)  # noqa: S311  a picture, not a secret
    waves = [(k, rng.uniform(-0.5, 0.5) / k, rng.uniform(0, math.tau)) for k in range(2, 40)]
    points = []
    for step in range(240):
        angle = math.tau * step / 240
        radius = 5.6 + sum(a * math.cos(k * angle + p) for k, a, p in waves)
        radius -= 1.1 * math.exp(-(((angle - 5.75) / 0.28) ** 2))  # the bay
        points.append((1.18 * radius * math.cos(angle), 0.92 * radius * math.sin(angle)))
    return Polygon(points).buffer(0)


@cache
def districts() -> dict[str, Polygon]:
    """District code -> polygon in km. They tile the city: shared edges are the same line."""
    return _tiles(outline(), {d.code: (d.east, d.north) for d in DISTRICTS}, rough=0.16)


@cache
def chome() -> dict[str, dict[str, Polygon]]:
    """District code -> 町丁目 name -> polygon in km; they tile their district."""
    found = {}
    for seed in DISTRICTS:
        area = districts()[seed.code]
        rng = random.Random(SEED * 100 + int(seed.code))  # noqa: S311
        found[seed.code] = _tiles(area, _spread(area, seed.chome, rng), rough=0.05)
    return found


def to_geojson(shape: Polygon) -> dict[str, object]:
    """A polygon in km as GeoJSON in longitude and latitude, to about a metre."""
    lon0, lat0 = ORIGIN
    east = KM_PER_DEGREE * math.cos(math.radians(lat0))
    rings = [
        [(round(lon0 + x / east, 6), round(lat0 + y / KM_PER_DEGREE, 6)) for x, y in ring.coords]
        for ring in (shape.exterior, *shape.interiors)
    ]
    return dict(mapping(Polygon(rings[0], rings[1:])))


def _spread(
    area: Polygon, names: tuple[str, ...], rng: random.Random
) -> dict[str, tuple[float, float]]:
    """A middle for each name, inside the area and apart from each other."""
    west, south, east, north = area.bounds
    best: list[tuple[float, float]] = []
    best_gap = -1.0
    for _ in range(60):
        points: list[tuple[float, float]] = []
        while len(points) < len(names):
            x, y = rng.uniform(west, east), rng.uniform(south, north)
            if area.contains(Point(x, y)):
                points.append((x, y))
        gap = min(math.dist(a, b) for i, a in enumerate(points) for b in points[:i])
        if gap > best_gap:
            best, best_gap = points, gap
    return dict(zip(names, best, strict=True))


def _tiles(
    area: Polygon, middles: dict[str, tuple[float, float]], *, rough: float
) -> dict[str, Polygon]:
    """Cut the area into cells around the middles, with edges like those of streams and roads."""
    cells = voronoi_polygons(MultiPoint(list(middles.values())), extend_to=area.buffer(3))
    edges = unary_union([cell.exterior for cell in cells.geoms])
    lines = [_wander(LineString(line.coords), rough) for line in edges.geoms]
    pieces = list(polygonize(unary_union([*lines, area.exterior])))
    found: dict[str, list[Polygon]] = {name: [] for name in middles}
    for piece in pieces:
        inside = piece.representative_point()
        if area.contains(inside):
            nearest = min(middles, key=lambda n: math.dist(middles[n], (inside.x, inside.y)))
            found[nearest].append(piece)
    return {name: _one(unary_union(parts)) for name, parts in found.items()}


def _one(shape: object) -> Polygon:
    """The largest part: a sliver cut off by a wandering edge is left to nobody."""
    parts = getattr(shape, "geoms", [shape])
    return max(parts, key=lambda part: part.area)


def _wander(line: LineString, rough: float) -> LineString:
    """Bend a straight edge; its ends stay, so that neighbours still meet."""
    (x0, y0), (x1, y1) = line.coords[0], line.coords[-1]
    key = f"{round(x0 + x1, 4)},{round(y0 + y1, 4)}"
    rng = random.Random(f"{SEED}{key}")  # noqa: S311
    length = line.length
    steps = max(2, int(length / 0.25))
    waves = [(k, rng.uniform(-1, 1) / k) for k in range(1, max(5, steps // 3))]
    points = []
    for i in range(steps + 1):
        t = i / steps
        off = rough * min(1.0, length / 2) * sum(a * math.sin(k * math.pi * t) for k, a in waves)
        points.append(
            (
                x0 + (x1 - x0) * t - (y1 - y0) / length * off,
                y0 + (y1 - y0) * t + (x1 - x0) / length * off,
            )
        )
    points[0], points[-1] = (x0, y0), (x1, y1)
    return LineString(points)
