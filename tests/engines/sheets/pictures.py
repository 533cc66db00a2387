"""Scanners and cameras: makes pictures of filled pages as they come from offices and desks."""

from dataclasses import dataclass

import cv2
import numpy as np

from .pens import DOTS


@dataclass(frozen=True)
class Shot:
    """A picture and how it was taken."""

    picture: np.ndarray  # grey, 8 bits
    how: str
    dpi: float


def scan(paper: np.ndarray, rng: np.random.Generator) -> Shot:
    """From an office scanner: askew by little, sometimes pale, cut at the paper's edge."""
    dpi = float(rng.choice([150, 200, 200, 300, 120]))
    dots = dpi / 25.4
    angle = rng.normal(0, 0.9)
    if rng.random() < 0.1:
        angle += 180
    centre = np.array([105.0, 148.5])
    turn = cv2.getRotationMatrix2D((0, 0), angle, dots)
    shift = centre * dots - turn[:, :2] @ centre + rng.normal(0, 0.8, 2) * dots
    matrix = np.hstack([turn[:, :2] / DOTS, shift[:, None]])
    size = (round(210 * dots), round(297 * dots))
    picture = cv2.warpAffine(
        _soft(paper, dots), matrix, size, flags=cv2.INTER_AREA, borderValue=0.93
    )
    picture *= rng.uniform(0.93, 1.0)
    _pale(picture, rng.uniform(0, 0.18))
    picture += rng.normal(0, rng.uniform(0.002, 0.02), picture.shape)
    return Shot(_jpeg(picture, rng, 55, 95), "scan", dpi)


def photograph(paper: np.ndarray, rng: np.random.Generator) -> Shot:
    """From a phone above a desk: askew up to 12 degrees, tilted, in a shadow, not quite sharp."""
    dpi = float(rng.uniform(120, 300))
    dots = dpi / 25.4
    wide, high = 210 * dots, 297 * dots
    margin = rng.uniform(0.06, 0.14) * high
    frame = (round(wide + 2 * margin + 0.22 * high), round(high + 2 * margin + 0.16 * wide))
    angle = np.radians(rng.uniform(-12, 12))
    corners = np.array([[-wide, -high], [wide, -high], [wide, high], [-wide, high]]) / 2
    turned = corners @ np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    tilt = rng.uniform(-0.05, 0.05, 2)
    depth = 1 + turned @ tilt / np.array([wide, high]).mean() * 2
    spots = turned / depth[:, None] + np.array(frame) / 2 + rng.normal(0, 4, 2)
    curled = _curl(paper, rng)
    source = np.array(
        [[0, 0], [paper.shape[1], 0], [paper.shape[1], paper.shape[0]], [0, paper.shape[0]]]
    )
    matrix = cv2.getPerspectiveTransform(source.astype(np.float32), spots.astype(np.float32))
    soft = _soft(curled, dots)
    picture = cv2.warpPerspective(soft, matrix, frame, flags=cv2.INTER_LINEAR, borderValue=-1)
    desk = _desk(frame, rng)
    np.copyto(picture, desk, where=picture < 0)
    picture *= _light(frame, rng)
    sigma = rng.uniform(0.0, 0.14) * dots  # of a millimetre on the paper
    picture = cv2.GaussianBlur(picture, (0, 0), max(sigma, 0.3))
    if rng.random() < 0.25:
        picture = _shaken(picture, rng.uniform(0.1, 0.3) * dots, rng)
    _pale(picture, rng.uniform(0, 0.12))
    picture += rng.normal(0, rng.uniform(0.004, 0.035), picture.shape)
    turns = int(rng.choice([0, 0, 0, 1, 2, 3]))
    return Shot(_jpeg(np.rot90(picture, turns), rng, 45, 92), "photo", dpi)


def take(paper: np.ndarray, rng: np.random.Generator) -> Shot:
    """A picture, most of them by a phone."""
    return scan(paper, rng) if rng.random() < 0.4 else photograph(paper, rng)


def _soft(paper: np.ndarray, dots: float) -> np.ndarray:
    """What dots of this size see of the paper."""
    return cv2.GaussianBlur(paper, (0, 0), max(0.42 * DOTS / dots, 0.3))


def _curl(paper: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Paper that doesn't lie quite flat: up to half a millimetre aside in the middle."""
    high, wide = paper.shape
    y, x = np.mgrid[0:high:8, 0:wide:8].astype(np.float32)
    amount = rng.uniform(-0.5, 0.5, 2) * DOTS
    dx = amount[0] * np.sin(np.pi * y / high) + amount[1] * 0.3 * np.sin(2 * np.pi * y / high)
    dy = amount[1] * np.sin(np.pi * x / wide)
    size = (wide, high)
    return cv2.remap(
        paper,
        cv2.resize((x + dx).astype(np.float32), size),
        cv2.resize((y + dy).astype(np.float32), size),
        cv2.INTER_LINEAR,
        borderValue=0.95,
    )


def _desk(frame: tuple[int, int], rng: np.random.Generator) -> np.ndarray:
    wide, high = frame
    small = rng.random((high // 3, max(wide // 60, 2)), np.float32)
    return cv2.resize(rng.uniform(0.15, 0.6) + 0.15 * (small - 0.5), frame)


def _light(frame: tuple[int, int], rng: np.random.Generator) -> np.ndarray:
    """A lamp at one side, and often the shadow of a hand or a phone with a soft edge."""
    wide, high = frame
    y, x = np.mgrid[0:high:4, 0:wide:4].astype(np.float32)
    x, y = x / wide - 0.5, y / high - 0.5
    way = rng.uniform(0, 6.28)
    light = 1 - rng.uniform(0.0, 0.45) * (x * np.cos(way) + y * np.sin(way) + 0.5)
    light *= 1 - rng.uniform(0, 0.25) * (x**2 + y**2) * 2
    if rng.random() < 0.45:
        way, off = rng.uniform(0, 6.28), rng.uniform(-0.3, 0.3)
        edge = (x * np.cos(way) + y * np.sin(way) - off) / rng.uniform(0.01, 0.12)
        light *= 1 - rng.uniform(0.15, 0.6) / (1 + np.exp(-np.clip(edge, -30, 30)))
    light = np.clip(light * rng.uniform(0.75, 1.05), 0.08, 1.1)
    return cv2.resize(light.astype(np.float32), frame)  # half the bytes of all that follows


def _shaken(picture: np.ndarray, length: float, rng: np.random.Generator) -> np.ndarray:
    size = max(int(length) | 1, 3)
    kernel = np.zeros((size, size), np.float32)
    way = rng.uniform(0, np.pi)
    end = np.array([np.cos(way), np.sin(way)]) * size / 2
    middle = size / 2 - 0.5
    a, b = middle - end, middle + end
    cv2.line(kernel, (round(a[0]), round(a[1])), (round(b[0]), round(b[1])), 1.0)
    return cv2.filter2D(picture, -1, kernel / kernel.sum())


def _pale(picture: np.ndarray, by: float) -> None:
    picture *= 1 - by
    picture += by


def _jpeg(picture: np.ndarray, rng: np.random.Generator, worst: int, best: int) -> np.ndarray:
    picture *= 255  # in place, as above: each copy of a large page costs as much as its reading
    grey = np.clip(picture, 0, 255, out=picture).astype(np.uint8)
    quality = int(rng.integers(worst, best))
    coded = cv2.imencode(".jpg", np.ascontiguousarray(grey), [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return cv2.imdecode(coded, cv2.IMREAD_GRAYSCALE)
