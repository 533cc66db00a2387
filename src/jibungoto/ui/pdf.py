"""Paper: typst templates rendered to tagged PDF (PDF/UA-1), with the same ring, rules and colours.

A template is named by its path below the package ("ui/print/sheet.typ"; a bare name lies in
ui/print) and receives its data as JSON. Typesetting runs in a short-lived process of its own.
"""

import base64
import io
import json
import re
import subprocess
import sys
import warnings
from pathlib import Path
from typing import IO, Any

from .charts.paper import for_paper
from .glyphs import drawable
from .ruby import plain

PACKAGE = Path(__file__).resolve().parent.parent
_WORKER = Path(__file__).with_name("print") / "typeset.py"
# The front-end build brings the face; Debian's package of the same face serves as well.
_FONT_FOLDERS = (
    Path(__file__).with_name("fonts"),
    Path("/usr/share/fonts/truetype/bizud-gothic"),
)
_SECONDS = 120


class Drawing(str):
    """An SVG that is ready for the typesetter: nothing in it is words to be looked through."""

    __slots__ = ()


class CannotPrint(RuntimeError):
    """A template could not be typeset; the message is for those who run the installation."""


def fonts() -> Path:
    """The folder of the printing face. Raises CannotPrint while there is none."""
    for folder in _FONT_FOLDERS:
        if (folder / "BIZUDPGothic-Regular.ttf").is_file():
            return folder
    raise CannotPrint("印刷用の書体がありません。./jibungoto で画面の部品を組み立ててください。")


def render(template: str, data: dict[str, Any]) -> bytes:
    """Typeset a template with its data. Raises CannotPrint with typst's own words."""
    folder = fonts()
    missing: dict[str, None] = {}
    ready = _prepared(data, folder / "BIZUDPGothic-Regular.ttf", missing)
    job = {
        "template": str(_path(template)),
        "root": str(PACKAGE),
        "fonts": str(folder),
        "data": json.dumps({**ready, "missing": list(missing)}, ensure_ascii=False),
    }
    try:
        done = subprocess.run(  # noqa: S603 our own file, no shell
            [sys.executable, str(_WORKER)],
            input=json.dumps(job).encode(),
            capture_output=True,
            timeout=_SECONDS,
            check=True,
        )
    except subprocess.CalledProcessError as fault:
        raise CannotPrint(fault.stderr.decode(errors="replace")[-2000:]) from fault
    except (OSError, subprocess.SubprocessError) as fault:
        raise CannotPrint(str(fault)) from fault
    return done.stdout


def _path(template: str) -> Path:
    path = (PACKAGE / template if "/" in template else PACKAGE / "ui/print" / template).resolve()
    if not path.is_relative_to(PACKAGE) or not path.is_file():
        raise CannotPrint(f"no template {template}")
    return path


def _prepared(value: Any, font: Path, missing: dict[str, None]) -> Any:
    """The data with words only the face can draw, without readings, drawings in paper colours."""
    if isinstance(value, Drawing):
        return value
    if isinstance(value, str):
        if value.startswith("<svg "):
            value = _standalone(for_paper(value))
        drawn, lost = drawable(plain(value), font)
        missing.update(dict.fromkeys(lost))
        return drawn
    if isinstance(value, dict):
        return {str(k): _prepared(v, font, missing) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_prepared(v, font, missing) for v in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return _prepared(str(value), font, missing)


def photo(file: IO[bytes], *, wide: int = 720, high: int = 480) -> Drawing | None:
    """A picture cut to this frame and made small, wrapped as the SVG templates take.

    None for what can't be read as a picture: a sheet is printed without it.
    """
    from PIL import Image, ImageOps  # only where a photo is printed: workers stay small

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image: Image.Image = Image.open(file)
            image.draft("RGB", (wide * 2, high * 2))
            clear = image.convert("RGBA")
            flat = Image.new("RGB", clear.size, "white")
            flat.paste(clear, mask=clear.getchannel("A"))
            out = io.BytesIO()
            ImageOps.fit(flat, (wide, high)).save(out, "JPEG", quality=82)
    except Exception:  # a broken picture fails in as many ways as there are decoders
        return None
    coded = base64.b64encode(out.getvalue()).decode()
    return Drawing(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" '
        f'viewBox="0 0 {wide} {high}"><image width="{wide}" height="{high}" '
        f'href="data:image/jpeg;base64,{coded}"/></svg>'
    )


def _standalone(svg: str) -> str:
    """A drawing outside HTML needs its namespace, and a size for the typesetter."""
    if "xmlns=" not in svg:
        svg = svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    box = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    if box and " width=" not in svg.partition(">")[0]:
        svg = svg.replace("<svg ", f'<svg width="{box[1]}" height="{box[2]}" ', 1)
    return svg


def qr(address: str, *, label: str = "") -> str:
    """An address as a QR code: SVG in ink, with a quiet border, for paper and for pages."""
    import segno  # only where a code is drawn: workers stay small

    code = segno.make(address, error="m", micro=False)
    drawn: str = code.svg_inline(border=4, omitsize=True, svgclass="qr", lineclass=None)
    named = label or address
    return drawn.replace("<svg ", f'<svg role="img" aria-label="QR {_attribute(named)}" ', 1)


def _attribute(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
