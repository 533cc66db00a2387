"""Everything that happens to small areas: their polygons and points, their end and what follows."""

import datetime as dt
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import shapely
from django.db import transaction
from django.db.models import ProtectedError, Q
from django.utils.translation import gettext as _

from jibungoto.japan.text import search_key
from jibungoto.kernel import audit, clock, publishing
from jibungoto.kernel.intake.models import IntakeRun
from jibungoto.know.places import overlay
from jibungoto.know.places.geography import small_area_layer
from jibungoto.know.places.geometry import area_km2
from jibungoto.know.places.models import SmallArea, SmallAreaLineage, SmallAreaShape

from .errors import EndsBeforeItBegins, InUse

BATCH = 500
_SHAPE = ["wkb", "area_km2", "people", "households", "source", "dated", "run"]
_POINT = ["lon", "lat", "point_source"]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A valid polygon (longitude, latitude) of a small area, and what its file counts there."""

    polygon: Any
    people: int | None = None
    households: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A small area of a file: the known one it is, or None; its name, code and polygon there."""

    area: SmallArea | None
    name: str
    code: str
    drawn: Drawn


@dataclass(frozen=True, slots=True)
class Restored:
    """A small area as it was before an intake. `shape` is its polygon then, None if it had none."""

    area: SmallArea
    is_new: bool
    reopened: bool
    redrawn: bool
    shape: SmallAreaShape | None


@transaction.atomic
def add_small_areas(*, areas: Sequence[SmallArea], run: IntakeRun | None = None) -> None:
    """Store new small areas; each gets its id."""
    for area in areas:
        area.run = run
    SmallArea.objects.bulk_create(areas, batch_size=BATCH)


@transaction.atomic
def take_in_small_areas(
    *, places: Sequence[Found], source: str, dated: dt.date | None, run: IntakeRun
) -> None:
    """Make the areas that are new, name and draw all of them; an ended one goes on."""
    new = [
        SmallArea(code=p.code, name=p.name, search_key=search_key(p.name), run=run)
        for p in places
        if p.area is None
    ]
    SmallArea.objects.bulk_create(new, batch_size=BATCH)
    made = iter(new)
    areas = [p.area or next(made) for p in places]
    for place, area in zip(places, areas, strict=True):
        area.name, area.search_key = place.name, search_key(place.name)
        area.code, area.valid_until = area.code or place.code, None
    _update(areas, ["name", "search_key", "code", "valid_until"])
    set_small_area_shapes(
        shapes={area.pk: p.drawn for p, area in zip(places, areas, strict=True)},
        source=source,
        dated=dated,
        run=run,
    )


@transaction.atomic
def set_small_area_shapes(
    *,
    shapes: Mapping[int, Drawn],
    source: str,
    dated: dt.date | None = None,
    run: IntakeRun | None = None,
) -> None:
    """Give small areas (by id) their polygons; the point of each then lies inside its polygon."""
    _write_shapes(
        [
            SmallAreaShape(
                small_area_id=pk,
                wkb=shapely.to_wkb(drawn.polygon),
                area_km2=area_km2(drawn.polygon),
                people=drawn.people,
                households=drawn.households,
                source=source,
                dated=dated or clock.today(),
                run=run,
            )
            for pk, drawn in shapes.items()
        ]
    )
    audit.record("places.shape.set", None, changes={"set": (None, len(shapes))})
    publishing.published()


def _write_shapes(shapes: Sequence[SmallAreaShape]) -> None:
    SmallAreaShape.objects.bulk_create(
        shapes,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["small_area"],
        update_fields=_SHAPE,
    )
    drawn = {shape.small_area_id: shape for shape in shapes}
    areas = list(SmallArea.objects.filter(pk__in=list(drawn)))
    inside = shapely.point_on_surface(shapely.from_wkb([drawn[area.pk].wkb for area in areas]))
    for area, point in zip(areas, inside, strict=True):
        area.lon, area.lat = round(point.x, 6), round(point.y, 6)
        area.point_source = drawn[area.pk].source
    _update(areas, _POINT)


@transaction.atomic
def set_small_area_points(
    *, points: Mapping[int, tuple[float | None, float | None, str]], new: Sequence[SmallArea] = ()
) -> None:
    """Representative points of small areas by id: longitude, latitude, source; None takes away.

    `new` areas are stored first, with the points they carry.
    """
    SmallArea.objects.bulk_create(new, batch_size=BATCH)
    areas = list(SmallArea.objects.filter(pk__in=list(points)))
    for area in areas:
        area.lon, area.lat, area.point_source = points[area.pk]
    _update(areas, _POINT)
    audit.record("places.point.set", None, changes={"set": (None, len(points) + len(new))})
    publishing.published()


