"""What an app says of a file it can take in. Values only: no database, no request."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from jibungoto.japan.tables.model import MEGABYTE

if TYPE_CHECKING:
    from jibungoto.kernel.jobs import Progress

    from .models import IntakeRun

TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".json", ".geojson", ".zip")
# Told to `read` beside what was asked: the address name of the district a file is taken in for.
OWN = "own_district"


class Unfit(ValueError):
    """The file as a whole can't be taken in; the message says what is wrong and what to do."""


class CannotUndo(ValueError):
    """An intake can't be taken back any more; the message says why."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was handed in."""

    name: str
    content: bytes = field(repr=False)

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


class Action(StrEnum):
    """What becomes of a record."""

    ADD = "add"
    CHANGE = "change"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a record, before and after, as text; "" is nothing."""

    field: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Place:
    """A district as far as a change is concerned: its name and its lineage (".3.17.")."""

    name: str
    lineage: str


@dataclass(frozen=True, slots=True)
class Change:
    """One record that would be added, changed or removed. `line` is its row in the file, from 1.

    `places` are the districts the record belongs to already, `moves` those it comes to or leaves.
    Neither: it is the whole municipality's. Only kinds with `by_district` need to tell.
    """

    action: Action
    key: str
    title: str
    line: int | None = None
    fields: tuple[FieldChange, ...] = ()
    places: tuple[Place, ...] = ()
    moves: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong or doubtful in one place; `blocks` keeps the whole file out."""

    line: int | None
    column: str
    value: str
    sentence: str
    blocks: bool = True


@dataclass(frozen=True, slots=True)
class Total:
    """A figure the reader of a preview can check against the paper: 総人口 119,764人."""

    label: str
    value: str
    before: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """Something the reading assumed and the person may choose otherwise."""

    key: str
    label: str
    value: str
    options: Sequence[tuple[str, str]]
    help: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """Something to be told with the file: its source, its date. `options` makes it a choice."""

    key: str
    label: Any
    help: Any = ""
    required: bool = False
    form: str = "text"  # text or date
    options: Callable[[], Sequence[tuple[str, str]]] | None = None


@dataclass(slots=True)
class Proposal:
    """What a file would do. `payload` is the kind's own and only passed on to its apply()."""

    changes: list[Change] = field(default_factory=list)
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    totals: list[Total] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)
    payload: Any = None

    @property
    def blocked(self) -> bool:
        return any(p.blocks for p in self.problems)

    def count(self, action: Action) -> int:
        return sum(1 for c in self.changes if c.action == action)

    def digest(self) -> str:
        """Equal for two readings that would do the same."""
        said = [
            (c.action, c.key, [(f.field, f.before, f.after) for f in c.fields])
            for c in self.changes
        ]
        return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class SampleColumn:
    """A column of the file to start from."""

    name: str
    help: Any = ""
    example: str = ""
    required: bool = False


Options = Mapping[str, str]
Read = Callable[[Upload, Options], Proposal]
Apply = Callable[["IntakeRun", Proposal, "Progress"], None]
Undo = Callable[["IntakeRun"], None]


@dataclass(frozen=True, slots=True)
class IntakeKind:
    """One kind of file. Registered in a manifest's `intakes`.

    `read` changes nothing and may raise Unfit or TableError. `apply` writes inside a transaction
    that also marks the intake as done. `undo` takes back what an intake wrote, from its own rows or
    from `run.changes`, or raises CannotUndo. A kind that keeps what it replaced among its own rows
    sets `keeps_changes=False`: then only the first changes are kept, to be looked at.

    `by_district`: a role held for a district may use the kind for it. The file is then read with
    OWN among its options, and what belongs elsewhere is refused row by row (kernel/intake/scope).
    """

    key: str
    title: Any
    help: Any
    permission: str
    read: Read
    apply: Apply
    undo: Undo
    asks: Sequence[Ask] = ()
    sample: Sequence[SampleColumn] = ()
    suffixes: tuple[str, ...] = TABLES
    max_bytes: int = 50 * MEGABYTE
    keeps_changes: bool = True
    by_district: bool = False
    order: int = 100
    # A file to start from that the kind makes itself, where `sample` is too little: () -> address.
    sample_url: Callable[[], str] | None = None
    # Files with what is there already, to change and hand in: (actor, districts it is taken in
    # for, none for the whole municipality) -> words and address of each.
    exports: Callable[[Any, Sequence[Any]], Sequence[tuple[str, str]]] | None = None
    # Where people see what came of it: the run -> address.
    result_url: Callable[["IntakeRun"], str] | None = None
    # A page on which a person says how this file is to be read: public id of the run -> address.
    arrange_url: Callable[[Any], str] | None = None
    # Keys of other kinds a refused file may be one of; offered without choosing it again.
    instead: Sequence[str] = ()


def too_many(problems: Sequence[Problem], rows: int) -> str:
    """A sentence when the file looks like a wrong one: a tenth of its rows can't be read, or "".

    A list of thousand faults helps nobody whose file simply has another layout.
    """
    bad = {p.line for p in problems if p.blocks and p.line is not None}
    if rows < 10 or len(bad) * 10 < rows:
        return ""
    said = _(
        "{rows}行のうち{bad}行が読めません。ちがう様式のファイルかもしれません。"
        "下の一覧で、どの列がどう読めなかったかをご確認ください。"
    )
    return said.format(rows=rows, bad=len(bad))
