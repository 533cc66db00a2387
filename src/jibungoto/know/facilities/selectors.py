"""What there is to read of facilities."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Max, Prefetch, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from jibungoto.japan.text import search_key
from jibungoto.kernel.actor import GUEST, Actor
from jibungoto.kernel.intake.origins import Origin
from jibungoto.kernel.kept import kept
from jibungoto.kernel.links import node_url, path_url
from jibungoto.kernel.models import Municipality, Node, NodeDistrict
from jibungoto.know.places.models import District
from jibungoto.ui.addresses import page_address
from jibungoto.ui.listing import listed
from jibungoto.ui.units import with_unit

from . import policies
from .catalogue import BY_KIND, DETAILS
from .models import Facility, FacilityDetail
from .reading import YES

NEAR_DEGREES = 0.0005  # about 50 m: the same grounds
PARK = Facility.PARK


@dataclass(frozen=True, slots=True)
class Spot:
    """A facility as a map needs it. Positions are degrees; both None where no list tells one."""

    name: str
    kind: str
    subkind: str
    lon: float | None
    lat: float | None
    address: str
    url: str


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many facilities of a kind there are, how many of them have no position, and says who."""

    kind: str
    label: str
    number: int
    unmapped: int
    source: str
    dated: dt.date


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a facility's page; `url` where the value is an address of a page."""

    label: str
    value: str
    url: str = ""


def facilities(
    actor: Actor,
    *,
    kind: str = "",
    district: District | None = None,
    words: str = "",
    ended: bool = False,
) -> QuerySet[Facility]:
    """The register as the actor may see it, by kind and reading; what ended only when asked for.

    A district's facilities are those whose point lies in it or in a district inside it.
    """
    found = Facility.objects.filter(policies.visible(actor)).select_related("node")
    if not ended:
        found = found.filter(ended_on__isnull=True)
    if kind:
        found = found.filter(kind=kind)
    if district is not None:
        found = found.filter(node__in=placed_in(district))
    for word in words.split():
        key = search_key(word)
        found = found.filter(
            Q(name__icontains=word)
            | Q(kana__icontains=word)
            | Q(address__icontains=word)
            | Q(subkind__icontains=word)
            | Q(node__search_entry__body__icontains=word)
            | Q(name__icontains=key)
        )
    return found.order_by(_BY_CATALOGUE, _READ_FIRST, "kana", "name", "pk")


_BY_CATALOGUE = Case(*(When(kind=kind, then=Value(n)) for n, kind in enumerate(BY_KIND)))

# Without a reading there is no place among the readings: those come last.
_READ_FIRST = Case(When(kana="", then=Value(1)), default=Value(0))


def placed_in(district: District) -> QuerySet[NodeDistrict]:
    """The nodes of a district and of those inside it."""
    inside = NodeDistrict.objects.filter(district__lineage__startswith=district.lineage)
    return inside.values("node_id")  # type: ignore[return-value]


def facility(actor: Actor, code: str) -> Facility | None:
    """One facility by the short code of its node, also when it has ended. One query more for the
    districts it lies in."""
    found = Facility.objects.filter(policies.visible(actor), node__short_code=code.upper())
    placed = NodeDistrict.objects.select_related(
        "district__node", "district__kind", "district__boundary"
    ).order_by("district__kind__order", "district__order", "pk")
    return (
        found.select_related("node", "run")
        .prefetch_related(Prefetch("node__placed", placed), "details")
        .first()
    )


def spots(
    actor: Actor, district: District | None = None, *, kinds: Iterable[str] = ()
) -> list[Spot]:
    """The facilities of a district (None: of the municipality) with their positions; one query.

    In the order of the kinds, then by reading. Without `kinds` all of them.
    """
    found = facilities(actor, district=district)
    wanted = list(kinds)
    if wanted:
        found = found.filter(kind__in=wanted)
    return in_order(spot(f) for f in found)


def mapped(found: QuerySet[Facility], *, most: int) -> list[Spot]:
    """Those of a list that have a position, at most so many; one query."""
    rows = (
        found.prefetch_related(None)
        .filter(lat__isnull=False)
        .values_list("name", "kind", "subkind", "lon", "lat", "address", "node__path")
    )
    return in_order(
        Spot(name, kind, subkind, lon, lat, address, path_url(path))
        for name, kind, subkind, lon, lat, address, path in rows[:most]
    )


def spot(facility: Facility) -> Spot:
    """A facility as a map needs it; its node must be selected."""
    return Spot(
        facility.name, facility.kind, facility.subkind, facility.lon, facility.lat,
        facility.address, node_url(facility.node),
    )  # fmt: skip


def in_order(found: Iterable[Spot]) -> list[Spot]:
    """By kind as the catalogue has them; within a kind as they come."""
    order = {kind: n for n, kind in enumerate(BY_KIND)}
    return sorted(found, key=lambda s: order[s.kind])


def counts(actor: Actor, district: District | None = None) -> list[KindCount]:
    """How many there are of each kind that has any, in the order of the catalogue; one query."""
    found = {row["kind"]: row for row in count_rows(actor, district)}
    return [
        KindCount(
            kind, str(Facility.Kind(kind).label), row["number"], row["unmapped"], row["source"],
            row["dated"],
        )
        for kind in BY_KIND
        if (row := found.get(kind))
    ]  # fmt: skip


