"""People with pens: fills the boxes of a printed page and knows what it did.

A page is an array of brightness (0 black, 1 white), DOTS dots a millimetre.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from jibungoto.engines.sheets import Mark, Page, State

DOTS = 12.0
WAYS = ("fill", "scribble", "tick", "ring", "cross", "dot")
_SHARES = (0.30, 0.15, 0.33, 0.14, 0.05, 0.03)


@dataclass(frozen=True)
class Hand:
    """How somebody writes."""

    dark: float  # 1 black ink, 0.3 a faint pencil
    wide: float  # of the line, in millimetres
    shaky: float


def a_hand(rng: np.random.Generator) -> Hand:
    if rng.random() < 0.30:  # a pencil
        return Hand(rng.uniform(0.34, 0.75), rng.uniform(0.4, 0.8), rng.uniform(0.05, 0.25))
    return Hand(rng.uniform(0.75, 0.97), rng.uniform(0.35, 0.9), rng.uniform(0.03, 0.25))


def fill_page(
    paper: np.ndarray, page: Page, rng: np.random.Generator, hand: Hand, *, mending: float = 0.04
) -> dict[tuple[str, str], State]:
    """Fill one page as one person would; what truly stands in each box."""
    truth = {(m.item, m.key): State.EMPTY for m in page.marks}
    items: dict[str, list[Mark]] = {}
    for mark in page.marks:
        items.setdefault(mark.item, []).append(mark)
    favourite = rng.choice(WAYS, p=_SHARES)
    for marks in items.values():
        if rng.random() < 0.06:
            continue  # left out
        if marks[0].single:
            chosen = [marks[rng.integers(len(marks))]]
        else:
            chosen = [m for m in marks if rng.random() < 0.4]
        others = [m for m in marks if m not in chosen]
        if others and rng.random() < mending:
            wrong = others[rng.integers(len(others))]
            draw(paper, wrong, _way(rng, favourite), rng, hand)
            strike(paper, wrong, rng, hand)
            truth[wrong.item, wrong.key] = State.STRUCK
        for mark in chosen:
            draw(paper, mark, _way(rng, favourite), rng, hand)
            truth[mark.item, mark.key] = State.FILLED
    if rng.random() < 0.3:
        soil(paper, rng)
    return truth


def write_fields(
    paper: np.ndarray, page: Page, rng: np.random.Generator, hand: Hand
) -> dict[str, bool]:
    """Write in about half of the fields; in which."""
    written = {field.item: bool(rng.random() < 0.5) for field in page.fields}
    for field in page.fields:
        if written[field.item]:
            write(paper, field, rng, hand)
    return written


def _way(rng: np.random.Generator, favourite: str) -> str:
    return favourite if rng.random() < 0.85 else str(rng.choice(WAYS, p=_SHARES))


def draw(paper: np.ndarray, mark: Mark, way: str, rng: np.random.Generator, hand: Hand) -> None:
    x, y = mark.box.centre
    x, y = x + rng.normal(0, 0.25), y + rng.normal(0, 0.25)
    half = mark.box.w / 2
    if way == "fill":
        edge = rng.uniform(0.75, 1.1) * half
        rows = np.arange(-edge, edge, hand.wide * rng.uniform(0.5, 0.8))
        line = [
            (x + s * edge, y + r) for n, r in enumerate(rows) for s in ((-1, 1), (1, -1))[n % 2]
        ]
        stroke(paper, line, rng, hand)
    elif way == "scribble":
        edge = rng.uniform(0.65, 1.05) * half
        turns = int(rng.integers(4, 9))
        line = [
            (x + edge * (-1 + 2 * n / turns), y + edge * (-1) ** n * rng.uniform(0.6, 1))
            for n in range(turns + 1)
        ]
        stroke(paper, line, rng, hand)
    elif way == "tick":
        size = rng.uniform(0.75, 1.35)
        up = rng.uniform(1.0, 1.9)
        line = [
            (x - half * size * rng.uniform(0.6, 0.95), y - half * rng.uniform(-0.2, 0.3)),
            (x - half * 0.15 * size, y + half * rng.uniform(0.45, 0.9)),
            (x + half * size * rng.uniform(0.7, 1.2), y - half * up * size * 0.75),
        ]
        stroke(paper, line, rng, hand)
    elif way == "ring":
        a = half * rng.uniform(1.35, 1.85)
        b = half * rng.uniform(1.3, 1.75)
        if rng.random() < 0.35:  # drawn inside the box
            a, b = half * rng.uniform(0.5, 0.85), half * rng.uniform(0.5, 0.85)
        start, sweep = rng.uniform(0, 6.28), 6.28 * rng.uniform(0.95, 1.15)
        at = start + np.linspace(0, sweep, 40)
        stroke(paper, [(x + a * np.cos(t), y + b * np.sin(t)) for t in at], rng, hand)
    elif way == "cross":
        size = half * rng.uniform(0.7, 1.0)
        stroke(paper, [(x - size, y - size), (x + size, y + size)], rng, hand)
        stroke(paper, [(x + size, y - size), (x - size, y + size)], rng, hand)
    else:  # a fat dot
        size = half * rng.uniform(0.35, 0.55)
        at = np.linspace(0, 6.28 * 3, 60)
        stroke(
            paper,
            [(x + size * t / 19 * np.cos(t), y + size * t / 19 * np.sin(t)) for t in at],
            rng,
            hand,
        )


def strike(paper: np.ndarray, mark: Mark, rng: np.random.Generator, hand: Hand) -> None:
    """Two lines through the box and beyond, as the sheet says."""
    x, y = mark.box.centre
    half = mark.box.w / 2
    tilt = rng.normal(0, 0.07)
    for shift in (-0.9, 0.9):
        out = half + rng.uniform(1.6, 2.8), half + rng.uniform(1.6, 2.8)
        at = y + shift * rng.uniform(0.7, 1.2)
        stroke(
            paper, [(x - out[0], at - out[0] * tilt), (x + out[1], at + out[1] * tilt)], rng, hand
        )


def soil(paper: np.ndarray, rng: np.random.Generator) -> None:
    """Specks of dirt and toner, up to a third of a millimetre."""
    for _ in range(int(rng.integers(10, 120))):
        x, y = rng.uniform(0, 1, 2) * paper.shape[::-1]
        size = int(rng.integers(1, max(int(0.17 * DOTS), 2) + 1))
        cv2.circle(paper, (int(x), int(y)), size, float(rng.uniform(0.1, 0.6)), -1)


def write(paper: np.ndarray, field, rng: np.random.Generator, hand: Hand) -> None:
    """Something like handwriting."""
    x, y = field.box.x + 2, field.box.y + 5
    for _ in range(int(rng.integers(1, 4)) if field.digits else int(rng.integers(3, 14))):
        if x > field.box.x + field.box.w - 5:
            break
        spots = [(x + rng.uniform(0, 4), y + rng.uniform(-2.6, 2.6)) for _ in range(5)]
        stroke(paper, spots, rng, hand)
        x += 5.5


def stroke(paper: np.ndarray, line, rng: np.random.Generator, hand: Hand) -> None:
    """One line of a pen through these places (millimetres), never quite straight or even."""
    spots = np.array(line, float)
    lengths = np.r_[0, np.cumsum(np.hypot(*np.diff(spots, axis=0).T))]
    steps = max(int(lengths[-1] / 0.15), 2)
    at = np.linspace(0, lengths[-1], steps)
    xs, ys = np.interp(at, lengths, spots[:, 0]), np.interp(at, lengths, spots[:, 1])
    smooth = np.ones(9) / 9
    xs = xs + np.convolve(rng.normal(0, hand.shaky, steps), smooth, "same")
    ys = ys + np.convolve(rng.normal(0, hand.shaky, steps), smooth, "same")
    left, top = min(xs) - 2, min(ys) - 2
    wide, high = max(xs) - left + 2, max(ys) - top + 2
    x0, y0 = max(int(left * DOTS), 0), max(int(top * DOTS), 0)
    x1 = min(int((left + wide) * DOTS), paper.shape[1])
    y1 = min(int((top + high) * DOTS), paper.shape[0])
    layer = np.zeros((y1 - y0, x1 - x0), np.uint8)
    path = np.stack([xs * DOTS - x0, ys * DOTS - y0], 1)
    thick = max(round(hand.wide * DOTS * rng.uniform(0.85, 1.15)), 1)
    cv2.polylines(layer, [np.round(path * 8).astype(np.int32)], False, 255, thick, cv2.LINE_AA, 3)
    ink = layer.astype(np.float32) / 255 * hand.dark
    if hand.dark < 0.75:  # graphite takes to the grain of the paper
        grain = cv2.GaussianBlur(rng.random(layer.shape, np.float32), (0, 0), 1.2)
        ink *= np.clip(0.55 + (grain - 0.5) * 3.0, 0.25, 1.0)
    part = paper[y0:y1, x0:x1]
    np.minimum(part, 1 - np.clip(ink, 0, 1), out=part)
