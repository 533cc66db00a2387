"""Findings as lists and one by one."""

from typing import Any
from uuid import UUID

import shapely
from django.db.models import IntegerField, Prefetch, Q, QuerySet
from django.db.models.expressions import CombinedExpression
from shapely.geometry import shape

from jibungoto.japan.text import query_terms
from jibungoto.kernel import clock, kept, nodes, together
from jibungoto.kernel.actor import Actor, Scopes
from jibungoto.kernel.contributions import counting
from jibungoto.kernel.intake.origins import Origin, origins
from jibungoto.kernel.keyed import only
from jibungoto.kernel.models import Attachment, Node, NodeDistrict, Record
from jibungoto.kernel.prepared import Part
from jibungoto.know.findings import policies
from jibungoto.know.findings.models import Draft, Finding, MeToo, Theme
from jibungoto.know.places import selectors as places
from jibungoto.know.places.models import Boundary, District

TABLES = ("findings.charms", "findings.findings")  # the intakes of tables
_MOST_TERMS = 8


def findings(
    actor: Actor,
    *,
    sort: str = "",
    district: District | None = None,
    theme: Theme | int | None = None,
    state: str = "",
    asset: str = "",
    presence: str = "",
    words: str = "",
    with_spot: bool = False,
) -> QuerySet[Finding]:
    """Public findings, newest first; those that were put together with others only as one.

    `district` is any district of any kind: what lies in it or in one inside it; `with_spot` leaves
    out those that stand nowhere on the map. Each has `me_toos`
    (int) and its photos prefetched (`node.photos`, see district.photo_of).
    """
    found = public(
        sort=sort, district=district, theme=theme, state=state, asset=asset, presence=presence
    )
    if with_spot:
        found = found.filter(lat__isnull=False)
    return with_rows(matching(found, words)).order_by("-found_on", "-pk")


def public(
    *,
    sort: str = "",
    district: District | None = None,
    theme: Theme | int | None = None,
    state: str = "",
    asset: str = "",
    presence: str = "",
) -> QuerySet[Finding]:
    """The bare rows of `findings()`, for counting."""
    found = Finding.objects.filter(
        node__state=Node.State.PUBLIC, merged_into__isnull=True, withdrawn_at__isnull=True
    )
    if sort:
        found = found.filter(sort=sort)
    if district is not None:
        found = found.filter(node__in=placed_in(district))
    if theme is not None:
        found = found.filter(themes=theme)
    for name, value in (("state", state), ("asset", asset), ("presence", presence)):
        if value:
            found = found.filter(**{name: value})
    return found


def matching[R: Record](found: QuerySet[R], words: str) -> QuerySet[R]:
    """Those that hold every word, by the search index's own grams (kernel.search)."""
    for term in query_terms(words)[:_MOST_TERMS]:
        needle = f" {' '.join(term.grams)}" + ("" if term.prefix else " ")
        found = found.filter(node__search_entry__grams__contains=needle)
    return found


def with_rows(
    found: QuerySet[Finding], *, photos: bool = True, themes: bool = False
) -> QuerySet[Finding]:
    """With what every row of a list shows: counts, district, photos and, if wanted, themes."""
    pictures = Attachment.objects.filter(removed_at=None, content_type__startswith="image/")
    rows = with_counts(found).select_related("node", "district__node")
    if photos:
        wanted = Prefetch("node__attachments", pictures.order_by("pk"), to_attr="photos")
        rows = rows.prefetch_related(wanted)
    return rows.prefetch_related(Prefetch("themes", Theme.objects.all())) if themes else rows


def with_counts(found: QuerySet[Finding]) -> QuerySet[Finding]:
    """With `me_toos`: how many people noticed the same, each once over all that were merged.

    Those who wrote one of the merged findings count too; whoever wrote the one itself does not.
    """
    return found.annotate(me_toos=Part(Finding, _me_toos, IntegerField()))


def _me_toos() -> CombinedExpression:
    return counting.people(MeToo.objects.all(), "finding")


def placed_in(district: District) -> QuerySet[Any]:
    """The nodes of a district and of those inside it."""
    inside = NodeDistrict.objects.filter(district__lineage__startswith=district.lineage)
    return inside.values("node_id")


def origin(finding: Finding) -> Origin | None:
    """The row of the table a finding came in with, if it came in with one; a query then."""
    if not finding.source_key:
        return None
    return origins(TABLES, (finding.source_key,)).get(finding.source_key)


def finding(actor: Actor, code: str) -> Finding | None:
    """One finding by its short code, as far as the actor may see it; own ones in any state."""
    found = Finding.objects.filter(policies.visible(actor), node__short_code=code)
    return only(with_rows(found, themes=True).select_related("merged_into__node"))


def workable_finding(actor: Actor, code: str) -> Finding | None:
    """One finding in whatever state, for those who work on it; what others may see besides."""
    found = _WORKABLE.rows(
        nodes.read_scopes(actor), actor.scopes(policies.SORT),
        code=code, participant=actor.participant_id or 0,
    )  # fmt: skip
    return next(iter(found), None)


def _workable(read: Scopes, sorted_in: Scopes, *, code: str, participant: int) -> QuerySet[Finding]:
    seen = nodes.seen_within(read, "node__") | Q(participant_id=participant)
    found = Finding.objects.filter(seen | sorted_in.covers(), node__short_code=code)
    rows = with_rows(found, photos=False).prefetch_related("themes")
    return rows.select_related("merged_into__node").order_by()


_WORKABLE = together.Question(_workable)


def own_draft(actor: Actor, public_id: UUID) -> Draft | None:
    """A draft by its address; the rule answers whose it is."""
    return only(Draft.objects.filter(public_id=public_id).select_related("district"))


def said_too(actor: Actor, finding: Finding) -> bool:
    """Whether this participant said わたしも to it or to one that was merged into it."""
    if actor.participant_id is None:
        return False
    return MeToo.objects.filter(
        Q(finding=finding) | Q(finding__merged_into=finding), participant_id=actor.participant_id
    ).exists()


def districts_at(lon: float, lat: float) -> list[District]:
    """Every district whose boundary holds the point, those with a council first, then smallest."""
    rows = Boundary.objects.filter(
        min_lon__lte=lon, max_lon__gte=lon, min_lat__lte=lat, max_lat__gte=lat
    ).select_related("district__kind", "district__node")
    point = shapely.Point(lon, lat)
    today = clock.today()
    found = [
        row
        for row in rows
        if (row.district.valid_until is None or row.district.valid_until >= today)
        and shape(row.geojson).covers(point)
    ]
    found.sort(key=lambda row: (not row.district.kind.has_council, row.area_km2))
    return [row.district for row in found]


def has_boundaries() -> bool:
    """Whether the municipality has any district that people know and whose boundary is drawn."""
    return Boundary.objects.filter(places.of_known_kind("district__kind")).exists()


def district_choices() -> QuerySet[District]:
    """The districts people know, valid today."""
    return places.known_districts().select_related("node")


def known_districts() -> list[District]:
    """`district_choices` as a list, kept for all."""
    return places.known_list()


def themes() -> list[Theme]:
    """All themes, in their order, those no longer used as well."""
    return list(Theme.objects.all())


def theme(number: str) -> Theme | None:
    """A theme by its number, as a form sends it."""
    return only(Theme.objects.filter(pk=number)) if number.isdecimal() and number else None


def open_themes() -> list[Theme]:
    """The themes in use, kept for all."""
    return kept.grounded("findings:themes", lambda: list(Theme.objects.filter(is_open=True)))
