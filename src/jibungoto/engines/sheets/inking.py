"""What a pen left in and around each box of a page laid flat.

Ink is 0 on bare paper and about 1 where print is black: brightness over that of the paper nearby,
so that shadows and pale scans drop out. Boxes are found once more by their printed outline, since
paper curls: how far each lies off is fitted by one smooth surface for the page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from .finding import SCALE, Grey
from .layout import CORNERS, FIDUCIAL, LINE, Box, Field, Mark

Ink = NDArray[Any]

_REACH = 1.3  # millimetres a box may lie off
_INSET = 0.95  # from the outer edge of a box to where its outline no longer bleeds in
_NEAR, _FAR = 0.75, 2.4  # outside the outline: where a ring or a line through the box is looked for
_ANGLES = 16
_WRITTEN = 0.12  # ink of the palest handwriting; the ruling of a field is paler


@dataclass(frozen=True, slots=True)
class Traces:
    """What stands in one box and around it. All are ink, from 0 to about 1."""

    inner: float  # mean inside
    dark: float  # the darkest part inside, a stroke wide
    around: float  # how dark a stroke around the box is, in three of four directions at least
    left: float  # a line that runs out of the box to this side
    right: float
    outside: float  # mean around
    outline: float  # how well the printed outline was found, up to 1


@dataclass(frozen=True)
class Inked:
    """A page as ink, and where its boxes truly lie."""

    ink: Ink
    light: float  # of the darkest part of the paper, 0 to 1
    offsets: NDArray[Any]  # of the marks, in millimetres
    outlines: NDArray[Any]


def inked(flat: Grey, marks: Sequence[Mark]) -> Inked:
    """The ink of a page, and the offsets of its boxes."""
    ink, light = _ink(flat)
    found = [_outline(ink, mark.box) for mark in marks]
    offsets = np.array([f[:2] for f in found]).reshape(-1, 2)
    scores = np.array([f[2] for f in found])
    return Inked(ink, light, _smoothed(marks, offsets, scores), scores)


def traces(page: Inked, n: int, mark: Mark) -> Traces:
    """What stands in the n-th box."""
    dx, dy = page.offsets[n]
    box = mark.box.moved(float(dx), float(dy))
    inner = _cut(page.ink, box.grown(-_INSET))
    soft = cv2.GaussianBlur(inner, (0, 0), 0.22 * SCALE)
    far = box.grown(_FAR)
    rim = _cut(page.ink, far)
    around, outside = _around(rim, box.w)
    return Traces(
        inner=float(inner.mean()),
        dark=float(np.percentile(soft, 97)),
        around=around,
        left=_runs_out(page.ink, box, left=True),
        right=_runs_out(page.ink, box, left=False),
        outside=outside,
        outline=float(page.outlines[n]),
    )


def written(page: Inked, field: Field, offset: tuple[float, float]) -> float:
    """How much of a place to write in is inked, in mm²; its own lines don't count."""
    box, cells = field.box.moved(*offset), max(field.digits, 1)
    wide = box.w / cells
    inked = 0
    for n in range(cells):
        inner = _cut(page.ink, Box(box.x + n * wide, box.y, wide, box.h).grown(-1.2))
        inked += int((cv2.GaussianBlur(inner, (0, 0), 0.15 * SCALE) > _WRITTEN).sum())
    return inked / SCALE**2


