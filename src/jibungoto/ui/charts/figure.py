"""A picture with everything that must stand around it: finding, legend, reading, source, table."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import wraps
from typing import Any


@dataclass(frozen=True, slots=True)
class Key:
    """One entry of a legend; `shape` is one of signs.SHAPES."""

    ink: str
    word: str
    shape: str = "box"


@dataclass(frozen=True, slots=True)
class Table:
    """The numbers of a picture in words; the first column heads its row. `here` tints a row."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    here: int | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture to be drawn: its Vega-Lite spec, what it shows in words, its legend and numbers."""

    spec: dict[str, Any]
    alt: str
    table: Table
    legend: Sequence[Key] = ()
    made: "Making | None" = field(default=None, compare=False)
    # Where the reader stands, across and up from 0 to 1: drawn over the picture, which is kept
    # for everybody and tells of nobody.
    me: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Making:
    """What a chart was made of, so that it can be made again in another language."""

    builder: str
    args: Sequence[Any]
    named: Mapping[str, Any]

    def again(self) -> Chart:
        """The chart in the language of the moment."""
        return _BUILDERS[self.builder](*self.args, **self.named)


_BUILDERS: dict[str, Callable[..., Chart]] = {}


def builder[**P](build: Callable[P, Chart]) -> Callable[P, Chart]:
    """A function that makes a chart of values and words; the chart remembers them."""
    name = build.__name__

    @wraps(build)
    def built(*args: P.args, **named: P.kwargs) -> Chart:
        return replace(build(*args, **named), made=Making(name, args, named))

    _BUILDERS[name] = built
    return built


@dataclass(frozen=True, slots=True)
class Figure:
    """What a page shows. The heading states the finding; without a chart `missing` says why.

    `reading` tells how to read it in one or two sentences; date, source and method are never left
    out where there are numbers.
    """

    heading: str
    chart: Chart | None = None
    reading: str = ""
    date: str = ""
    source: str = ""
    method: str = ""
    missing: str = ""
    level: int = 3
    notes: Sequence[str] = field(default=())
    note: tuple[str, str] | None = None  # name and address of the note that tells the method
