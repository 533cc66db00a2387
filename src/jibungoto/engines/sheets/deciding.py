"""From traces of ink to the state of a box, and how sure that is.

The thresholds were set on sheets filled and pictured by a program (tests/engines/sheets); between
"clearly nothing" and "clearly marked" lies a wide strip in which a person decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .inking import Traces
from .layout import Mark
from .readings import SURE, State

_INNER, _DARK, _RING = 0.05, 0.12, 0.11  # about here a mark may be one
_STRUCK = 0.10
_CLASH = 0.5


@dataclass(frozen=True, slots=True)
class Judged:
    """What a box most likely is, and how sure that is."""

    state: State
    confidence: float

    @property
    def shown(self) -> State:
        """The state people are told: doubtful below the line."""
        return self.state if self.confidence >= SURE else State.DOUBTFUL


def judge(marks: Sequence[Mark], seen: Sequence[Traces], *, fair: bool = True) -> list[Judged]:
    """The state of each box of a page. Not `fair`: the picture is so poor that none is sure."""
    alone = [_alone(traces) for traces in seen]
    items: dict[str, list[int]] = {}
    for n, mark in enumerate(marks):
        items.setdefault(mark.item, []).append(n)
    for numbers in items.values():
        _together(alone, numbers, single=marks[numbers[0]].single)
    if not fair:
        alone = [Judged(j.state, min(j.confidence, SURE - 0.1)) for j in alone]
    return alone


def strength(t: Traces) -> float:
    """How much of a mark is there: 1 is half-way, an empty box has less than a half."""
    return max(t.inner / _INNER, t.dark / _DARK, t.around / _RING)


def _alone(t: Traces) -> Judged:
    through = min(t.left, t.right)
    if through > 0.05 and t.around < 0.8 * through:
        # Lines leave the box on both sides, and no ring crosses them.
        sure = _ramp(through / _STRUCK, ((0.5, 0.4), (1.0, 0.6), (1.5, 0.93), (3.0, 0.98)))
        if t.inner < 2 * _INNER:
            sure = min(sure, 0.7)
        return Judged(State.STRUCK, sure)
    s = strength(t)
    if t.around > max(0.6 * _RING, 0.2 * t.dark) and t.inner > _INNER:
        # A stroke around the box, and ink in it: a ring about a mark, or a ring struck out.
        struck = through > 0.5 * t.around
        return Judged(State.STRUCK if struck else State.FILLED, 0.6)
    if s >= 1.0:
        return Judged(
            State.FILLED, _ramp(s, ((1.0, 0.5), (1.25, 0.8), (1.5, 0.92), (3.0, 0.98), (5, 0.995)))
        )
    sure = _ramp(s, ((0.0, 0.998), (0.3, 0.99), (0.55, 0.96), (0.8, 0.91), (1.0, 0.5)))
    if t.outline < 0.55:  # where is its outline? something covers it
        sure = min(sure, 0.6)
    return Judged(State.EMPTY, sure)


def _together(judged: list[Judged], numbers: Sequence[int], *, single: bool) -> None:
    """What boxes of one item say about each other."""
    filled = [n for n in numbers if judged[n].state is State.FILLED]
    struck = [n for n in numbers if judged[n].state is State.STRUCK]
    if single and len(filled) > 1:
        for n in filled:
            judged[n] = Judged(State.FILLED, min(judged[n].confidence, _CLASH))
    if single and struck and not filled:
        # Taken back and nothing chosen instead: perhaps a mark with long strokes.
        for n in struck:
            judged[n] = Judged(State.STRUCK, min(judged[n].confidence, 0.7))


def _ramp(value: float, points: Sequence[tuple[float, float]]) -> float:
    at, sure = zip(*points, strict=True)
    return float(np.interp(value, at, sure))
