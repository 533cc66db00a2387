"""The progress grid: a page of measures with what was reported of a fiscal year."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import OuterRef, Q, Subquery

from jibungoto.decide.plans import policies
from jibungoto.decide.plans.cells import HINDERED, REPORTED, Words, key_of, text, texts
from jibungoto.decide.plans.computing import Computed, computed
from jibungoto.decide.plans.models import Hurdle, Measure, MeasureActor, Plan, Progress
from jibungoto.kernel.actor import Actor

from .editing import measure_frame, plan_years, states, this_year

ROWS = 100
LEAVES, EVERY = "", "all"
UNREPORTED = "none"


@dataclass(frozen=True, slots=True)
class GridChosen:
    """What of a plan the grid shows."""

    branch: str = ""  # the code of a measure at the root
    level: str = LEAVES  # a depth; "" what nothing hangs below, "all"
    department: str = ""
    state: str = ""  # "none": not reported


@dataclass(frozen=True, slots=True)
class GridHurdle:
    """One reason why a measure did not get on: its key, and what stands in its cells."""

    key: str
    cause: str
    remedy: str
    remedy_state: str


@dataclass(slots=True)
class GridRow:
    """A measure as a row: its cells as shown, and what else is known of its year."""

    pk: int
    code: str
    title: str
    sign: str
    short: str
    departments: list[str]
    cells: dict[str, str]
    planned: str = ""
    is_same: bool = False  # said to be as in the year before
    may_repeat: bool = False
    computed: Computed | None = None
    keys: list[str] = field(default_factory=list)  # of its hurdles, one at least
    said: dict[str, tuple[str, str]] = field(default_factory=dict)  # column: (state, words)
    typed: dict[str, str] = field(default_factory=dict)  # what was not taken

    @property
    def shown(self) -> dict[str, str]:
        """What stands in the cells of the page: what was typed where it was not taken."""
        return {**self.cells, **self.typed}

    @property
    def was(self) -> str:
        """What stands in the cells, for a page that is sent back whole."""
        return json.dumps(self.cells, ensure_ascii=False)

    @property
    def hurdles(self) -> list[GridHurdle]:
        """Why it did not get on, a line for each; the first may be empty."""
        shown = self.shown
        return [
            GridHurdle(key, *(shown.get(f"{name}.{key}", "") for name in HINDERED))
            for key in self.keys
        ]

    @property
    def is_hindered(self) -> bool:
        """Whether one more reason can be told."""
        return all(one.cause for one in self.hurdles)


@dataclass(frozen=True, slots=True)
class Grid:
    """A page of the grid with the choices of its filters."""

    page: Page[Any]
    rows: list[GridRow]
    branches: list[tuple[str, str]]
    levels: list[tuple[int, str]]
    departments: list[str]
    own: list[str] | None = None  # the departments whose measures these are; None: everybody's


def grid_words() -> Words:
    return Words(dict(states()))


def default_year(plan: Plan) -> int:
    """This fiscal year, or the last of a plan that has ended, the first of one not begun."""
    years, now = plan_years(plan), this_year()
    return now if not years or now in years else (years[0] if now < years[0] else years[-1])


def grid(
    actor: Actor,
    plan: Plan,
    year: int,
    chosen: GridChosen,
    number: str | None = None,
    more: str = "",
) -> Grid:
    """A hundred measures in the plan's order with their year; four queries, however many rows.

    `more` is the row that is to have a line for one more reason.
    """
    every = list(_measures(actor, plan, year, chosen.state))
    departments = _departments(plan)
    frame = measure_frame(plan)
    roots = [m for m in every if m["parent_id"] is None]
    own = policies.departments_of(actor, policies.REPORT, plan)
    shown = _narrowed(every, departments, chosen, own)
    named = {name for names in departments.values() for name in names}
    page = Paginator(shown, ROWS).get_page(number)
    return Grid(
        page=page,
        rows=_rows(list(page.object_list), departments, year, more),
        branches=[(m["code"], f"{m['code']} {m['title']}") for m in roots],
        levels=frame.level_choices[:-1],
        departments=sorted(named if own is None else named & own),
        own=None if own is None else sorted(own),
    )


def grid_measures(actor: Actor, plan: Plan, ids: Collection[int]) -> dict[int, Measure]:
    """Measures of a plan the actor may see and report on, by their id."""
    found = plan.measures.filter(policies.visible(actor), removed_at=None, pk__in=ids)
    own = policies.departments_of(actor, policies.REPORT, plan)
    if own is not None:
        found = found.filter(policies.carried_by(own))
    return {m.pk: m for m in found.select_related("plan", "node")}


def grid_cells(plan: Plan, year: int, ids: Collection[int]) -> dict[int, dict[str, str]]:
    """What stands in the reported cells of some rows now."""
    found = Progress.objects.filter(measure__plan=plan, measure__in=ids, year=year)
    return {one.measure_id: {c: text(getattr(one, c)) for c in REPORTED} for one in found}


def _measures(actor: Actor, plan: Plan, year: int, state: str) -> Any:
    rows = plan.measures.filter(policies.seen(actor), removed_at=None).order_by("order", "pk")
    names = ["pk", "code", "title", "level", "parent_id", "mark__sign", "node__short_code"]
    if state:
        own = Progress.objects.filter(measure=OuterRef("pk"), year=year).values("state")[:1]
        rows = rows.annotate(now=Subquery(own))
        names.append("now")
    return rows.values(*names)


def _departments(plan: Plan) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = MeasureActor.objects.filter(
        measure__plan=plan, kind=MeasureActor.Kind.DEPARTMENT
    ).exclude(name="")
    for pk, name in rows.order_by("pk").values_list("measure_id", "name"):
        found[pk].append(name)
    return found


def _narrowed(
    every: list[dict[str, Any]],
    departments: Mapping[int, list[str]],
    chosen: GridChosen,
    own: frozenset[str] | None,
) -> list[dict[str, Any]]:
    parents = {m["parent_id"] for m in every}
    root: dict[int, str] = {}
    shown = []
    for m in every:
        root[m["pk"]] = root.get(m["parent_id"], m["code"])
        if own is not None and own.isdisjoint(departments.get(m["pk"], ())):
            continue
        if chosen.branch and root[m["pk"]] != chosen.branch:
            continue
        if chosen.level == LEAVES and m["pk"] in parents:
            continue
        if chosen.level.isdecimal() and m["level"] != int(chosen.level):
            continue
        if chosen.department and chosen.department not in departments.get(m["pk"], ()):
            continue
        if chosen.state and (m["now"] or UNREPORTED) != chosen.state:
            continue
        shown.append(m)
    return shown


def _rows(
    page: list[dict[str, Any]], departments: Mapping[int, list[str]], year: int, more: str
) -> list[GridRow]:
    ids = [m["pk"] for m in page]
    reports: dict[int, dict[int, Progress]] = defaultdict(dict)
    for one in Progress.objects.filter(Q(measure__in=ids)).order_by("year"):
        reports[one.measure_id][one.year] = one
    hurdles: dict[int, list[Hurdle]] = defaultdict(list)
    for hurdle in Hurdle.objects.filter(measure__in=ids, year=year).order_by("pk"):
        hurdles[hurdle.measure_id].append(hurdle)
    now = this_year()
    rows = []
    for m in page:
        known = reports[m["pk"]]
        own, stands = known.get(year), hurdles[m["pk"]]
        told = {y: one.state for y, one in known.items()}
        by_key: dict[str, Hurdle | None] = {key_of(one): one for one in stands}
        if not stands or more == str(m["pk"]):
            by_key[key_of(None)] = None
        rows.append(
            GridRow(
                pk=m["pk"], code=m["code"], title=m["title"], sign=m["mark__sign"] or "",
                short=m["node__short_code"], departments=departments.get(m["pk"], []),
                cells=texts(own, by_key),
                planned=own.planned if own else "",
                is_same=bool(own and own.same_as_last),
                may_repeat=not told.get(year) and any(s for y, s in told.items() if y < year),
                computed=computed(
                    year=year, this_year=now, states=told,
                    planned=[y for y, one in known.items() if one.planned],
                ),
                keys=list(by_key),
            )
        )  # fmt: skip
    return rows
