"""Contour lines in the band of a district's home: decoration drawn from the district's own seed."""

import math
import random
from functools import lru_cache
from itertools import pairwise

from django.utils.safestring import SafeString, mark_safe

from .library import register

WIDTH, HEIGHT, STEP = 1200, 300, 30
LEVELS = tuple(0.1 + 0.1 * n for n in range(12))
Point = tuple[float, float]


@register.simple_tag
def contour(seed: object) -> SafeString:
    """Hills that belong to this seed alone; the same seed draws the same hills."""
    return _draw(str(seed))


@lru_cache(maxsize=256)
def _draw(seed: str) -> SafeString:
    rng = random.Random(seed)  # noqa: S311 decoration
    hills = [
        (
            rng.uniform(0.02, 1.0) * WIDTH,
            rng.uniform(-0.1, 1.1) * HEIGHT,
            rng.uniform(70, 210),
            rng.uniform(50, 120),
            rng.uniform(0.5, 1.1),
        )
        for _ in range(11)
    ]
    columns, lines = WIDTH // STEP + 1, HEIGHT // STEP + 1
    height = [[_height(x * STEP, y * STEP, hills) for x in range(columns)] for y in range(lines)]
    paths = [
        f'<path d="{_curve(line)}"/>'
        for level in LEVELS
        for line in _join(_segments(height, level))
        if len(line) > 3
    ]
    return mark_safe(  # noqa: S308 numbers only
        f'<svg class="contour" viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="xMaxYMid slice"'
        f' aria-hidden="true">{"".join(paths)}</svg>'
    )


def _curve(line: list[Point]) -> str:
    """A smooth path: each corner pulls a curve between the middles of its two sides."""
    middles = [((a[0] + b[0]) / 2, (a[1] + b[1]) / 2) for a, b in pairwise(line)]
    bends = "".join(
        f"Q{x:.0f},{y:.0f} {mx:.0f},{my:.0f}"
        for (x, y), (mx, my) in zip(line[1:-1], middles[1:], strict=True)
    )
    (x1, y1), (x2, y2) = line[0], line[-1]
    if line[0] == line[-1]:
        start = f"{middles[0][0]:.0f},{middles[0][1]:.0f}"
        return f"M{start}{bends}Q{x1:.0f},{y1:.0f} {start}Z"
    return f"M{x1:.0f},{y1:.0f}L{middles[0][0]:.0f},{middles[0][1]:.0f}{bends}L{x2:.0f},{y2:.0f}"


def _height(x: float, y: float, hills: list[tuple[float, float, float, float, float]]) -> float:
    return sum(
        h * math.exp(-(((x - cx) / rx) ** 2) - ((y - cy) / ry) ** 2) for cx, cy, rx, ry, h in hills
    )


def _segments(height: list[list[float]], level: float) -> list[tuple[Point, Point]]:
    """Marching squares: the pieces of the line at `level` through each cell of the grid."""
    found: list[tuple[Point, Point]] = []
    for row in range(len(height) - 1):
        for column in range(len(height[0]) - 1):
            corners = (
                (column, row, height[row][column]),
                (column + 1, row, height[row][column + 1]),
                (column + 1, row + 1, height[row + 1][column + 1]),
                (column, row + 1, height[row + 1][column]),
            )
            cuts = [
                _cut(a, b, level)
                for a, b in zip(corners, corners[1:] + corners[:1], strict=True)
                if (a[2] < level) != (b[2] < level)
            ]
            found.extend(zip(cuts[::2], cuts[1::2], strict=True))
    return found


def _cut(a: tuple[int, int, float], b: tuple[int, int, float], level: float) -> Point:
    # Always from the same end, so that neighbouring cells find the very same point.
    a, b = min(a, b), max(a, b)
    share = (level - a[2]) / (b[2] - a[2])
    return (
        round((a[0] + (b[0] - a[0]) * share) * STEP, 1),
        round((a[1] + (b[1] - a[1]) * share) * STEP, 1),
    )


def _join(segments: list[tuple[Point, Point]]) -> list[list[Point]]:
    """Chains pieces that share an end into long lines."""
    ends: dict[Point, list[int]] = {}
    for number, segment in enumerate(segments):
        for end in segment:
            ends.setdefault(end, []).append(number)
    used: set[int] = set()

    def grow(point: Point) -> list[Point]:
        line: list[Point] = []
        while True:
            following = next((n for n in ends[point] if n not in used), None)
            if following is None:
                return line
            used.add(following)
            a, b = segments[following]
            point = b if a == point else a
            line.append(point)

    lines = []
    for number, (a, b) in enumerate(segments):
        if number not in used:
            used.add(number)
            lines.append([*reversed(grow(a)), a, b, *grow(b)])
    return lines
