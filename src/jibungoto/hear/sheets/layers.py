"""The pictures a page of a PDF is made of, and the page laid out of them.

A scanner that saves space cuts a page into strips or layers (ink as a mask over a paler ground).
Taken alone each of them is a part of the truth; here they are painted as a viewer paints them. What
can't be painted, or was written over the pictures afterwards, is refused: an answer in it would be
missed without anybody knowing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_LAYERS = 600
_DEEPEST = 6  # forms within forms
_WHOLE = 0.9  # of the page: what lay below is out of sight
_SCANNED = 0.5  # of the page in pictures: it is a scan
_PALE = 0.95
_PATHS = frozenset((b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"))
_LINES = frozenset((b"S", b"s", b"B", b"B*", b"b", b"b*"))
_TEXTS = frozenset((b"Tj", b"TJ", b"'", b'"'))
_FILLS = frozenset((b"g", b"rg", b"k", b"sc", b"scn"))
_STROKES = frozenset((b"G", b"RG", b"K", b"SC", b"SCN"))
_UNSEEN = (3, 7)  # modes of text that leaves no ink: what a scanner recognised
_QUIET_NOTES = ("/Link", "/Popup", "/Widget")

type Matrix = tuple[float, float, float, float, float, float]
_AS_IT_IS: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Overdrawn(Exception):
    """Text or lines stand over the pictures."""


class Packed(Exception):
    """A picture is packed in a way (JBIG2) nothing here opens."""


@dataclass(frozen=True, slots=True)
class Layer:
    """A picture and where on the page its unit square lies; a stencil is painted in `fill`."""

    part: Any
    at: Matrix
    fill: float = 0.0

    @property
    def is_stencil(self) -> bool:
        return bool(self.part.get("/ImageMask", False))

    @property
    def mask(self) -> Any:
        """The picture that says where this one covers what is below."""
        return _get(self.part, "/SMask") or _get(self.part, "/Mask")

    @property
    def dots(self) -> int:
        return max(_dots(self.part), _dots(self.mask) if hasattr(self.mask, "get") else 0)

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, foot, right and top on the page."""
        a, b, c, d, e, f = self.at
        across, up = (e, e + a, e + c, e + a + c), (f, f + b, f + d, f + b + d)
        return min(across), min(up), max(across), max(up)

    @property
    def area(self) -> float:
        left, foot, right, top = self.box
        return (right - left) * (top - foot)


@dataclass(slots=True)
class _State:
    at: Matrix
    fill: float = 0.0
    line: float = 0.0
    text: int = 0

    def hear(self, operator: bytes, operands: Sequence[Any]) -> None:
        """Take in what changes how things are painted."""
        if operator == b"cm":
            self.at = _times(_matrix(operands), self.at)
        elif operator in _FILLS:
            self.fill = _grey(operands)
        elif operator in _STROKES:
            self.line = _grey(operands)
        elif operator == b"Tr":
            self.text = int(operands[0])

    def leaves_ink(self, operator: bytes) -> bool:
        """Whether this paints something that is no picture and can be seen."""
        return (
            (operator in _TEXTS and self.text not in _UNSEEN)
            or (operator in _PATHS and self.fill < _PALE)
            or (operator in _LINES and self.line < _PALE)
            or operator == b"sh"
        )


def layers_of(page: Any) -> list[Layer]:
    """What is painted on a page, in its order. Raises Overdrawn, Packed, ValueError."""
    whole = float(page.mediabox.width) * float(page.mediabox.height)
    found: list[Layer] = []
    over = False
    for painted in _walk(page, page.get_contents(), _State(_AS_IT_IS), 0):
        if painted is None:
            over = True
            continue
        found.append(painted)
        if len(found) > MOST_LAYERS:
            raise ValueError("too many layers")
        if painted.area > _WHOLE * whole and not painted.is_stencil and painted.mask is None:
            found, over = [painted], False  # nothing below is to be seen
    if sum(one.area for one in found) > _SCANNED * whole and (over or _has_notes(page)):
        raise Overdrawn
    if any(_is_packed(one.part) for one in found):
        raise Packed
    return found


def _walk(holder: Any, content: Any, state: _State, depth: int) -> Iterator[Layer | None]:
    """Every picture painted; None for ink that is no picture."""
    from pypdf.generic import ContentStream

    if content is None or depth > _DEEPEST:
        return
    if not isinstance(content, ContentStream):
        content = ContentStream(content, getattr(holder, "pdf", None))
    resources = _get(holder, "/Resources") or {}
    objects = _get(resources, "/XObject") or {}
    kept: list[_State] = []
    for operands, operator in content.operations:
        if operator == b"q":
            kept.append(replace(state))
        elif operator == b"Q" and kept:
            state = kept.pop()
        elif operator == b"INLINE IMAGE":
            raise ValueError("a picture within the content")
        elif operator == b"Do":
            yield from _placed(_get(objects, operands[0]), state, depth)
        elif state.leaves_ink(operator):
            yield None
        else:
            state.hear(operator, operands)


def _placed(part: Any, state: _State, depth: int) -> Iterator[Layer | None]:
    """A picture, or what is painted within a form."""
    if part is None:
        return
    if part.get("/Subtype") == "/Image":
        yield Layer(part, state.at, state.fill)
    elif part.get("/Subtype") == "/Form":
        inner = _matrix(part.get("/Matrix", _AS_IT_IS))
        yield from _walk(part, part, replace(state, at=_times(inner, state.at)), depth + 1)


