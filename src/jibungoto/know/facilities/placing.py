"""Which districts facilities lie in: asked of the boundaries as they are now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry

from jibungoto.know.places.models import Boundary

from . import geometry
from .geometry import Point


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

    def metres_outside(self, points: Iterable[Point | None]) -> list[float | None]:
        """How far each point is from the nearest district; 0 inside, None where unknown."""
        return geometry.metres_outside(list(points), self.areas)
