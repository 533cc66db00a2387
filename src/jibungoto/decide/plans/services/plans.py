"""Plans themselves: making, changing and publishing them, with their own words."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from jibungoto.decide.plans.models import Measure, Plan, PlanLevel, PlanMark, Viewpoint
from jibungoto.japan.fiscal import FiscalYear
from jibungoto.kernel import audit, nodes, outbox, trace
from jibungoto.kernel.models import Link, Node
from jibungoto.ui.listing import inside

from .errors import PlansError
from .found import plan_told

_FIELDS = (
    "title", "policy", "body", "decided_by", "starts", "ends", "decided", "horizon", "related",
    "source",
)  # fmt: skip


@transaction.atomic
def create_plan(
    *,
    slug: str,
    title: str,
    continues: Plan | None = None,
    levels: Sequence[str] = (),
    marks: Mapping[str, str] | None = None,
    state: str = Node.State.PUBLIC,
    **fields: Any,
) -> Plan:
    """A new plan, of the generation after `continues`. `fields` are those of Plan.

    `levels` names the levels from the root, `marks` each sign. Raises IntegrityError when the slug
    is taken.
    """
    policy = str(fields.get("policy", ""))
    begun = fields.get("decided") or fields.get("starts")
    district = fields.get("district")
    node = nodes.register(
        kind="plan",
        title=title,
        path=f"plans/{slug}/",
        summary=policy,
        state=state,
        district_ids=[district.pk] if district else (),
        occurred_on=FiscalYear(begun).first_day if begun else None,
    )
    plan = Plan.objects.create(node=node, slug=slug, title=title, **fields)
    PlanLevel.objects.bulk_create(
        PlanLevel(plan=plan, depth=depth, name=name) for depth, name in enumerate(levels, 1)
    )
    PlanMark.objects.bulk_create(
        PlanMark(plan=plan, sign=sign, name=name) for sign, name in (marks or {}).items()
    )
    if continues is not None:
        trace.connect(node, continues.node, Link.Relation.CONTINUES)
        outbox.emit("plans.plan.continued", node=continues.node, title=title)
    plan_told(plan)
    audit.record("plans.plan.create", plan, changes={"title": ("", title)})
    return plan


@transaction.atomic
def change_plan(
    *,
    plan: Plan,
    expected_version: int | None = None,
    continues: Iterable[Plan] | None = None,
    **fields: Any,
) -> Plan:
    """Change what describes a plan, and which plans it continues (None leaves them).

    Raises ChangedMeanwhile, PlansError.
    """
    starts, ends = fields.get("starts", plan.starts), fields.get("ends", plan.ends)
    if starts and ends and ends < starts:
        raise PlansError(
            _("終わりの年度（{}年度）が、始まりの年度（{}年度）より前です。").format(ends, starts),
            field="ends",
        )
    before = {name: getattr(plan, name) for name in _FIELDS}
    for name in _FIELDS:
        if name in fields:
            setattr(plan, name, fields[name])
    after = {name: getattr(plan, name) for name in _FIELDS}
    plan.save(update_fields=list(_FIELDS))
    changes = audit.diff(before, after)
    if continues is not None:
        changes |= _continue(plan, {p.node_id: p for p in continues})
    nodes.change(
        plan.node,
        expected_version=expected_version,
        title=plan.title,
        summary=plan.policy,
    )
    plan_told(plan)
    audit.record("plans.plan.change", plan, changes=changes)
    return plan


def _continue(plan: Plan, wanted: Mapping[int, Plan]) -> dict[str, Any]:
    """Link a plan to those it continues, and to no others."""
    links = Link.objects.filter(from_node=plan.node_id, relation=Link.Relation.CONTINUES)
    known = {one.to_node_id: one for one in links.select_related("from_node", "to_node")}
    for pk, link in known.items():
        if pk not in wanted:
            trace.disconnect(link)
    for pk, other in wanted.items():
        if pk in known:
            continue
        try:
            trace.connect(plan.node, other.node, Link.Relation.CONTINUES)
        except trace.LinkLoop:
            raise PlansError(
                _("「{}」は、この計画を引き継いだ計画です。前の計画にはできません。").format(
                    inside(other.title)
                ),
                field="continues",
            ) from None
    before = [one.to_node.title for one in known.values()]
    after = [other.title for other in wanted.values()]
    return {"continues": (before, after)} if sorted(before) != sorted(after) else {}


@transaction.atomic
def publish_plan(*, plan: Plan) -> Plan:
    """Show a plan that was prepared, with its whole tree and its indicators, to everybody."""
    hidden = Node.State.DRAFT, Node.State.STAFF
    every = Measure.objects.filter(plan=plan, node__state__in=hidden).select_related("node")
    beside = plan.indicators.filter(node__state__in=hidden).select_related("node")
    for node in [plan.node, *(m.node for m in every), *(i.node for i in beside)]:
        nodes.change(node, state=Node.State.PUBLIC)
    audit.record("plans.plan.publish", plan)
    return plan


@transaction.atomic
def add_viewpoints(*, plan: Plan, group: str, titles: Mapping[str, str]) -> list[Viewpoint]:
    """Points of view across the tree, by their code: {"1": "多様な主体の参画"}."""
    added = Viewpoint.objects.bulk_create(
        Viewpoint(plan=plan, group=group, code=code, title=title) for code, title in titles.items()
    )
    plan_told(plan)
    audit.record("plans.plan.change", plan, changes={"viewpoints": (None, len(added))})
    return added
