"""Measures: named countable quantities, registered by the app that owns the rows they count.

An indicator of a plan binds to a measure; its figures then compute themselves and each opens the
rows behind it.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `first` to `last`, both included."""

    first: dt.date
    last: dt.date


@dataclass(frozen=True, slots=True)
class Row:
    """One record behind a figure."""

    date: dt.date | None
    title: str
    url: str
    amount: float = 1


@dataclass(frozen=True, slots=True)
class Measure:
    """`value(area, period)` is the figure, `rows(area, period)` what it was counted from.

    `area` is a district or None for the whole municipality. The value is None where nothing is
    known, which is not zero. `formula` says in words how it is counted.
    """

    key: str
    label: Any
    unit: Any
    formula: Any
    value: Callable[[Any, Period], float | None]
    rows: Callable[[Any, Period], Iterable[Row]]