def _ink(flat: Grey) -> tuple[Ink, float]:
    """Ink, and how light the darkest part of the paper is beside a white one."""
    small = cv2.resize(flat, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    size = round(11.0 * SCALE / 4) | 1
    paper = cv2.morphologyEx(
        small, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    )
    paper = cv2.GaussianBlur(cv2.medianBlur(paper, 5), (0, 0), 2.0)
    whole = cv2.resize(paper, (flat.shape[1], flat.shape[0])).astype(np.float32)
    raw = 1.0 - flat.astype(np.float32) / np.maximum(whole, 1.0)
    black = np.median(
        [_cut(raw, Box(x + 0.3, y + 0.3, FIDUCIAL - 0.6, 0.9)).mean() for x, y in CORNERS]
    )
    edge = round(16 * SCALE / 4)
    inside = paper[edge:-edge, edge:-edge]
    light = float(np.percentile(inside, 2)) / 255.0
    return np.clip(raw / max(float(black), 0.25), -0.3, 1.3), light


def _outline(ink: Ink, box: Box) -> tuple[float, float, float]:
    """How far the printed outline lies off, in millimetres, and how well it was found."""
    margin = 1.0
    frame = _frame(box.w, margin)
    part = _cut(ink, box.grown(margin + _REACH))
    if min(part.shape) < frame.shape[0]:
        return 0.0, 0.0, 0.0
    fit = cv2.matchTemplate(np.clip(part, 0, 0.9), frame, cv2.TM_CCOEFF_NORMED)
    _low, score, _at, best = cv2.minMaxLoc(fit)
    middle = (np.array(fit.shape[::-1]) - 1) / 2
    off = (np.array(best) + _between(fit, best) - middle) / SCALE
    # The cut itself begins at a whole dot.
    begin = box.grown(margin + _REACH)
    rest = np.array([_rest(begin.x), _rest(begin.y)])
    return float(off[0] - rest[0]), float(off[1] - rest[1]), float(score)


def _rest(at: float) -> float:
    return at - round(at * SCALE) / SCALE


def _between(fit: NDArray[Any], best: Sequence[int]) -> NDArray[Any]:
    """Where between the dots the best fit lies."""
    x, y = best
    said = [0.0, 0.0]
    for axis, (low, high) in enumerate((((y, x - 1), (y, x + 1)), ((y - 1, x), (y + 1, x)))):
        if min(low) < 0 or high[0] >= fit.shape[0] or high[1] >= fit.shape[1]:
            continue
        a, b, c = float(fit[low]), float(fit[y, x]), float(fit[high])
        bend = a - 2 * b + c
        said[axis] = 0.5 * (a - c) / bend if bend < -1e-6 else 0.0
    return np.clip(said, -0.5, 0.5)


_frames: dict[tuple[float, float], NDArray[Any]] = {}


def _frame(side: float, margin: float) -> NDArray[Any]:
    """The outline of an empty box, a little blurred; the inside counts for little."""
    if (side, margin) not in _frames:
        fine = 4
        dots = SCALE * fine
        whole = round((side + 2 * margin) * SCALE) * fine
        drawn: NDArray[Any] = np.zeros((whole, whole), np.float32)
        begin = (whole - side * dots) / 2
        a, b = round(begin), round(begin + side * dots)
        drawn[a:b, a:b] = 1.0
        thick = max(round(LINE * dots), 1)
        drawn[a + thick : b - thick, a + thick : b - thick] = 0.0
        drawn = cv2.GaussianBlur(drawn, (0, 0), 0.16 * dots)
        _frames[side, margin] = cv2.resize(
            drawn, None, fx=1 / fine, fy=1 / fine, interpolation=cv2.INTER_AREA
        )
    return _frames[side, margin]


def _smoothed(marks: Sequence[Mark], offsets: NDArray[Any], scores: NDArray[Any]) -> NDArray[Any]:
    """One smooth surface through the offsets that were found well."""
    if not len(marks):
        return offsets
    centres = np.array([m.box.centre for m in marks])
    x, y = (centres - [105.0, 148.5]).T / 100.0
    terms = np.stack([np.ones_like(x), x, y, x * y, x * x, y * y], 1)
    good = scores > 0.45
    for _ in range(3):
        many = int(good.sum())
        used = terms[:, : 6 if many >= 14 else 3 if many >= 6 else 1]
        if many == 0:
            return np.zeros_like(offsets)
        weight = np.sqrt(scores[good])[:, None]
        # A little ridge: few boxes in a corner must not bend the rest of the page.
        ridge = 0.05 * np.eye(used.shape[1])
        ridge[0, 0] = 0.0
        a = np.vstack([used[good] * weight, ridge])
        b = np.vstack([offsets[good] * weight, np.zeros((used.shape[1], 2))])
        fitted = np.asarray(used @ np.linalg.lstsq(a, b, rcond=None)[0], np.float64)
        left = np.hypot(*(offsets - fitted).T)
        kept = (scores > 0.45) & (left < max(0.25, 2.5 * float(np.median(left[good]))))
        if (kept == good).all() or not kept.any():
            break
        good = kept
    return np.clip(fitted, -_REACH, _REACH)


def _around(rim: Ink, side: float) -> tuple[float, float]:
    """How dark a stroke is that is crossed in three of four directions outside; mean ink there."""
    high, wide = rim.shape
    y, x = np.mgrid[0:high, 0:wide]
    y, x = (y - (high - 1) / 2) / SCALE, (x - (wide - 1) / 2) / SCALE
    off = np.maximum(np.abs(x), np.abs(y)) - side / 2
    ring = (off > _NEAR) & (off < _FAR)
    sector = ((np.arctan2(y, x) + np.pi) / (2 * np.pi) * _ANGLES).astype(int) % _ANGLES
    soft = cv2.GaussianBlur(rim, (0, 0), 0.15 * SCALE)
    crossed = [float(soft[ring & (sector == n)].max(initial=0.0)) for n in range(_ANGLES)]
    return float(np.percentile(crossed, 25)), float(np.clip(rim[ring], 0, 1).mean())


def _runs_out(ink: Ink, box: Box, *, left: bool) -> float:
    """How dark a line is that leaves the box to this side, all the way through the strip there."""
    wide = 1.35
    x = box.x - _NEAR - wide + 0.1 if left else box.x + box.w + _NEAR - 0.1
    strip = _cut(ink, Box(x, box.y - 0.6, wide, box.h + 1.2))
    if strip.size == 0:
        return 0.0
    soft = cv2.GaussianBlur(strip, (0, 0), 0.16 * SCALE)
    columns = soft.shape[1]
    best = 0.0
    for slope in (-0.3, -0.2, -0.1, 0.0, 0.1, 0.2, 0.3):
        shifts = np.round((np.arange(columns) - columns / 2) * slope).astype(int)
        sheared = np.stack([np.roll(soft[:, n], s) for n, s in enumerate(shifts)], 1)
        # Dark everywhere on its way, not here and there: the mean of the palest parts.
        palest = np.sort(sheared, 1)[:, : max(columns // 3, 1)].mean(1)
        best = max(best, float(palest.max()))
    return best


def _cut(ink: NDArray[Any], box: Box) -> NDArray[Any]:
    x0, y0 = max(round(box.x * SCALE), 0), max(round(box.y * SCALE), 0)
    x1, y1 = round((box.x + box.w) * SCALE), round((box.y + box.h) * SCALE)
    return np.ascontiguousarray(ink[y0:y1, x0:x1])
