"""Everything that happens to facilities. One verb is one transaction and one audit record.

They come by the thousand, from lists: a verb takes many at once and asks the database little.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from jibungoto.kernel import audit, identity, nodes, publishing, wording
from jibungoto.kernel.intake.models import IntakeRun
from jibungoto.kernel.models import Node
from jibungoto.kernel.nodes import Face

from .catalogue import DETAILS
from .models import Facility, FacilityDetail
from .placing import Ground
from .reading import Told

BATCH = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where rows come from: what stands under every figure made of them."""

    source: str
    dated: dt.date
    run: IntakeRun | None = None


@transaction.atomic
def add_facilities(*, kind: str, rows: Sequence[Told], origin: Origin) -> list[Facility]:
    """New facilities of a kind, placed in the districts they lie in."""
    codes = [identity.short_code() for _row in rows]
    found = [_filled(Facility(kind=kind), row, origin) for row in rows]
    placed = Ground.load().districts_by(
        [row.point for row in rows], [str(row.fields.get("address") or "") for row in rows]
    )
    faces = [
        _face(facility, row.details, districts, code)
        for facility, row, districts, code in zip(found, rows, placed, codes, strict=True)
    ]
    for facility, node in zip(
        found, nodes.register_many(kind=Facility.KIND, faces=faces), strict=True
    ):
        facility.node = node
    Facility.objects.bulk_create(found, batch_size=BATCH)
    _write_details({f.pk: row.details for f, row in zip(found, rows, strict=True)}, new=True)
    audit.record(
        "facilities.facility.add", None, changes={kind: (None, len(found)), **_said(origin)}
    )
    return found


@transaction.atomic
def change_facilities(*, told: Sequence[tuple[Facility, Told]], origin: Origin) -> None:
    """What a newer list says of facilities we know; one that had ended is there again."""
    found = [_filled(facility, row, origin) for facility, row in told]
    for facility in found:
        facility.ended_on = None
    _save(found)
    _write_details({f.pk: row.details for f, (_f, row) in zip(found, told, strict=True)})
    _tell(found)
    audit.record(
        "facilities.facility.change", None, changes={"number": (None, len(found)), **_said(origin)}
    )


@transaction.atomic
def end_facilities(*, facilities: Iterable[Facility], on: dt.date) -> None:
    """A newer list no longer names them: their pages stay and say since when."""
    pks = [f.pk for f in facilities]
    for batch in _batches(pks):
        Facility.objects.filter(pk__in=batch).update(ended_on=on)
    audit.record("facilities.facility.end", None, changes={"number": (None, len(pks))})
    publishing.published()


@transaction.atomic
def reopen_facilities(*, facilities: Iterable[Facility]) -> None:
    """Undo end_facilities."""
    pks = [f.pk for f in facilities]
    for batch in _batches(pks):
        Facility.objects.filter(pk__in=batch).update(ended_on=None)
    audit.record("facilities.facility.reopen", None, changes={"number": (None, len(pks))})
    publishing.published()


@transaction.atomic
def restore_facilities(
    *,
    values: Sequence[tuple[Facility, Mapping[str, Any]]],
    details: Mapping[int, Mapping[str, tuple[str, ...]]],
) -> None:
    """Put facilities back to what they said before a list changed them, field by field."""
    found = []
    for facility, fields in values:
        for name, value in fields.items():
            setattr(facility, name, value)
        found.append(facility)
    _save(found)
    _write_details(details)
    _tell(found)
    audit.record("facilities.facility.restore", None, changes={"number": (None, len(found))})


@transaction.atomic
def remove_facilities(*, facilities: Sequence[Facility]) -> None:
    """Undo add_facilities while nothing refers to them yet. Raises ProtectedError."""
    node_ids = [f.node_id for f in facilities]
    pks = [f.pk for f in facilities]
    audit.record("facilities.facility.remove", None, changes={"number": (len(pks), None)})
    for batch in _batches(pks):
        Facility.objects.filter(pk__in=batch).delete()
    for batch in _batches(node_ids):
        Node.objects.filter(pk__in=batch).delete()
    publishing.published()


