"""A plan out of what was read from its document: the proposals a person agreed to."""

from collections.abc import Collection, Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from jibungoto.decide.plans.models import Measure, Plan, PlanDocument
from jibungoto.japan.documents import Item, Reading, Task, read
from jibungoto.kernel import audit
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.models import Node

from .errors import PlansError
from .indicators import Told, add_indicator
from .measures import add_measure
from .plans import add_viewpoints, create_plan


@transaction.atomic
def keep_document(*, name: str, text: str, actor: Actor) -> PlanDocument:
    """Keep the text of a document while somebody goes through what it proposes."""
    document = PlanDocument.objects.create(name=name[:200], text=text, created_by_id=actor.user_id)
    audit.record("plans.document.keep", document, changes={"name": ("", document.name)})
    return document


@transaction.atomic
def plan_from_document(
    *, document: PlanDocument, slug: str, title: str, left_out: Collection[str] = ()
) -> Plan:
    """Make the plan a kept document proposes. Raises PlansError when the slug is taken."""
    if Plan.objects.filter(slug=slug).exists():
        raise PlansError(
            _("アドレスの名前「{}」は、ほかの計画が使っています。別の名前にしてください。").format(
                slug
            ),
            field="slug",
        )
    plan = plan_from_reading(
        reading=read(document.text), slug=slug, title=title, source=document.name,
        left_out=left_out,
    )  # fmt: skip
    document.plan = plan
    document.save(update_fields=["plan"])
    return plan


@transaction.atomic
def discard_document(*, document: PlanDocument) -> None:
    """Throw a kept document away; plans made from it stay."""
    audit.record("plans.document.discard", document, changes={"name": (document.name, "")})
    document.delete()


@transaction.atomic
def plan_from_reading(
    *,
    reading: Reading,
    slug: str,
    title: str,
    source: str,
    left_out: Collection[str] = (),
    continues: Plan | None = None,
    state: str = Node.State.DRAFT,
) -> Plan:
    """Make the plan a document proposes, as a draft; `left_out` are codes a person did not want.

    What hangs below a left-out entry is left out with it. Raises IntegrityError when the slug is
    taken.
    """
    starts, ends = reading.period or (None, None)
    own = next((g for g in reading.generations if g.title == title), None)
    plan = create_plan(
        slug=slug,
        title=title[:120],
        continues=continues,
        levels=_levels(reading),
        marks={m.sign: m.meaning[:40] for m in reading.marks},
        state=state,
        starts=starts,
        ends=ends,
        horizon=reading.horizon,
        policy=(own.policy if own else "")[:200],
        related="、".join(r.text for r in reading.related)[:300],
        source=source[:200],
    )
    for group, items in (("視点", reading.viewpoints), ("基本原則", reading.principles)):
        if items:
            titles = {f"{n}": i.title[:120] for n, i in enumerate(items, 1)}
            add_viewpoints(plan=plan, group=group, titles=titles)
    tasks = {t.code: t for t in reading.tasks}
    for root in reading.items:
        _hang(plan, root, None, set(left_out), tasks)
    for indicator in reading.indicators:
        if f"indicator:{indicator.name}" in left_out:
            continue
        add_indicator(
            plan=plan,
            name=indicator.name[:120],
            unit=indicator.unit[:20],
            direction=indicator.direction or "up",
            definition=indicator.description,
            source=source[:200],
            values=[
                Told(
                    role=a.role,
                    year=a.year,
                    value=a.value,
                    is_fiscal=a.is_fiscal,
                    written=a.year_written,
                    label=a.label,
                    words="" if a.value is not None else a.written,
                )
                for a in indicator.amounts
                if a.year is not None
            ],
        )
    return plan


def _levels(reading: Reading) -> list[str]:
    """The names of the levels from the root, as far as the document says them."""
    names: dict[int, str] = {}
    for item in reading.walk():
        if item.level_name:
            names.setdefault(item.level, item.level_name[:40])
    depth = max(names, default=0)
    return [names[d] for d in range(1, depth + 1)] if len(names) == depth else []


def _hang(
    plan: Plan, item: Item, parent: Measure | None, left_out: set[str], tasks: Mapping[str, Task]
) -> None:
    if item.code in left_out:
        return
    task = tasks.get(item.code)
    departments = item.departments or (task.departments if task else ())
    measure = add_measure(
        plan=plan,
        code=item.code[:40],
        title=item.title[:200],
        level=item.level,
        parent=parent,
        mark=item.mark if plan.marks.filter(sign=item.mark).exists() else "",
        references=[r.text for r in item.references],
        departments=departments,
        narrative=item.narrative,
        state=task.state if task else "",
        done=(task.done if task else "")[:300],
    )
    for child in item.children:
        _hang(plan, child, measure, left_out, tasks)
