"""Pictures of filled pages → what stands in their boxes. The one way in to the reader."""

from collections.abc import Callable, Iterable, Iterator

import cv2
import numpy as np

from . import finding, inking
from .deciding import judge
from .finding import SCALE, Grey
from .identity import Identity
from .layout import Field, Layout, Mark, Page
from .readings import Fault, FieldReading, MarkReading, PageReading

Find = Callable[[Identity], Layout | None]

_COARSE = 3.3  # dots a millimetre (85 dpi): fewer don't show a pencil's line
_LEAST = 100  # dots of the shorter side
_SHARP = 0.45  # of the printed outlines, as inking finds them
_DARK = 0.10  # of the brightness of paper
_NOTHING = 0.5  # square millimetres of ink in a field: specks
_CROP = 3.0  # millimetres shown around a box
_LONGEST = 1600  # of a picture kept as it came


def read(pictures: Iterable[Grey], find: Find) -> Iterator[PageReading]:
    """What each picture shows. `find` answers the layout of an identity, None for none known."""
    for picture in pictures:
        yield read_page(picture, find)


def read_page(picture: Grey, find: Find) -> PageReading:
    """What one picture (grey, 8 bits, any way up) shows."""
    if min(picture.shape[:2]) < _LEAST:
        return PageReading(faults=(Fault.NO_PAGE,), picture=picture)
    place = finding.find(picture)
    identity, foreign = finding.identify(picture, place)
    if place is None:
        fault = Fault.FOREIGN_QR if foreign else Fault.NO_PAGE
        return PageReading(identity, (fault,), said=foreign[:80], picture=_small(picture))
    flat = finding.flat(picture, place)
    told = PageReading(
        identity,
        turned=place.turned,
        dpi=place.dots * 25.4,
        said=foreign[:80],
        picture=flat,
        scale=SCALE,
    )
    if identity is None:
        return _with(told, Fault.FOREIGN_QR if foreign else Fault.NO_QR)
    layout = find(identity)
    if layout is None:
        return _with(told, Fault.UNKNOWN)
    page = layout.page(identity.page)
    if page is None or identity.hash != layout.hash:
        return _with(told, Fault.OTHER_LAYOUT)
    return _boxes(told, page, picture, place)


def _boxes(told: PageReading, page: Page, picture: Grey, place: finding.Place) -> PageReading:
    places: list[Mark | Field] = [*page.marks, *page.fields]
    if not all(place.lies_within(part.box.grown(0.5), picture.shape) for part in places):
        return _with(told, Fault.CUT_OFF)
    inked = inking.inked(told.picture, page.marks)
    faults = []
    if place.dots < _COARSE:
        faults.append(Fault.COARSE)
    if inked.light < _DARK:
        faults.append(Fault.DARK)
    if page.marks and float(np.percentile(inked.outlines, 75)) < _SHARP:
        faults.append(Fault.BLURRED)
    seen = [inking.traces(inked, n, mark) for n, mark in enumerate(page.marks)]
    judged = judge(page.marks, seen, fair=not faults)
    middle = np.median(inked.offsets, axis=0) if len(page.marks) else np.zeros(2)
    marks = tuple(
        MarkReading(m.item, m.key, j.shown, j.confidence, m.box.grown(_CROP), j.state)
        for m, j in zip(page.marks, judged, strict=True)
    )
    fields = tuple(_field(inked, f, (float(middle[0]), float(middle[1]))) for f in page.fields)
    return PageReading(
        told.identity,
        tuple(faults),
        marks,
        fields,
        told.turned,
        told.dpi,
        told.said,
        told.picture,
        told.scale,
    )


def _field(inked: inking.Inked, field: Field, offset: tuple[float, float]) -> FieldReading:
    """Whether anything stands in a place to write; when in doubt, something does."""
    inked_area = inking.written(inked, field, offset)
    nothing = inked_area < _NOTHING
    sure = 0.97 if nothing or inked_area > 5 * _NOTHING else 0.6
    return FieldReading(field.item, not nothing, sure, field.box.grown(_CROP))


def _with(told: PageReading, fault: Fault) -> PageReading:
    return PageReading(
        told.identity, (fault,), (), (), told.turned, told.dpi, told.said, told.picture, told.scale
    )


def _small(picture: Grey) -> Grey:
    shrink = min(1.0, _LONGEST / max(picture.shape))
    if shrink == 1.0:
        return picture
    small = cv2.resize(picture, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.uint8)