@transaction.atomic
def end_small_areas(
    *, areas: Sequence[SmallArea], on: dt.date, into: Sequence[SmallArea] | None = None
) -> None:
    """The last day of small areas. What they go on in is told by `into`, or read from the map:
    areas that hold at least a twentieth of an ended one. Raises EndsBeforeItBegins.
    """
    for area in areas:
        if area.valid_from and on < area.valid_from:
            raise EndsBeforeItBegins(
                _("「{}」の終わりの日は、始まりの日（{}）より後にしてください。").format(
                    area, area.valid_from
                )
            )
        area.valid_until = on
    _update(areas, ["valid_until"])
    if into is None:
        pairs = _continued(areas)
    else:
        pairs = [(area.pk, after.pk) for area in areas for after in into]
    SmallAreaLineage.objects.bulk_create(
        [SmallAreaLineage(before_id=a, after_id=b) for a, b in pairs],
        batch_size=BATCH,
        ignore_conflicts=True,
    )
    audit.record("places.small_area.end", None, changes={"ended": (None, len(areas))})
    publishing.published()


def _continued(areas: Sequence[SmallArea]) -> list[tuple[int, int]]:
    old = small_area_layer(of=Q(pk__in=[area.pk for area in areas]))
    now = small_area_layer(of=Q(valid_until=None, shape__isnull=False))
    if not len(old) or not len(now):
        return []
    return [
        (old.areas[a].pk, now.areas[b].pk) for a, b in overlay.covering(old.polygons, now.polygons)
    ]


@transaction.atomic
def reopen_small_areas(*, areas: Sequence[SmallArea]) -> None:
    """Undo end_small_areas: they go on, and nothing continues them any more."""
    for area in areas:
        area.valid_until = None
    _update(areas, ["valid_until"])
    SmallAreaLineage.objects.filter(before__in=[area.pk for area in areas]).delete()
    audit.record("places.small_area.reopen", None, changes={"reopened": (None, len(areas))})
    publishing.published()


@transaction.atomic
def restore_small_areas(*, back: Sequence[Restored], run: IntakeRun) -> None:
    """Take back what an intake of polygons did. Raises InUse when a new area is counted in."""
    old = [r.area for r in back if not r.is_new]
    _update(old, ["name", "search_key", "code", "valid_until"])
    redrawn = [r for r in back if r.redrawn and not r.is_new]
    gone = [r.area.pk for r in redrawn if r.shape is None]
    SmallAreaShape.objects.filter(small_area__in=gone).delete()
    SmallArea.objects.filter(pk__in=gone).update(lon=None, lat=None, point_source="")
    _write_shapes([r.shape for r in redrawn if r.shape is not None])
    reopened = [r.area for r in back if r.reopened]
    if reopened:
        reopen_small_areas(areas=reopened)
    for r in back:
        if r.is_new:
            remove_small_area(small_area=r.area)
    audit.record("places.shape.restore", None, changes={"restored": (None, len(back))})
    publishing.published()


@transaction.atomic
def remove_small_area(*, small_area: SmallArea) -> None:
    """Take a small area away while nothing counts in it. Raises InUse."""
    if small_area.memberships.exists():
        raise InUse(_("「{}」は地区に入っているので、消せません。").format(small_area))
    try:
        with transaction.atomic():
            small_area.delete()
    except ProtectedError as error:
        raise InUse(
            _("「{}」には人数などの記録があるので、消せません。").format(small_area)
        ) from error
    publishing.published()


@transaction.atomic
def forget_small_areas(*, run: IntakeRun) -> None:
    """Take away the small areas an intake brought, as far as nothing counts in them."""
    for area in SmallArea.objects.filter(run=run, memberships__isnull=True):
        with suppress(ProtectedError), transaction.atomic():
            area.delete()


def _update(areas: Sequence[SmallArea], fields: list[str]) -> None:
    """As bulk_update, but in a tenth of the time: a city has thousands."""
    SmallArea.objects.bulk_create(
        areas,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=fields,
    )


def area_of(wkb: bytes) -> float:
    """The area in km² of a polygon as it is stored."""
    return area_km2(shapely.from_wkb(wkb))
