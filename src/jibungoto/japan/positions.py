"""Latitudes and longitudes as people write them, to decimal degrees. Pure.

DS-444 asks for decimal degrees; lists also hold degrees, minutes and seconds (35°41'22.4",
35度41分, 354122.4), full-width digits, N and E, and 0 where nothing is known.
"""

import re
import unicodedata
from decimal import Decimal, InvalidOperation

LATITUDES = (Decimal(20), Decimal(46))
LONGITUDES = (Decimal(122), Decimal(154))
_SIX = Decimal("0.000001")
_PRIMES = str.maketrans(
    {c: "'" for c in "′’‘´`分"} | {c: '"' for c in "″”“秒"} | {"度": "°", "º": "°"}
)
_DMS = re.compile(r"^(\d{2,3})[°:.](\d{1,2})(?:[':.](\d{1,2}(?:\.\d+)?)?\"?)?'?$")
_PACKED = re.compile(r"^(\d{2,3})(\d{2})(\d{2}(?:\.\d+)?)$")  # 354122.4


def read_degrees(text: str) -> Decimal | None:
    """Decimal degrees of a latitude or longitude, six places where minutes were given; 0 stays 0.

    None when the text is no such thing. Whether the place is in Japan is not asked here.
    """
    told = unicodedata.normalize("NFKC", text.replace("″", '"')).translate(_PRIMES)
    told = re.sub(r"^(?:北緯|東経|[NE])|[NE]$|\s", "", told.strip(), flags=re.IGNORECASE)
    told = told.replace("''", '"')
    try:
        number = Decimal(told)
    except InvalidOperation:
        number = None
    if number is not None:
        packed = _PACKED.match(told)
        if packed and number >= 1000:
            return _together(packed[1], packed[2], packed[3])
        return number if number.is_finite() else None
    parts = _DMS.match(told)
    return _together(parts[1], parts[2], parts[3] or "0") if parts else None


def is_latitude(degrees: Decimal) -> bool:
    """Whether it can be a latitude of Japan."""
    return LATITUDES[0] <= degrees <= LATITUDES[1]


def is_longitude(degrees: Decimal) -> bool:
    """Whether it can be a longitude of Japan."""
    return LONGITUDES[0] <= degrees <= LONGITUDES[1]


def _together(degrees: str, minutes: str, seconds: str) -> Decimal | None:
    if int(minutes) >= 60 or Decimal(seconds) >= 60:
        return None
    whole = Decimal(degrees) + Decimal(minutes) / 60 + Decimal(seconds) / 3600
    return whole.quantize(_SIX)
