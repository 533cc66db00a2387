"""Which districts facilities lie in: asked of the boundaries, else of the small areas."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry

from jibungoto.japan.text import search_key
from jibungoto.know.places.models import Boundary, Membership

from . import geometry
from .geometry import Point

WHOLE = 0.995  # of a small area within a district: no doubt left
SHORTEST = 2  # letters of a name that may be looked for in an address


@dataclass(frozen=True, slots=True)
class Named:
    """Small areas by the key of their name, with the districts each lies in as a whole."""

    districts: Mapping[str, frozenset[int]]

    @classmethod
    def load(cls) -> "Named":
        """One query. A name that several areas bear tells only the districts all of them share."""
        rows = Membership.objects.values_list(
            "small_area_id", "small_area__search_key", "district_id", "ratio"
        )
        areas: dict[tuple[str, int], set[int]] = {}
        for area, key, district, ratio in rows:
            inside = areas.setdefault((key, area), set())
            if ratio >= WHOLE:
                inside.add(district)
        found: dict[str, frozenset[int]] = {}
        for (key, _area), inside in areas.items():
            if len(key) >= SHORTEST:
                found[key] = found.get(key, frozenset(inside)) & inside
        return cls(found)

    def districts_of(self, address: str) -> tuple[int, ...]:
        """Those of the longest name in the address; none where two as long disagree."""
        said = search_key(address)
        names = [key for key in self.districts if key in said]
        longest = max(map(len, names), default=0)
        told = {self.districts[key] for key in names if len(key) == longest}
        return tuple(sorted(told.pop())) if len(told) == 1 else ()


@dataclass(frozen=True, slots=True)
class Ground:
    """The districts that have a boundary, of every kind, with their polygons."""

    district_ids: tuple[int, ...] = ()
    areas: tuple[BaseGeometry, ...] = ()

    @classmethod
    def load(cls) -> "Ground":
        """One query."""
        rows = list(Boundary.objects.order_by("district_id").values_list("district_id", "geojson"))
        return cls(tuple(pk for pk, _g in rows), tuple(geometry.polygons([g for _pk, g in rows])))

    def districts_of(self, points: Sequence[Point | None]) -> list[tuple[int, ...]]:
        """The ids of the districts each point lies in."""
        hits = geometry.containing(points, self.areas)
        return [tuple(self.district_ids[n] for n in found) for found in hits]

    def districts_by(
        self, points: Sequence[Point | None], addresses: Sequence[str]
    ) -> list[tuple[int, ...]]:
        """The same; what has no point goes by the small area its address names, where that leaves
        no doubt. Two queries at most."""
        found = self.districts_of(points)
        wanting = [n for n, point in enumerate(points) if point is None and addresses[n]]
        if wanting:
            named = Named.load()
            for n in wanting:
                found[n] = named.districts_of(addresses[n])
        return found

    def metres_outside(self, points: Iterable[Point | None]) -> list[float | None]:
        """How far each point is from the nearest district; 0 inside, None where unknown."""
        return geometry.metres_outside(list(points), self.areas)
