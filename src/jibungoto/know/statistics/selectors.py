"""What there is to read of people and indicators. A figure never comes without date and source."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _

from jibungoto.kernel.actor import Actor
from jibungoto.kernel.kept import grounded
from jibungoto.kernel.keyed import only
from jibungoto.know.places.models import District

from .adding import Counted, parts, sums, with_sums
from .gathering import AGES, COUNTS, Share, gather, made
from .models import AreaFigure, Figure, Indicator, Release, Status
from .people import Part, People, add_up, read_classes


def has_releases() -> bool:
    """Whether any table counts."""
    return releases().exists()


def releases(*, until: dt.date | None = None, register: str = "") -> QuerySet[Release]:
    """The tables that count, newest first."""
    found = Release.objects.filter(state=Release.State.CURRENT)
    if until:
        found = found.filter(taken_on__lte=until)
    return found.filter(register=register) if register else found


def population(
    district: District | None, *, until: dt.date | None = None, register: str = ""
) -> People | None:
    """The people of a district (None: of the municipality) at the newest date; None: no data.

    Two queries, and two more where an area of the district is withheld.
    """
    release = releases(until=until, register=register).first()
    if release is None:
        return None
    return _people([release], [district]).get((release.pk, _id(district)))


@dataclass(frozen=True, slots=True)
class Overview:
    """An area's people at two dates and at every date, with the municipality's beside.

    "Then" is the table of the same register nearest to five years before.
    """

    now: People | None = None
    then: People | None = None
    city: People | None = None
    city_then: People | None = None
    series: tuple[People, ...] = ()  # oldest first


def overview(district: District | None, *, years: int = 5, series: bool = False) -> Overview:
    """What there is to say of an area's people; every date only for `series`. Few queries."""
    found = list(releases())
    if not found:
        return Overview()
    now = found[0]
    then = _earlier(found, now, years)
    few = [now] if then is None else [now, then]
    people = _people(found if series else few, [district, None])

    def of(release: Release | None, area: District | None) -> People | None:
        return people.get((release.pk, _id(area))) if release else None

    dated = [of(r, district) for r in reversed(found)] if series else []
    return Overview(
        of(now, district),
        of(then, district),
        of(now, None),
        of(then, None),
        tuple(p for p in dated if p is not None),
    )


def populations(districts: Sequence[District]) -> Mapping[int, People]:
    """The people of many districts at the newest date, by id; few queries, kept for all."""
    name = f"populations:{','.join(str(one.pk) for one in districts)}"
    return grounded(name, lambda: _populations(districts))


def _populations(districts: Sequence[District]) -> dict[int, People]:
    release = releases().first()
    if release is None:
        return {}
    people = _people([release], list(districts))
    return {pk: p for (_r, pk), p in people.items() if pk is not None}


def _earlier(found: Iterable[Release], now: Release, years: int) -> Release | None:
    aim = now.taken_on.replace(year=now.taken_on.year - years, day=1)
    before = [r for r in found if r.taken_on < now.taken_on and r.register == now.register]
    return min(before, key=lambda r: abs((r.taken_on - aim).days), default=None)


def _id(district: District | None) -> int | None:
    return district.pk if district else None


def _people(
    wanted: Sequence[Release], districts: Sequence[District | None]
) -> dict[tuple[int, int | None], People]:
    by_release = {r.pk: r for r in wanted}
    return {
        (release, area): _add(by_release[release], shares, whole=area is None)
        for (release, area), shares in gather(wanted, districts).items()
    }


def _add(release: Release, shares: Sequence[Share], *, whole: bool) -> People:
    return add_up(
        [_part(s) for s in shares],
        taken_on=release.taken_on,
        source=release.source,
        method=release.method or str(release.get_register_display()),
        classes=read_classes(release.classes) if release.classes else (),
        made=made(shares, whole=whole),
    )


def _part(share: Share) -> Part:
    columns: dict[str, Any] = {name: share.values[name] for name in (*COUNTS, *AGES)}
    return Part(ratio=share.ratio, suppressed=share.suppressed, **columns)


def indicators(actor: Actor) -> QuerySet[Indicator]:
    """The indicators of the municipality, in their order."""
    return Indicator.objects.select_related("node")


