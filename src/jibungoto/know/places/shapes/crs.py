"""Which coordinates a file has, and how they become longitude and latitude.

Geographic coordinates on JGD2000, JGD2011 and WGS84 are taken as they are: they differ by less
than what a boundary tells. Plane coordinates are computed back; the old Tokyo Datum is refused.
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from jibungoto.kernel.intake.kinds import Unfit
from jibungoto.know.places.geometry import FLATTENING, SEMI_MAJOR_M

# 平面直角座標系: zone → latitude and longitude of its origin (平成14年国土交通省告示第9号).
ZONES: dict[int, tuple[float, float]] = {
    1: (33, 129.5), 2: (33, 131), 3: (36, 132 + 1 / 6), 4: (33, 133.5), 5: (36, 134 + 1 / 3),
    6: (36, 136), 7: (36, 137 + 1 / 6), 8: (36, 138.5), 9: (36, 139 + 5 / 6), 10: (40, 140 + 5 / 6),
    11: (44, 140.25), 12: (44, 142.25), 13: (44, 144.25), 14: (26, 142), 15: (26, 127.5),
    16: (26, 124), 17: (26, 131), 18: (20, 136), 19: (26, 154),
}  # fmt: skip
_ZONE_SCALE = 0.9999
_GEOGRAPHIC = {4326, 4612, 4979, 6667, 6668, 6697, 84}  # 84: OGC CRS84
_TOKYO = {4301, *range(30161, 30180)}
_ELLIPSOIDS = ("GRS", "WGS")

Transform = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True, slots=True)
class Crs:
    """What to do with the coordinates of a file: None is nothing. `note` tells people."""

    transform: Transform | None = None
    note: str = ""


def zone_names() -> list[tuple[str, str]]:
    """The zones to choose from, for a file that does not say."""
    return [(str(zone), _("平面直角座標系 第{}系").format(zone)) for zone in ZONES]


def of_zone(zone: int) -> Crs:
    """The plane coordinates of a zone: east, north in metres."""
    latitude, longitude = ZONES[zone]
    return Crs(
        lambda xy: _from_plane(xy, latitude, longitude, _ZONE_SCALE, 0, 0),
        _("平面直角座標系 第{}系の座標を、緯度経度に直しました。").format(zone),
    )


def of_epsg(code: int) -> Crs:
    """By its number. Raises Unfit for what can't be used here."""
    if code in _GEOGRAPHIC:
        return Crs()
    if code in _TOKYO:
        raise _tokyo()
    for first in (2443, 6669):  # JGD2000, JGD2011
        if first <= code < first + 19:
            return of_zone(code - first + 1)
    for first, zone in ((3097, 51), (6688, 51), (32651, 51)):
        if first <= code < first + 5:
            return _utm(zone + code - first)
    raise Unfit(
        _(
            "座標の決まり（EPSG:{}）は、ここでは読めません。"
            "緯度経度（JGD2011）か平面直角座標系で書き出してください。"
        ).format(code)
    )


def of_geojson(given: Mapping[str, Any]) -> Crs:
    """By the (old) member "crs" of a GeoJSON; without one it is longitude, latitude."""
    told = given.get("crs")
    name = told.get("properties", {}).get("name", "") if isinstance(told, Mapping) else ""
    found = re.search(r"(\d+)\D*$", str(name))
    return of_epsg(int(found[1])) if found else Crs()


def of_prj(wkt: str) -> Crs:
    """By the text of a .prj file. Raises Unfit for what can't be used here."""
    if re.search(r"tokyo|bessel", wkt, re.IGNORECASE):
        raise _tokyo()
    spheroid = re.search(r'SPHEROID\s*\[\s*"([^"]*)"|ELLIPSOID\s*\[\s*"([^"]*)"', wkt)
    known = spheroid and (spheroid[1] or spheroid[2] or "").upper().startswith(_ELLIPSOIDS)
    if not known:
        raise _unknown(wkt)
    if not re.match(r"\s*PROJC", wkt):
        return Crs()
    told = {
        name.casefold(): float(value)
        for name, value in re.findall(r'PARAMETER\s*\[\s*"([^"]+)"\s*,\s*([-+.\deE]+)', wkt)
    }
    metres = re.search(r'UNIT\s*\[\s*"met(?:er|re)"', wkt, re.IGNORECASE)
    wanted = ("central_meridian", "latitude_of_origin")
    if not re.search(r"transverse.mercator", wkt, re.IGNORECASE) or not metres:
        raise _unknown(wkt)
    if any(key not in told for key in wanted):
        raise _unknown(wkt)
    named = re.match(r'\s*PROJC\w*\s*\[\s*"([^"]*)"', wkt)
    return Crs(
        lambda xy: _from_plane(
            xy,
            told["latitude_of_origin"],
            told["central_meridian"],
            told.get("scale_factor", 1.0),
            told.get("false_easting", 0.0),
            told.get("false_northing", 0.0),
        ),
        _("平面の座標（{}）を、緯度経度に直しました。").format(named[1] if named else ""),
    )


