"""A plan at a glance: its tree in narrow rows, filtered, counted, with what is late and why.

Made for plans of thousands of measures: one query brings the rows, and no model is built for them.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import connection
from django.db.models import Case, Model, OuterRef, Q, StringAgg, Subquery, Value, When
from django.utils.translation import gettext as _

from jibungoto.decide.plans import policies
from jibungoto.decide.plans.models import (
    Hurdle,
    Measure,
    MeasureActor,
    MeasureReference,
    Plan,
    PlanMark,
    Progress,
    Viewpoint,
)
from jibungoto.japan.fiscal import FiscalYear
from jibungoto.kernel import clock
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.models import Link, NodeDistrict
from jibungoto.know.places.models import District

MOST_FULL = 200  # measures a page shows with all their words
_MOVED = 5  # reports shown of what moved lately
_TABLES: Mapping[str, type[Model]] = {
    "mark": PlanMark, "view": Viewpoint, "actor": MeasureActor, "measure": Measure, "link": Link,
    "plan": Plan, "district": District,
}  # fmt: skip
_UNBEGUN = ("not_started", "preparing")
_COLUMNS = (
    "pk", "parent_id", "level", "code", "title", "called", "state", "mark__sign", "mark__name",
    "node__short_code",
)  # fmt: skip
_WORDY = ("note", "actor", "done", "next_step", "told")


_NONE: Mapping[str, int] = {}
_ONE: dict[str, Mapping[str, int]] = {}  # a single measure of each state, shared


@dataclass(slots=True)
class Twig:
    """A measure as a row of its tree, with what hangs below it."""

    pk: int
    parent_id: int | None
    level: int
    code: str
    title: str
    called: str
    state: str
    sign: str | None
    meaning: str | None
    short: str
    note: str = ""
    actor: str = ""
    done: str = ""
    next_step: str = ""
    references: str | None = ""
    fits: bool = True  # what the reader chose
    # Shared by all that have none: thousands of empty lists would cost more than the tree.
    children: Sequence["Twig"] = ()
    states: Mapping[str, int] = field(default_factory=lambda: _NONE)  # of itself and all below
    size: int = 1  # itself and all below


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a reader asked to see of a plan. Empty shows everything."""

    state: str = ""
    mark: int | None = None
    viewpoint: int | None = None
    actor: str = ""  # a kind of actor
    department: str = ""
    district: int | None = None
    words: str = ""

    def __bool__(self) -> bool:
        return self != Chosen()


@dataclass(frozen=True, slots=True)
class Glance:
    """The rows of a plan as a tree, in its order."""

    roots: list[Twig]
    every: list[Twig]
    states: Counter[str]
    matched: int

    @property
    def is_large(self) -> bool:
        return len(self.every) > MOST_FULL


def glance(
    actor: Actor, plan: Plan, chosen: Chosen | None = None, *, wordy: bool | None = None
) -> Glance:
    """The tree of a plan, knowing what fits a choice; one query, however many measures.

    `wordy` brings notes, actors, results and references too: by itself where a page shows them.
    """
    rows = plan.measures.filter(policies.seen(actor)).order_by("order", "pk")
    if chosen:
        fitting = _fitting(plan, chosen).order_by().values("pk")
        rows = rows.annotate(fits=Case(When(pk__in=fitting, then=True), default=False))
    else:
        rows = rows.annotate(fits=Value(True))
    columns: Sequence[Any] = _COLUMNS
    if wordy or (wordy is None and getattr(plan, "measures_count", 0) <= MOST_FULL):
        told = (
            (MeasureReference.objects.filter(measure=OuterRef("pk")).order_by().values("measure"))
            .annotate(told=StringAgg("text", Value("、")))
            .values("told")
        )
        rows = rows.annotate(told=Subquery(told))
        columns = (*_COLUMNS, *_WORDY)
    if not chosen:
        return _grown([Twig(*row) for row in rows.values_list(*columns)])
    chosen_rows: list[Twig] = []
    for row in rows.values_list(*columns, "fits"):
        twig = Twig(*row[:-1])
        twig.fits = row[-1]
        chosen_rows.append(twig)
    return _grown(chosen_rows)


def narrowed(seen: Glance) -> Glance:
    """Of a tree only what fits the choice, below its ancestors."""
    return _grown(_with_ancestors(seen.every), narrow=True)


def _grown(every: list[Twig], *, narrow: bool = False) -> Glance:
    roots = _hang(every, narrow=narrow)
    states: Counter[str] = Counter()
    for root in roots:
        states.update(root.states)
    return Glance(roots, every, states, sum(t.fits for t in every))


