"""What lies in what, once the files are in: districts where none were given, memberships."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import transaction
from shapely.geometry import mapping

from jibungoto.know.places import geography, services
from jibungoto.know.places.belonging import NothingToLayOver, Share
from jibungoto.know.places.models import (
    DistrictKind,
    Membership,
    SmallAreaShape,
)
from jibungoto.know.statistics import services as statistics
from jibungoto.know.statistics.models import Headcount, Release, Status

CHOCHO = "chocho"


@dataclass(slots=True)
class LaidOut:
    """What was made and assumed, in sentences; the kinds of district that may have kartes."""

    said: list[str] = field(default_factory=list)
    kinds: list[DistrictKind] = field(default_factory=list)


def lay_out() -> LaidOut:
    """Complete what the files leave open. What is assumed is said; asking again changes nothing."""
    found = LaidOut()
    _people_of_boundaries(found)
    _households_of_boundaries(found)
    kinds = [k for k in DistrictKind.objects.all() if k.districts.exists()]
    if not kinds:
        made = _districts_from_small_areas(found)
        kinds = [made] if made else []
    for kind in kinds:
        if not Membership.objects.filter(district__kind=kind).exists():
            _compute(kind, found)
    found.kinds = kinds
    return found


def _compute(kind: DistrictKind, found: LaidOut) -> None:
    layer = geography.small_area_layer()
    if not len(layer):
        return
    whole = layer.has_polygon.sum() >= layer.has_point.sum() * 0.9
    method = Membership.Method.AREA if whole else Membership.Method.POINT
    try:
        computed = services.compute_memberships(kind=kind, method=method)
    except NothingToLayOver as error:
        found.said.append(str(error))
        return
    services.apply_memberships(computed=computed)
    number = Membership.objects.filter(district__kind=kind).count()
    found.said.append(
        f"どの町丁・字がどの{kind.name}に入るかは、{method.label}で決めました（{number}件）。"
        "対応表があれば、取りこむと置きかわります。"
    )


@transaction.atomic
def _districts_from_small_areas(found: LaidOut) -> DistrictKind | None:
    """Without districts each small area with a polygon becomes one of the kind 町丁・字."""
    layer = geography.small_area_layer()
    with_land = [n for n, there in enumerate(layer.has_polygon) if there]
    if not with_land:
        return None
    kind = services.create_district_kind(key=CHOCHO, name="町丁・字")
    rows: list[Share] = []
    for order, n in enumerate(with_land, 1):
        area = layer.areas[n]
        district = services.create_district(
            kind=kind,
            slug=f"c{area.code}" if area.code else f"a{area.pk}",
            name=area.name,
            code=area.code,
            order=min(order, 30_000),
        )
        services.set_boundary(
            district=district,
            geojson=mapping(layer.polygons[n]),
            source=layer.sources[n],
            dated=layer.dates[n],
        )
        rows.append(Share(area.pk, district.pk, Decimal(1), Membership.Method.TABLE))
    services.assign(
        kind=kind,
        shares=rows,
        method=Membership.Method.TABLE,
        source="町丁・字を、そのまま地区としています",
    )
    found.said.append(f"地区の境界がないため、{len(rows)}の町丁・字を、そのまま地区にしました。")
    return kind


def _people_of_boundaries(found: LaidOut) -> None:
    """Without any table of people, the counts of the boundary file serve: better than nothing."""
    if Release.objects.exists():
        return
    counted = SmallAreaShape.objects.filter(people__isnull=False)
    shapes = list(counted.select_related("small_area", "run"))
    if not shapes:
        return
    day = max(s.dated for s in shapes)
    statistics.store_release(
        register=Release.Register.CENSUS,
        taken_on=day,
        source=shapes[0].source,
        method="境界のファイルにある人口と世帯数",
        classes="",
        headcounts=_headcounts(shapes),
        run=shapes[0].run,
    )
    total = sum(s.people or 0 for s in shapes)
    found.said.append(
        f"人口の表がないため、境界のファイルにある人口（{total:,}人、{_day(day)}）を使いました。"
        "年齢別の数はありません。"
    )


def _households_of_boundaries(found: LaidOut) -> None:
    """A census table of ages tells no households; the boundary file of the same census does. Taken
    only where both count the same people in every area."""
    release = Release.objects.filter(
        register=Release.Register.CENSUS, state=Release.State.CURRENT
    ).first()
    if release is None:
        return
    rows = release.headcounts.filter(small_area__isnull=False, status=Status.VALUE)
    told = dict(rows.values_list("small_area_id", "total"))
    shapes = list(
        SmallAreaShape.objects.filter(
            small_area__in=list(told), people__isnull=False, households__isnull=False
        ).select_related("run")
    )
    if not shapes or any(told[s.small_area_id] != s.people for s in shapes):
        return
    counted = {s.small_area_id: s.households for s in shapes if s.households is not None}
    source = shapes[0].source
    run = shapes[0].run
    if statistics.add_households(release=release, households=counted, source=source, run=run):
        found.said.append(
            f"世帯の数は、人口が同じ「{source}」のもの（{sum(counted.values()):,}世帯）を使いました。"
        )


def _headcounts(shapes: Sequence[SmallAreaShape]) -> list[Headcount]:
    return [
        Headcount(small_area=s.small_area, total=s.people, households=s.households) for s in shapes
    ]


def _day(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
