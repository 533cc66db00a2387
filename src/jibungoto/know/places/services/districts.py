"""Everything that happens to districts. One verb is one transaction and one audit record."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import F, TextField, Value
from django.db.models.functions import Cast, Concat, Substr
from django.utils.translation import gettext as _

from jibungoto.kernel import audit, clock, nodes, outbox, publishing, trace
from jibungoto.kernel.models import Link, Node
from jibungoto.know.places.geometry import read_shape
from jibungoto.know.places.models import Boundary, District, DistrictKind, FormerName

from .errors import EndsBeforeItBegins, NestedInItself


@transaction.atomic
def create_district_kind(
    *, key: str, name: str, has_council: bool = False, order: int = 100
) -> DistrictKind:
    """A new kind of district. Raises IntegrityError when the key is taken."""
    kind = DistrictKind.objects.create(key=key, name=name, has_council=has_council, order=order)
    audit.record("places.kind.create", kind, changes={"name": ("", name)})
    publishing.published()
    return kind


@transaction.atomic
def change_district_kind(
    *, kind: DistrictKind, name: str, has_council: bool, order: int
) -> DistrictKind:
    """Change what a kind is called, whether it has councils and where it stands in lists."""
    before = {"name": kind.name, "has_council": kind.has_council, "order": kind.order}
    kind.name, kind.has_council, kind.order = name, has_council, order
    kind.save(update_fields=["name", "has_council", "order"])
    after = {"name": name, "has_council": has_council, "order": order}
    audit.record("places.kind.change", kind, changes=audit.diff(before, after))
    publishing.published()
    return kind


@transaction.atomic
def create_district(
    *,
    kind: DistrictKind,
    slug: str,
    name: str,
    code: str = "",
    kana: str = "",
    lead: str = "",
    parent: District | None = None,
    valid_from: dt.date | None = None,
    order: int = 100,
) -> District:
    """A new district, nested in `parent` or not. Raises IntegrityError when the slug is taken."""
    node = nodes.register(
        kind=District.KIND,
        title=name,
        path=f"districts/{slug}/",
        summary=lead,
        occurred_on=valid_from,
        body=_searched(kind, code, kana),
    )
    district = District.objects.create(
        node=node, kind=kind, slug=slug, name=name, code=code, kana=kana, lead=lead,
        parent=parent, valid_from=valid_from, order=order,
    )  # fmt: skip
    district.lineage = _lineage(district)
    district.save(update_fields=["lineage"])
    nodes.change(node, district_ids=[district.pk])
    audit.record("places.district.create", district, changes={"name": ("", name)})
    return district


@transaction.atomic
def change_district(
    *,
    district: District,
    code: str,
    kana: str,
    lead: str,
    order: int,
    valid_from: dt.date | None,
    expected_version: int | None = None,
) -> District:
    """Change what describes a district, but for its name. Raises ChangedMeanwhile."""
    told = {"code": code, "kana": kana, "lead": lead, "valid_from": valid_from}
    before = {name: getattr(district, name) for name in told}
    after = dict(told)
    for name, value in told.items():
        setattr(district, name, value)
    district.order = order
    district.save(update_fields=[*told, "order"])
    nodes.change(
        district.node,
        expected_version=expected_version,
        summary=lead,
        body=_searched(district.kind, code, kana, _former(district)),
    )
    audit.record("places.district.change", district, changes=audit.diff(before, after))
    return district


@transaction.atomic
def rename_district(
    *,
    district: District,
    name: str,
    kana: str = "",
    on: dt.date | None = None,
    expected_version: int | None = None,
) -> District:
    """Give a district a new name from a day on; the old stays findable. Raises ChangedMeanwhile."""
    if name == district.name and kana == district.kana:
        return district
    day = on or clock.today()
    changes = audit.diff({"name": district.name}, {"name": name})
    FormerName.objects.create(
        district=district,
        name=district.name,
        kana=district.kana,
        until=day - dt.timedelta(days=1),
    )
    district.name, district.kana = name, kana
    district.save(update_fields=["name", "kana"])
    nodes.change(
        district.node,
        expected_version=expected_version,
        title=name,
        body=_searched(district.kind, district.code, kana, _former(district)),
    )
    audit.record("places.district.rename", district, changes=changes)
    if "name" in changes:
        before = changes["name"][0]
        outbox.emit("places.district.renamed", node=district.node, before=before, name=name)
    return district


@transaction.atomic
def edit_district(
    *,
    district: District,
    name: str,
    kana: str,
    code: str,
    lead: str,
    order: int,
    parent: District | None,
    valid_from: dt.date | None,
    expected_version: int | None = None,
) -> District:
    """All a form changes at once: description, name, nesting. Raises ChangedMeanwhile,
    NestedInItself; then nothing is changed.
    """
    district = change_district(
        district=district,
        code=code,
        kana=kana if name == district.name else district.kana,
        lead=lead,
        order=order,
        valid_from=valid_from,
        expected_version=expected_version,
    )
    if parent != district.parent:
        district = move_district(district=district, parent=parent)
    return rename_district(district=district, name=name, kana=kana)


@transaction.atomic
def move_district(*, district: District, parent: District | None) -> District:
    """Nest a district, with all inside it, in another or in none. Raises NestedInItself."""
    # Two people nesting A in B and B in A at once: the second sees what the first did.
    locked = {d.pk: d for d in District.objects.select_for_update().order_by("pk")}
    district = locked[district.pk]
    parent = locked[parent.pk] if parent else None
    if parent and f".{district.pk}." in parent.lineage:
        raise NestedInItself(
            _("{}は{}の中にあります。自分の中には入れられません。").format(parent, district)
        )
    old, before = district.lineage, district.parent
    district.parent = parent
    district.lineage = _lineage(district)
    district.save(update_fields=["parent"])
    District.objects.filter(lineage__startswith=old).update(
        lineage=Cast(
            Concat(
                Value(district.lineage),
                Substr(F("lineage"), len(old) + 1),
                output_field=TextField(),
            ),
            District._meta.get_field("lineage"),
        )
    )
    audit.record("places.district.move", district, changes={"parent": (before, parent)})
    publishing.published()
    return district


@transaction.atomic
def end_district(
    *, district: District, on: dt.date, successors: Iterable[District] = ()
) -> District:
    """A district's last day; what takes its place is linked to it (merged, split, renamed anew).

    Raises EndsBeforeItBegins. Its records stay where they are.
    """
    if district.valid_from and on < district.valid_from:
        raise EndsBeforeItBegins(
            _("終わりの日は、始まりの日（{}）より後にしてください。").format(district.valid_from)
        )
    before = district.valid_until
    district.valid_until = on
    district.save(update_fields=["valid_until"])
    for successor in successors:
        trace.connect(successor.node, district.node, Link.Relation.CONTINUES)
    nodes.change(district.node)
    audit.record("places.district.end", district, changes={"valid_until": (before, on)})
    outbox.emit("places.district.ended", node=district.node, on=on.isoformat())
    return district


@transaction.atomic
def reopen_district(*, district: District) -> District:
    """Undo end_district: the district goes on, and nothing continues it any more."""
    before = district.valid_until
    district.valid_until = None
    district.save(update_fields=["valid_until"])
    for link in Link.objects.filter(to_node=district.node, relation=Link.Relation.CONTINUES):
        trace.disconnect(link)
    nodes.change(district.node)
    audit.record("places.district.reopen", district, changes={"valid_until": (before, None)})
    outbox.emit("places.district.reopened", node=district.node)
    return district


@transaction.atomic
def set_boundary(
    *,
    district: District,
    geojson: Mapping[str, Any],
    source: str,
    dated: dt.date | None = None,
) -> Boundary:
    """Give a district its polygon, repaired where it was not valid. Raises geometry.BadShape."""
    shape = read_shape(geojson)
    west, south, east, north = shape.box
    before = Boundary.objects.filter(district=district).first()
    boundary, _created = Boundary.objects.update_or_create(
        district=district,
        defaults={
            "geojson": shape.geojson,
            "min_lon": west,
            "min_lat": south,
            "max_lon": east,
            "max_lat": north,
            "area_km2": shape.area_km2,
            "source": source,
            "dated": dated or clock.today(),
        },
    )
    audit.record(
        "places.boundary.set",
        district,
        changes={
            "area_km2": (before and before.area_km2, round(shape.area_km2, 4)),
            "source": ("", source),
        },
    )
    if before is not None and json.dumps(before.geojson) != json.dumps(shape.geojson):
        outbox.emit("places.boundary.changed", node=district.node)
    publishing.published()
    return boundary


@transaction.atomic
def remove_boundary(*, district: District) -> None:
    """Take a district's polygon away; nothing else changes."""
    if Boundary.objects.filter(district=district).delete()[0]:
        audit.record("places.boundary.remove", district)
        publishing.published()


@transaction.atomic
def remove_district(*, district: District) -> None:
    """Undo create_district while nothing refers to the district yet. Raises ProtectedError."""
    node = Node.objects.get(pk=district.node_id)
    audit.record("places.district.remove", district, changes={"name": (district.name, "")})
    district.delete()
    node.delete()
    publishing.published()


def _lineage(district: District) -> str:
    above = district.parent.lineage if district.parent else "."
    return f"{above}{district.pk}."


def _former(district: District) -> str:
    return " ".join(FormerName.objects.filter(district=district).values_list("name", flat=True))


def _searched(kind: DistrictKind, *texts: str) -> str:
    return " ".join(text for text in (kind.name, *texts) if text)
