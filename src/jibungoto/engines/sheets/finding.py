"""Finding a page in a picture: its four corners, its QR, and the page laid flat."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from .identity import Identity, NotOurs
from .layout import CORNERS, FIDUCIAL, HIGH, QR, WIDE, Box

Grey = NDArray[Any]  # brightness, 8 bits
Matrix = NDArray[Any]

SCALE = 6.0  # dots a millimetre of a page laid flat
_LOOK = 1700  # the longest side corners are looked for at
_FINE = 7.0  # dots a millimetre from which more only cost time


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page lies: `to_picture` takes millimetres to dots of the picture."""

    to_picture: Matrix
    corners: int  # how many of the four were found
    turned: int
    dots: float  # of the picture for a millimetre of paper

    def lies_within(self, box: Box, shape: tuple[int, ...]) -> bool:
        spots = _through(self.to_picture, _edges(box))
        high, wide = shape[:2]
        return bool(
            (spots >= -0.5).all() and (spots[:, 0] < wide + 0.5).all()
            and (spots[:, 1] < high + 0.5).all()
        )  # fmt: skip


def find(grey: Grey) -> Place | None:
    """Where the page lies in a picture; None without at least two of its corners."""
    shrink = min(1.0, _LOOK / max(grey.shape))
    small = grey if shrink == 1.0 else cv2.resize(
        grey, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA
    )  # fmt: skip
    found = _markers(small)
    if len(found) < 2 and shrink < 1.0:
        found, shrink = _markers(grey), 1.0
    if len(found) < 2:
        return None
    on_paper = np.vstack([_corner(n) for n in found])
    in_picture = np.vstack(list(found.values())) / shrink
    matrix, held = cv2.findHomography(on_paper, in_picture, cv2.RANSAC, 6.0 / shrink)
    if matrix is None or held.sum() < 7 or not np.isfinite(matrix).all():
        return None
    middle = _through(matrix, np.array([[105.0, 140.0], [115.0, 140.0], [105.0, 150.0]]))
    across, down = middle[1] - middle[0], middle[2] - middle[0]
    area = across[0] * down[1] - across[1] * down[0]
    if area <= 0:  # a page seen from behind
        return None
    angle = np.degrees(np.arctan2(across[1], across[0]))
    turned = round(float(angle) / 90.0) * 90 % 360
    return Place(matrix, len(found), turned, float(np.sqrt(area) / 10.0))


def flat(grey: Grey, place: Place) -> Grey:
    """The page laid flat, SCALE dots a millimetre; white where the picture does not reach."""
    source, matrix = grey, place.to_picture
    if place.dots > _FINE * 1.25:
        shrink = _FINE / place.dots
        source = cv2.resize(grey, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
        matrix = np.diag([shrink, shrink, 1.0]) @ matrix
    to_page = matrix @ np.diag([1 / SCALE, 1 / SCALE, 1.0])
    size = (round(WIDE * SCALE), round(HIGH * SCALE))
    laid = cv2.warpPerspective(
        source, to_page, size, flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderValue=255
    )
    return np.asarray(laid, np.uint8)


def identify(grey: Grey, place: Place | None) -> tuple[Identity | None, str]:
    """What the QR says: the identity, or the words of a QR that is not ours ("" without any)."""
    foreign = ""
    for crop in _codes(grey, place):
        said = _decoded(crop)
        if not said:
            continue
        try:
            return Identity.read(said), ""
        except NotOurs:
            foreign = said
    return None, foreign


def _codes(grey: Grey, place: Place | None) -> Iterator[Grey]:
    """Where the QR may be, the likeliest first, in several sizes and contrasts."""
    if place is not None:
        for margin, scale in ((3.0, 12.0), (2.0, 8.0), (5.0, 10.0)):
            box = QR.grown(margin)
            matrix = place.to_picture @ np.array(
                [[1 / scale, 0, box.x], [0, 1 / scale, box.y], [0, 0, 1]]
            )
            side = round(box.w * scale)
            crop = cv2.warpPerspective(
                grey, matrix, (side, side), flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP,
                borderValue=255,
            )  # fmt: skip
            yield crop
            yield cv2.equalizeHist(crop)
            blurred = cv2.GaussianBlur(crop, (0, 0), scale * 0.35)
            yield cv2.addWeighted(crop, 2.2, blurred, -1.2, 0)
            yield cv2.threshold(crop, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)[1]
        return
    shrink = min(1.0, 1600 / max(grey.shape))
    yield cv2.resize(grey, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)


def _decoded(crop: Grey) -> str:
    try:
        said, _points, _straight = cv2.QRCodeDetector().detectAndDecode(crop)
    except (cv2.error, UnicodeDecodeError):  # OpenCV gives up on some pictures in this way
        return ""
    return str(said)


@cache
def _detector() -> cv2.aruco.ArucoDetector:
    settings = cv2.aruco.DetectorParameters()
    settings.cornerRefinementMethod = cv2.aruco.CORNER_REFINE_SUBPIX
    settings.minMarkerPerimeterRate = 0.02
    settings.adaptiveThreshWinSizeMax = 33
    settings.errorCorrectionRate = 0.5
    return cv2.aruco.ArucoDetector(
        cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50), settings
    )


def _markers(grey: Grey) -> dict[int, NDArray[np.float64]]:
    """The corners of the page's own markers; of two with one number neither is trusted."""
    corners, ids, _rejected = _detector().detectMarkers(grey)
    if ids is None:
        return {}
    numbers = [int(n) for n in ids.ravel()]
    return {
        n: np.asarray(spots, np.float64).reshape(4, 2)
        for n, spots in zip(numbers, corners, strict=True)
        if 0 <= n < 4 and numbers.count(n) == 1
    }


def _corner(n: int) -> NDArray[np.float64]:
    x, y = CORNERS[n]
    return _edges(Box(x, y, FIDUCIAL, FIDUCIAL))


def _edges(box: Box) -> NDArray[np.float64]:
    return np.array(
        [
            [box.x, box.y],
            [box.x + box.w, box.y],
            [box.x + box.w, box.y + box.h],
            [box.x, box.y + box.h],
        ]
    )


def _through(matrix: Matrix, spots: NDArray[np.float64]) -> NDArray[np.float64]:
    moved = cv2.perspectiveTransform(spots.reshape(-1, 1, 2), matrix)
    return np.asarray(moved, np.float64).reshape(-1, 2)
