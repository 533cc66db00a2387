"""KML (also of Google My Maps) and GML: polygons written in XML."""

import html
import re
from collections.abc import Iterable, Iterator
from xml.etree import ElementTree

import shapely
from django.utils.translation import gettext as _
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from jibungoto.kernel.intake.kinds import Unfit

from . import crs
from .layer import Feature, Layer

_GEOMETRIES = frozenset(
    ("Polygon", "MultiPolygon", "MultiSurface", "Surface", "CompositeSurface", "MultiGeometry")
)
_OTHERS = frozenset(
    ("Point", "MultiPoint", "LineString", "MultiLineString", "Curve", "MultiCurve", "LinearRing")
)
_TAG = re.compile(r"<[^>]*>")
_LONGEST = 400  # letters of a property; a description may be a whole page
_JAPAN_LATITUDES = (20, 46)

Element = ElementTree.Element
Point = tuple[float, float]


def of_xml(name: str, text: str) -> tuple[Layer, crs.Crs]:
    """The polygons of a KML or GML file. Raises Unfit."""
    root = _root(name, text)
    try:
        if _local(root) == "kml":
            return _of_kml(name, root), crs.Crs()
        return _of_gml(name, root)
    except RecursionError as error:  # nobody's map is that deep
        raise Unfit(_broken(name)) from error


def _root(name: str, text: str) -> Element:
    if "<!DOCTYPE" in text[:4096] or "<!ENTITY" in text:
        raise Unfit(
            _("「{}」は、中で別の定義（DOCTYPE）を使っているXMLです。ここでは読めません。").format(
                name
            )
        )
    try:
        return ElementTree.fromstring(text)  # noqa: S314  no entities: refused above
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise Unfit(_broken(name)) from error


def _broken(name: str) -> str:
    return _(
        "「{}」は、XMLとして読めないところがあります。"
        "もとの地図から書き出し直すか、GeoJSONで書き出してください。"
    ).format(name)


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _of_kml(name: str, root: Element) -> Layer:
    layer, left = Layer([]), 0
    for line, (placemark, folder) in enumerate(_placemarks(root, ""), 1):
        try:
            polygons = [_kml_polygon(e) for e in placemark.iter() if _local(e) == "Polygon"]
        except (ValueError, shapely.errors.ShapelyError):
            polygons = []
            layer.features.append(Feature(line, _kml_told(placemark, folder), None))
            continue
        if polygons:
            told = _kml_told(placemark, folder)
            layer.features.append(Feature(line, told, _together(polygons)))
        else:
            left += 1
    if not layer.features:
        raise Unfit(
            _(
                "「{}」には、区域（面）がありません。点や線ではなく、面で囲んだ地図を選んでください。"
            ).format(name)
        )
    if left:
        layer.notes.append(
            _("面ではない{:,}個（点や線）は、区域ではないので読みませんでした。").format(left)
        )
    return layer


def _placemarks(element: Element, folder: str) -> Iterator[tuple[Element, str]]:
    for child in element:
        kind = _local(child)
        if kind == "Placemark":
            yield child, folder
        elif kind in ("Folder", "Document"):
            named = next((e.text for e in child if _local(e) == "name" and e.text), "")
            yield from _placemarks(child, named.strip() if kind == "Folder" else folder)


def _kml_told(placemark: Element, folder: str) -> dict[str, str]:
    told: dict[str, str] = {}
    for child in placemark:
        if _local(child) in ("name", "description") and child.text:
            told[_local(child)] = html.unescape(_TAG.sub(" ", child.text)).strip()[:_LONGEST]
    for element in placemark.iter():
        key = element.get("name")
        if _local(element) == "Data" and key:
            value = next((e.text for e in element if _local(e) == "value"), "")
            told[key] = (value or "").strip()[:_LONGEST]
        elif _local(element) == "SimpleData" and key:
            told[key] = (element.text or "").strip()[:_LONGEST]
    if folder:
        told.setdefault("folder", folder[:_LONGEST])
    return told


def _kml_polygon(element: Element) -> Polygon:
    outer: list[Point] = []
    holes: list[list[Point]] = []
    for boundary in element:
        for text in (e.text for e in boundary.iter() if _local(e) == "coordinates"):
            ring = [_pair(word.split(",")) for word in re.sub(r"\s*,\s*", ",", text or "").split()]
            if _local(boundary) == "outerBoundaryIs":
                outer = ring
            else:
                holes.append(ring)
    if not outer:
        raise ValueError(element.tag)
    return Polygon(outer, holes)


def _pair(numbers: Iterable[str]) -> Point:
    east, north, *_height = (float(number) for number in numbers)
    return east, north


