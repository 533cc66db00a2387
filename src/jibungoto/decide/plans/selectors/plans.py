"""Everything the app of plans reads."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from jibungoto.decide.plans import policies
from jibungoto.decide.plans.computing import Computed, computed
from jibungoto.decide.plans.models import (
    Hurdle,
    Measure,
    Plan,
    PlanDocument,
    PlanIndicator,
    Progress,
    Question,
)
from jibungoto.decide.plans.pictures import indicator_figure
from jibungoto.japan.fiscal import FiscalYear
from jibungoto.kernel import clock, kept, nodes, registry, together
from jibungoto.kernel.actor import GUEST, Actor, Scopes
from jibungoto.kernel.keyed import only
from jibungoto.kernel.links import node_url
from jibungoto.kernel.models import Link, Node
from jibungoto.know.places.models import District
from jibungoto.ui.charts import Figure, prepare
from jibungoto.ui.tags.words import fiscal_year, fiscal_years

from .generations import Kin, kin
from .glance import Twig, below
from .questions import public_questions

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
    return _counted(_visible(actor))


def _counted(found: QuerySet[Plan]) -> QuerySet[Plan]:
    there = Measure.objects.filter(plan=OuterRef("pk"), removed_at=None).order_by().values("plan")
    counted = Subquery(there.annotate(number=Count("pk")).values("number"))
    return found.annotate(measures_count=Coalesce(counted, 0))


def plan_counts(actor: Actor, district: District | None) -> QuerySet[Any, Any]:
    """How many plans the actor may see, all or a district's own, as the one row of a query: the
    municipality, the number."""
    found = _visible(actor) if district is None else _visible(actor).filter(district=district)
    return found.order_by().values_list("municipality").annotate(Count("pk"))


def _visible(actor: Actor) -> QuerySet[Plan]:
    return _within(nodes.read_scopes(actor)).order_by("-order", "-pk")


def _within(read: Scopes) -> QuerySet[Plan]:
    return Plan.objects.filter(policies.seen_within(read)).select_related("node", "district")


def reportable_plans(actor: Actor) -> QuerySet[Plan]:
    """Plans still under way whose progress the actor may bring as a file, in the usual order."""
    last = FiscalYear.of(clock.today()).year - 1
    found = _visible(actor).filter(Q(ends=None) | Q(ends__gte=last))
    return found.filter(actor.scopes(policies.IMPORT).covers())


def plan(actor: Actor, slug: str) -> Plan | None:
    return next(iter(_PLAN.rows(nodes.read_scopes(actor), slug=slug)), None)


def _plan(read: Scopes, *, slug: str) -> QuerySet[Plan]:
    return _counted(_within(read).filter(slug=slug)).order_by()


_PLAN = together.Question(_plan)


def free_slug(period: tuple[int, int] | None) -> str:
    """An address nobody uses, for a plan of these years: plan-2026, plan-2026-2."""
    wanted = f"plan-{period[0] if period else FiscalYear.of(clock.today()).year}"
    taken = set(Plan.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    others = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (wanted, *others) if slug not in taken)


def document(actor: Actor, public_id: UUID) -> PlanDocument | None:
    return only(PlanDocument.objects.filter(public_id=public_id).select_related("plan__node"))


def to_take_over(plan: Plan | None) -> tuple[list[tuple[str, str]], set[str]]:
    """(code, title) of a plan's measures, and the titles and causes it has already."""
    if plan is None:
        return [], set()
    rows = plan.measures.filter(removed_at=None).order_by("order", "pk")
    measures = list(rows.values_list("code", "title"))
    causes = Hurdle.objects.filter(measure__plan=plan).values_list("cause", flat=True)
    return measures, {title for _code, title in measures} | set(causes)


def documents(actor: Actor) -> QuerySet[PlanDocument]:
    """Documents somebody is going through: those that became no plan yet."""
    return PlanDocument.objects.filter(plan=None).defer("text")


def measure(actor: Actor, slug: str, code: str) -> Measure | None:
    """A measure by its plan and the short code of its node."""
    return next(iter(_MEASURE.rows(nodes.read_scopes(actor), slug=slug, code=code)), None)


def one_measure(read: Scopes, *, slug: str, code: str) -> QuerySet[Measure]:
    """That measure, with what its page and its rules ask for; for a question built once."""
    may_see = policies.visible_within(read)
    found = Measure.objects.filter(may_see, plan__slug=slug, node__short_code=code).order_by()
    return found.select_related("plan__node", "plan__district", "node", "mark", "parent__node")


