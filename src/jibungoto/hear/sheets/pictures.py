"""From what was handed in to grey pictures of pages, one after the other, and never a bomb.

A scanner puts one picture on each page of a PDF, which is taken out as it lies in the file, or
several strips or layers, which are laid out (`layers`). A PDF that was drawn (made by a word
processor, or printed to) holds no such picture and can't be read here.
"""

import io
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from jibungoto.kernel.files.kinds import JPEG, PDF, PNG, FileRefused, Kind, read_kind

if TYPE_CHECKING:
    from PIL.Image import Image

    from .layers import Layer

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

    file.seek(0)
    try:
        found = PdfReader(file)
        if found.is_encrypted and not found.decrypt(""):
            raise FileRefused(_("パスワードのついたPDFです。外してから、もう一度お選びください。"))
        pages = len(found.pages)
    except FileRefused:
        raise
    except Exception as fault:  # a broken file fails in as many ways as there are readers
        raise FileRefused(
            _("PDFがこわれているようです。もう一度スキャンしてから、お選びください。")
        ) from fault
    if pages > MOST_PAGES:
        raise FileRefused(
            _("{}ページあります。一つのPDFは{}ページまでです。分けてからお選びください。").format(
                pages, MOST_PAGES
            )
        )
    return found


def _of_page(number: int, page: Any) -> Picture:
    """The picture that fills the page, or the page laid out of its pictures."""
    import numpy as np
    from PIL import Image
    from pypdf.errors import PyPdfError

    from . import layers

    try:
        found = layers.layers_of(page)
        why = _unfit(number, page, found)
        if why:
            return Picture(number, None, why)
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            if len(found) == 1 and not found[0].is_stencil and found[0].mask is None:
                image = found[0].part.decode_as_image()
                image.load()
            else:
                image = layers.laid_out(page, found, longest=_LONGEST)
        grey = _grey(image)
    except layers.Overdrawn:
        return Picture(number, None, _overdrawn(number))
    except layers.Packed:
        return Picture(number, None, _packed(number))
    except (PyPdfError, OSError, ValueError, KeyError, TypeError, AttributeError, MemoryError,
            NotImplementedError, RecursionError, SyntaxError, IndexError, ImportError,
            ArithmeticError, np.linalg.LinAlgError,
            Image.DecompressionBombError, Image.DecompressionBombWarning):  # fmt: skip
        return Picture(number, None, _unopened(number))
    turned = int(page.rotation or 0) // 90 % 4
    return Picture(number, np.ascontiguousarray(np.rot90(grey, -turned)))


def _unfit(number: int, page: Any, found: "Sequence[Layer]") -> str:
    """Why these pictures are not the page; "" where they are."""
    wide, high = float(page.mediabox.width) or 1.0, float(page.mediabox.height) or 1.0
    if any(one.dots > _PIXELS for one in found):
        return _enormous(number)
    seen = sum(min(one.area, wide * high) for one in found)
    fine = max((one.dots / one.area for one in found if one.area > 0), default=0.0)
    if seen < _LEAST_SHARE * wide * high or fine < _LEAST_SHARE * (60 / 72) ** 2:
        return _(
            "{}ページ目は、スキャンした画像ではないPDFです。"
            "紙をスキャンするか、写真に撮ってください。"
        ).format(number)
    return ""


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
        return Picture(1, None, _("画像がこわれているようです。もう一度撮ってください。"))


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


def _overdrawn(number: int) -> str:
    return _(
        "{}ページ目は、スキャンした画像の上に、文字や線があとから書き足されています。"
        "紙に印刷してスキャンし直すか、手で入力してください。"
    ).format(number)


def _packed(number: int) -> str:
    return _(
        "{}ページ目は、「高圧縮」のPDF（JBIG2）なので、ここでは開けません。"
        "スキャナーの設定で高圧縮をやめ、「画像のPDF」か「JPEG」にして、"
        "もう一度スキャンしてください。手で入力することもできます。"
    ).format(number)


def _unopened(number: int) -> str:
    return _(
        "{}ページ目の画像を取り出せませんでした。"
        "スキャナーの設定を「画像のPDF」か「JPEG」にしてスキャンし直すか、"
        "写真に撮るか、手で入力してください。"
    ).format(number)


def _enormous(number: int) -> str:
    return _("{}ページ目の画像が大きすぎます。300dpiより細かくしないでください。").format(number)