def count_rows(actor: Actor, district: District | None = None) -> QuerySet[Any, Any]:
    """The rows of `counts`, in no order."""
    return (
        facilities(actor, district=district)
        .order_by()
        .values("kind")
        .annotate(
            number=Count("pk"),
            unmapped=Count("pk", filter=Q(lat__isnull=True)),
            dated=Max("dated"),
            source=Max("source"),
        )
    )


def districts(facility: Facility) -> list[District]:
    """The districts it lies in, by kind; prefetched by facility()."""
    return [placed.district for placed in facility.node.placed.all()]


def origin(facility: Facility) -> Origin | None:
    """The row of the list that told it last; the run was read by facility()."""
    run = facility.run
    return Origin(run.file_name, facility.line, run.public_id) if run and facility.line else None


def facts(facility: Facility) -> list[Fact]:
    """What only this kind of place has, in words, in the order of the catalogue."""
    told: dict[str, list[str]] = {}
    for row in facility.details.all():
        told.setdefault(row.key, []).append(row.value)
    found = []
    for key in BY_KIND[facility.kind].details:
        if key in told and not key.startswith("hazard_"):
            found.append(_fact(key, told[key]))
    return found


def hazards(facility: Facility) -> list[tuple[str, bool]]:
    """For which disasters a place of refuge is meant: (name, whether); what no list tells is not
    there."""
    told = {row.key: row.value == YES for row in facility.details.all()}
    return [
        (str(DETAILS[key].label), told[key])
        for key in BY_KIND[facility.kind].details
        if key.startswith("hazard_") and key in told
    ]


def _fact(key: str, values: Sequence[str]) -> Fact:
    detail = DETAILS[key]
    if detail.form == "flag":
        return Fact(str(detail.label), _("はい") if values[0] == YES else _("いいえ"))
    if detail.form == "url":
        return Fact(str(detail.label), values[0], page_address(values[0]))
    if detail.form == "date":
        return Fact(str(detail.label), values[0])
    return Fact(str(detail.label), with_unit(listed(values), str(detail.unit or "")))


def beside(municipality: Municipality, facility: Facility) -> list[Spot]:
    """What else the public finds on the same grounds: the hall's AED, the school that is a refuge.

    Kept for all readers alike.
    """
    if facility.lat is None or facility.lon is None:
        return []
    lat, lon, near = facility.lat, facility.lon, NEAR_DEGREES

    def make() -> list[Spot]:
        found = facilities(GUEST).filter(
            lat__range=(lat - near, lat + near), lon__range=(lon - near, lon + near)
        )
        return in_order(spot(f) for f in found.exclude(pk=facility.pk)[:8])

    return kept(municipality, f"facilities.beside.{facility.pk}", make)


def existing(
    day: dt.date, district: District | None = None, *, kind: str = "", subkind: str = ""
) -> QuerySet[Facility]:
    """Public facilities that were listed on a day, for counting."""
    found = Facility.objects.filter(node__state=Node.State.PUBLIC).filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=day)
    )
    if kind:
        found = found.filter(kind=kind)
    if subkind:
        found = found.filter(subkind=subkind)
    return found.filter(node__in=placed_in(district)) if district is not None else found


def table(found: QuerySet[Facility]) -> Iterator[Sequence[Any]]:
    """Facilities as a table, its header first; details of their kinds in columns of their own.

    The names of the columns are the national standard's where it has one, so that a list handed in
    again changes nothing; the kind of list must not go by a name a list itself uses.
    """
    rows = list(found.prefetch_related("details"))
    keys = [key for key in DETAILS if any(d.key == key for f in rows for d in f.details.all())]
    yield [
        _("コード"), _("一覧の種類"), _("種別"), "ID", "名称", "名称_カナ", "所在地_連結表記",
        "建物名等(方書)", "緯度", "経度", "電話番号", "団体名", "利用可能曜日", "開始時間",
        "終了時間", "利用可能日時特記事項", _("定員・収容人数"), "説明", "URL", "備考",
        *(str(DETAILS[key].label) for key in keys), _("出典"), _("基準日"), _("ページ"),
    ]  # fmt: skip
    for f in rows:
        details: dict[str, list[str]] = {}
        for row in f.details.all():
            details.setdefault(row.key, []).append(row.value)
        yield [
            f.node.short_code, str(f.get_kind_display()), f.subkind, f.code, f.name, f.kana,
            f.address, f.building, f.lat, f.lon, f.phone, f.operator, f.open_days, f.opens,
            f.closes, f.hours_note, f.capacity, f.description, f.website, f.note,
            *(";".join(details.get(key, ())) for key in keys), f.source, f.dated.isoformat(),
            node_url(f.node),
        ]  # fmt: skip


def details(found: Sequence[Facility], key: str) -> dict[int, list[str]]:
    """One detail of many facilities, by their id; one query."""
    told: dict[int, list[str]] = {}
    rows = FacilityDetail.objects.filter(facility__in=found, key=key)
    for pk, value in rows.values_list("facility_id", "value"):
        told.setdefault(pk, []).append(value)
    return told