def _together(polygons: list[Polygon]) -> BaseGeometry:
    return polygons[0] if len(polygons) == 1 else MultiPolygon(polygons)


def _of_gml(name: str, root: Element) -> tuple[Layer, crs.Crs]:
    parents = {child: parent for parent in root.iter() for child in parent}
    found: dict[Element, list[Element]] = {}
    for element in root.iter():
        if _local(element) in _GEOMETRIES and not _inside(element, parents):
            found.setdefault(_feature(element, parents, root), []).append(element)
    if not found:
        raise Unfit(_no_polygons(name, root))
    srs = next((e.get("srsName", "") for e in root.iter() if e.get("srsName")), "")
    layer, north_first = Layer([]), _is_north_first(srs)
    for line, (feature, geometries) in enumerate(found.items(), 1):
        try:
            polygons = [
                _gml_polygon(e, north_first=north_first)
                for geometry in geometries
                for e in geometry.iter()
                if _local(e) in ("Polygon", "PolygonPatch")
            ]
            shape = _together(polygons) if polygons else None
        except (ValueError, shapely.errors.ShapelyError):
            shape = None
        layer.features.append(Feature(line, _gml_told(feature, set(geometries)), shape))
    if all(feature.geometry is None for feature in layer.features):
        raise Unfit(_no_polygons(name, root))
    code = re.search(r"(\d{4,5})\D*$", srs)
    return layer, crs.of_epsg(int(code[1])) if code else crs.Crs()


def _no_polygons(name: str, root: Element) -> str:
    if any(key.endswith("href") for element in root.iter() for key in element.attrib):
        return _(
            "「{}」のGMLは、図形が別のところにまとめて書かれる形（JPGISなど）で、ここでは読めません。"
            "同じデータのシェープファイル（zip）かGeoJSONを選んでください。"
        ).format(name)
    return _(
        "「{}」には、区域（面）がありません。点や線ではなく、面で囲んだ地図を選んでください。"
    ).format(name)


def _inside(element: Element, parents: dict[Element, Element]) -> bool:
    above = parents.get(element)
    while above is not None:
        if _local(above) in _GEOMETRIES | _OTHERS:
            return True
        above = parents.get(above)
    return False


def _feature(element: Element, parents: dict[Element, Element], root: Element) -> Element:
    """What the geometry is of: the member of a collection, else the element two above."""
    above, chosen = parents.get(element), element
    while above is not None:
        if _local(above) in ("featureMember", "featureMembers", "member"):
            return chosen
        if above is root:
            return chosen
        chosen, above = above, parents.get(above)
    return chosen


def _gml_told(feature: Element, geometries: set[Element]) -> dict[str, str]:
    told: dict[str, str] = {}

    def walk(element: Element) -> None:
        for child in element:
            if child in geometries or _local(child) in _OTHERS or _local(child) == "boundedBy":
                continue
            if len(child):
                walk(child)
            elif child.text and child.text.strip():
                told.setdefault(_local(child), child.text.strip()[:_LONGEST])

    walk(feature)
    return told


def _gml_polygon(element: Element, *, north_first: bool) -> Polygon:
    outer: list[Point] = []
    holes: list[list[Point]] = []
    for boundary in element:
        ring = _ring(boundary, north_first=north_first)
        if _local(boundary) in ("exterior", "outerBoundaryIs"):
            outer = ring
        elif _local(boundary) in ("interior", "innerBoundaryIs"):
            holes.append(ring)
    if not outer:
        raise ValueError(element.tag)
    return Polygon(outer, holes)


def _ring(boundary: Element, *, north_first: bool) -> list[Point]:
    points: list[Point] = []
    for element in boundary.iter():
        words = (element.text or "").split()
        if _local(element) == "coordinates":
            points += [_pair(word.split(",")) for word in words]
        elif _local(element) in ("posList", "pos"):
            size = int(element.get("srsDimension") or (3 if len(words) % 2 else 2))
            points += [_pair(words[i : i + 2]) for i in range(0, len(words), size)]
    # Of longitude and latitude in Japan the numbers themselves tell which is which.
    if points and all(_JAPAN_LATITUDES[0] <= a <= _JAPAN_LATITUDES[1] < b for a, b in points):
        north_first = True
    elif points and all(_JAPAN_LATITUDES[0] <= b <= _JAPAN_LATITUDES[1] < a for a, b in points):
        north_first = False
    return [(b, a) for a, b in points] if north_first else points


def _is_north_first(srs: str) -> bool:
    """Full names of a coordinate system (urn:…, http://…) mean its own order: north, then east."""
    return srs.startswith(("urn:", "http"))
