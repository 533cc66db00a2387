"""Which facility we know a row of a newer list means. Pure.

First by name and address, however written; then by the list's ID, but only where something else
agrees: in many lists the ID is a row number, and means another facility after the next insertion.
"""

from collections import Counter
from collections.abc import Sequence

from jibungoto.japan.text import search_key

from .models import Facility
from .reading import Told

NEAR_DEGREES = 0.002  # about 200 m


def matched(rows: Sequence[Told], known: Sequence[Facility]) -> list[Facility | None]:
    """For each row the facility it means, or None for a new one. None is meant twice."""
    by_key = {f.match_key: f for f in known}
    found: list[Facility | None] = [by_key.get(row.match_key) for row in rows]
    taken = {f.pk for f in found if f is not None}
    uses = Counter(row.code for row in rows)
    by_code: dict[str, list[Facility]] = {}
    for facility in known:
        if facility.code and facility.pk not in taken:
            by_code.setdefault(facility.code, []).append(facility)
    for n, row in enumerate(rows):
        same = by_code.get(row.code, []) if row.code and uses[row.code] == 1 else []
        if found[n] is None and len(same) == 1 and _agrees(row, same[0]):
            found[n] = same[0]
    return found


def _agrees(row: Told, known: Facility) -> bool:
    """The same name, the same address or nearly the same spot."""
    if search_key(row.name) == search_key(known.name):
        return True
    address = str(row.fields.get("address") or "")
    if address and search_key(address) == search_key(known.address):
        return True
    point = row.point
    if point is None or known.lon is None or known.lat is None:
        return False
    return abs(point[0] - known.lon) < NEAR_DEGREES and abs(point[1] - known.lat) < NEAR_DEGREES
