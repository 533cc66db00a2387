"""What those who edit a plan see of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.db.models import CharField, OuterRef, QuerySet, StringAgg, Subquery, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from jibungoto.decide.plans import policies
from jibungoto.decide.plans.models import (
    Hurdle,
    Measure,
    MeasureActor,
    MeasureReference,
    MeasureViewpoint,
    Plan,
    PlanLevel,
    PlanMark,
    Viewpoint,
)
from jibungoto.japan.fiscal import FiscalYear
from jibungoto.kernel import clock, identity, kept, nodes, together
from jibungoto.kernel.actor import Actor, Scopes
from jibungoto.kernel.audit.reading import Line, lines
from jibungoto.kernel.keyed import only
from jibungoto.kernel.models import AuditRecord, Link, Node
from jibungoto.kernel.vocabulary import STANDARD
from jibungoto.ui.tags.words import fiscal_year

from .plans import measure as measure_shown
from .plans import one_measure, plans

HISTORY = 20
_MOST_YEARS = 15


@dataclass(frozen=True, slots=True)
class MeasureFrame:
    """What a measure of a plan may be: its levels, marks, viewpoints, states, and what is above."""

    level_choices: list[tuple[int, str]]
    marks: list[PlanMark]
    viewpoints: list[Viewpoint]
    states: list[tuple[str, str]]
    parents: list[tuple[str, str]]  # (code, title) of what others may hang below
    every: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Standing:
    """What a measure stands in relation to, as those who edit it see it; `past` is what was done
    to it, newest first, for `history`."""

    actors: list[MeasureActor]
    references: list[MeasureReference]
    viewpoints: list[int]
    served: list[Node]
    hurdles: list[Hurdle]
    past: QuerySet[AuditRecord]


def measure_frame(plan: Plan) -> MeasureFrame:
    """What stands in the form of a measure; asked once where the plan is public."""
    return kept.beside(plan.node, "measure_frame", lambda: _measure_frame(plan))


def _measure_frame(plan: Plan) -> MeasureFrame:
    levels, marks, viewpoints = plan.levels.all(), plan.marks.all(), plan.viewpoints.all()
    together.ask(levels, marks, viewpoints)
    names = {one.depth: one.name for one in levels}
    every = list(plan.measures.filter(removed_at=None).values_list("code", "title", "level"))
    deepest = max([*names, *(level for _code, _title, level in every), 1])
    words = kept.words_at_hand()
    return MeasureFrame(
        level_choices=[(depth, level_name(names, depth, words)) for depth in range(1, deepest + 2)],
        marks=list(marks),
        viewpoints=list(viewpoints),
        states=states(),
        parents=[(code, title) for code, title, level in every if level <= max(deepest - 1, 1)],
        every=[(code, title) for code, title, _level in every],
    )


def measure_written(plan: Plan, code: str) -> Measure | None:
    """A measure of a plan by its code as the document writes it."""
    return plan.measures.filter(code=code, removed_at=None).first()


def measure_to_edit(actor: Actor, slug: str, code: str) -> Measure | None:
    """A measure with the ids of its viewpoints (`viewed`), for those who edit it."""
    return next(iter(_TO_EDIT.rows(nodes.read_scopes(actor), slug=slug, code=code)), None)


def _to_edit(read: Scopes, *, slug: str, code: str) -> QuerySet[Measure]:
    own = MeasureViewpoint.objects.filter(measure=OuterRef("pk")).order_by().values("measure")
    told = own.annotate(told=StringAgg(Cast("viewpoint_id", CharField()), Value(","))).values(
        "told"
    )
    return one_measure(read, slug=slug, code=code).annotate(viewed=Subquery(told))


_TO_EDIT = together.Question(_to_edit)


def level_names(plan: Plan) -> dict[int, str]:
    """What the plan calls its levels, by depth."""
    return {one.depth: one.name for one in plan.levels.all()}


def level_name(names: dict[int, str], depth: int, words: dict[str, str]) -> str:
    own = names.get(depth) or words.get(f"plan.level.{depth}", "")
    return _("{}段目（{}）").format(depth, own) if own else _("{}段目").format(depth)


def states() -> list[tuple[str, str]]:
    """The states a measure may be in, in the municipality's words."""
    words = kept.words_at_hand()
    keys = [key for key in STANDARD if key.startswith("state.")]
    return [(key.removeprefix("state."), words.get(key, "")) for key in keys]


def standing(measure: Measure) -> Standing:
    """What a measure loaded by `measure_to_edit` stands in relation to, by one query."""
    actors, references = _ACTORS.put(measure=measure.pk), _REFERENCES.put(measure=measure.pk)
    served, hurdles = _SERVED.put(node=measure.node_id), _HURDLES.put(measure=measure.pk)
    past = _PAST.put(node=measure.node_id)
    together.ask(actors, references, served, hurdles, past)
    return Standing(
        list(actors),
        list(references),
        [int(pk) for pk in (measure.viewed or "").split(",") if pk],  # type: ignore[attr-defined]
        [one.to_node for one in served],
        list(hurdles),
        past,
    )