def _get(holder: Any, key: str) -> Any:
    found = holder.get(key)
    return found.get_object() if found is not None else None


def _dots(part: Any) -> int:
    return int(part.get("/Width", 0)) * int(part.get("/Height", 0))


def _matrix(told: Sequence[Any]) -> Matrix:
    a, b, c, d, e, f = (float(n) for n in told)
    return a, b, c, d, e, f


def _times(one: Matrix, other: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return (
        a * g + b * i, a * h + b * j,
        c * g + d * i, c * h + d * j,
        e * g + f * i + k, e * h + f * j + m,
    )  # fmt: skip


def _grey(operands: Sequence[Any]) -> float:
    """How bright a colour is; a pattern is taken for ink."""
    try:
        told = [float(n) for n in operands]
    except (TypeError, ValueError):
        return 0.0
    if len(told) == 1:
        return told[0]
    if len(told) == 3:
        return 0.299 * told[0] + 0.587 * told[1] + 0.114 * told[2]
    return 1 - min(1.0, sum(told)) if len(told) == 4 else 0.0


def _has_notes(page: Any) -> bool:
    """Whether something was drawn or typed on the page with a reader of PDFs."""
    for note in _get(page, "/Annots") or ():
        told = note.get_object()
        hidden = int(told.get("/F", 0)) & 2
        if told.get("/Subtype") not in _QUIET_NOTES and not hidden:
            return True
    return False


def _is_packed(part: Any) -> bool:
    import shutil

    if shutil.which("jbig2dec"):
        return False
    for one in (part, _get(part, "/SMask"), _get(part, "/Mask")):
        filters = one.get("/Filter") if hasattr(one, "get") else None
        if filters is not None and "/JBIG2Decode" in str(filters.get_object()):
            return True
    return False


def laid_out(page: Any, layers: Sequence[Layer], *, longest: int) -> "Image":
    """The page in grey, its layers painted one over the other on white."""
    from PIL import Image

    left, foot = float(page.mediabox.left), float(page.mediabox.bottom)
    wide, high = float(page.mediabox.width), float(page.mediabox.height)
    finest = max((one.dots / one.area) ** 0.5 for one in layers if one.area > 0)
    scale = min(finest, longest / max(wide, high))
    canvas = Image.new("L", (round(wide * scale), round(high * scale)), 255)
    for one in layers:
        grey, clear = _inked(one)
        _paint(canvas, grey, clear, _times(one.at, (scale, 0, 0, -scale, -left * scale,
                                                    (foot + high) * scale)))  # fmt: skip
    return canvas


def _inked(layer: Layer) -> "tuple[Image, Image | None]":
    """A layer's grey, and where it covers what is below."""
    from PIL import Image

    if layer.is_stencil:
        covers = _covering(layer.part)
        return Image.new("L", covers.size, round(255 * layer.fill)), covers
    mask = layer.mask
    if mask is None:
        return _bare(layer.part), None
    if isinstance(mask, list):
        raise ValueError("a colour taken for clear")
    soft = "/SMask" in layer.part
    grey, covers = _bare(layer.part), _bare(mask) if soft else _covering(mask)
    # Ink is often one dark dot seen through a fine mask.
    size = (max(grey.width, covers.width), max(grey.height, covers.height))
    return grey.resize(size), covers.resize(size)


def _covering(stencil: Any) -> "Image":
    """Where a stencil lets colour through: its zeros."""
    return _bare(stencil).point([255] * 128 + [0] * 128)


def _bare(part: Any) -> "Image":
    """A picture without its mask, in grey."""
    from pypdf.generic import NameObject

    mask = part.pop("/SMask", None)
    try:
        image: Image = part.decode_as_image()
    finally:
        if mask is not None:
            part[NameObject("/SMask")] = mask
    image.load()
    if image.mode in ("LA", "RGBA", "PA"):
        raise ValueError("a picture that is clear in itself")
    return image.convert("L")


def _paint(canvas: "Image", grey: "Image", covers: "Image | None", at: Matrix) -> None:
    """Put a picture on the canvas; `at` takes its unit square (foot at 0) to the canvas."""
    import numpy as np
    from PIL import Image

    a, b, c, d, e, f = at
    if covers is None:
        covers = Image.new("L", grey.size, 255)
    if abs(b) + abs(c) < 1e-3 * (abs(a) + abs(d)):  # upright, as nearly always
        if a < 0:
            grey, covers = (i.transpose(Image.Transpose.FLIP_LEFT_RIGHT) for i in (grey, covers))
        if d > 0:  # down on the canvas
            grey, covers = (i.transpose(Image.Transpose.FLIP_TOP_BOTTOM) for i in (grey, covers))
        left, right = round(min(e, e + a)), round(max(e, e + a))
        top, foot = round(min(f, f + d)), round(max(f, f + d))
        size = (max(right - left, 1), max(foot - top, 1))
        canvas.paste(
            grey.resize(size, Image.Resampling.BILINEAR),
            (left, top),
            covers.resize(size, Image.Resampling.BILINEAR),
        )
        return
    w, h = grey.size
    forth = np.array([[a / w, -c / h, c + e], [b / w, -d / h, d + f], [0, 0, 1]])
    back = np.linalg.inv(forth)
    told = tuple(back[:2].ravel().tolist())
    way = Image.Transform.AFFINE, told, Image.Resampling.BILINEAR
    canvas.paste(grey.transform(canvas.size, *way), (0, 0), covers.transform(canvas.size, *way))
