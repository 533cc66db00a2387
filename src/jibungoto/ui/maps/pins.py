"""The signs of places on a map: each kind has a shape and an ink of its own, never only a colour.

Paths are drawn around 0,0 and reach about 8 to each side.
"""

from dataclasses import dataclass

from jibungoto.ui.charts.signs import PATHS


@dataclass(frozen=True, slots=True)
class Pin:
    """How a kind of place is drawn: an ink of the charts, a shape of the legend, its path."""

    ink: str
    shape: str
    path: str


_STAR = "M0-8 2-2.600 7.800-2.200 3.300 1.400 4.700 7 0 4-4.700 7-3.300 1.400-7.800-2.200-2-2.600z"
# charm, issue, place, other say what a thing is; the rest are plain shapes a page gives a meaning.
PINS = {
    "charm": Pin("done", "star", _STAR),
    "issue": Pin("disagree", "triangle", "M0-7.500 7.500 6h-15z"),
    "place": Pin("ink", "square", "M-5.500-5.500h11v11h-11z"),
    "other": Pin("ink-2", "circle", "M0-6a6 6 0 1 1 0 12a6 6 0 1 1 0-12z"),
    "house": Pin("done", "house", PATHS["house"]),
    "dome": Pin("gb", "dome", PATHS["dome"]),
    "cross": Pin("late", "cross", PATHS["cross"]),
    "heart": Pin("ga", "heart", PATHS["heart"]),
    "rhomb": Pin("late", "rhomb", PATHS["rhomb"]),
    "hexagon": Pin("ink-2", "hexagon", PATHS["hexagon"]),
    "down": Pin("gc", "down", PATHS["down"]),
    "chevron": Pin("ga", "chevron", PATHS["chevron"]),
}