def _actors(*, measure: int) -> QuerySet[MeasureActor]:
    return MeasureActor.objects.filter(measure_id=measure)


def _references(*, measure: int) -> QuerySet[MeasureReference]:
    return MeasureReference.objects.filter(measure_id=measure).select_related("to_node")


def _served(*, node: int) -> QuerySet[Link]:
    links = Link.objects.filter(from_node_id=node, relation=Link.Relation.SERVES)
    return links.select_related("to_node").order_by("pk")


def _hurdles(*, measure: int) -> QuerySet[Hurdle]:
    return Hurdle.objects.filter(measure_id=measure).order_by("-year", "pk")


def _past(*, node: int) -> QuerySet[AuditRecord]:
    found = AuditRecord.objects.filter(node_id=node, object_kind__startswith="plans.")
    return found.select_related("node").order_by("-seq")[:HISTORY]


_ACTORS = together.Question(_actors)
_REFERENCES = together.Question(_references)
_SERVED = together.Question(_served)
_HURDLES = together.Question(_hurdles)
_PAST = together.Question(_past)


def removed_measure(actor: Actor, slug: str, code: str) -> Measure | None:
    """A measure that was taken out of its plan, for those who may put it back."""
    found = Measure.objects.filter(
        plan__in=plans(actor).filter(slug=slug).values("pk"),
        node__short_code=code,
        removed_at__isnull=False,
    )
    return only(found.select_related("plan__node", "plan__district", "node", "parent"))


def removed(plan: Plan) -> QuerySet[Measure]:
    """What was taken out of a plan, the latest first."""
    return plan.measures.exclude(removed_at=None).select_related("node").order_by("-removed_at")


def flat(actor: Actor, plan: Plan) -> QuerySet[Measure]:
    """The measures of a plan in their order, each right before what hangs below it."""
    return (
        plan.measures.filter(policies.visible(actor), removed_at=None)
        .select_related("node", "mark")
        .defer("narrative")
        .order_by("order", "pk")
    )


def measure_by_code(plan: Plan, code: str) -> Measure | None:
    """A measure of a plan by the short code of its node."""
    return only(plan.measures.filter(node__short_code=code, removed_at=None))


def hurdle(actor: Actor, slug: str, code: str, pk: int) -> Hurdle | None:
    """A hurdle of a measure the actor may see."""
    above = measure_shown(actor, slug, code)
    if above is None:
        return None
    return only(Hurdle.objects.filter(measure=above, pk=pk).select_related(
        "measure__node", "measure__plan__node", "measure__plan__district"
    ))  # fmt: skip


def other_plans(actor: Actor, plan: Plan | None) -> list[Plan]:
    """Plans another one may continue."""
    return [p for p in plans(actor) if plan is None or p.pk != plan.pk]


def find_node(actor: Actor, address: str) -> Node | None:
    """The record behind an address or short code, if the actor may see it."""
    path = unquote(urlsplit(address.strip()).path).strip("/")
    if not path:
        return None
    last = path.rpartition("/")[2]
    seen = Node.objects.filter(nodes.visible(actor))
    found = seen.filter(short_code=identity.read_code(last)).first()
    if found is None and "/" in path:
        found = seen.filter(path__in=[f"{path}/", f"{path.partition('/')[2]}/"]).first()
    return found


def plan_years(plan: Plan, *known: int) -> list[int]:
    """The fiscal years of a plan, at most 15 without an end; `known` are years with figures."""
    wanted = set(known)
    first = plan.starts or plan.decided or min(wanted, default=None)
    if first is not None:
        last = plan.ends or max([first + 4, *wanted])
        wanted |= set(range(first, min(last, first + _MOST_YEARS * 2) + 1))
    return sorted(wanted)


def year_choices(plan: Plan, *known: int) -> list[tuple[int, str]]:
    return [(year, fiscal_year(year)) for year in plan_years(plan, *known)]


def this_year() -> int:
    """The fiscal year of today."""
    return FiscalYear.of(clock.today()).year


def schedule(measure: Measure) -> Sequence[tuple[int, str]]:
    """What is planned for each fiscal year of the plan, and for years beyond that have a plan."""
    told = dict(measure.years.values_list("year", "planned"))
    return [(year, told.get(year, "")) for year in plan_years(measure.plan, *told)]


def words_of(plan: Plan) -> tuple[list[PlanLevel], list[PlanMark], list[Viewpoint]]:
    """A plan's own words: its levels, marks and viewpoints."""
    return list(plan.levels.all()), list(plan.marks.all()), list(plan.viewpoints.all())


def history(actor: Actor, node: Node, past: Iterable[AuditRecord] | None = None) -> list[Line]:
    """What was done to a plan, measure or indicator, newest first, for those who edit it; of a
    measure, `standing` has read it already."""
    return lines(actor, _PAST.rows(node=node.pk) if past is None else past)