def indicator(actor: Actor, slug: str) -> Indicator | None:
    return only(indicators(actor).filter(slug=slug))


def figures(indicator: Indicator, district: District | None = None) -> QuerySet[Figure]:
    """All figures of an indicator, newest first; with `district` only its own."""
    found = Figure.objects.filter(indicator=indicator).select_related("district")
    found = found.order_by("-last_on", F("district__order").asc(nulls_first=True), "district__code")
    return found.filter(district=district) if district else found


def series_of(indicator: Indicator, district: District | None) -> list[Figure]:
    """The figures of an area, oldest first; those of a district from its small areas too."""
    stored = Figure.objects.filter(indicator=indicator, district=district)
    added = sums([district], indicator) if district else []
    return with_sums(stored, added)[::-1]


def small_areas_of(indicator: Indicator, district: District) -> list[Counted]:
    """The rows of small areas that make the district's newest sum, each with its share."""
    found = parts([district], indicator)
    newest = max(found, key=lambda key: key[2], default=None)
    made = found[newest] if newest else []
    prefetch_related_objects([row.figure for row in made], "run")
    return made


def only_small_areas(indicator: Indicator) -> int:
    """How many figures of small areas there are that make no figure of a district."""
    return 0 if indicator.adds_up else AreaFigure.objects.filter(indicator=indicator).count()


def newest_by_district(indicator: Indicator) -> list[Figure]:
    """Each area's newest figure: the whole municipality first, then districts in their order."""
    found: dict[int | None, Figure] = {}
    places = {d.pk: d for d in District.objects.all()}
    for row in with_sums(figures(indicator), sums(list(places.values()), indicator)):
        found.setdefault(row.district_id, row)
    order = [None, *places]
    return sorted(found.values(), key=lambda f: order.index(f.district_id))


def figure(actor: Actor, slug: str, pk: int) -> Figure | None:
    found = Figure.objects.select_related("indicator__node", "district")
    return only(found.filter(indicator__slug=slug, pk=pk))


def latest(district: District | None) -> list[tuple[Indicator, Figure | None, Figure | None]]:
    """Each indicator with the district's newest figure and the city's beside it; few queries.

    The city's figure is the newest one not after the district's own.
    """
    found: dict[int, list[Figure]] = {}
    rows = Figure.objects.filter(Q(district=district) | Q(district__isnull=True))
    for row in with_sums(rows, sums([district]) if district else []):
        found.setdefault(row.indicator_id, []).append(row)
    answer = []
    for known in Indicator.objects.select_related("node"):
        mine = [f for f in found.get(known.pk, []) if f.district_id == _id(district)]
        city = [f for f in found.get(known.pk, []) if f.district_id is None]
        own = mine[0] if mine else None
        beside = next((f for f in city if own is None or f.last_on <= own.last_on), None)
        answer.append((known, own, beside))
    return answer


def table(indicator: Indicator) -> Iterator[Sequence[Any]]:
    """An indicator's rows, the header first, in the columns the importer reads."""
    yield [
        _("指標"), _("単位"), _("何を数えたもの"), _("地区"), _("期間のはじめ"), _("基準日"),
        _("値"), _("出典"), _("方法"),
    ]  # fmt: skip
    for row in figures(indicator):
        value = "x" if row.status == Status.SUPPRESSED else _plain(row.value)
        yield [
            indicator.name, indicator.unit, indicator.definition,
            row.district.name if row.district else "",
            row.first_on.isoformat() if row.first_on else "", row.last_on.isoformat(), value,
            row.source, row.method,
        ]  # fmt: skip
    areas = AreaFigure.objects.filter(indicator=indicator).select_related("small_area")
    for area in areas.order_by("-last_on", "small_area__code", "small_area__search_key"):
        value = "x" if area.status == Status.SUPPRESSED else _plain(area.value)
        yield [
            indicator.name, indicator.unit, indicator.definition,
            area.small_area.code or area.small_area.name,
            area.first_on.isoformat() if area.first_on else "", area.last_on.isoformat(), value,
            area.source, area.method,
        ]  # fmt: skip


def _plain(value: Decimal | None) -> str:
    """A number without grouping and without idle zeros; nothing for nothing."""
    if value is None:
        return ""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
