"""Small invented facilities for tests."""

import datetime as dt
from typing import Any

from jibungoto.know.facilities import services
from jibungoto.know.facilities.models import Facility
from jibungoto.know.facilities.reading import Told, match_key

SQUARE = {
    "type": "Polygon",
    "coordinates": [
        [[139.30, 35.60], [139.32, 35.60], [139.32, 35.62], [139.30, 35.62], [139.30, 35.60]]
    ],
}  # about 1.8 × 2.2 km
INSIDE = (139.31, 35.61)


def a_facility(
    name: str = "みほん公民館",
    kind: str = "public",
    *,
    point: tuple[float, float] | None = INSIDE,
    details: dict[str, tuple[str, ...]] | None = None,
    **fields: Any,
) -> Facility:
    lon, lat = point or (None, None)
    told = {"name": name, "address": "みほん町一丁目1-1", "lon": lon, "lat": lat, **fields}
    row = Told(2, "", match_key(name, str(told["address"])), told, details or {})
    origin = services.Origin(source="施設の一覧（見本）", dated=dt.date(2026, 4, 1))
    (made,) = services.add_facilities(kind=kind, rows=[row], origin=origin)
    return made
