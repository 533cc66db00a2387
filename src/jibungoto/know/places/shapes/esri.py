"""Shapefiles from a zip: .shp with .dbf, and .shx, .prj, .cpg where they are."""

import codecs
import io
import re
import struct
import warnings
from collections.abc import Mapping
from typing import Any

import shapely
from django.utils.translation import gettext as _
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from jibungoto.kernel.intake.kinds import Unfit

from . import crs
from .layer import Feature, Layer

_CP932 = re.compile(r"932|s(?:hift)?[-_]?jis|windows-31j", re.IGNORECASE)
_POLYGONS = {"POLYGON", "POLYGONZ", "POLYGONM"}
_BROKEN = (
    struct.error, ValueError, IndexError, KeyError, TypeError,
    OSError, EOFError, OverflowError, MemoryError, AssertionError, AttributeError,
)  # fmt: skip


def of_shapefile(stem: str, parts: Mapping[str, bytes]) -> tuple[Layer, crs.Crs | None]:
    """The shapes of one shapefile; `parts` holds its files by ending. Raises Unfit.

    The coordinates' rule is None where there is no .prj.
    """
    if ".dbf" not in parts:
        raise Unfit(
            _(
                "「{}.shp」と同じ名前の.dbfがありません。名前やコードは.dbfに入っているので、"
                ".shp・.shx・.dbf・.prjをいっしょにzipにまとめてください。"
            ).format(stem)
        )
    layer = Layer([])
    if ".shx" not in parts:
        layer.notes.append(_("「{}」に.shxがありませんが、.shpだけで読みました。").format(stem))
    encoding = _encoding(stem, parts, layer)
    shapes, rows = _read(stem, parts, encoding)
    if len(shapes) != len(rows):
        raise Unfit(
            _("「{}」の図形は{}個、.dbfの行は{}行で、数が合いません。").format(
                stem, len(shapes), len(rows)
            )
        )
    layer.features = [
        Feature(line, told, found)
        for line, (told, found) in enumerate(zip(rows, shapes, strict=True), 1)
    ]
    if ".prj" not in parts:
        layer.notes.append(_("「{}」に.prjがありません。座標の値から判断しました。").format(stem))
        return layer, None
    return layer, crs.of_prj(parts[".prj"].decode("utf-8", "replace").lstrip("\ufeff"))


def _read(
    stem: str, parts: Mapping[str, bytes], encoding: str
) -> tuple[list[BaseGeometry | None], list[dict[str, Any]]]:
    streams = {
        ending[1:]: io.BytesIO(parts[ending])
        for ending in (".shp", ".shx", ".dbf")
        if ending in parts
    }
    import shapefile  # only where such a file is read: workers stay small

    try:
        # What it warns of is either read all the same or refused below.
        with (
            warnings.catch_warnings(action="ignore"),
            shapefile.Reader(encoding=encoding, encodingErrors="replace", **streams) as reader,
        ):
            if reader.shapeTypeName not in _POLYGONS:
                raise Unfit(
                    _(
                        "「{}」は面ではなく、{}のデータです。区域（面）のデータを選んでください。"
                    ).format(stem, _form(reader.shapeTypeName))
                )
            rows = [record.as_dict(date_strings=True) for record in reader.iterRecords()]
            shapes = [_geometry(found) for found in reader.iterShapes()]
    except (shapefile.ShapefileException, *_BROKEN) as error:
        if isinstance(error, Unfit):
            raise
        raise Unfit(
            _(
                "「{}.shp」がこわれていて読めませんでした。もとのファイルを取り直してください。"
            ).format(stem)
        ) from error
    return shapes, rows


def _form(name: str) -> str:
    if "POINT" in name:
        return _("点")
    return _("線") if "LINE" in name else name


def _geometry(found: Any) -> BaseGeometry | None:
    if found is None or found.shapeTypeName not in _POLYGONS or not found.points:
        return None
    return shapely.force_2d(shape(found.__geo_interface__))


def _encoding(stem: str, parts: Mapping[str, bytes], layer: Layer) -> str:
    """utf-8, EUC-JP or cp932, by the letters themselves: what a .cpg claims is often wrong."""
    table = parts[".dbf"]
    told = parts.get(".cpg", b"").decode("ascii", "replace").strip()
    claimed = "cp932" if _CP932.search(told) else "utf-8" if told else ""
    # Hardly any Japanese text in cp932 is valid utf-8; much utf-8 is valid cp932.
    found = next((e for e in ("utf-8", "euc-jp", "cp932") if _decodes(table, e)), "")
    if not found:
        layer.notes.append(
            _("読めない文字がありました。字が欠けていないか、名前をご確認ください。")
        )
        return claimed or "cp932"
    if claimed and claimed != found and not table.isascii():
        layer.notes.append(
            _("「{}.cpg」には {} とありますが、文字は {} でした。").format(stem, told[:20], found)
        )
    layer.notes.append(_("文字の種類は {} として読みました。").format(found))
    return found


def _decodes(table: bytes, encoding: str) -> bool:
    """Whether all text of a .dbf is in this encoding."""
    try:
        count, head, width = struct.unpack("<IHH", table[4:12])
        spans, at = [], 1
        for start in range(32, head - 1, 32):
            if table[start] == 0x0D:
                break
            size = table[start + 16]
            if table[start + 11 : start + 12] == b"C":
                spans.append((at, at + size))
            at += size
    except (struct.error, IndexError):
        return False
    body = table[head : head + count * width]
    for row in range(0, len(body) - width + 1, max(width, 1)):
        for begin, end in spans:
            if not _is_text(body[row + begin : row + end], encoding):
                return False
    return True


def _is_text(value: bytes, encoding: str) -> bool:
    """A field that is full may end within a letter."""
    letters = value.rstrip(b" \x00")
    if letters.isascii():
        return True
    try:
        codecs.getincrementaldecoder(encoding)().decode(letters, final=len(letters) < len(value))
    except UnicodeDecodeError:
        return False
    return True
