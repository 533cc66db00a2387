"""Positions of the old Tokyo Datum in a list that does not say so: about 450 m off.

A single point can't tell. Many together can: each against the 町丁・字 its own address names.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from django.utils.translation import gettext as _

from jibungoto.japan.text import search_key
from jibungoto.kernel.intake.kinds import Choice, Options, Proposal
from jibungoto.know.places import geography

from .geometry import Point
from .reading import Told

FEWEST = 5  # rows that must speak for it
LOOKED_AT = 300  # rows that are compared
SHORTEST = 2  # letters of a name that may be looked for in an address


@dataclass(frozen=True, slots=True)
class Offset:
    """How many rows lie in the area their address names, as they are and moved."""

    as_told: int
    moved: int

    @property
    def is_old(self) -> bool:
        return self.moved >= FEWEST and self.moved > 3 * self.as_told


def moved(point: Point) -> Point:
    """A point of the Tokyo Datum in today's (JGD2011), true to some ten metres in Japan.

    The linear formula that is in general use for the change of 2002.
    """
    lon, lat = point
    return (
        round(lon - 0.000046038 * lat - 0.000083043 * lon + 0.010040, 6),
        round(lat - 0.00010695 * lat + 0.000017464 * lon + 0.0046017, 6),
    )


def offset(points: Sequence[Point | None], addresses: Sequence[str]) -> Offset:
    """Compare a list's points with the areas of their addresses; one query.

    Rows for which both readings, or neither, fit say nothing and are not counted.
    """
    known = [(p, a) for p, a in zip(points, addresses, strict=True) if p is not None and a]
    if len(known) < FEWEST:
        return Offset(0, 0)
    layer = geography.small_area_layer()
    areas: dict[str, list[int]] = {}
    for n in np.flatnonzero(layer.has_polygon):
        key = layer.areas[n].search_key
        if len(key) >= SHORTEST:
            areas.setdefault(key, []).append(int(n))
    as_told = put_right = 0
    for point, address in known[:LOOKED_AT]:
        said = search_key(address)
        name = max((key for key in areas if key in said), key=len, default="")
        polygons = layer.polygons[areas.get(name, [])]
        here = _inside(polygons, point)
        there = _inside(polygons, moved(point))
        as_told += here and not there
        put_right += there and not here
    return Offset(as_told, put_right)


def put_right(
    rows: Sequence[Told], options: Options, proposal: Proposal, *, says_old: bool = False
) -> None:
    """Points of the old datum become those of today, unless somebody says that they are.

    `says_old`: the list tells so itself.
    """
    found = offset([r.point for r in rows], [str(r.fields.get("address") or "") for r in rows])
    says_old = says_old and any(r.point for r in rows)
    if not found.is_old and not says_old:
        return
    chosen = options.get("datum") or "old"
    proposal.choices.append(
        Choice(
            "datum",
            _("緯度・経度の測り方"),
            chosen,
            [
                ("old", _("古い測地系（日本測地系）：いまの測地系に直します")),
                ("new", _("いまの測地系：書いてあるまま取りこみます")),
            ],
        )
    )
    if chosen != "old":
        return
    for row in rows:
        if row.point is not None:
            row.fields["lon"], row.fields["lat"] = moved(row.point)
    if says_old:
        proposal.notes.append(
            _("表に「日本測地系」とあるので、緯度・経度をいまの測地系（JGD2011）に直しました。")
        )
        return
    said = _(
        "緯度・経度が、住所の町丁・字から450mほどずれています。古い測地系（日本測地系）とみて直しました。"
        "直すと{}か所が住所の町丁・字の中に入り、直さないと入るのは{}か所です。"
    )
    proposal.notes.append(said.format(found.moved, found.as_told))


def _inside(polygons: np.ndarray, point: Point) -> bool:
    return bool(len(polygons)) and bool(shapely.intersects(polygons, shapely.Point(point)).any())
