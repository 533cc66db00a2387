"""From the bytes of a file to its layer; whatever is no file of polygons is refused in words."""

import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

import numpy as np
import shapely
from django.utils.translation import gettext as _

from jibungoto.japan.tables.archive import member_chunks, open_archive, readable_name
from jibungoto.japan.tables.decoding import decode
from jibungoto.japan.tables.model import Limits, TableError
from jibungoto.kernel.intake.kinds import Unfit
from jibungoto.know.places.geometry import BadShape, refuse_elsewhere
from jibungoto.ui.listing import quoted, sentences

from . import crs, esri, geojson, markup
from .layer import Feature, Layer

SUFFIXES = (".geojson", ".json", ".topojson", ".kml", ".kmz", ".gml", ".xml", ".zip", ".shp")
_LIMITS = Limits()
_MAX_FEATURES = 30_000
_MAX_CORNERS = 5_000_000
_JSON = (".geojson", ".json", ".topojson")
_XML = (".kml", ".gml", ".xml")
_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_SIGNS = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG（画像）"),
    (b"\xff\xd8\xff", "JPEG（画像）"),
    (b"GIF8", "GIF（画像）"),
    (b"\xd0\xcf\x11\xe0", "Excel・Word"),
    (b"SQLite format 3", "GeoPackageなど"),
)


def read_layer(name: str, content: bytes, *, layer: str = "", zone: int | None = None) -> Layer:
    """The shapes of a file, in longitude and latitude.

    `layer` names one where the file has several. `zone` is the 平面直角座標系 of coordinates in
    metres whose file does not say. Raises Unfit, with a sentence that says what is wrong.
    """
    if content.startswith(b"PK"):
        found, rule = _zipped(name, content, layer)
    else:
        found, rule = _plain(name, content, layer)
    _refuse_size(found)
    _refuse_no_polygons(found)
    if rule is None or (rule.transform is None and zone):
        rule = crs.of_zone(zone) if zone and _in_metres(found) else crs.Crs()
    if rule.transform is not None:
        found.features = [_moved(feature, rule.transform) for feature in found.features]
    if rule.note:
        found.notes.append(rule.note)
    _refuse_all_elsewhere(found)
    return found


def _plain(name: str, content: bytes, layer: str) -> tuple[Layer, crs.Crs | None]:
    for sign, what in _SIGNS:
        if content.startswith(sign):
            raise Unfit(
                _(
                    "「{}」の中身は {} です。GeoJSON・TopoJSONか、シェープファイルを"
                    "まとめたzipを選んでください。"
                ).format(name, what)
            )
    if name.lower().endswith(".shp"):
        raise Unfit(
            _(
                "シェープファイルは、.shpだけでは読めません。"
                ".shp・.shx・.dbf・.prjをいっしょに一つのzipにまとめて選んでください。"
            )
        )
    return _of_text(name, content, layer)


def _of_text(name: str, content: bytes, layer: str) -> tuple[Layer, crs.Crs | None]:
    try:
        text = decode(content).text
    except TableError as error:
        raise Unfit(_not_json(name, None)) from error
    if text.lstrip()[:1] == "<":
        return markup.of_xml(name, text.lstrip())
    return _from_json(name, text, layer)


def _from_json(name: str, text: str, layer: str) -> tuple[Layer, crs.Crs | None]:
    try:
        data: Any = json.loads(text)
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, too
        raise Unfit(_not_json(name, error)) from error
    if not isinstance(data, Mapping):
        raise Unfit(_("GeoJSONのFeatureCollectionではありません。"))
    if data.get("type") == "Topology":
        return geojson.of_topojson(data, layer)
    return geojson.of_geojson(data)


def _not_json(name: str, error: Exception | None) -> str:
    said = [_("「{}」は、GeoJSONとして読めませんでした。").format(name)]
    if isinstance(error, json.JSONDecodeError):
        where = _("{}行目の{}文字目で、書き方がくずれています。")
        said.append(where.format(error.lineno, error.colno))
    said.append(_("地図のソフトからGeoJSONで書き出してください。"))
    return sentences(said)


def _zipped(name: str, content: bytes, wanted: str) -> tuple[Layer, crs.Crs | None]:
    try:
        archive = open_archive(io.BytesIO(content), _LIMITS)
        members = {
            readable_name(member): member
            for member in archive.infolist()
            if not member.is_dir() and not _is_hidden(member.filename)
        }
        stems = _stems(members)
        if stems:
            return _shapefile(archive, stems, wanted)
        texts = [each for each in members if each.lower().endswith((*_JSON, *_XML))]
        chosen = wanted if wanted in texts else next(iter(texts), "")
        if not chosen:
            raise Unfit(_nothing_inside(name, list(members)))
        layer, rule = _of_text(chosen, _unfolded(archive, members[chosen]), wanted)
    except TableError as error:
        raise Unfit(str(error)) from error
    if len(texts) > 1:
        layer.name, layer.names = chosen, tuple(texts)
    return layer, rule