def below(actor: Actor, measure: Measure) -> list[Twig]:
    """What hangs right below a measure, each with the counts of all below it. One query."""
    plan = measure.plan
    rows = plan.measures.filter(policies.seen(actor)).order_by("order", "pk")
    rows = rows.annotate(fits=Value(True))
    every = [Twig(*row) for row in rows.values_list(*_COLUMNS)]
    _hang(every)
    return [twig for twig in every if twig.parent_id == measure.pk]


def _hang(every: Iterable[Twig], *, narrow: bool = False) -> list[Twig]:
    """Hang rows below their parents; one whose parent is hidden stands at the root."""
    known = {t.pk: t for t in every}
    roots: list[Twig] = []
    below: dict[int, list[Twig]] = {}
    for twig in known.values():
        if twig.parent_id in known:
            below.setdefault(twig.parent_id, []).append(twig)
        else:
            roots.append(twig)
    for pk, children in below.items():
        known[pk].children = children
    for root in roots:
        _count(root, narrow=narrow)
    return roots


def _count(twig: Twig, *, narrow: bool) -> None:
    """Counts of a branch; with `narrow` only of what fits a choice. Trees are shallow."""
    own = twig.state if twig.fits or not narrow else ""
    if not twig.children:
        twig.states = _ONE.setdefault(own, {own: 1}) if own else _NONE
        return
    states = {own: 1} if own else {}
    for child in twig.children:
        _count(child, narrow=narrow)
        twig.size += child.size
        for state, number in child.states.items():
            states[state] = states.get(state, 0) + number
    twig.states = states


def _with_ancestors(every: Sequence[Twig]) -> list[Twig]:
    above = {t.pk: t.parent_id for t in every}
    shown: set[int] = set()
    for twig in every:
        at: int | None = twig.pk if twig.fits else None
        while at is not None and at not in shown and at in above:
            shown.add(at)
            at = above[at]
    return [replace(t, children=(), states=_NONE, size=1) for t in every if t.pk in shown]


def _fitting(plan: Plan, chosen: Chosen) -> Any:
    found = plan.measures.all()
    if chosen.state:
        found = found.filter(state=chosen.state)
    if chosen.mark:
        found = found.filter(mark=chosen.mark)
    if chosen.viewpoint:
        found = found.filter(viewed_from__viewpoint=chosen.viewpoint)
    if chosen.words:
        said = Q(title__icontains=chosen.words) | Q(code__icontains=chosen.words)
        found = found.filter(said | Q(narrative__icontains=chosen.words))
    if chosen.actor or chosen.department:
        carried = MeasureActor.objects.filter(measure__plan=plan)
        if chosen.actor:
            carried = carried.filter(kind=chosen.actor)
        if chosen.department:
            carried = carried.filter(name=chosen.department)
        found = found.filter(pk__in=carried.values("measure"))
    if chosen.district:
        placed = NodeDistrict.objects.filter(district=chosen.district)
        own = Measure.objects.filter(plan__district=chosen.district).values("node")
        serves = Link.objects.filter(relation=Link.Relation.SERVES, from_node__in=own)
        found = found.filter(
            Q(node__in=placed.values("node")) | Q(node__in=serves.values("to_node"))
        )
    return found


@dataclass(frozen=True, slots=True)
class Choices:
    """What a plan can be filtered by: pairs of value and word; empty where nothing differs."""

    marks: list[tuple[str, str]]
    viewpoints: list[tuple[str, str]]
    actors: list[tuple[str, str]]
    departments: list[tuple[str, str]]
    districts: list[tuple[str, str]]
    groups: list[tuple[str, list[str]]]  # the viewpoints by their group
    has_issues: bool  # policies that came of issues, both in this plan
    has_results: bool


def choices(plan: Plan) -> Choices:
    """Everything the filter of a plan offers, in one query."""
    with connection.cursor() as cursor:
        query, values = _offered(plan.pk)
        cursor.execute(query, values)
        rows = cursor.fetchall()
    found: dict[str, list[tuple[str, str, str]]] = {}
    for sort, value, word, more in rows:
        found.setdefault(sort, []).append((value, word, more))
    told = found.get("actor", [])
    kinds = {kind for kind, _word, _more in told}
    groups: dict[str, list[str]] = {}
    views_found = sorted(found.get("view", []), key=lambda v: int(v[0]))
    for _value, word, more in views_found:
        groups.setdefault(more, []).append(word)
    named = sorted({word for kind, word, _m in told if kind == "department" and word})
    return Choices(
        [(value, f"{word} {more}") for value, word, more in sorted(found.get("mark", []))],
        [(value, word) for value, word, _more in views_found],
        [(str(v), str(w)) for v, w in MeasureActor.Kind.choices if v in kinds],
        [(name, name) for name in named],
        [(value, word) for value, word, _more in sorted(found.get("district", []))],
        list(groups.items()),
        "issues" in found,
        "results" in found,
    )


