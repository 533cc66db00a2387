"""Everything that happens to small areas: their polygons and points, their end and what follows."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import shapely
from django.db import transaction

from jibungoto.kernel import audit, clock, publishing
from jibungoto.kernel.intake.models import IntakeRun
from jibungoto.know.places.geometry import area_km2
from jibungoto.know.places.models import SmallArea, SmallAreaShape

BATCH = 500


@dataclass(frozen=True, slots=True)
class Drawn:
    """A valid polygon (longitude, latitude) of a small area, and what its file counts there."""

    polygon: Any
    people: int | None = None
    households: int | None = None


@transaction.atomic
def set_small_area_shapes(
    *,
    shapes: Mapping[int, Drawn],
    source: str,
    dated: dt.date | None = None,
    run: IntakeRun | None = None,
) -> None:
    """Give small areas (by id) their polygons; the point of each then lies inside its polygon."""
    SmallAreaShape.objects.bulk_create(
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
        ],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["small_area"],
        update_fields=["wkb", "area_km2", "people", "households", "source", "dated", "run"],
    )
    moved = list(SmallArea.objects.filter(pk__in=list(shapes)))
    for area in moved:
        inside = shapes[area.pk].polygon.representative_point()
        area.lon, area.lat, area.point_source = round(inside.x, 6), round(inside.y, 6), source
    SmallArea.objects.bulk_update(moved, ["lon", "lat", "point_source"], batch_size=BATCH)
    audit.record("places.shape.set", None, changes={"set": (None, len(shapes))})
    publishing.published()
