"""Pictures of data: builders of specs, the drawing of them, and the figure around each picture.

A room says what it found and hands over numbers; colours, type, legend, table and paper are here.
"""

from .bars import bars, shares, stacked
from .drawing import keep, kept, key_of, picture_of, prepare
from .figure import Chart, Figure, Key, Making, Table
from .lines import line
from .opinions import scatter
from .pyramid import pyramid
from .quadrants import quadrants

__all__ = [
    "Chart",
    "Figure",
    "Key",
    "Making",
    "Table",
    "bars",
    "keep",
    "kept",
    "key_of",
    "line",
    "picture_of",
    "prepare",
    "pyramid",
    "quadrants",
    "scatter",
    "shares",
    "stacked",
]
