"""Which small areas make up which districts: from tables, by computing, by hand.

Every act keeps its rows before and after, so that it can be undone by itself.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from jibungoto.kernel import audit, clock, publishing
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.intake.models import IntakeRun
from jibungoto.kernel.nodes import ChangedMeanwhile
from jibungoto.know.places import belonging
from jibungoto.know.places.belonging import SLIVER, Computed, Difference, Share
from jibungoto.know.places.models import (
    Assignment,
    AssignmentRow,
    District,
    DistrictKind,
    Membership,
    Method,
    SmallArea,
)
from jibungoto.ui.ruby import cut

from .errors import ChangedSince, TooMuch

BATCH = 500
_KNOWN = ["ratio", "method", "source", "reason", "run"]


def compute_memberships(*, kind: DistrictKind, method: str, sliver: float = SLIVER) -> Computed:
    """What districts the small areas of today lie in, by Method.POINT or Method.AREA.

    Writes nothing; apply_memberships() does. Raises belonging.NothingToLayOver.
    """
    return belonging.compute(kind=kind, method=method, sliver=sliver)


@transaction.atomic
def apply_memberships(
    *, computed: Computed, override_hand: bool = False, actor: Actor | None = None
) -> Assignment | None:
    """Store what was computed; None when nothing differs. What a person set by hand stays, unless
    `override_hand`. What a district of the kind had before and the map does not say goes.
    """
    return assign(
        kind=computed.kind,
        shares=computed.shares,
        method=computed.method,
        source=computed.source,
        override_hand=override_hand,
        actor=actor,
    )


@transaction.atomic
def assign(
    *,
    kind: DistrictKind,
    shares: Iterable[Share],
    method: str,
    source: str,
    reason: str = "",
    areas: Iterable[int] | None = None,
    override_hand: bool = False,
    run: IntakeRun | None = None,
    actor: Actor | None = None,
) -> Assignment | None:
    """Make these the shares of a kind's districts: of all small areas, or of `areas` only.

    One write however many; None when nothing differs. Raises TooMuch when an area would count
    more than once.
    """
    shares = list(shares)
    _refuse_too_much(shares)
    comparison = belonging.compare(kind, shares, areas=areas)
    differences = list(comparison.differences)
    if override_hand:
        differences += comparison.by_hand
    if not differences:
        return None
    made = Assignment.objects.create(
        kind=kind, method=method, source=cut(source, 200), reason=reason, run=run,
        created_by_id=actor.user_id if actor else None,
    )  # fmt: skip
    AssignmentRow.objects.bulk_create([_row(made, d) for d in differences], batch_size=BATCH)
    gone = [d.before.pk for d in differences if d.after is None and d.before is not None]
    for start in range(0, len(gone), BATCH):
        Membership.objects.filter(pk__in=gone[start : start + BATCH]).delete()
    _store(
        Membership(
            small_area_id=d.small_area_id,
            district_id=d.district_id,
            ratio=d.after.ratio,
            method=d.after.method,
            source=made.source,
            reason=reason,
            run=run,
        )
        for d in differences
        if d.after is not None
    )
    _told("places.membership.set", made, len(differences))
    return made


@transaction.atomic
def correct_memberships(
    *,
    small_area: SmallArea,
    kind: DistrictKind,
    ratios: Mapping[District, Decimal],
    reason: str,
    seen: str | None = None,
    actor: Actor | None = None,
) -> Assignment | None:
    """A person says which shares of an area belong to which districts of a kind, and why.

    A recomputation leaves the area alone from then on. `seen` is belonging.state_of() what the
    person looked at. Raises TooMuch, ChangedMeanwhile.
    """
    area = SmallArea.objects.select_for_update().get(pk=small_area.pk)
    now = belonging.memberships_of(area, kind)
    if seen is not None and belonging.state_of(now) != seen:
        raise ChangedMeanwhile(small_area.name)
    shares = [
        Share(area.pk, district.pk, ratio, Method.HAND)
        for district, ratio in ratios.items()
        if ratio
    ]
    source = _("{}の修正").format(clock.today().isoformat())
    return assign(
        kind=kind,
        shares=shares,
        method=Method.HAND,
        source=source,
        reason=reason,
        areas=[area.pk],
        override_hand=True,
        actor=actor,
    )


@transaction.atomic
def undo_assignment(*, assignment: Assignment, actor: Actor | None = None) -> None:
    """Bring every share back to what it was. Raises ChangedSince when one was changed again."""
    assignment = Assignment.objects.select_for_update().get(pk=assignment.pk)
    if assignment.undone_at is not None:
        return
    rows = list(assignment.rows.select_related("small_area"))
    stored = {
        (m.small_area_id, m.district_id): m
        for m in Membership.objects.filter(district__kind=assignment.kind_id)
    }
    gone, back = [], []
    for row in rows:
        now = stored.get((row.small_area_id, row.district_id))
        if (now.ratio if now else Decimal(0)) != row.ratio_after:
            raise ChangedSince(
                _("「{}」は、そのあとに変わっているので、取り消せません。").format(row.small_area)
            )
        if row.ratio_before:
            back.append(_before(row))
        elif now is not None:
            gone.append(now.pk)
    for start in range(0, len(gone), BATCH):
        Membership.objects.filter(pk__in=gone[start : start + BATCH]).delete()
    _store(back)
    assignment.undone_at = clock.now()
    assignment.save(update_fields=["undone_at"])
    audit.record("places.membership.undo", None, actor=actor, changes={"rows": (len(rows), None)})
    publishing.published()


def _refuse_too_much(shares: list[Share]) -> None:
    sums: dict[int, Decimal] = {}
    for share in shares:
        sums[share.small_area_id] = sums.get(share.small_area_id, Decimal(0)) + share.ratio
    over = next((pk for pk, total in sums.items() if total > Decimal("1.00001")), None)
    if over is not None:
        area = SmallArea.objects.get(pk=over)
        raise TooMuch(
            _("「{}」の割合を足すと{:f}になり、1をこえます。合わせて1までにしてください。").format(
                area, sums[over].normalize()
            )
        )


def _row(made: Assignment, difference: Difference) -> AssignmentRow:
    before = difference.before
    return AssignmentRow(
        assignment=made,
        small_area_id=difference.small_area_id,
        district_id=difference.district_id,
        ratio_before=difference.ratio_before,
        ratio_after=difference.ratio_after,
        method_before=before.method if before else "",
        source_before=before.source if before else "",
        reason_before=before.reason if before else "",
        run_before_id=before.run_id if before else None,
    )


def _before(row: AssignmentRow) -> Membership:
    return Membership(
        small_area_id=row.small_area_id,
        district_id=row.district_id,
        ratio=row.ratio_before,
        method=row.method_before,
        source=row.source_before,
        reason=row.reason_before,
        run_id=row.run_before_id,
    )


def _store(memberships: Iterable[Membership]) -> None:
    Membership.objects.bulk_create(
        list(memberships),
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["small_area", "district"],
        update_fields=_KNOWN,
    )


def _told(action: str, made: Assignment, rows: int) -> None:
    changes = {
        "kind": ("", made.kind.name),
        "method": ("", str(made.get_method_display())),
        "rows": (None, rows),
        "reason": ("", made.reason),
    }
    audit.record(action, None, changes=changes)
    publishing.published()
