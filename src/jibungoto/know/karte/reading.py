"""Gathering the material of kartes from the rooms, in few queries for all districts together."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from jibungoto.kernel import clock, tenancy, vocabulary
from jibungoto.kernel.actor import GUEST
from jibungoto.kernel.links import node_url
from jibungoto.kernel.models import Municipality, NodeDistrict
from jibungoto.know.facilities import selectors as facilities
from jibungoto.know.facilities.models import Facility
from jibungoto.know.facilities.walks import walks
from jibungoto.know.findings import selectors as findings
from jibungoto.know.findings.models import Finding
from jibungoto.know.organisations import selectors as organisations
from jibungoto.know.organisations.models import MemberCount, Organisation
from jibungoto.know.places import selectors as places
from jibungoto.know.places.models import District, DistrictKind, Membership
from jibungoto.know.statistics import pictures
from jibungoto.know.statistics.adding import sums, with_sums
from jibungoto.know.statistics.models import Figure, Indicator, Release
from jibungoto.know.statistics.tables import district_tables

from .material import Followed, Group, Lying, Material, Near, Noticed, Piece, Value
from .tables import Dated, years_before

MOST_TABLES = 12


def kinds() -> list[DistrictKind]:
    """The kinds of district that get kartes: those with councils, else all that have districts."""
    found = [k for k in places.kinds() if k.districts.exists()]
    return [k for k in found if k.has_council] or found


def material(kind: DistrictKind) -> Material:
    """What there is for the kartes of a kind's districts today, as everybody may see it."""
    districts = list(places.districts(GUEST, kind=kind.key))
    municipality = Municipality.objects.get(pk=tenancy.current_id())
    now, coming = _tables(districts)
    groups, group_kinds = _groups(districts)
    return Material(
        city=municipality.name,
        kind=kind.name,
        districts=districts,
        tables=now,
        coming=coming,
        outlines={o.district.pk: o for o in places.boundaries(districts)},
        pieces=_pieces(districts),
        groups=groups,
        group_kinds=group_kinds,
        followed=_followed(districts),
        noticed=_noticed(districts),
        **_facilities(districts),
        words=vocabulary.words(),
        sample=municipality.sample_note,
        today=clock.today(),
    )


def _tables(districts: Sequence[District]) -> tuple[list[Dated], list[Dated]]:
    """The tables of today and before, newest first; and the city's estimates of years to come."""
    today = clock.today()
    estimate = Release.Register.ESTIMATE

    def wanted(release: Release) -> bool:
        return release.register != estimate or release.taken_on > today

    read = district_tables(districts, wanted=wanted)
    dated = [
        Dated(
            t.release.taken_on,
            t.release.register,
            {
                (d.pk if d else None): people
                for d in (*districts, None)
                if (people := t.people(d)) is not None
            },
        )
        for t in reversed(read)
    ]
    now = [t for t in dated if t.register != estimate]
    return now[:MOST_TABLES], [t for t in dated if t.register == estimate]


def _pieces(districts: Sequence[District]) -> dict[int, list[Piece]]:
    rows = (
        Membership.objects.filter(district__in=[d.pk for d in districts])
        .filter(Q(small_area__valid_until=None) | Q(small_area__valid_until__gte=clock.today()))
        .order_by("small_area__code", "small_area__search_key")
        .values_list("district_id", "small_area__name", "ratio", "method", "source")
    )
    labels = dict(Membership.Method.choices)
    found: dict[int, dict[str, Piece]] = defaultdict(dict)
    for district, name, ratio, method, source in rows:
        piece = Piece(name, float(ratio), str(labels.get(method, method)), source)
        found[district].setdefault(name, piece)
    return {district: list(pieces.values()) for district, pieces in found.items()}


