"""Changing a plan's tree by hand: hanging, editing, moving, removing and putting back measures."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from jibungoto.decide.plans.models import Measure, Plan, PlanMark, Viewpoint
from jibungoto.kernel import audit, clock, nodes
from jibungoto.kernel.models import Node
from jibungoto.ui.listing import inside, listed

from .errors import CodeTaken, PlansError
from .found import measures_told
from .measures import add_measure, summary_of
from .relations import (
    Carrier,
    Pointer,
    set_carriers,
    set_pointers,
    set_served,
    set_viewpoints,
)

_TEXTS = (
    "title", "called", "actor", "note", "narrative", "state", "done", "next_step",
    "dropped_because",
)  # fmt: skip
_BATCH = 500


@transaction.atomic
def hang_measure(
    *,
    plan: Plan,
    code: str,
    title: str,
    level: int,
    parent: Measure | None = None,
    mark: PlanMark | None = None,
    carriers: Sequence[Carrier] = (),
    pointers: Sequence[Pointer] = (),
    viewpoints: Iterable[Viewpoint] = (),
    served: Iterable[Node] = (),
    **texts: Any,
) -> Measure:
    """A new measure as the last one below its parent, with all it stands in relation to.

    Raises CodeTaken, PlansError.
    """
    Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    measure = add_measure(
        plan=plan, code=code, title=title, level=level, parent=parent,
        mark=mark.sign if mark else "", references=[p.text for p in pointers],
        departments=[c.name for c in carriers if c.name], **texts,
    )  # fmt: skip
    _relate(measure, carriers, pointers, viewpoints, served)
    number(plan)
    return measure


@transaction.atomic
def edit_measure(
    *,
    measure: Measure,
    expected_version: int,
    code: str,
    title: str,
    level: int,
    parent: Measure | None,
    mark: PlanMark | None,
    carriers: Sequence[Carrier],
    pointers: Sequence[Pointer],
    viewpoints: Iterable[Viewpoint],
    served: Iterable[Node],
    **texts: Any,
) -> Measure:
    """Make a measure what somebody wrote of it. Raises ChangedMeanwhile, CodeTaken, PlansError."""
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=measure.plan_id)
    measure = Measure.objects.select_related("node", "parent", "mark").get(pk=measure.pk)
    if measure.version != expected_version:
        raise nodes.ChangedMeanwhile
    if _others(measure).filter(code=code).exists():
        raise CodeTaken(
            _("番号「{}」は、この計画でもう使われています。別の番号にしてください。").format(code),
            field="code",
        )
    _check_place(measure, parent, level)
    before = _told(measure)
    moved, lower = measure.parent_id != (parent.pk if parent else None), level - measure.level
    if lower:
        below = [m for m in _below(measure) if m.pk != measure.pk]
        Measure.objects.filter(pk__in=[m.pk for m in below]).update(level=F("level") + lower)
    for name, value in {"code": code, "title": title, **texts}.items():
        setattr(measure, name, value)
    measure.level, measure.parent, measure.mark = level, parent, mark
    if moved:
        measure.order = plan.measures.count() + measure.order + 1  # the last below its new parent
    measure.version += 1
    measure.save()
    _relate(measure, carriers, pointers, viewpoints, served)
    if moved:
        number(plan)
    after = _told(measure)
    nodes.change(measure.node, title=measure.title, summary=summary_of(after))
    measures_told([measure.pk])
    audit.record("plans.measure.change", measure, changes=audit.diff(before, after))
    return measure


@transaction.atomic
def shift_measure(*, measure: Measure, by: int) -> bool:
    """Move a measure up (-1) or down (1) among its siblings. False at the end of the row."""
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=measure.plan_id)
    row = list(plan.measures.filter(parent_id=measure.parent_id, removed_at=None))
    here = next(n for n, one in enumerate(row) if one.pk == measure.pk)
    if not 0 <= here + by < len(row):
        return False
    one, other = row[here], row[here + by]
    first, second = sorted([one.order, other.order])
    if first == second:
        second += 1
    one.order, other.order = (first, second) if by < 0 else (second, first)
    Measure.objects.bulk_update([one, other], ["order"])
    number(plan)
    nodes.change(measure.node)
    audit.record("plans.measure.move", measure, changes={"order": (here + 1, here + by + 1)})
    return True


@transaction.atomic
def remove_measure(*, measure: Measure) -> None:
    """Take a measure out of its plan; it can be put back, with all that was reported of it.

    Raises PlansError where things hang on it.
    """
    Plan.objects.select_for_update(of=("self",)).get(pk=measure.plan_id)
    below = Measure.objects.filter(parent=measure, removed_at=None)
    if (number_below := below.count()) > 0:
        raise PlansError(
            _(
                "「{}」の下に{}件あるので、消せません。先に、下のものを移すか消してください。"
            ).format(inside(measure.title), number_below)
        )
    measured = list(measure.indicators.values_list("name", flat=True)[:3])
    if measured:
        raise PlansError(
            _(
                "指標（{}）が「{}」を測っているので、消せません。先に、指標を直してください。"
            ).format(listed(measured), measure.title)
        )
    Measure.objects.filter(pk=measure.pk).update(removed_at=clock.now(), version=F("version") + 1)
    nodes.change(measure.node, state=Node.State.REMOVED)
    audit.record("plans.measure.remove", measure, changes={"title": (measure.title, "")})


@transaction.atomic
def restore_measure(*, measure: Measure) -> Measure:
    """Put a removed measure back where it was, or at the root where that is gone too.

    Raises CodeTaken when its code was given away meanwhile.
    """
    plan = Plan.objects.select_for_update(of=("self",)).select_related("node").get(
        pk=measure.plan_id
    )  # fmt: skip
    if _others(measure).filter(code=measure.code).exists():
        raise CodeTaken(
            _(
                "番号「{}」は、ほかの施策・事業が使っています。その番号を変えてから戻してください。"
            ).format(measure.code)
        )
    parent = measure.parent if measure.parent and measure.parent.removed_at is None else None
    Measure.objects.filter(pk=measure.pk).update(
        removed_at=None, parent=parent, version=F("version") + 1
    )
    number(plan)
    nodes.change(measure.node, state=plan.node.state)
    audit.record("plans.measure.restore", measure, changes={"title": ("", measure.title)})
    return measure


def number(plan: Plan) -> None:
    """Number the tree through, each measure right before what hangs below it."""
    every = list(plan.measures.only("pk", "parent_id", "order"))
    below: dict[int | None, list[Measure]] = {}
    known = {m.pk for m in every}
    for one in every:
        below.setdefault(one.parent_id if one.parent_id in known else None, []).append(one)
    changed, count = [], 0
    waiting = below.get(None, [])[::-1]
    while waiting:
        one = waiting.pop()
        count += 1
        if one.order != count:
            one.order = count
            changed.append(one)
        waiting.extend(reversed(below.get(one.pk, [])))
    Measure.objects.bulk_update(changed, ["order"], batch_size=_BATCH)


def _relate(
    measure: Measure,
    carriers: Sequence[Carrier],
    pointers: Sequence[Pointer],
    viewpoints: Iterable[Viewpoint],
    served: Iterable[Node],
) -> None:
    set_carriers(measure, carriers)
    set_pointers(measure, pointers)
    set_viewpoints(measure, viewpoints)
    set_served(measure, served)


def _others(measure: Measure) -> Any:
    return Measure.objects.filter(plan_id=measure.plan_id, removed_at=None).exclude(pk=measure.pk)


def _below(measure: Measure) -> list[Measure]:
    """A measure with all that hangs below it."""
    found, frontier = [measure], [measure.pk]
    while frontier:
        rows = list(Measure.objects.filter(parent__in=frontier))
        found += rows
        frontier = [m.pk for m in rows]
    return found


def _check_place(measure: Measure, parent: Measure | None, level: int) -> None:
    if parent is None:
        return
    if parent.plan_id != measure.plan_id or parent.level >= level:
        raise PlansError(
            _("「{}」は、段が同じか下なので、その下には置けません。").format(parent), field="parent"
        )
    if parent.pk in {m.pk for m in _below(measure)}:
        raise PlansError(
            _("「{}」は、この施策・事業の下にあります。自分の下には移せません。").format(parent),
            field="parent",
        )


def _told(measure: Measure) -> dict[str, Any]:
    """All that a person wrote of a measure, for the log and the search."""
    told = {name: getattr(measure, name) for name in ("code", "level", *_TEXTS)}
    return told | {
        "parent": measure.parent.code if measure.parent else "",
        "mark": str(measure.mark or ""),
        "actors": [str(a) for a in measure.actors.all()],
        "references": [r.text for r in measure.references.all()],
        "viewpoints": [
            str(v.viewpoint) for v in measure.viewed_from.select_related("viewpoint")
        ],
    }  # fmt: skip