_MEASURE = together.Question(one_measure)


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands on the page of a measure beside its own columns."""

    named: "Named"
    years: list[Progress]
    hurdles: list[Hurdle]
    indicators: list["ShownIndicator"]
    kin: Kin
    below: list[Twig]
    questions: list[Question]


def beside(actor: Actor, measure: Measure) -> Beside:
    """Everything that hangs on a measure; asked once for everybody where it is public."""
    return kept.beside(
        measure.node,
        "measure_page",
        lambda: Beside(
            _named(measure),
            list(measure.years.all()),
            list(measure.hurdles.all()),
            indicators(_eyes(actor, measure.node), measure.plan, measure=measure),
            kin(_eyes(actor, measure.node), measure),
            below(_eyes(actor, measure.node), measure),
            public_questions(measure),
        ),
    )


@dataclass(frozen=True, slots=True)
class Named:
    """What is no more than a name: references with where they lead, kinds of actors with theirs."""

    references: list[tuple[str, str]]
    actors: list[tuple[str, str]]
    viewpoints: list[str]
    level: str


def _named(measure: Measure) -> Named:
    """All of it in one query, each in its order."""
    parts = (
        (measure.references, "reference", F("text"), Coalesce(F("to_node__path"), Value(""))),
        (measure.actors, "actor", F("kind"), F("name")),
        (measure.viewed_from, "view", F("viewpoint__title"), Value("")),
        (measure.plan.levels.filter(depth=measure.level), "level", F("name"), Value("")),
    )
    rows = [
        found.order_by()
        .annotate(sort=Value(sort), place=F("pk"), one=one, two=two)
        .values_list("sort", "place", "one", "two")
        for found, sort, one, two in parts
    ]
    told: dict[str, list[tuple[str, str]]] = {}
    for sort, _place, one, two in sorted(rows[0].union(*rows[1:], all=True).order_by()):
        told.setdefault(sort, []).append((one, two))
    return Named(
        [(text, node_url(Node(path=at)) if at else "") for text, at in told.get("reference", [])],
        told.get("actor", []),
        [title for title, _none in told.get("view", [])],
        next((name for name, _none in told.get("level", [])), ""),
    )


def _eyes(actor: Actor, node: Node) -> Actor:
    """Nobody's special sight for what is kept for all, the reader's own for what is not."""
    return GUEST if node.state == Node.State.PUBLIC else actor


def tree(actor: Actor, plan: Plan) -> list[Branch]:
    """The whole tree of a plan in its order; two queries, however many measures."""
    measures = plan.measures.filter(policies.visible(actor)).select_related("node", "mark")
    return grow(measures.defer("narrative").prefetch_related("references"))


def grow(measures: Iterable[Measure]) -> list[Branch]:
    """Hang measures below their parents; one whose parent is hidden stands at the root."""
    branches = {m.pk: Branch(m) for m in measures}
    roots: list[Branch] = []
    for branch in branches.values():
        above = branches.get(branch.measure.parent_id or 0)
        (above.children if above else roots).append(branch)
    return roots


def lineage(actor: Actor, plan: Plan) -> Lineage:
    """The plans right before and right after this one; one query."""
    return _lineage(_kin(actor, plan))


def around(actor: Actor, plan: Plan) -> tuple[Lineage, list[tuple[str, str]]]:
    """The plans beside this one, and the ways into later rooms; one query for both."""
    kin = _kin(actor, plan)
    ways = registry.ways_on(actor, plan.node, kin)
    return _lineage(kin), ways


def _kin(actor: Actor, plan: Plan) -> QuerySet[Plan]:
    links = Link.objects.filter(relation=Link.Relation.CONTINUES)
    before = links.filter(from_node=plan.node_id).values("to_node")
    after = links.filter(to_node=plan.node_id).values("from_node")
    beside = _visible(actor).annotate(
        is_before=Case(When(node__in=before, then=True), default=False)
    )
    return beside.filter(Q(node__in=before) | Q(node__in=after))


def _lineage(kin: Iterable[Any]) -> Lineage:
    found = list(kin)
    return Lineage([p for p in found if p.is_before], [p for p in found if not p.is_before])


def period(plan: Plan) -> str:
    """「2017〜2021年度（平成29〜令和3年度）」, or what is known of it."""
    if plan.starts and plan.ends:
        return fiscal_years(plan.starts, plan.ends)
    return fiscal_year(plan.starts or plan.decided)


@dataclass(frozen=True, slots=True)
class ShownIndicator:
    """An indicator with the figure that shows it."""

    indicator: PlanIndicator
    figure: Figure


def indicators(actor: Actor, plan: Plan, *, measure: Measure | None = None) -> list[ShownIndicator]:
    """The indicators of a plan, or of one measure of it, as figures; two queries, drawn at once."""
    rows = plan.indicators.filter(policies.visible(actor)).select_related("node")
    if measure is not None:
        rows = rows.filter(measure=measure)
    shown = [
        ShownIndicator(row, indicator_figure(row, list(row.values.all())))
        for row in rows.prefetch_related("values")
    ]
    prepare([one.figure for one in shown])
    return shown


@dataclass(frozen=True, slots=True)
class ReportedYear:
    """A fiscal year of a measure as a row: what was reported, its state in words and look."""

    year: int
    report: Progress
    word: str
    look: str
    reckoned: Computed | None = None  # what dates tell where nobody reported


def years(reported: Iterable[Progress], words: Mapping[str, str]) -> list[ReportedYear]:
    """Every year something was reported of or planned for, in its words."""
    every = list(reported)
    now = FiscalYear.of(clock.today()).year
    states = {one.year: one.state for one in every}
    planned = [one.year for one in every if one.planned]
    found = []
    for one in every:
        told = computed(year=one.year, this_year=now, states=states, planned=planned)
        state = one.state or (told.state if told else "")
        found.append(
            ReportedYear(
                one.year, one, words.get(f"state.{state}", ""), LOOK.get(state, "none"), told
            )
        )
    return found
