"""A still map as SVG: land in sand, this district in indigo, others named, north and a scale.

Coordinates are longitude and latitude; the drawing is a plane around the middle of the map, true
enough for a city. Lines are thinned to what 360 pixels can show.
"""

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.html import escape
from django.utils.translation import gettext as _

from jibungoto.ui.charts.figure import Key
from jibungoto.ui.listing import listed

from . import plane
from .pins import PINS
from .plane import Ring

Shape = list[list[Ring]]  # polygons, each an outer ring and its holes
WIDTH, MOST, MARGIN, FOOT = 360, 420, 8, 26
EARTH = 6_371_000  # metres
LONGEST = 10  # letters of a name in one row
MOST_NAMED = 20  # areas whose names are read aloud one after the other


@dataclass(frozen=True, slots=True)
class Area:
    """A district: its name, its GeoJSON geometry, whether it is the one the page is about."""

    name: str
    geometry: Mapping[str, Any]
    here: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Something at a spot. kind: one of pins.PINS; each has a shape of its own."""

    title: str
    lon: float
    lat: float
    kind: str = "other"
    url: str = ""
    text: str = ""


@dataclass(frozen=True)
class StillMap:
    """A map and its words. `lines` are (kind, GeoJSON line): water, rail or border.

    Without `listed` the pins are small and bear no numbers: a page with hundreds of places keeps
    its own list of them.
    """

    areas: Sequence[Area]
    places: Sequence[Place] = ()
    lines: Sequence[tuple[str, Mapping[str, Any]]] = ()
    heading: str = ""
    alt: str = ""
    reading: str = ""
    date: str = ""
    source: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    listed: bool = True
    pieces: Sequence[Area] = ()  # what the areas are made of, in thin lines
    marks: Sequence[Place] = ()  # points people know, with their names, to find one's way by

    @cached_property
    def legend(self) -> list[Key]:
        """A sign for each kind of place that is on the map. `words` names the kinds."""
        shown = {_kind(p) for p in self.places}
        kinds = [k for k in PINS if k in shown]
        named = {
            "charm": _("魅力"),
            "issue": _("課題"),
            "place": _("場所"),
            "other": _("そのほか"),
            **self.words,
        }
        return [Key(PINS[k].ink, named.get(k, k), PINS[k].shape) for k in kinds]

    @property
    def numbered(self) -> list[tuple[int, Place, Key]]:
        """The places as the list beside the map shows them, numbered like their pins."""
        return [(n, p, self._key(p)) for n, p in enumerate(self.places, 1)] if self.listed else []

    def _key(self, place: Place) -> Key:
        pin = PINS[_kind(place)]
        return Key(pin.ink, place.kind, pin.shape)

    @cached_property
    def _shapes(self) -> list[tuple[Area, Shape]]:
        found = [(a, plane.polygons(a.geometry)) for a in self.areas if a.geometry]
        return [(area, shape) for area, shape in found if shape]

    def svg(self) -> str:
        """The drawing; its words for those who cannot see it are `alt`, else names of the areas."""
        if not self._shapes and not self.places:
            return ""
        frame = _Frame.around(
            [plane.bounds([part[0] for part in shape]) for _a, shape in self._shapes]
            + [(p.lon, p.lat, p.lon, p.lat) for p in self.places]
        )
        named = self.alt or _named([a.name for a in self.areas])
        drawn = [
            *(
                self._area(a, shape, frame)
                for a, shape in sorted(self._shapes, key=lambda s: s[0].here)
            ),
            *(
                f'<path class="piece" d="{frame.path(plane.polygons(one.geometry))}"/>'
                for one in self.pieces
                if one.geometry
            ),
            *(_line(kind, geometry, frame) for kind, geometry in self.lines),
            *_marked(self.marks, frame),
            *_labels(self._shapes, [*self.places, *self.marks], frame),
            *(self._pin(n, p, frame) for n, p in enumerate(self.places, 1)),
            _north(frame),
            _scale(frame),
        ]
        return (
            f'<svg class="chart map" viewBox="0 0 {WIDTH} {frame.height + FOOT:.0f}" role="img" '
            f'aria-label="{escape(named)}">{"".join(drawn)}</svg>'
        )

    def live(self) -> dict[str, Any]:
        """The same map for the script that makes it move (assets/js/map.js)."""
        features = [
            {
                "type": "Feature",
                "geometry": dict(area.geometry),
                "properties": {"name": area.name, "here": area.here},
            }
            for area in self.areas
            if area.geometry
        ]
        pins = [
            {
                "id": n,
                "title": p.title,
                "lat": p.lat,
                "lon": p.lon,
                "kind": _kind(p),
                "ink": PINS[_kind(p)].ink,
                "path": PINS[_kind(p)].path,
                "label": str(n) if self.listed else "",
                "url": p.url,
                "text": p.text,
            }
            for n, p in enumerate(self.places, 1)
        ]
        found = {"areas": {"type": "FeatureCollection", "features": features}, "pins": pins}
        if self.pieces:
            found["pieces"] = [
                {"type": "Feature", "geometry": dict(p.geometry), "properties": {"name": p.name}}
                for p in self.pieces
                if p.geometry
            ]
        if self.marks:
            found["marks"] = [{"title": p.title, "lat": p.lat, "lon": p.lon} for p in self.marks]
        return found

    def _area(self, area: Area, shape: Shape, frame: "_Frame") -> str:
        path = frame.path(shape)
        # Pins must be seen on it: with places, the district is only tinted.
        here = "f-here-soft" if self.places or self.marks else "c-here"
        kind = here if area.here else "c-land"
        return f'<path class="{kind} edge" d="{path}"/>'

    def _pin(self, number: int, place: Place, frame: "_Frame") -> str:
        x, y = frame.point(place.lon, place.lat)
        pin = PINS[_kind(place)]
        smaller = "" if self.listed else " scale(.8)"
        label = f'<text class="halo t-s b" x="9" y="4">{number}</text>' if self.listed else ""
        return (
            f'<g transform="translate({x:.1f},{y:.1f}){smaller}">'
            f'<path class="f-{pin.ink} s-surface" stroke-width="1.5" d="{pin.path}"/>{label}</g>'
        )


def _kind(place: Place) -> str:
    return place.kind if place.kind in PINS else "other"


@dataclass(frozen=True, slots=True)
class _Frame:
    """From longitude and latitude to pixels."""

    west: float
    north: float
    per_degree: float  # pixels for a degree of latitude
    squeeze: float  # a degree of longitude is shorter by this
    height: float

    @classmethod
    def around(cls, boxes: Iterable[tuple[float, ...]]) -> "_Frame":
        boxes = list(boxes)
        west, south = min(b[0] for b in boxes), min(b[1] for b in boxes)
        east, north = max(b[2] for b in boxes), max(b[3] for b in boxes)
        if east - west < 1e-4 and north - south < 1e-4:
            west, east, south, north = west - 0.004, east + 0.004, south - 0.003, north + 0.003
        squeeze = math.cos(math.radians((south + north) / 2))
        wide, high = (east - west) * squeeze, north - south
        per = min((WIDTH - 2 * MARGIN) / max(wide, 1e-9), (MOST - 2 * MARGIN) / max(high, 1e-9))
        # Centred when the land is taller than wide.
        spare = (WIDTH - 2 * MARGIN - wide * per) / 2 / per / squeeze
        return cls(west - spare, north, per, squeeze, high * per + 2 * MARGIN)

    @property
    def metres_per_pixel(self) -> float:
        return math.radians(1) * EARTH / self.per_degree

    def point(self, lon: float, lat: float) -> tuple[float, float]:
        return (
            MARGIN + (lon - self.west) * self.squeeze * self.per_degree,
            MARGIN + (self.north - lat) * self.per_degree,
        )

    def path(self, shape: Shape) -> str:
        """The outline, without points 360 pixels could not show."""
        rings = (
            plane.thinned([self.point(*spot) for spot in ring], 0.5)
            for part in shape
            for ring in part
        )
        return "".join("M" + " ".join(f"{x:.1f},{y:.1f}" for x, y in r) + "Z" for r in rings)

    def open_path(self, coordinates: Iterable[Sequence[float]]) -> str:
        points = [self.point(c[0], c[1]) for c in coordinates]
        return "M" + " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def _line(kind: str, geometry: Mapping[str, Any], frame: _Frame) -> str:
    lines = geometry["coordinates"]
    if geometry["type"] == "LineString":
        lines = [lines]
    path = "".join(frame.open_path(line) for line in lines)
    if kind == "border":
        return f'<path class="s-here l" d="{path}" stroke-width="3"/>'
    if kind == "water":
        return f'<path class="s-water l" d="{path}" stroke-width="6"/>'
    return (
        f'<path class="s-edge l" d="{path}" stroke-width="3"/>'
        f'<path class="s-surface l" d="{path}" stroke-width="1.5" stroke-dasharray="6 6"/>'
    )


def _named(names: Sequence[str]) -> str:
    """What is drawn, for the ear; of many areas a few, the list beside tells them all."""
    if len(names) <= MOST_NAMED:
        return _("地図：%(names)s") % {"names": listed(names)}
    return _("地図：{}など{}の区域").format(listed(names[:3]), len(names))


Box = tuple[float, float, float, float]


def _labels(shapes: list[tuple[Area, Shape]], places: Sequence[Place], frame: _Frame) -> list[str]:
    """Names at the middles of their districts, this one first. A name that would cover a pin moves
    up or down; one that would cover another name is left out: the list beside holds them all."""
    pins = [frame.point(p.lon, p.lat) for p in places]
    taken: list[Box] = [(x - 10, y - 10, x + 20, y + 10) for x, y in pins]
    small = len(shapes) > 20
    size = 11 if small else 12
    drawn = []
    for area, shape in sorted(shapes, key=lambda s: (not s[0].here, -_size(s[1]))):
        x, y = frame.point(*plane.middle(max(shape, key=lambda part: plane.area(part[0]))))
        rows = _rows(area.name)
        half, tall = max(map(len, rows)) * size * 0.52, len(rows) * size * 0.7
        x = min(max(x, half + 2), WIDTH - half - 2)
        boxes = [
            (x - half, y + dy - tall, x + half, y + dy + tall)
            for dy in ((0, -18, 18, -32, 32) if area.here else (0, -12, 12))
        ]
        free = next((b for b in boxes if not any(_overlap(b, t) for t in taken)), None)
        if free is None:
            continue
        taken.append(free)
        bold = ("b" if places else "inv b-w") if area.here else "halo-l" + " t-s" * small
        first = (free[1] + free[3]) / 2 + 4 - (len(rows) - 1) * size * 0.6
        drawn += [
            f'<text class="mid {bold}" x="{x:.1f}" y="{first + n * size * 1.2:.1f}">'
            f"{escape(row)}</text>"
            for n, row in enumerate(rows)
        ]
    return drawn


def _rows(name: str) -> list[str]:
    """A long name in rows of about one length, parted where its kind of letter changes."""
    if len(name) <= LONGEST:
        return [name]
    parts = -(-len(name) // LONGEST)
    aim = round(len(name) / parts)
    cuts = [n for n in range(2, len(name) - 1) if _script(name[n - 1]) != _script(name[n])]
    cut = min((n for n in cuts if abs(n - aim) <= 3), key=lambda n: abs(n - aim), default=aim)
    return [name[:cut], *_rows(name[cut:])]


def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0].partition("-")[0]  # ー is katakana


def _marked(marks: Sequence[Place], frame: _Frame) -> list[str]:
    """Points with their names; a name without room is left out, its point stays."""
    taken: list[Box] = []
    drawn = []
    for mark in marks:
        x, y = frame.point(mark.lon, mark.lat)
        drawn.append(f'<circle class="mark-point" cx="{x:.1f}" cy="{y:.1f}" r="2.5"/>')
        wide = sum(11.5 if ord(c) > 0x2E7F else 6.5 for c in mark.title)
        box = (x - 3, y - 7, x + 6 + wide, y + 7)
        if box[2] > WIDTH or any(_overlap(box, other) for other in taken):
            continue
        taken.append(box)
        name = escape(mark.title)
        drawn.append(f'<text class="halo-l t-s" x="{x + 5:.1f}" y="{y + 3.5:.1f}">{name}</text>')
    return drawn


_LABEL, _NORTH = re.compile(r'aria-label="[^"]*"'), '<text class="end t-s" x="-8" y="10">{}</text>'


def said_anew(svg: str, alt: str) -> str:
    """A kept drawing of svg() with its words in the language of the moment; names stay."""
    told = _LABEL.sub(lambda _found: f'aria-label="{escape(alt)}"', svg, count=1)
    head, mark, tail = told.partition(_NORTH.partition("{}")[0])
    return f"{head}{mark}{_('北')}{tail[tail.find('<') :]}" if mark else told


def _size(shape: Shape) -> float:
    return sum(plane.area(part[0]) for part in shape)


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _north(frame: _Frame) -> str:
    return (
        f'<g transform="translate({WIDTH - 14},{frame.height + 6:.0f})">'
        f'<path class="axis" d="M0,12V-6M-4,-1 0,-6 4,-1"/>'
        f"{_NORTH.format(_('北'))}</g>"
    )


def _scale(frame: _Frame) -> str:
    """A bar of a round length, about a fifth of the map."""
    aim = frame.metres_per_pixel * WIDTH / 5
    size = 10 ** math.floor(math.log10(aim))
    metres = max(m for m in (size, 2 * size, 5 * size) if m <= aim)
    pixels = metres / frame.metres_per_pixel
    said = f"{metres / 1000:g} km" if metres >= 1000 else f"{metres:g} m"
    y = frame.height + 14
    return (
        f'<path class="axis" d="M{MARGIN},{y - 4:.0f}v4h{pixels:.1f}v-4"/>'
        f'<text class="t-s" x="{MARGIN + pixels + 6:.1f}" y="{y + 2:.0f}">{said}</text>'
    )
