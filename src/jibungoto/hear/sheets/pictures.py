"""From what was handed in to grey pictures of pages, one after the other, and never a bomb.

A scanner puts one picture on each page of a PDF: that picture is taken out as it lies in the file.
A PDF that was drawn (made by a word processor, or printed to) holds no such picture and can't be
read here.
"""

import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from jibungoto.kernel.files.kinds import JPEG, PDF, PNG, FileRefused, Kind, read_kind

if TYPE_CHECKING:
    from PIL.Image import Image

TAKEN = (PDF, JPEG, PNG)
SUFFIXES = (".pdf", ".jpg", ".jpeg", ".png", ".heic", ".heif")  # the last two for their advice
MOST_PAGES = 300
MOST_FILES = 100
MOST_BYTES = 100 * 1024 * 1024  # of one file
_PIXELS = 60_000_000
_LONGEST = 5200  # 300 dpi of A4 and a margin: more dots only cost time
_LEAST_SHARE = 0.5  # of the page a picture must cover to be the page


@dataclass(frozen=True, slots=True)
class Picture:
    """One page: its grey picture, or why there is none."""

    number: int
    grey: Any  # an array of brightness, 8 bits; None without one
    why: str = ""


def kind_of(file: IO[bytes], name: str) -> Kind:
    """The kind of a file by its content. Raises FileRefused with what to do instead."""
    kind = read_kind(file, name)
    if kind not in TAKEN:
        raise FileRefused(
            _("「{}」は読み取れません。PDF、JPEG、PNGのどれかにしてください。").format(name)
        )
    return kind


def count(file: IO[bytes], content_type: str) -> int:
    """How many pages a file has. Raises FileRefused."""
    if content_type != PDF.content_type:
        return 1
    return len(_document(file).pages)


def pictures(file: IO[bytes], content_type: str) -> Iterator[Picture]:
    """The pages of a file, one after the other. Raises FileRefused for a broken file."""
    if content_type != PDF.content_type:
        yield _photo(file)
        return
    for number, page in enumerate(_document(file).pages, 1):
        yield _of_page(number, page)


def _document(file: IO[bytes]) -> Any:
    from pypdf import PdfReader  # only where a PDF is read: workers stay small
    from pypdf.errors import PyPdfError

    file.seek(0)
    try:
        found = PdfReader(file)
        if found.is_encrypted and not found.decrypt(""):
            raise FileRefused(_("パスワードのついたPDFです。外してから、もう一度お選びください。"))
        pages = len(found.pages)
    except (PyPdfError, OSError, ValueError, KeyError, TypeError, RecursionError) as fault:
        if isinstance(fault, FileRefused):
            raise
        raise FileRefused(
            _("PDFが壊れているようです。もう一度スキャンしてから、お選びください。")
        ) from fault
    if pages > MOST_PAGES:
        raise FileRefused(
            _("{}ページあります。一つのPDFは{}ページまでです。分けてからお選びください。").format(
                pages, MOST_PAGES
            )
        )
    return found


def _of_page(number: int, page: Any) -> Picture:
    """The one picture that fills the page."""
    import numpy as np
    from PIL import Image
    from pypdf.errors import PyPdfError

    drawn = _(
        "{}ページ目は、スキャンした画像ではないPDFです。紙をスキャンするか、写真に撮ってください。"
    ).format(number)
    try:
        best = _largest(page)
        if best is None:
            return Picture(number, None, drawn)
        wide, high = float(page.mediabox.width) or 1.0, float(page.mediabox.height) or 1.0
        declared = best.indirect_reference.get_object() if best.indirect_reference else {}
        dots = int(declared.get("/Width", 0)) * int(declared.get("/Height", 0))
        if dots > _PIXELS:
            return Picture(number, None, _enormous(number))
        if dots < _LEAST_SHARE * (wide / 72 * 60) * (high / 72 * 60):
            return Picture(number, None, drawn)
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = best.image
            image.load()
        grey = _grey(image)
    except (PyPdfError, OSError, ValueError, KeyError, TypeError, AttributeError, MemoryError,
            NotImplementedError, RecursionError, SyntaxError, IndexError, ImportError,
            Image.DecompressionBombError, Image.DecompressionBombWarning):  # fmt: skip
        return Picture(
            number,
            None,
            _("{}ページ目の画像を取り出せませんでした。写真に撮ってください。").format(number),
        )
    turned = int(page.rotation or 0) // 90 % 4
    return Picture(number, np.ascontiguousarray(np.rot90(grey, -turned)))


def _largest(page: Any) -> Any:
    """The picture of a page with the most dots, by what the file says; none is unpacked for it."""
    best, most = None, 0
    resources = page.get("/Resources", {}).get_object()
    objects = resources.get("/XObject", {})
    for name, found in (objects.get_object() if objects else {}).items():
        part = found.get_object()
        if part.get("/Subtype") != "/Image":
            continue
        dots = int(part.get("/Width", 0)) * int(part.get("/Height", 0))
        if dots > most:
            best, most = name, dots
    if best is None:
        return None
    if most > _PIXELS:
        raise ValueError(best)
    return page.images[best]


def _photo(file: IO[bytes]) -> Picture:
    from PIL import Image, ImageOps

    file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(file.read()), formats=["JPEG", "PNG"])
            if image.width * image.height > _PIXELS:
                return Picture(1, None, _enormous(1))
            image.draft("L", (_LONGEST, _LONGEST))
            image.load()
        return Picture(1, _grey(ImageOps.exif_transpose(image)))
    except Exception:  # a broken picture fails in as many ways as there are decoders
        return Picture(1, None, _("画像が壊れているようです。もう一度撮ってください。"))


def _grey(image: "Image") -> Any:
    import numpy as np
    from PIL import Image

    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        clear = image.convert("RGBA")
        flat = Image.new("RGB", clear.size, "white")
        flat.paste(clear, mask=clear.getchannel("A"))
        image = flat
    grey = image.convert("L")
    if max(grey.size) > _LONGEST:
        grey.thumbnail((_LONGEST, _LONGEST), Image.Resampling.BOX)
    return np.asarray(grey, np.uint8)


def _enormous(number: int) -> str:
    return _("{}ページ目の画像が大きすぎます。300dpiより細かくしないでください。").format(number)
