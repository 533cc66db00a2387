"""Images drawn anew: upright, small enough, and without a word of where they were taken."""

import io
import warnings
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from django.utils.translation import gettext as _

from .kinds import GIF, JPEG, PNG, WEBP, FileRefused, Kind

if TYPE_CHECKING:
    from PIL import Image

LONGEST = 2400
THUMB = 400
# A JPEG is read at a fraction of its size at once; others must be unpacked whole.
_PIXELS_MOST = {JPEG: 85_000_000, PNG: 40_000_000, WEBP: 40_000_000, GIF: 20_000_000}
_FORMATS = {JPEG: "JPEG", PNG: "PNG", WEBP: "WEBP", GIF: "GIF"}


@dataclass(frozen=True, slots=True)
class Drawn:
    """An image as it is kept."""

    kind: Kind
    content: bytes
    thumb: bytes
    width: int
    height: int


def redraw(file: IO[bytes], kind: Kind) -> Drawn:
    """The image without anything but its pixels, at most LONGEST high or wide; a GIF's first frame.

    Raises FileRefused with a sentence for what can't be read or would be enormous unpacked.
    """
    from PIL import Image  # only where a picture comes in: workers stay small

    file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = _read(file, kind)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as fault:
        raise FileRefused(_enormous()) from fault
    except FileRefused:
        raise
    except Exception as fault:  # a broken image fails in as many ways as there are decoders
        raise FileRefused(
            _("画像がこわれているようです。開けることを確かめてから、もう一度お選びください。")
        ) from fault
    kept = PNG if kind is GIF else kind
    thumb = image.copy()
    thumb.thumbnail((THUMB, THUMB), Image.Resampling.LANCZOS)
    width, height = image.size
    return Drawn(kept, _written(image, kept), _written(thumb, kept), width, height)


def _enormous() -> str:
    return _("画像が大きすぎます。縦横を小さくしてから、もう一度お選びください。")


def _read(file: IO[bytes], kind: Kind) -> "Image.Image":
    from PIL import Image, ImageOps

    image: Image.Image = Image.open(file, formats=[_FORMATS[kind]])
    if image.width * image.height > _PIXELS_MOST[kind]:
        raise FileRefused(_enormous())
    if kind is JPEG:
        image.draft("RGB", (LONGEST, LONGEST))
    image.seek(0)
    image.load()
    profile = image.info.get("icc_profile")
    upright = ImageOps.exif_transpose(image)
    see_through = upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info
    flat = upright.convert("RGBA" if see_through and kind is not JPEG else "RGB")
    flat = _in_srgb(flat, profile) if upright.mode in ("RGB", "RGBA") else flat
    flat.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
    # A new image from bare pixels: no note of the old one can come along.
    return Image.frombytes(flat.mode, flat.size, flat.tobytes())


def _in_srgb(image: "Image.Image", profile: bytes | None) -> "Image.Image":
    """The colours as screens understand them without the profile, which is not kept."""
    if not profile:
        return image
    from PIL import ImageCms

    try:
        turned = ImageCms.profileToProfile(
            image, ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    return turned or image


def _written(image: "Image.Image", kind: Kind) -> bytes:
    out = io.BytesIO()
    if kind is JPEG:
        image.save(out, "JPEG", quality=85, optimize=True, progressive=True)
    elif kind is WEBP:
        image.save(out, "WEBP", quality=85)
    else:
        image.save(out, "PNG", optimize=True)
    return out.getvalue()