def _utm(zone: int) -> Crs:
    return Crs(
        lambda xy: _from_plane(xy, 0, zone * 6 - 183, 0.9996, 500_000, 0),
        _("UTM座標（第{}帯）を、緯度経度に直しました。").format(zone),
    )


def _tokyo() -> Unfit:
    return Unfit(
        _(
            "古い日本測地系（Tokyo Datum）の座標です。そのままでは約400メートルずれるので、"
            "世界測地系（JGD2011）に直したファイルにしてください。"
        )
    )


def _unknown(wkt: str) -> Unfit:
    named = re.search(r'"([^"]*)"', wkt)
    return Unfit(
        _(
            "座標の決まり「{}」は、ここでは読めません。"
            "緯度経度（JGD2011）か平面直角座標系で書き出してください。"
        ).format(named[1][:60] if named else wkt[:60])
    )


def _from_plane(
    xy: np.ndarray, latitude: float, longitude: float, scale: float, east: float, north: float
) -> np.ndarray:
    """Longitude and latitude (degrees) of transverse Mercator coordinates (metres) on GRS80.

    Krüger's series in the third flattening to its fourth power: better than a millimetre within
    a zone (河瀬 2011, 国土地理院時報 121, equations 17 to 21).
    """
    n = FLATTENING / (2 - FLATTENING)
    radius = SEMI_MAJOR_M / (1 + n) * (1 + n**2 / 4 + n**4 / 64)
    alpha = (
        n / 2 - 2 * n**2 / 3 + 5 * n**3 / 16 + 41 * n**4 / 180,
        13 * n**2 / 48 - 3 * n**3 / 5 + 557 * n**4 / 1440,
        61 * n**3 / 240 - 103 * n**4 / 140,
        49561 * n**4 / 161280,
    )
    beta = (
        n / 2 - 2 * n**2 / 3 + 37 * n**3 / 96 - n**4 / 360,
        n**2 / 48 + n**3 / 15 - 437 * n**4 / 1440,
        17 * n**3 / 480 - 37 * n**4 / 840,
        4397 * n**4 / 161280,
    )
    delta = (
        2 * n - 2 * n**2 / 3 - 2 * n**3 + 116 * n**4 / 45,
        7 * n**2 / 3 - 8 * n**3 / 5 - 227 * n**4 / 45,
        56 * n**3 / 15 - 136 * n**4 / 35,
        4279 * n**4 / 630,
    )
    root = 2 * math.sqrt(n) / (1 + n)
    sine = math.sin(math.radians(latitude))
    start = math.atan(math.sinh(math.atanh(sine) - root * math.atanh(root * sine)))
    start += sum(a * math.sin(2 * j * start) for j, a in enumerate(alpha, 1))

    xi = start + (xy[:, 1] - north) / (scale * radius)
    eta = (xy[:, 0] - east) / (scale * radius)
    turned = enumerate(beta, 1)
    waves = [(b, 2 * j) for j, b in turned]
    xi_ = xi - sum(b * np.sin(j * xi) * np.cosh(j * eta) for b, j in waves)
    eta_ = eta - sum(b * np.cos(j * xi) * np.sinh(j * eta) for b, j in waves)
    chi = np.arcsin(np.sin(xi_) / np.cosh(eta_))
    phi = chi + sum(d * np.sin(2 * j * chi) for j, d in enumerate(delta, 1))
    lam = math.radians(longitude) + np.arctan2(np.sinh(eta_), np.cos(xi_))
    return np.degrees(np.column_stack((lam, phi)))
