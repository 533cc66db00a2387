"""The tree of a plan: adding to it and changing it."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from jibungoto.decide.plans.models import (
    Measure,
    MeasureActor,
    MeasureReference,
    Plan,
    PlanMark,
)
from jibungoto.kernel import audit, identity, nodes, outbox

from .errors import CodeTaken, PlansError
from .found import measures_told, new_measure_told

_FIELDS = (
    "title", "called", "actor", "note", "narrative", "state", "done", "next_step",
    "dropped_because",
)  # fmt: skip
_MOST_SUMMARY = 400


@transaction.atomic
def add_measure(
    *,
    plan: Plan,
    code: str,
    title: str,
    level: int,
    parent: Measure | None = None,
    order: int | None = None,
    mark: str = "",
    references: Sequence[str] = (),
    departments: Sequence[str] = (),
    **fields: Any,
) -> Measure:
    """Hang a measure into a plan's tree; `order` counts within the plan, the end by default.

    `mark` is a sign of the plan. Raises CodeTaken; PlansError for a parent of another plan or of
    no higher level, and for a sign the plan does not explain.
    """
    if parent is not None and (parent.plan_id != plan.pk or parent.level >= level):
        raise PlansError(
            _("「{}」は、この計画の一つ上の段に置けません。").format(title), field="parent"
        )
    if plan.measures.filter(code=code, removed_at=None).exists():
        raise CodeTaken(
            _("番号「{}」は、この計画でもう使われています。別の番号にしてください。").format(code),
            field="code",
        )
    if order is None:
        order = (plan.measures.aggregate(last=Max("order"))["last"] or 0) + 1
    short = identity.short_code()
    measure = Measure(
        plan=plan, parent=parent, code=code, title=title, level=level, order=order,
        mark=_mark(plan, mark), **fields,
    )  # fmt: skip
    cited = [text[:200] for text in dict.fromkeys(references)]
    charged = [name[:80] for name in dict.fromkeys(departments)]
    measure.node = nodes.register(
        kind="measure",
        title=title,
        path=f"plans/{plan.slug}/{short}/",
        summary=summary_of(fields),
        state=plan.node.state,
        short_code=short,
        district_ids=[plan.district_id] if plan.district_id else (),
        occurred_on=plan.node.occurred_on,
        body=new_measure_told(measure, cited, charged),
    )
    measure.save(force_insert=True)
    MeasureReference.objects.bulk_create(
        MeasureReference(measure=measure, text=text) for text in cited
    )
    MeasureActor.objects.bulk_create(
        MeasureActor(measure=measure, kind=MeasureActor.Kind.DEPARTMENT, name=name)
        for name in charged
    )
    audit.record("plans.measure.create", measure, changes={"title": ("", title)})
    outbox.emit("plans.measure.added", node=plan.node)
    return measure


@transaction.atomic
def change_measure(
    *, measure: Measure, expected_version: int | None = None, **fields: Any
) -> Measure:
    """Change what describes a measure. Raises ChangedMeanwhile, CodeTaken."""
    measure = (
        Measure.objects.select_for_update(of=("self",)).select_related("node").get(pk=measure.pk)
    )
    if expected_version is not None and measure.version != expected_version:
        raise nodes.ChangedMeanwhile
    code = fields.pop("code", measure.code)
    taken = Measure.objects.filter(plan_id=measure.plan_id, code=code, removed_at=None)
    taken = taken.exclude(pk=measure.pk)
    if taken.exists():
        raise CodeTaken(
            _("番号「{}」は、この計画でもう使われています。別の番号にしてください。").format(code)
        )
    names = ["code", *_FIELDS]
    before = {name: getattr(measure, name) for name in names}
    measure.code = code
    for name in _FIELDS:
        if name in fields:
            setattr(measure, name, fields[name])
    after = {name: getattr(measure, name) for name in names}
    Measure.objects.filter(pk=measure.pk).update(**after, version=F("version") + 1)
    measure.version += 1
    told = {name: getattr(measure, name) for name in _FIELDS}
    nodes.change(measure.node, title=measure.title, summary=summary_of(told))
    measures_told([measure.pk])
    audit.record("plans.measure.change", measure, changes=audit.diff(before, after))
    return measure


def _mark(plan: Plan, sign: str) -> PlanMark | None:
    if not sign:
        return None
    found = plan.marks.filter(sign=sign).first()
    if found is None:
        raise PlansError(_("しるし「{}」の意味が、この計画に登録されていません。").format(sign))
    return found


def summary_of(fields: dict[str, Any]) -> str:
    """What the node of a measure says of it in short."""
    return str(fields.get("note") or fields.get("narrative") or "")[:_MOST_SUMMARY]


def searched(fields: dict[str, Any], *more: Sequence[str]) -> str:
    """What a measure is found by, beside its title and summary."""
    said = [str(fields.get(name, "")) for name in ("narrative", "done", "next_step", "actor")]
    return " ".join([*said, *(text for texts in more for text in texts)])