def _offered(plan: int) -> tuple[str, list[int | str]]:
    """The query of choices() and its values. By hand: composing it costs more than asking it."""
    parts: list[tuple[str, list[int | str]]] = [
        ("SELECT 'mark', CAST(id AS varchar), sign, name FROM {mark} WHERE plan_id = %s", [plan]),
        (
            """SELECT 'view', CAST(id AS varchar), title, "group" FROM {view} WHERE plan_id = %s""",
            [plan],
        ),
        (
            "SELECT 'actor', a.kind, a.name, '' FROM {actor} a "
            "JOIN {measure} m ON m.id = a.measure_id WHERE m.plan_id = %s",
            [plan],
        ),
        (
            "SELECT 'district', CAST(d.id AS varchar), d.name, '' FROM {link} l "
            "JOIN {measure} t ON t.node_id = l.to_node_id JOIN {measure} o ON o.node_id = "
            "l.from_node_id JOIN {plan} p ON p.id = o.plan_id JOIN {district} d ON "
            "d.id = p.district_id WHERE l.relation = %s AND t.plan_id = %s",
            [str(Link.Relation.SERVES), plan],
        ),
        (
            "SELECT 'issues', '', '', '' WHERE EXISTS (SELECT 1 FROM {link} l JOIN {measure} a ON "
            "a.node_id = l.from_node_id JOIN {measure} b ON b.node_id = l.to_node_id "
            "WHERE l.relation = %s AND a.plan_id = %s AND b.plan_id = %s)",
            [str(Link.Relation.CAME_OF), plan, plan],
        ),
        (
            "SELECT 'results', '', '', '' WHERE EXISTS (SELECT 1 FROM {measure} "
            "WHERE plan_id = %s AND NOT (done = '' AND next_step = ''))",
            [plan],
        ),
    ]
    names = {name: model._meta.db_table for name, model in _TABLES.items()}
    query = " UNION ".join(part for part, _values in parts).format_map(names)
    return query, [value for _part, given in parts for value in given]


@dataclass(frozen=True, slots=True)
class Late:
    """A measure that does not get on: why, as far as it was told."""

    twig: Twig
    reasons: list[Hurdle]
    word: str = ""
    unbegun: int = 0  # measures below it that nobody has begun


def late(plan: Plan, every: Sequence[Twig], hurdles: Iterable[Hurdle]) -> list[Late]:
    """What stopped, what nobody began though its time is over, and what has a hurdle left."""
    over = plan.ends is not None and plan.ends < FiscalYear.of(clock.today()).year
    open_: dict[int, list[Hurdle]] = {}
    for hurdle in hurdles:
        if hurdle.remedy_state != Hurdle.Remedy.DONE:
            open_.setdefault(hurdle.measure_id, []).append(hurdle)
    found = []
    for twig in every:
        reasons = open_.get(twig.pk, [])
        word = ""
        if twig.state == "stopped":
            word = _("中止しました。")
        elif over and twig.state in _UNBEGUN:
            word = _("計画の期間は終わりましたが、まだ実施していません。")
        if reasons or word:
            below = sum(twig.states.get(s, 0) for s in _UNBEGUN) - (twig.state in _UNBEGUN)
            found.append(Late(twig, reasons, word, below))
    return found


def plan_hurdles(plan: Plan, every: Sequence[Twig]) -> list[Hurdle]:
    """Every hurdle of the measures shown, in their order; one query."""
    shown = {t.pk for t in every}
    found = Hurdle.objects.filter(measure__plan=plan).order_by("measure__order", "year", "pk")
    return [hurdle for hurdle in found if hurdle.measure_id in shown]


@dataclass(frozen=True, slots=True)
class Moved:
    """A report of a measure: its fiscal year, the state and what was done then."""

    twig: Twig
    year: int
    state: str
    done: str


def moved(plan: Plan, every: Sequence[Twig]) -> list[Moved]:
    """The newest reports of this fiscal year and the last, or of a plan's last; one query."""
    now = FiscalYear.of(clock.today()).year
    last = min(now, plan.ends + 1) if plan.ends else now
    told = Progress.objects.filter(measure__plan=plan, year__range=(last - 1, last))
    # Sorted by their keys alone: whole rows of thousands are heavy.
    newest = told.exclude(state="").order_by("-year", "-reported_at", "-pk")
    found = Progress.objects.filter(pk__in=newest.values("pk")[: 8 * _MOVED])
    shown = {t.pk: t for t in every}
    rows = found.order_by("-year", "-reported_at", "-pk")
    columns = rows.values_list("measure_id", "year", "state", "done")
    reports = [
        Moved(shown[pk], year, state, done) for pk, year, state, done in columns if pk in shown
    ]
    return reports[:_MOVED]
