"""What there is to read of organisations."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from jibungoto.japan.fiscal import FiscalYear
from jibungoto.japan.text import search_key
from jibungoto.kernel import clock
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.audit.reading import Line, lines
from jibungoto.kernel.intake.origins import Origin, of_fields
from jibungoto.kernel.keyed import only
from jibungoto.kernel.models import AuditRecord, NodeDistrict
from jibungoto.know.places.models import District
from jibungoto.ui.listing import listed

from . import policies
from .member_years import HOUSEHOLDS
from .models import MemberCount, Organisation

HISTORY = 20
REGISTER = "organisations.register"  # the intake of lists
COUNT = "count "  # before the day, among the fields of a change


def organisations(
    actor: Actor,
    *,
    footing: str = "",
    kind: str = "",
    district: District | None = None,
    words: str = "",
    counted: str = "",
    ended: bool = False,
) -> QuerySet[Organisation]:
    """The register as the actor may see it, by reading; those that ended only when asked for.

    `counted` asks for those that tell their members in this unit.

    A district's organisations are those placed in it or in a district inside it.
    """
    found = (
        Organisation.objects.filter(policies.visible(actor))
        .select_related("node")
        .prefetch_related(_placed())
    )
    if not ended:
        found = found.filter(_existing(clock.today()))
    if footing:
        found = found.filter(footing=footing)
    if kind:
        found = found.filter(kind=kind)
    if counted:
        found = found.filter(members_unit=counted, members__isnull=False)
    if district is not None:
        found = found.filter(node__in=placed_in(district))
    for word in words.split():
        found = found.filter(
            Q(name__icontains=word)
            | Q(kana__icontains=word)
            | Q(kana__icontains=search_key(word))
            | Q(purpose__icontains=word)
            | Q(kind__icontains=word)
        )
    return found.order_by("kana", "pk")


def members_of(found: QuerySet[Organisation]) -> int:
    """The members of all of a list together; of one unit only where the list is (`counted`)."""
    return int(found.order_by().aggregate(n=Sum("members"))["n"] or 0)


def placed_in(district: District) -> QuerySet[NodeDistrict]:
    """The nodes of a district and of those inside it."""
    inside = NodeDistrict.objects.filter(district__lineage__startswith=district.lineage)
    return inside.values("node_id")  # type: ignore[return-value]


def organisation(actor: Actor, slug: str) -> Organisation | None:
    """One organisation, also when it has ended."""
    found = Organisation.objects.filter(policies.visible(actor), slug=slug)
    return only(found.select_related("node").prefetch_related(_placed()))


def kinds() -> list[str]:
    """The kinds there are, most frequent first."""
    rows = Organisation.objects.values("kind").annotate(n=Count("pk")).order_by("-n", "kind")
    return [row["kind"] for row in rows]


def footings(actor: Actor, district: District | None = None) -> dict[str, int]:
    """How many existing organisations there are of each footing."""
    return dict(footing_counts(actor, district))


def footing_counts(actor: Actor, district: District | None = None) -> QuerySet[Any, Any]:
    """The rows of `footings`: a footing and its number."""
    found = organisations(actor, district=district).order_by()
    return found.values_list("footing").annotate(n=Count("pk"))


def counts(organisation: Organisation) -> list[MemberCount]:
    """The members at every day they were counted, newest first."""
    return list(organisation.counts.all())


def count_origins(
    organisation: Organisation, counts: Sequence[MemberCount]
) -> dict[dt.date, Origin]:
    """By day the row of the list that told the members; none for what was typed in. One query."""
    fields = {f"{COUNT}{c.counted_on}": c for c in counts}
    told = of_fields((REGISTER,), organisation.slug, fields)
    return {
        fields[field].counted_on: origin
        for field, origin in told.items()
        if origin.told == str(fields[field].members)
    }


def count_on(organisation: Organisation, day: dt.date) -> int | None:
    """The members counted on a day, or None."""
    found = MemberCount.objects.filter(organisation=organisation, counted_on=day)
    return found.values_list("members", flat=True).first()


@dataclass(frozen=True, slots=True)
class Joining:
    """The households that are members of associations, added up.

    `told` of `associations` say how many households they have; the others are in no figure.
    """

    households: int
    told: int
    associations: int
    first_on: dt.date
    last_on: dt.date
    source: str


ASSOCIATIONS = ("自治会", "町内会", "町会", "区会", "部落会", "町内自治会")


def associations(day: dt.date, district: District | None = None) -> QuerySet[Organisation]:
    """The neighbourhood associations of a day: those whose kind says so and bound to a place."""
    named = Q()
    for word in ASSOCIATIONS:
        named |= Q(kind__contains=word)
    return existing(day, district).filter(named, footing=Organisation.Footing.PLACE)


def joining_counts(district: District | None, *, until: dt.date | None = None) -> list[MemberCount]:
    """The newest count of households of each association until a day (today). One query."""
    day = until or clock.today()
    of = associations(day, district).filter(members_unit=HOUSEHOLDS)
    rows = MemberCount.objects.filter(organisation__in=of.values("pk"), counted_on__lte=day)
    newest = {row.organisation_id: row for row in
              rows.select_related("organisation__node").order_by("counted_on")}  # fmt: skip
    return list(newest.values())


def joining(district: District | None, *, until: dt.date | None = None) -> Joining | None:
    """The member households of a district's associations (None: of the municipality's) by each
    one's newest count until a day (today); None where no association tells any. Two queries.

    An association of several districts counts whole in each of them.
    """
    told = joining_counts(district, until=until)
    if not told:
        return None
    sources = dict.fromkeys(row.source for row in told if row.source)
    return Joining(
        households=sum(row.members for row in told),
        told=len(told),
        associations=associations(until or clock.today(), district).count(),
        first_on=min(row.counted_on for row in told),
        last_on=max(row.counted_on for row in told),
        source=listed(list(sources)[:3], "・"),
    )


def members_by_year(found: QuerySet[Organisation]) -> list[tuple[int, int, int]]:
    """(fiscal year, members, organisations that tell) of a list of one unit, oldest year first;
    of several counts in one year the newest. One query.

    Years of which few tell are no decline: show both figures.
    """
    rows = MemberCount.objects.filter(organisation__in=found.order_by().values("pk"))
    newest: dict[int, dict[int, int]] = {}
    for of, day, members in rows.order_by("counted_on").values_list(
        "organisation_id", "counted_on", "members"
    ):
        newest.setdefault(FiscalYear.of(day).year, {})[of] = members
    return [(year, sum(told.values()), len(told)) for year, told in sorted(newest.items())]


def districts(organisation: Organisation) -> list[District]:
    """Where it works; prefetched by the selectors above."""
    return [placed.district for placed in organisation.node.placed.all()]


def history(actor: Actor, organisation: Organisation) -> list[Line]:
    """What was done to an organisation's page, newest first, for those who keep it."""
    found = AuditRecord.objects.filter(
        node_id=organisation.node_id, object_kind="organisations.organisation"
    )
    return lines(actor, found.select_related("node").order_by("-seq")[:HISTORY])