@transaction.atomic
def place_facilities() -> int:
    """Ask of every facility anew which districts it lies in; answers for how many that changed."""
    rows = list(Facility.objects.order_by("pk").values_list("node_id", "lon", "lat", "address"))
    points = [None if lon is None or lat is None else (lon, lat) for _n, lon, lat, _a in rows]
    placed = Ground.load().districts_by(points, [address for *_rest, address in rows])
    moved = nodes.place_many({row[0]: ids for row, ids in zip(rows, placed, strict=True)})
    if moved:
        nodes.reindex_many(moved)
        audit.record("facilities.facility.place", None, changes={"number": (None, len(moved))})
        publishing.published()
    return len(moved)


def _said(origin: Origin) -> dict[str, Any]:
    return {"source": (None, origin.source), "dated": (None, origin.dated)}


def _filled(facility: Facility, row: Told, origin: Origin) -> Facility:
    for name, value in row.fields.items():
        setattr(facility, name, value)
    facility.code, facility.match_key, facility.line = row.code, row.match_key, row.line
    facility.source, facility.dated, facility.run = origin.source, origin.dated, origin.run
    return facility


_KEPT = [
    f.name
    for f in Facility._meta.concrete_fields
    if f.name not in ("id", "municipality", "node", "kind")
]


def _save(found: Sequence[Facility]) -> None:
    # A row has thirty columns: an update each is quicker than one CASE over all of them.
    for facility in found:
        facility.save(update_fields=_KEPT)


def _write_details(told: Mapping[int, Mapping[str, tuple[str, ...]]], *, new: bool = False) -> None:
    """The details of facilities: what a row tells replaces all of that key."""
    if not new:
        by_keys: dict[tuple[str, ...], list[int]] = {}
        for pk, details in told.items():
            by_keys.setdefault(tuple(sorted(details)), []).append(pk)
        for keys, pks in by_keys.items():
            for batch in _batches(pks):
                FacilityDetail.objects.filter(facility__in=batch, key__in=keys).delete()
    FacilityDetail.objects.bulk_create(
        [
            FacilityDetail(facility_id=pk, key=key, order=order, value=value)
            for pk, details in told.items()
            for key, values in details.items()
            for order, value in enumerate(values)
        ],
        batch_size=BATCH,
    )


def _tell(found: Sequence[Facility]) -> None:
    """The nodes of changed facilities say the same as they do, and lie where they lie."""
    lists: dict[int, dict[str, tuple[str, ...]]] = {}
    wanted = [key for key, detail in DETAILS.items() if detail.form == "list"]
    for batch in _batches([f.pk for f in found]):
        rows = FacilityDetail.objects.filter(facility__in=batch, key__in=wanted)
        for pk, key, value in rows.values_list("facility_id", "key", "value"):
            kept = lists.setdefault(pk, {})
            kept[key] = (*kept.get(key, ()), value)
    points = [None if f.lon is None else (f.lon, f.lat or 0.0) for f in found]
    placed = Ground.load().districts_by(points, [f.address for f in found])
    nodes.change_many(
        {
            f.node: _face(f, lists.get(f.pk, {}), districts, f.node.short_code)
            for f, districts in zip(found, placed, strict=True)
        }
    )


def _face(
    facility: Facility,
    details: Mapping[str, tuple[str, ...]],
    districts: tuple[int, ...],
    code: str,
) -> Face:
    with wording.written():
        kind = str(Facility.Kind(facility.kind).label)
    lists = [v for key, told in details.items() if DETAILS[key].form == "list" for v in told]
    what = facility.subkind or kind
    return Face(
        title=facility.name,
        path=f"facilities/{code.lower()}/",
        summary=Facility.SUMMARY.format(what, facility.address) if facility.address else what,
        body=" ".join(
            text
            for text in (
                kind, facility.kana, facility.name_common, facility.name_en, facility.building,
                facility.operator, *lists,
            )
            if text
        )[:4000],
        occurred_on=facility.dated,
        district_ids=districts,
        short_code=code,
    )  # fmt: skip


def _batches[T](items: Sequence[T]) -> Iterable[Sequence[T]]:
    return (items[i : i + BATCH] for i in range(0, len(items), BATCH))
