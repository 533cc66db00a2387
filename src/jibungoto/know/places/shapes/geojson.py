"""GeoJSON and TopoJSON, already parsed from JSON."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import shapely
from django.utils.translation import gettext as _
from shapely.errors import ShapelyError
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from jibungoto.kernel.intake.kinds import Unfit

from . import crs
from .layer import Feature, Layer

_BROKEN = (
    ShapelyError, ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError,
    RecursionError,
)  # fmt: skip


def of_geojson(data: Mapping[str, Any]) -> tuple[Layer, crs.Crs]:
    """The features of a FeatureCollection or of one Feature. Raises Unfit."""
    if data.get("type") == "Feature":
        data = {**data, "type": "FeatureCollection", "features": [data]}
    rows = data.get("features")
    if data.get("type") != "FeatureCollection" or not isinstance(rows, list):
        raise Unfit(_("GeoJSONのFeatureCollectionではありません。"))
    if not all(isinstance(row, Mapping) for row in rows):
        raise Unfit(_("GeoJSONのFeatureCollectionではありません。"))
    features = [
        Feature(line, _told(row), _geometry(row.get("geometry")))
        for line, row in enumerate(rows, 1)
    ]
    return Layer(features), crs.of_geojson(data)


def of_topojson(data: Mapping[str, Any], wanted: str) -> tuple[Layer, crs.Crs]:
    """The features of one object of a topology; `wanted` or the largest. Raises Unfit."""
    objects = data.get("objects")
    if not isinstance(objects, Mapping) or not objects:
        raise Unfit(_("TopoJSONですが、図形のまとまり（objects）がありません。"))
    try:
        arcs = _arcs(data)
        rows = {str(name): list(_members(found)) for name, found in objects.items()}
        name = wanted if wanted in rows else max(rows, key=lambda key: len(rows[key]))
        features = [
            Feature(line, _told(row), _geometry(_with_coordinates(row, arcs)))
            for line, row in enumerate(rows[name], 1)
        ]
    except _BROKEN as error:
        raise Unfit(_("TopoJSONの線（arcs）がこわれていて、図形にできませんでした。")) from error
    names = tuple(rows) if len(rows) > 1 else ()
    return Layer(features, name=name, names=names), crs.Crs()


def _told(row: Mapping[str, Any]) -> dict[str, Any]:
    told = row.get("properties")
    found = dict(told) if isinstance(told, Mapping) else {}
    if row.get("id") not in (None, "") and "id" not in found:
        found["id"] = row["id"]
    return found


def _geometry(given: Any) -> BaseGeometry | None:
    try:
        found = shape(dict(given))
    except _BROKEN:
        return None
    return shapely.force_2d(found)


def _arcs(data: Mapping[str, Any]) -> list[np.ndarray]:
    """The arcs in real coordinates; with a transform they are written as steps."""
    turn = data.get("transform")
    found = [np.array([point[:2] for point in arc], dtype=float) for arc in data["arcs"]]
    if turn is None:
        return found
    scale, move = np.array(turn["scale"], float), np.array(turn["translate"], float)
    return [np.cumsum(arc, axis=0) * scale + move for arc in found]


def _members(found: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    if found.get("type") == "GeometryCollection":
        for member in found["geometries"]:
            yield from _members(member)
    else:
        yield found


def _with_coordinates(row: Mapping[str, Any], arcs: list[np.ndarray]) -> dict[str, Any]:
    form = row.get("type")
    if form == "Polygon":
        return {"type": form, "coordinates": [_ring(ring, arcs) for ring in row["arcs"]]}
    if form == "MultiPolygon":
        parts = [[_ring(ring, arcs) for ring in part] for part in row["arcs"]]
        return {"type": form, "coordinates": parts}
    if form == "LineString":
        return {"type": form, "coordinates": _ring(row["arcs"], arcs)}
    return {"type": form, "coordinates": row.get("coordinates", [])}


def _ring(numbers: Sequence[int], arcs: list[np.ndarray]) -> list[list[float]]:
    """Arcs one after another; a negative number is the arc ~number backwards."""
    points: list[list[float]] = []
    for n in numbers:
        arc = arcs[n] if n >= 0 else arcs[~n][::-1]
        points += arc.tolist()[1 if points else 0 :]
    return points