def district_choices(actor: Actor) -> QuerySet[District]:
    """The districts an organisation may be placed in."""
    return District.objects.select_related("kind").order_by("kind__order", "order", "code", "pk")


def existing(day: dt.date, district: District | None = None) -> QuerySet[Organisation]:
    """Organisations of a day, for counting."""
    found = Organisation.objects.filter(_existing(day), node__state="public")
    found = found.filter(Q(founded__isnull=True) | Q(founded__lte=day.year))
    return found.filter(node__in=placed_in(district)) if district is not None else found


def table(found: Iterable[Organisation]) -> Iterator[Sequence[Any]]:
    """The register as a table, its header first, in the columns the importer reads."""
    yield [
        _("ID"), _("名前"), _("よみ"), _("成り立ち"), _("種類"), _("地区"), _("めざすこと"),
        _("ウェブサイト"), _("できた年"), _("会員数"), _("会員の数え方"), _("会員数の基準日"),
        _("会員数の出典"), _("解散した日"),
    ]  # fmt: skip
    for o in found:
        yield [
            o.slug, o.name, o.kana, str(o.get_footing_display()), o.kind,
            ";".join(d.name for d in districts(o)), o.purpose, o.website, o.founded, o.members,
            o.members_unit if o.members is not None else "",
            o.counted_on.isoformat() if o.counted_on else "", o.members_source,
            o.ended_on.isoformat() if o.ended_on else "",
        ]  # fmt: skip


def _placed() -> Prefetch[str, Any, str]:
    rows = NodeDistrict.objects.select_related("district__node").order_by("district__order", "pk")
    return Prefetch("node__placed", queryset=rows)


def _existing(day: dt.date) -> Q:
    return Q(ended_on__isnull=True) | Q(ended_on__gte=day)