def _stems(
    members: Mapping[str, zipfile.ZipInfo],
) -> dict[str, dict[str, zipfile.ZipInfo]]:
    """The shapefiles of a zip by their path without ending, with their parts by ending."""
    parts: dict[str, dict[str, zipfile.ZipInfo]] = {}
    names: dict[str, str] = {}
    for path, member in members.items():
        stem, dot, ending = path.rpartition(".")
        ending = f"{dot}{ending.lower()}"
        if ending in _PARTS:
            parts.setdefault(stem.casefold(), {})[ending] = member
            if ending == ".shp":
                names[stem.casefold()] = stem
    return {stem: parts[key] for key, stem in names.items()}


def _shapefile(
    archive: zipfile.ZipFile, stems: dict[str, dict[str, zipfile.ZipInfo]], wanted: str
) -> tuple[Layer, crs.Crs | None]:
    largest = max(stems, key=lambda stem: stems[stem][".shp"].file_size)
    stem = wanted if wanted in stems else largest
    parts = {ending: _unfolded(archive, member) for ending, member in stems[stem].items()}
    layer, rule = esri.of_shapefile(stem.rpartition("/")[2], parts)
    if len(stems) > 1:
        layer.name, layer.names = stem, tuple(stems)
    return layer, rule


def _unfolded(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    return b"".join(member_chunks(archive, member, _LIMITS.max_expanded_bytes))


def _is_hidden(path: str) -> bool:
    return path.startswith("__MACOSX/") or path.rpartition("/")[2].startswith(".")


def _nothing_inside(name: str, members: list[str]) -> str:
    if any(each.lower().endswith(".zip") for each in members):
        return _(
            "「{}」の中に、さらにzipがあります。一度展開して、中のzipを選んでください。"
        ).format(name)
    said = [_("「{}」の中に、区域のファイル（.shpや.geojson）がありません。").format(name)]
    if inside := quoted((each.rpartition("/")[2] for each in members), most=3):
        said.append(_("入っていたのは{}です。").format(inside))
    return sentences(said)


def _refuse_size(layer: Layer) -> None:
    if not layer.features:
        raise Unfit(_("図形が1つもありません。"))
    if len(layer.features) > _MAX_FEATURES:
        raise Unfit(
            _(
                "図形が{:,}個あります。{:,}個まで読めます。市の分だけのファイルにしてください。"
            ).format(len(layer.features), _MAX_FEATURES)
        )
    corners = int(shapely.get_num_coordinates(_geometries(layer)).sum())
    if corners > _MAX_CORNERS:
        raise Unfit(
            _("図形の頂点が{:,}個あります。{:,}個まで読めます。市の分だけにしてください。").format(
                corners, _MAX_CORNERS
            )
        )


def _refuse_no_polygons(layer: Layer) -> None:
    forms = {f.geometry.geom_type for f in layer.features if f.geometry is not None}
    if not forms or forms & {"Polygon", "MultiPolygon", "GeometryCollection"}:
        return
    what = _("点") if any("Point" in form for form in forms) else _("線")
    raise Unfit(
        _("このファイルは面ではなく、{}のデータです。区域（面）のデータを選んでください。").format(
            what
        )
    )


def _geometries(layer: Layer) -> np.ndarray:
    return np.array([f.geometry for f in layer.features], dtype=object)


def _in_metres(layer: Layer) -> bool:
    bounds = shapely.total_bounds(_geometries(layer))
    return bool(np.abs(bounds).max() > 360)


def _moved(feature: Feature, transform: crs.Transform) -> Feature:
    if feature.geometry is None:
        return feature
    return Feature(feature.line, feature.told, shapely.transform(feature.geometry, transform))


def _refuse_all_elsewhere(layer: Layer) -> None:
    """When no shape at all lies in Japan, one sentence says it and not one for each shape."""
    said: BadShape | None = None
    for feature in layer.features:
        if feature.geometry is None:
            continue
        try:
            refuse_elsewhere(feature.geometry)
        except BadShape as error:
            said = error
        else:
            return
    if said is not None:
        raise Unfit(str(said)) from said
