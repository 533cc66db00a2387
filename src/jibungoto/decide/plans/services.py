"""Everything that happens to plans. One verb is one transaction and one audit record."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from jibungoto.japan.fiscal import FiscalYear
from jibungoto.kernel import audit, identity, nodes, trace
from jibungoto.kernel.models import Link

from .models import Measure, Plan


class PlansError(ValueError):
    """Something can't be done to a plan; the message is a sentence for a person."""


@transaction.atomic
def create_plan(*, slug: str, title: str, continues: Plan | None = None, **fields: Any) -> Plan:
    """A new plan, of the generation after `continues`. `fields` are those of Plan.

    Raises IntegrityError when the slug is taken.
    """
    policy = str(fields.get("policy", ""))
    begun = fields.get("decided") or fields.get("starts")
    node = nodes.register(
        kind="plan",
        title=title,
        path=f"plans/{slug}/",
        summary=policy,
        body=policy,
        occurred_on=FiscalYear(begun).first_day if begun else None,
    )
    plan = Plan.objects.create(node=node, slug=slug, title=title, **fields)
    if continues is not None:
        trace.connect(node, continues.node, Link.Relation.CONTINUES)
    audit.record("plans.plan.create", plan, changes={"title": ("", title)})
    return plan


@transaction.atomic
def add_measure(
    *,
    plan: Plan,
    code: str,
    title: str,
    level: int,
    parent: Measure | None = None,
    order: int | None = None,
    **fields: Any,
) -> Measure:
    """Hang a measure into a plan's tree; `order` counts within the plan, the end by default.

    Raises PlansError for a parent of another plan or of no higher level.
    """
    if parent is not None and (parent.plan_id != plan.pk or parent.level >= level):
        raise PlansError(_("「{}」は、この計画の一つ上の段に置けません。").format(title))
    if order is None:
        last = plan.measures.order_by("-order").values_list("order", flat=True).first()
        order = (last or 0) + 1
    short = identity.short_code()
    node = nodes.register(
        kind="measure",
        title=title,
        path=f"plans/{plan.slug}/{short}/",
        summary=str(fields.get("note", "")),
        body=" ".join(str(fields.get(name, "")) for name in ("done", "next_step", "actor", "see")),
        short_code=short,
        occurred_on=plan.node.occurred_on,
    )
    measure = Measure.objects.create(
        node=node, plan=plan, parent=parent, code=code, title=title, level=level, order=order,
        **fields,
    )  # fmt: skip
    audit.record("plans.measure.create", measure, changes={"title": ("", title)})
    return measure
