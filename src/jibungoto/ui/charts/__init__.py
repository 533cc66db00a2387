"""Pictures of data: builders of specs, the drawing of them, and the figure around each picture.

A room says what it found and hands over numbers; colours, type, legend, table and paper are here.
"""

from .bars import bars, shares, stacked
from .drawing import prepare
from .figure import Chart, Figure, Key, Table
from .lines import line
from .opinions import scatter
from .pyramid import pyramid

__all__ = [
    "Chart",
    "Figure",
    "Key",
    "Table",
    "bars",
    "line",
    "prepare",
    "pyramid",
    "scatter",
    "shares",
    "stacked",
]
