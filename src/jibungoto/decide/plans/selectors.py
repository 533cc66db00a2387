"""Everything the app of plans reads."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet

from jibungoto.japan.fiscal import FiscalYear, FiscalYears
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.models import Link

from . import policies
from .models import Measure, Plan

# How the states of measures look: kinds of the state chip (ui).
LOOK = {
    "not_started": "none",
    "preparing": "wait",
    "partly": "run",
    "done": "done",
    "continuing": "run",
    "stopped": "late",
}


@dataclass(slots=True)
class Branch:
    """A measure with what hangs below it."""

    measure: Measure
    children: list["Branch"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Lineage:
    """The generations beside a plan: what it continues, and what continues it."""

    before: list[Plan]
    after: list[Plan]


def plans(actor: Actor) -> QuerySet[Plan]:
    """Plans the actor may see, the newest generation first, each with .measures_count."""
    return (
        Plan.objects.filter(policies.visible(actor))
        .select_related("node")
        .annotate(measures_count=Count("measures"))
        .order_by("-order", "-pk")
    )


def plan(actor: Actor, slug: str) -> Plan | None:
    return plans(actor).filter(slug=slug).first()


def measure(actor: Actor, slug: str, code: str) -> Measure | None:
    """A measure by its plan and the short code of its node."""
    found = Measure.objects.filter(policies.visible(actor), plan__slug=slug, node__short_code=code)
    return found.select_related("plan__node", "node", "parent__node").first()


def tree(actor: Actor, plan: Plan) -> list[Branch]:
    """The whole tree of a plan in its order; one query, however many measures."""
    measures = plan.measures.filter(policies.visible(actor)).select_related("node")
    return grow(measures)


def grow(measures: Iterable[Measure]) -> list[Branch]:
    """Hang measures below their parents; one whose parent is hidden stands at the root."""
    branches = {m.pk: Branch(m) for m in measures}
    roots: list[Branch] = []
    for branch in branches.values():
        above = branches.get(branch.measure.parent_id or 0)
        (above.children if above else roots).append(branch)
    return roots


def counts(branches: list[Branch]) -> Counter[str]:
    """How many measures stand in each state; those without a state are not counted."""
    found: Counter[str] = Counter()
    for branch in branches:
        if branch.measure.state:
            found[branch.measure.state] += 1
        found += counts(branch.children)
    return found


def lineage(actor: Actor, plan: Plan) -> Lineage:
    """The plans right before and right after this one."""
    links = Link.objects.filter(relation=Link.Relation.CONTINUES)
    before = links.filter(from_node=plan.node_id).values("to_node")
    after = links.filter(to_node=plan.node_id).values("from_node")
    beside = plans(actor).filter(Q(node__in=before) | Q(node__in=after))
    earlier = set(before.values_list("to_node", flat=True))
    found = list(beside)
    return Lineage(
        [p for p in found if p.node_id in earlier], [p for p in found if p.node_id not in earlier]
    )


def period(plan: Plan) -> str:
    """「2017〜2021年度（平成29〜令和3年度）」, or what is known of it."""
    if plan.starts and plan.ends:
        first, last = FiscalYear(plan.starts), FiscalYear(plan.ends)
        return FiscalYears(first, last).label()
    known = plan.starts or plan.decided
    return FiscalYear(known).label() if known else ""
