"""JSON that holds a list of records (open-data APIs, CKAN, BODIK, points of GeoJSON) as a grid."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .decoding import decode
from .model import Grid, Limits, Source, TableError

_DEEPEST = 4  # how far down the list of records is looked for
_DEGREES = ("84", "4326", "4612", "6668", "6697")  # EPSG; CRS84 of the OGC
_NO_LIST = (
    "JSONの中に、表として読める記録の並びがありません。ExcelかCSVで書き出してから選んでください。"
)


def read_listed(content: bytes, limits: Limits) -> Grid:
    """The records of the longest list in the file, a row each; what lies deeper is named a_b.

    Raises TableError.
    """
    decoded = decode(content)
    try:
        data = json.loads(decoded.text)
    except json.JSONDecodeError as error:
        raise TableError(
            f"JSONの{error.lineno}行目で書き方がくずれていて読めません。"
            "もとのファイルから取り直してください。"
        ) from None
    except (RecursionError, ValueError):  # too deep; a number of thousands of digits
        raise TableError(_NO_LIST) from None
    found = max(_lists(data, 0), key=len, default=[])
    if not found:
        raise TableError(_NO_LIST)
    is_placed = _is_in_degrees(data)
    records = [_flat(one, is_placed=is_placed) for one in found]
    headers = list(dict.fromkeys(key for record in records for key in record))
    if len(records) >= limits.max_rows:
        raise TableError(
            f"行が多すぎます。{limits.max_rows:,}行まで読めます。年や地区ごとに分けてください。"
        )
    if len(headers) > limits.max_columns or len(records) * len(headers) > limits.max_cells:
        raise TableError(_NO_LIST)
    rows: list[list[str | None]] = [list(headers)]
    rows += [[record.get(key) for key in headers] for record in records]
    notes = [decoded.note, f"JSONの中の{len(records):,}件の記録を、表の行として読みました。"]
    if not is_placed:
        notes.append("緯度経度（JGD2011）ではない座標なので、場所は読みませんでした。")
    return Grid(rows, Source("json", encoding=decoded.encoding), notes=notes)


def _lists(data: Any, depth: int) -> Iterator[list[Mapping[str, Any]]]:
    if depth > _DEEPEST:
        return
    if isinstance(data, list):
        if data and all(isinstance(one, Mapping) for one in data):
            yield data
        return
    if isinstance(data, Mapping):
        for value in data.values():
            yield from _lists(value, depth + 1)


def _is_in_degrees(data: Any) -> bool:
    """Whether a (Geo)JSON has today's longitudes and latitudes, as far as it says."""
    told = data.get("crs") if isinstance(data, Mapping) else None
    if not isinstance(told, Mapping):
        return True
    code = re.search(r"(\d+)\D*$", str(told.get("properties")))
    return code is None or code[1] in _DEGREES


def _flat(record: Mapping[str, Any], *, is_placed: bool) -> dict[str, str | None]:
    if record.get("type") == "Feature":
        return _of_feature(record, is_placed=is_placed)
    found: dict[str, str | None] = {}
    _fill(found, "", record, 0)
    return found


def _of_feature(feature: Mapping[str, Any], *, is_placed: bool) -> dict[str, str | None]:
    """What is told of a point of a map, with its position as columns."""
    found: dict[str, str | None] = {}
    told = feature.get("properties")
    _fill(found, "", told if isinstance(told, Mapping) else {}, 0)
    shape = feature.get("geometry")
    if is_placed and isinstance(shape, Mapping) and shape.get("type") == "Point":
        position = shape.get("coordinates")
        if isinstance(position, Sequence) and len(position) >= 2:
            found.setdefault("経度", _text(position[0]))
            found.setdefault("緯度", _text(position[1]))
    return found


def _fill(found: dict[str, str | None], before: str, record: Mapping[str, Any], depth: int) -> None:
    for key, value in record.items():
        name = f"{before}_{key}" if before else str(key)
        if isinstance(value, Mapping) and "value" in value:  # as NGSI writes: beside its type
            found[name] = _text(value["value"])
        elif isinstance(value, Mapping) and depth < _DEEPEST:
            _fill(found, name, value, depth + 1)
        elif isinstance(value, list):
            found[name] = ";".join(filter(None, map(_text, value))) or None
        else:
            found[name] = _text(value)


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, (Mapping, list)):
        return None
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)
