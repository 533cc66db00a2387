"""What there is to read of districts."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, Q, QuerySet

from jibungoto.kernel import clock, kept, nodes
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.keyed import only
from jibungoto.kernel.models import Node

from .geometry import simplified
from .models import Boundary, District, DistrictKind

# What 360 pixels can show of a city: about 30 m.
DISPLAY_DEGREES = 0.0003


@dataclass(frozen=True, slots=True)
class Outline:
    """A district's polygon for display, with where it comes from."""

    district: District
    geojson: dict[str, Any]
    source: str
    dated: dt.date


def districts(
    actor: Actor, *, kind: str = "", on: dt.date | None = None, ended: bool = False
) -> QuerySet[District]:
    """The districts valid on a day (today), by kind and order; `ended` asks for the others."""
    valid = valid_on(on or clock.today())
    found = District.objects.filter(visible(actor)).filter(~valid if ended else valid)
    if kind:
        found = found.filter(kind__key=kind)
    return (
        found.select_related("node", "kind", "parent__node")
        .annotate(area_km2=F("boundary__area_km2"))
        .order_by("kind__order", "kind_id", "order", "code", "pk")
    )


def known_districts() -> QuerySet[District]:
    """The districts people know their municipality by, public and valid today, in their order."""
    found = District.objects.filter(of_known_kind(), valid_on(clock.today()))
    return found.filter(node__state=Node.State.PUBLIC).order_by("order", "code", "pk")


def known_list() -> list[District]:
    """The same with their nodes, read once for everybody."""
    return kept.grounded("districts", lambda: list(known_districts().select_related("node")))


def known_district(slug: str) -> District | None:
    """The one of them at an address; None for no address."""
    return only(known_districts().select_related("node").filter(slug=slug)) if slug else None


def of_known_kind(kind: str = "kind") -> Q:
    """The rule for districts (`kind` leads to theirs) that have councils. As long as the
    municipality has not said which kind has them, the districts of all kinds."""
    with_councils = DistrictKind.objects.filter(has_council=True)
    return Q(**{f"{kind}__has_council": True}) | Q(~Exists(with_councils))


def valid_on(day: dt.date) -> Q:
    """Districts, or small areas, that there are on a day."""
    return (Q(valid_from=None) | Q(valid_from__lte=day)) & (
        Q(valid_until=None) | Q(valid_until__gte=day)
    )


def visible(actor: Actor) -> Q:
    """The view rule of districts for the database: that of their nodes."""
    return nodes.visible(actor, "node__")


def boundary(district: District) -> Boundary | None:
    """A district's polygon, None where it has none."""
    return only(Boundary.objects.filter(district=district))


def district(actor: Actor, slug: str) -> District | None:
    """One district, also when it has ended."""
    found = District.objects.filter(visible(actor), slug=slug)
    return only(found.select_related("node", "kind", "parent__node"))


def kinds() -> list[DistrictKind]:
    """The kinds of district of the municipality, in their order."""
    return list(DistrictKind.objects.all())


def kind_named(actor: Actor, kind: str) -> DistrictKind | None:
    """The kind with this key."""
    return only(DistrictKind.objects.filter(key=kind))


def boundaries(found: Iterable[District], *, tolerance: float = DISPLAY_DEGREES) -> list[Outline]:
    """The polygons of districts with as many corners as a map of `tolerance` degrees can show.

    One query. Districts without a boundary are left out.
    """
    by_id = {d.pk: d for d in found}
    rows = list(Boundary.objects.filter(district__in=by_id))
    shapes = simplified([row.geojson for row in rows], tolerance_degrees=tolerance)
    return [
        Outline(by_id[row.district_id], drawn, row.source, row.dated)
        for row, drawn in zip(rows, shapes, strict=True)
    ]


def former_names(district: District) -> list[Any]:
    """What a district was called before, newest first."""
    return list(district.former_names.all())
