"""Reading filled sheets: what stands on them, what is still open, what differs."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, QuerySet

from jibungoto.engines.sheets import State
from jibungoto.hear.sheets.kinds import Answers
from jibungoto.hear.sheets.models import (
    Mark,
    ScanPage,
    ScanUpload,
    Sheet,
    SheetBatch,
    SheetItem,
    Stack,
)
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.keyed import only
from jibungoto.kernel.models import Node
from jibungoto.ui.listing import listed

Value = tuple[str, ...] | str
Round = Mark.Round


@dataclass(slots=True)
class Seen:
    """What one round says of one item."""

    value: Value = ()
    doubtful: bool = False
    confidence: float = 1.0
    page: ScanPage | None = None
    sure: list[str] = field(default_factory=list)  # of a machine: the keys it is sure of


@dataclass(slots=True)
class Line:
    """One item of a sheet: what each round says, and what counts."""

    item: SheetItem
    machine: Seen | None = None
    first: Seen | None = None
    second: Seen | None = None
    settled: Seen | None = None
    missing: bool = False  # a page that was never scanned

    @property
    def base(self) -> Seen | None:
        return self.settled or self.first or self.machine

    @property
    def value(self) -> Value:
        found = self.base
        return found.value if found else ("" if self.item.is_written else ())

    @property
    def differs(self) -> bool:
        return (
            self.settled is None
            and self.first is not None
            and self.second is not None
            and self.first.value != self.second.value
        )

    @property
    def is_open(self) -> bool:
        """Whether a person has to look: the machine doubts, or two people read it apart."""
        if self.settled is not None:
            return False
        return self.differs or bool(self.machine and self.machine.doubtful)

    @property
    def said(self) -> str:
        """What counts, in the words that were printed."""
        return self.words(self.value)

    def words(self, value: Value) -> str:
        if isinstance(value, str):
            return value
        told = [o.words.replace("\n", "") for o in self.item.options.all() if o.key in value]
        return listed(told)


def lines(sheet: Sheet, items: Sequence[SheetItem]) -> list[Line]:
    """All items of a sheet with what was seen. One query; items come with their options."""
    marks = Mark.objects.filter(sheet=sheet).select_related("page", "option").order_by("pk")
    return lines_of(sheet, items, list(marks))


def lines_of(sheet: Sheet, items: Sequence[SheetItem], marks: Sequence[Mark]) -> list[Line]:
    found = {item.pk: Line(item) for item in items}
    by_round: dict[tuple[int, int], list[Mark]] = {}
    for mark in marks:
        by_round.setdefault((mark.item_id, mark.round), []).append(mark)
    typed = {
        Round.FIRST: sheet.channel == Sheet.Channel.KEYED,
        Round.SECOND: sheet.second_by_id is not None,
    }
    for line in found.values():
        written = line.item.is_written
        for number, name in (
            (Round.MACHINE, "machine"),
            (Round.FIRST, "first"),
            (Round.SECOND, "second"),
            (Round.SETTLED, "settled"),
        ):
            rows = by_round.get((line.item.pk, number))
            if rows:
                setattr(line, name, _seen(rows, written=written, round_=number))
            elif typed.get(number):
                setattr(line, name, Seen("" if written else ()))
        line.missing = sheet.channel == Sheet.Channel.SCAN and line.machine is None
    return list(found.values())


def _seen(rows: Sequence[Mark], *, written: bool, round_: int) -> Seen:
    page = next((r.page for r in rows if r.page), None)
    sure = min((r.confidence for r in rows if r.confidence is not None), default=1.0)
    if written:
        row = rows[0]
        # A machine only says that something stands there; what it is, a person types.
        doubtful = round_ == Round.MACHINE and row.state != State.EMPTY
        return Seen(row.text, doubtful, sure, page)
    chosen = tuple(
        r.option.key for r in sorted(rows, key=lambda r: r.option_id or 0)
        if r.option and r.state == State.FILLED
    )  # fmt: skip
    doubtful = any(r.state == State.DOUBTFUL for r in rows)
    known = [r.option.key for r in rows if r.option and r.state != State.DOUBTFUL]
    return Seen(chosen, doubtful, sure, page, known)


def answers(found: Sequence[Line]) -> Answers:
    """What the room is handed: each item that was looked at, in words or keys."""
    return {
        line.item.key: line.value for line in found if not line.missing or line.settled is not None
    }


def sheet_at(actor: Actor, public_id: uuid.UUID) -> Sheet | None:
    """One sheet; who may is the policy's to say."""
    return only(
        Sheet.objects.filter(public_id=public_id).select_related("form__node", "upload", "stack")
    )


def upload_at(actor: Actor, public_id: uuid.UUID) -> ScanUpload | None:
    return only(ScanUpload.objects.filter(public_id=public_id).select_related("node"))


def page_at(actor: Actor, public_id: uuid.UUID) -> ScanPage | None:
    found = ScanPage.objects.filter(public_id=public_id)
    return only(found.select_related("upload__node", "form", "sheet"))


def stack_at(actor: Actor, number: int) -> Stack | None:
    """One stack; `is_numbered` says whether copies of its form carry numbers."""
    prints = SheetBatch.objects.filter(form=OuterRef("form"), copies__gt=0)
    found = Stack.objects.filter(pk=number).select_related("form__node")
    return only(found.annotate(is_numbered=Exists(prints)))


def sheets_of(upload: ScanUpload) -> QuerySet[Sheet]:
    return Sheet.objects.filter(upload=upload).select_related("form").order_by("position", "pk")


def pages_of(upload: ScanUpload) -> QuerySet[ScanPage]:
    found = ScanPage.objects.filter(upload=upload).select_related("file", "sheet", "form")
    return found.order_by("file__number", "number")


def doubtful_sheets(node: Node) -> QuerySet[Sheet]:
    """Sheets of a node that wait for a person, oldest first."""
    return (
        Sheet.objects.filter(form__node=node, state=Sheet.State.DOUBTFUL)
        .select_related("form", "upload", "stack")
        .order_by("pk")
    )


def at_position(stack: Stack, position: int) -> Sheet | None:
    """The sheet that was typed at this place of a stack."""
    found = Sheet.objects.filter(stack=stack, position=position)
    return found.exclude(state=Sheet.State.WITHDRAWN).select_related("form__node").first()


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed of a stack, place by place. One query."""

    sheets: dict[int, Sheet]  # by position; only what the typing page needs is read

    def next(self) -> int:
        """The first place where nothing was typed yet."""
        return next(n for n in range(1, len(self.sheets) + 2) if n not in self.sheets)

    def next_second(self, user_id: int | None, after: int = 0) -> int | None:
        """The next place somebody else typed once, round the stack; None when there is none."""
        open_ = [
            n
            for n, sheet in sorted(self.sheets.items())
            if sheet.entered_by_id != user_id
            and not (sheet.second_by_id or sheet.settled_by_id)
            and sheet.state != Sheet.State.ENTERED
        ]
        return next((n for n in open_ if n > after), open_[0] if open_ else None)

    def twice(self) -> int:
        return sum(1 for sheet in self.sheets.values() if sheet.second_by_id)

    def by(self, user_id: int | None) -> int:
        """How many this person typed first."""
        return sum(1 for sheet in self.sheets.values() if sheet.entered_by_id == user_id)


def typed(stack: Stack) -> Typed:
    found = Sheet.objects.filter(stack=stack).exclude(state=Sheet.State.WITHDRAWN)
    return Typed({sheet.position: sheet for sheet in found.order_by("position")})
