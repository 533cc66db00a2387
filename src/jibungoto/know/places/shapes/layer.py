"""What a file of polygons holds."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from shapely.geometry.base import BaseGeometry

from jibungoto.japan.tables.marks import read_number


@dataclass(frozen=True, slots=True)
class Feature:
    """One shape of a file with what is told of it. `line` is its number in the file, from 1.

    `geometry` is as the file has it (not repaired); None where it can't be read.
    """

    line: int
    told: dict[str, Any]
    geometry: BaseGeometry | None


@dataclass(slots=True)
class Layer:
    """The shapes of a file, or of one of the layers in it."""

    features: list[Feature]
    notes: list[str] = field(default_factory=list)
    name: str = ""
    names: tuple[str, ...] = ()  # of all layers the file has, where there are several

    @property
    def properties(self) -> list[str]:
        """The names of what is told of the shapes, in their order."""
        return list(dict.fromkeys(key for f in self.features for key in f.told))

    def values(self, key: str) -> list[str]:
        """What all shapes say under a name, as text."""
        return [text(f.told.get(key)) for f in self.features]

    def varies(self, key: str) -> bool:
        """Whether shapes differ in it: a code all have in common is the city's."""
        return len(self.features) == 1 or len(set(self.values(key))) > 1

    def sample(self, key: str) -> str:
        """The first thing said under a name."""
        return next((value for value in self.values(key) if value), "")[:40]

    def likely(self, wanted: Iterable[str]) -> str:
        """The first of these names that tells the shapes apart, or ""."""
        there = {key.casefold(): key for key in self.properties}
        found = (there.get(key.casefold(), "") for key in wanted)
        return next((key for key in found if key and self.varies(key)), "")

    def most_telling(self) -> str:
        """The name under which most shapes say something of their own, or ""."""
        return max(self.properties, key=lambda key: len(set(self.values(key))), default="")


def text(value: Any) -> str:
    """What is told, as text: a code read as 10.0 is 10."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip().strip("\x00")


def number(value: Any) -> int | None:
    """A count (1,200 and １２００ too), or None where it is none."""
    found = read_number(text(value))
    if found is None or found.value is None or found.value < 0:
        return None
    return int(found.value)