def _groups(districts: Sequence[District]) -> tuple[dict[int, list[Group]], dict[str, int]]:
    aim = years_before(clock.today(), 5)
    earlier: dict[int, tuple[Any, int]] = {}
    for row in MemberCount.objects.filter(counted_on__lte=clock.today()).order_by("counted_on"):
        if abs((row.counted_on - aim).days) <= 550:
            earlier[row.organisation_id] = (row.counted_on, row.members)
    found: dict[int, list[Group]] = defaultdict(list)
    kinds: dict[str, int] = defaultdict(int)
    labels = dict(Organisation.Footing.choices)
    for o in organisations.organisations(GUEST):
        kinds[o.kind] += 1
        group = Group(
            name=o.name,
            kind=o.kind,
            footing=str(labels[o.footing]),
            members=o.members,
            unit=o.members_unit,
            counted_on=o.counted_on,
            source=o.members_source,
            url=node_url(o.node),
            before=earlier.get(o.pk),
        )
        lineages = " ".join(d.lineage for d in organisations.districts(o))
        for district in districts:
            if f".{district.pk}." in lineages:
                found[district.pk].append(group)
    return dict(found), dict(kinds)


def _followed(districts: Sequence[District]) -> list[Followed]:
    ids = [d.pk for d in districts]
    values: dict[int, dict[int | None, list[Value]]] = defaultdict(lambda: defaultdict(list))
    rows = Figure.objects.filter(Q(district__in=ids) | Q(district__isnull=True))
    for row in with_sums(rows, sums(districts)):
        values[row.indicator_id][row.district_id].append(
            Value(
                on=row.last_on,
                when=pictures.period(row),
                value=None if row.value is None else float(row.value),
                status=str(row.get_status_display()),
                source=row.source,
                method=row.method,
            )
        )
    return [
        Followed(i.name, i.unit, i.decimals, i.definition, node_url(i.node), values[i.pk])
        for i in Indicator.objects.select_related("node")
        if i.pk in values
    ]


def _noticed(districts: Sequence[District]) -> dict[int, list[Noticed]]:
    """What residents noticed, by district: what many noticed first, then what has a photo."""
    rows = list(findings.findings(GUEST))
    cards = list(zip(rows, findings.cards(rows), strict=True))
    cards.sort(key=lambda pair: (-pair[1].me_toos, pair[1].photo is None))
    lineages: dict[int, str] = defaultdict(str)
    placed = NodeDistrict.objects.filter(node__in=[f.node_id for f in rows])
    for node, lineage in placed.values_list("node_id", "district__lineage"):
        lineages[node] += lineage
    found: dict[int, list[Noticed]] = defaultdict(list)
    for finding, card in cards:
        noticed = Noticed(
            sort=card.sort, title=card.title, text=card.text, url=card.url, place=card.place,
            lat=card.lat, lon=card.lon, found_on=card.found_on, state_word=card.state_word,
            me_toos=card.me_toos, source=card.source,
            published=finding.channel == Finding.Channel.FILE,
            image=card.photo.thumb if card.photo else "",
            image_alt=card.photo.alt if card.photo else "",
            photo=str(card.photo.attachment.public_id) if card.photo else "",
        )  # fmt: skip
        for district in districts:
            if f".{district.pk}." in lineages[finding.node_id]:
                found[district.pk].append(noticed)
    return dict(found)


def _facilities(districts: Sequence[District]) -> dict[str, Any]:
    """Facilities of every district with their positions, and who has one within a walk."""
    rows = list(facilities.facilities(GUEST))
    if not rows:
        return {}
    labels = dict(Facility.Kind.choices)
    placed: dict[int, str] = defaultdict(str)
    inside = NodeDistrict.objects.filter(node__in=[f.node_id for f in rows])
    for node, lineage in inside.values_list("node_id", "district__lineage"):
        placed[node] += lineage
    lying: dict[int, list[Lying]] = defaultdict(list)
    everything, kinds = [], dict[str, int]()
    for f in rows:
        kind = str(labels[f.kind])
        one = Lying(f.name, kind, f.lon, f.lat, node_url(f.node), f.source, f.dated, f.kind)
        everything.append(one)
        kinds[kind] = kinds.get(kind, 0) + 1
        for district in districts:
            if f".{district.pk}." in placed[f.node_id]:
                lying[district.pk].append(one)
    near = {
        area: [
            Near(w.group.key, str(w.group.label), w.group.kind, w.group.metres, w.share, w.method)
            for w in found
        ]
        for area, found in walks([*districts, None]).items()
    }
    return {
        "lying": dict(lying),
        "lying_all": everything,
        "near": near,
        "facility_kinds": kinds,
    }
