"""The board of the city's cockpit: every district beside every column the rooms registered.

Rows are states to act upon, never ranks: the order is the districts' own, or those first where
something is late or waits.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypedDict

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from jibungoto.decide.councils import journey
from jibungoto.japan.text import search_key
from jibungoto.kernel import clock, registry, tenancy, together
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.links import link
from jibungoto.kernel.registry import Cell, Column, Preparation
from jibungoto.know.places.models import District

from . import selectors

EMPTY = Cell("")
STAGE_COLUMN = "stage"  # the column whose words the board can be grouped by


@dataclass(frozen=True, slots=True)
class Row:
    """A district and its cells, in the order of the columns."""

    district: District
    cells: tuple[tuple[Column, Cell], ...]

    def has(self, state: str) -> bool:
        return any(cell.state == state for _column, cell in self.cells)

    @property
    def stage(self) -> str:
        return next((cell.text for c, cell in self.cells if c.key == STAGE_COLUMN), "")

    @property
    def concerns(self) -> list[str]:
        """What is late or waits, as short sentences."""
        return [
            _("{}：{}").format(column.label, cell.text)
            for column, cell in self.cells
            if cell.state in ("late", "wait")
        ]


@dataclass(frozen=True, slots=True)
class Board:
    columns: Sequence[Column]
    rows: Sequence[Row]  # as filtered and ordered
    total: int
    late: int
    waiting: int
    stages: Sequence[str]  # the words to choose from, in the order they occur

    @property
    def concerns(self) -> list[Row]:
        """The districts to look after first, at most five."""
        return sorted(
            (row for row in self.rows if row.has("late")), key=lambda row: -len(row.concerns)
        )[:5]

    @property
    def groups(self) -> list[tuple[str, list[Row]]]:
        """The rows by the step their council stands at."""
        found: dict[str, list[Row]] = {stage: [] for stage in self.stages}
        for row in self.rows:
            found.setdefault(row.stage, []).append(row)
        return [(stage or _("まだ始まっていません"), rows) for stage, rows in found.items() if rows]


def board(
    actor: Actor,
    *,
    state: str = "",
    stage: str = "",
    first: str = "",
    name: str = "",
    words: Mapping[str, str] | None = None,
    beside: Sequence[QuerySet[Any]] = (),
) -> Board:
    """The board for an actor. `state` keeps districts with a late or wait cell, `stage` those at a
    step, `name` those whose name or reading holds it; `first="concern"` puts those first where
    something is late, then where something waits.
    `words` (the municipality's) put the steps into the order of the journey.

    One query for all columns, which fills those in `beside` as well, however many districts there
    are.
    """
    # Their names stand at each cell: put into words once.
    columns = [replace(column, label=str(column.label)) for column in registry.columns()]
    districts = selectors.cockpit_districts(actor)
    asked = [column.rows(actor) for column in columns]
    together.ask(*beside, *(query for rows in asked for query in rows))
    cells: list[Mapping[int, Cell]] = [
        column.cells(actor, districts, *rows) for column, rows in zip(columns, asked, strict=True)
    ]
    every = [
        Row(
            d,
            tuple(
                (column, found.get(d.pk, EMPTY))
                for column, found in zip(columns, cells, strict=True)
            ),
        )
        for d in districts
    ]
    wanted = search_key(name) if name else ""
    rows = [
        r for r in every
        if (not state or r.has(state)) and (not stage or r.stage == stage)
        and (not name or wanted in search_key(f"{r.district.name} {r.district.kana}"))
    ]  # fmt: skip
    if first == "concern":
        rows.sort(key=lambda row: (not row.has("late"), not row.has("wait")))
    return Board(
        columns=columns,
        rows=rows,
        total=len(every),
        late=sum(row.has("late") for row in every),
        waiting=sum(row.has("wait") for row in every),
        stages=sorted({row.stage for row in every if row.stage}, key=_step(words or {})),
    )


@dataclass(frozen=True, slots=True)
class FirstStep:
    """What a city that begins does first, and whether it is done."""

    label: str
    note: str
    url: str
    is_done: bool


def preparations(actor: Actor) -> list[tuple[Preparation, QuerySet[Any]]]:
    """The first steps this person may take, each with the rows that show it is done."""
    found = sorted((p for m in registry.modules() for p in m.preparations), key=lambda p: p.order)
    mine = [p for p in found if actor.may(p.permission)]

    def build() -> list[tuple[Preparation, Sequence[QuerySet[Any]]]]:
        return [(p, [p.rows()]) for p in mine]

    ground = tenancy.ground()
    key = (
        "preparations",
        ground,
        tenancy.current_id(),
        clock.today(),
        *(f"{p.order}:{p.url_name}" for p in mine),
    )
    asked = build() if ground is None else together.again(key, build)
    return [(step, rows) for step, [rows] in asked]


def first_steps(found: Sequence[tuple[Preparation, QuerySet[Any]]]) -> list[FirstStep]:
    """The steps this person may take, in their order; none once all of them are done."""
    if all(rows for _step, rows in found):
        return []
    return [
        FirstStep(str(step.label), str(step.note), link(step.url_name, **step.url), bool(rows))
        for step, rows in found
    ]


def _step(words: Mapping[str, str]) -> Callable[[str], tuple[int, str]]:
    """Where a word stands in the journey of the councils; unknown words come last."""
    order = {words.get(f"stage.{key}", ""): n for n, key in enumerate(journey.ORDER)}
    return lambda word: (order.get(word, len(order)), word)


def table(board: Board) -> list[list[str]]:
    """The board as lines of text, for a file: each cell's words, its state in words beside it."""
    said = {"late": _("遅れ"), "wait": _("待ち"), "done": _("済み"), "run": _("進行中")}
    head = [_("地区")]
    for column in board.columns:
        head += [str(column.label), _("{}の状態").format(column.label)]
    lines = [head]
    for row in board.rows:
        line = [row.district.name]
        for _column, cell in row.cells:
            line += [str(cell.text), str(said.get(cell.state, ""))]
        lines.append(line)
    return lines


class Filters(TypedDict):
    """What a reader asked the board for."""

    state: str
    stage: str
    first: str
    name: str


def board_filters(given: Mapping[str, Any]) -> Filters:
    """What the address asks for, as arguments of board(); unknown words are left out."""
    state = given.get("state", "")
    first = given.get("first", "")
    return {
        "state": state if state in ("late", "wait") else "",
        "stage": given.get("stage", ""),
        "first": first if first == "concern" else "",
        "name": given.get("name", "").strip()[:40],
    }
