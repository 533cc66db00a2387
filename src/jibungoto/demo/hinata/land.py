"""The land of ひなた市: an invented outline, twelve districts and their 町丁目, from a fixed seed.

It lies in the open Pacific, so that nobody takes it for a real place. PURE: shapely and a seed.
"""

import math
import random
from dataclasses import dataclass

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
    people: int
    ageing: float  # 0 young … 1 old, the mix of its age structure
    lead: str


# fmt: off
DISTRICTS: tuple[DistrictSeed, ...] = (
    DistrictSeed("01", "tsutsujidai", "つつじ台", "ツツジダイ", -1.9, 2.6, ("つつじ台一丁目", "つつじ台二丁目", "つつじ台三丁目", "つつじ台四丁目", "丘の上"), 8412, .62, "丘と商店街の地区です。買い物と通院の足が話題です。"),
    DistrictSeed("02", "eki-mae", "ひなた駅前", "ヒナタエキマエ", .2, .3, ("本町一丁目", "本町二丁目", "本町三丁目", "駅前一丁目", "駅前二丁目", "栄町"), 14230, .22, "市の玄関です。新しい集合住宅に若い世帯が増えています。"),
    DistrictSeed("03", "kawabata", "川端", "カワバタ", 1.9, 1.2, ("川端一丁目", "川端二丁目", "舟入", "柳町"), 7380, .45, "川沿いの古いまちです。水害への備えに力を入れています。"),
    DistrictSeed("04", "midorigaoka", "緑ヶ丘", "ミドリガオカ", -3.6, .9, ("緑ヶ丘一丁目", "緑ヶ丘二丁目", "緑ヶ丘三丁目", "緑ヶ丘四丁目", "緑ヶ丘五丁目"), 9650, .70, "五十年前にひらかれた住宅地です。見守りの輪が広がっています。"),
    DistrictSeed("05", "hamabe", "浜辺", "ハマベ", 3.6, -1.9, ("浜辺一丁目", "浜辺二丁目", "港", "松原"), 5120, .66, "漁港と松林の地区です。朝市に人が集まります。"),
    DistrictSeed("06", "kitano", "北野", "キタノ", .6, 4.1, ("北野一丁目", "北野二丁目", "宮前", "神田"), 6240, .50, "梅林と田畑が残る地区です。農家の手伝いが盛んです。"),
    DistrictSeed("07", "minamimachi", "南町", "ミナミマチ", -.6, -2.2, ("南町一丁目", "南町二丁目", "南町三丁目", "工業団地"), 8870, .35, "工場と住まいがとなり合う地区です。外国から来た人も暮らします。"),
    DistrictSeed("08", "satoyama", "里山", "サトヤマ", -5.2, 3.4, ("上里", "中里", "下里", "奥山"), 2310, .92, "山あいの集落です。草刈りと足の確保を助け合っています。"),
    DistrictSeed("09", "gakuen", "学園", "ガクエン", 2.6, 3.2, ("学園一丁目", "学園二丁目", "学園東", "若葉"), 11040, .18, "大学と子育て世帯の地区です。子ども食堂が三つあります。"),
    DistrictSeed("10", "nishihara", "西原", "ニシハラ", -4.1, -1.6, ("西原一丁目", "西原二丁目", "西原三丁目", "原"), 7760, .55, "団地と畑の地区です。空き家の使い道を話し合っています。"),
    DistrictSeed("11", "shinden", "新田", "シンデン", 1.8, -3.3, ("新田一丁目", "新田二丁目", "東新田"), 4480, .58, "稲作の広がる低地です。用水の清掃を続けています。"),
    DistrictSeed("12", "hikarino", "光野", "ヒカリノ", 4.4, 1.4, ("光野一丁目", "光野二丁目", "光野三丁目", "朝日"), 12380, .12, "新しく開けた住宅地です。小学校の教室が足りなくなりました。"),
)
# fmt: on


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


def districts() -> dict[str, Polygon]:
    """District code -> polygon in km. They tile the city: shared edges are the same line."""
    return _tiles(outline(), {d.code: (d.east, d.north) for d in DISTRICTS}, rough=0.16)


def chome() -> dict[str, dict[str, Polygon]]:
    """District code -> 町丁目 name -> polygon in km; they tile their district."""
    found = {}
    for seed, area in ((d, districts()[d.code]) for d in DISTRICTS):
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
