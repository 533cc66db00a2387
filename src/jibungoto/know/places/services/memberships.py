"""Which small areas make up which districts: from tables, by computing, by hand."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.db import transaction

from jibungoto.kernel import audit, publishing
from jibungoto.kernel.intake.models import IntakeRun
from jibungoto.know.places.models import District, Membership, SmallArea

BATCH = 500


@transaction.atomic
def set_memberships(
    *,
    set_to: Sequence[tuple[SmallArea, District, Decimal]],
    removed: Iterable[str] = (),
    source: str,
    method: str = Membership.Method.TABLE,
    run: IntakeRun | None = None,
) -> None:
    """Say which share of a small area belongs to a district; new small areas are stored too.

    `removed` names shares to take away, as "code/slug of the district" (without a code: the area's
    search key).
    """
    new = list({id(a): a for a, _d, _r in set_to if a.pk is None}.values())
    for area in new:
        area.run = run
    SmallArea.objects.bulk_create(new, batch_size=BATCH)
    gone = set(removed)
    if gone:
        rows = Membership.objects.select_related("small_area", "district")
        pks = [m.pk for m in rows if f"{m.small_area.key}/{m.district.slug}" in gone]
        Membership.objects.filter(pk__in=pks).delete()
    Membership.objects.bulk_create(
        [
            Membership(
                small_area=area, district=district, ratio=ratio, method=method, source=source,
                run=run,
            )
            for area, district, ratio in set_to
        ],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["small_area", "district"],
        update_fields=["ratio", "method", "source", "run"],
    )  # fmt: skip
    audit.record(
        "places.membership.set",
        None,
        changes={"set": (None, len(set_to)), "removed": (None, len(gone))},
    )
    publishing.published()
