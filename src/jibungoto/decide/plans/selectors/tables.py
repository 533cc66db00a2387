"""Views of a plan as tables: issue to policy to key measure, result to next, cause to remedy."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jibungoto.decide.plans import policies
from jibungoto.decide.plans.models import Hurdle, Measure, Plan
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.models import Link

from .glance import Choices, glance, plan_hurdles
from .plans import plan

ISSUES, RESULTS, CAUSES = "issues", "results", "causes"
TITLES = {
    ISSUES: gettext_lazy("課題と方針と重点"),
    RESULTS: gettext_lazy("成果と今後の方向"),
    CAUSES: gettext_lazy("進まなかった理由と対応策"),
}


@dataclass(frozen=True, slots=True)
class Said:
    """One entry of a table's cell: its words, where it leads, what stands small beside it."""

    text: str
    measure: Measure | None = None
    beside: str = ""
    look: str = ""  # a kind of state (ui) where the entry is a state


@dataclass(frozen=True, slots=True)
class PlanTable:
    """A table over a plan: its heads, and rows of cells of entries."""

    key: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Sequence[Said]]]

    @property
    def title(self) -> str:
        return str(TITLES[self.key])

    @property
    def labelled(self) -> list[list[tuple[str, Sequence[Said]]]]:
        """The rows with the head of each cell beside it."""
        return [list(zip(self.heads, row, strict=True)) for row in self.rows]


@dataclass(frozen=True, slots=True)
class PlanAndTable:
    """A plan with one of its tables."""

    plan: Plan
    table: PlanTable


def plan_and_table(actor: Actor, slug: str, key: str) -> PlanAndTable | None:
    """A table by its address; None where there is no such plan or table."""
    found = plan(actor, slug)
    shown = table(actor, found, key) if found is not None else None
    return PlanAndTable(found, shown) if found is not None and shown is not None else None


def table(actor: Actor, plan: Plan, key: str) -> PlanTable | None:
    """One of the tables of a plan; None for a key nobody knows. At most three queries."""
    made = {ISSUES: _issues, RESULTS: _results, CAUSES: _causes}.get(key)
    return made(actor, plan) if made else None


def tables(offered: Choices, *, has_hurdles: bool) -> list[tuple[str, str]]:
    """The tables a plan has something for, as (key, title)."""
    there = {ISSUES: offered.has_issues, RESULTS: offered.has_results, CAUSES: has_hurdles}
    return [(key, str(TITLES[key])) for key, found in there.items() if found]


def _measures(actor: Actor, plan: Plan) -> list[Measure]:
    rows = plan.measures.filter(policies.visible(actor)).select_related("node")
    return list(rows.defer("narrative").prefetch_related("actors"))


def _issues(actor: Actor, plan: Plan) -> PlanTable:
    """Every issue, the policies that came of it, and the measures that serve those."""
    measures = {m.node_id: m for m in _measures(actor, plan)}
    links = list(
        Link.objects.filter(from_node__in=measures, to_node__in=measures).values_list(
            "from_node", "to_node", "relation"
        )
    )
    came: dict[int, list[int]] = {}
    serving: dict[int, list[int]] = {}
    for later, earlier, relation in links:
        if relation == Link.Relation.CAME_OF:
            came.setdefault(earlier, []).append(later)
        elif relation == Link.Relation.SERVES:
            serving.setdefault(earlier, []).append(later)
    rows = []
    for issue in (m for m in measures.values() if m.node_id in came):
        policies_ = sorted((measures[n] for n in came[issue.node_id]), key=_order)
        served = {n for p in policies_ for n in serving.get(p.node_id, ())}
        keys = sorted((measures[n] for n in served), key=_order)
        rows.append(
            [
                [Said(issue.title, issue, issue.note)],
                [Said(p.title, p, p.note) for p in policies_],
                [Said(k.title, k, k.actor) for k in keys],
            ]
        )
    return PlanTable(ISSUES, [_("課題"), _("方針"), _("重点の取り組み（担い手）")], rows)


def _order(measure: Measure) -> tuple[int, int]:
    return measure.order, measure.pk


def _results(actor: Actor, plan: Plan) -> PlanTable:
    """What was done of each measure, and where it goes from there."""
    rows = [
        [
            [Said(f"{m.code}　{m.title}", m)],
            [Said(m.done)] if m.done else [],
            [Said(m.next_step)] if m.next_step else [],
        ]
        for m in _measures(actor, plan)
        if m.done or m.next_step
    ]
    return PlanTable(RESULTS, [_("取り組み"), _("成果"), _("今後の方向")], rows)


_REMEDY_LOOK = {Hurdle.Remedy.DONE: "done", Hurdle.Remedy.UNDERWAY: "run"}


def _causes(actor: Actor, plan: Plan) -> PlanTable:
    """Why measures did not get on, what is done about it, and how far that is."""
    rows = []
    hurdles = plan_hurdles(plan, glance(actor, plan).every)
    prefetch_related_objects(hurdles, "measure__node")
    for hurdle in hurdles:
        state = str(hurdle.get_remedy_state_display()) if hurdle.remedy_state else ""
        look = _REMEDY_LOOK.get(Hurdle.Remedy(hurdle.remedy_state), "none") if state else ""
        rows.append(
            [
                [Said(f"{hurdle.measure.code}　{hurdle.measure.title}", hurdle.measure)],
                [Said(hurdle.cause)],
                [Said(hurdle.remedy)] if hurdle.remedy else [],
                [Said(state, look=look)] if state else [],
            ]
        )
    heads = [_("施策"), _("進まなかった理由"), _("対応策"), _("対応策の状況")]
    return PlanTable(CAUSES, heads, rows)
