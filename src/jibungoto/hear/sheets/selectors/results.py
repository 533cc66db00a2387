"""What was read in one upload, and what is open next."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet

from jibungoto.hear.sheets import kinds, policies, printing
from jibungoto.hear.sheets.models import (
    Mark,
    ScanPage,
    ScanUpload,
    Sheet,
    SheetBox,
    SheetForm,
    SheetItem,
)
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.keyed import only
from jibungoto.kernel.models import Job, Node, NodeDistrict

from .forms import Counts, items_of, latest
from .sheets import Line, doubtful_sheets, lines_of, pages_of, sheets_of

_LOOKED_AT = 20  # sheets whose marks are read to find what is open
_MARGIN = 2.0  # millimetres around a strip


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One sheet of an upload: how many answers stand, are open, and the least sure one."""

    sheet: Sheet
    answered: int
    open: int
    least: float | None
    pages: tuple[ScanPage, ...]


@dataclass(slots=True)
class Result:
    """One upload in three heaps."""

    ready: list[SheetRow] = field(default_factory=list)
    looked_at: list[SheetRow] = field(default_factory=list)  # wait for a person
    done: list[SheetRow] = field(default_factory=list)
    odd: list[ScanPage] = field(default_factory=list)  # pages that make no sheet
    aside: list[ScanPage] = field(default_factory=list)
    pages: int = 0


def scan_result(upload: ScanUpload) -> Result:
    """What an upload holds. Few queries whatever its size."""
    found = Result()
    pages = list(pages_of(upload))
    of_sheet: dict[int, list[ScanPage]] = {}
    for page in pages:
        found.pages += 1
        if page.sheet_id is not None:
            of_sheet.setdefault(page.sheet_id, []).append(page)
        elif page.handling == ScanPage.Handling.SET_ASIDE:
            found.aside.append(page)
        else:
            found.odd.append(page)
    sheets = list(sheets_of(upload))
    extra = of_sheet.keys() - {s.pk for s in sheets}
    sheets += list(Sheet.objects.filter(pk__in=extra).select_related("form"))
    marks = _marks_of_many(sheets)
    for sheet in sheets:
        of_sheet_marks = marks.get(sheet.pk, [])
        told = lines_of(sheet, _items_in(of_sheet_marks), of_sheet_marks)
        sure = [x.machine.confidence for x in told if x.machine and not x.settled]
        row = SheetRow(
            sheet,
            sum(1 for x in told if x.value),
            sum(1 for x in told if x.is_open),
            min(sure, default=None),
            tuple(of_sheet.get(sheet.pk, ())),
        )
        if sheet.state in (Sheet.State.ENTERED, Sheet.State.WITHDRAWN):
            found.done.append(row)
        elif sheet.state == Sheet.State.DOUBTFUL:
            found.looked_at.append(row)
        else:
            found.ready.append(row)
    return found


def _items_in(marks: Sequence[Mark]) -> list[SheetItem]:
    return list({mark.item_id: mark.item for mark in marks}.values())


def _marks_of_many(sheets: Sequence[Sheet]) -> dict[int, list[Mark]]:
    marks: dict[int, list[Mark]] = {}
    for mark in (
        Mark.objects.filter(sheet__in=[s.pk for s in sheets])
        .select_related("option", "item", "page")
        .order_by("pk")
    ):
        marks.setdefault(mark.sheet_id, []).append(mark)
    return marks


def _lines_of_many(sheets: Sequence[Sheet]) -> dict[int, list[Line]]:
    marks = _marks_of_many(sheets)
    items = {form.pk: items_of(form) for form in {s.form_id: s.form for s in sheets}.values()}
    return {s.pk: lines_of(s, items[s.form_id], marks.get(s.pk, [])) for s in sheets}


@dataclass(frozen=True, slots=True)
class Open:
    """One answer a person has to look at."""

    sheet: Sheet
    line: Line
    number: str  # as printed before the item
    more: int  # open answers of the same sheet besides

    @property
    def first_said(self) -> str:
        return self.line.words(self.line.first.value) if self.line.first else ""

    @property
    def second_said(self) -> str:
        return self.line.words(self.line.second.value) if self.line.second else ""


def next_open(node: Node, after: int = 0) -> tuple[Open | None, int]:
    """The next open answer of a node's sheets, and how many sheets wait at all.

    Those up to sheet `after` were passed over.
    """
    waiting = list(doubtful_sheets(node))
    sheets = [sheet for sheet in waiting if sheet.pk > after][:_LOOKED_AT]
    lines = _lines_of_many(sheets)
    for sheet in sheets:
        waits = [line for line in lines[sheet.pk] if line.is_open]
        if waits:
            numbers = printing.numbered([line.item for line in lines[sheet.pk]])
            found = Open(sheet, waits[0], numbers[waits[0].item.key], len(waits) - 1)
            return found, len(waiting)
    return None, len(waiting)


def sheet_of(node: Node, pk: int) -> Sheet | None:
    return only(Sheet.objects.filter(form__node=node, pk=pk).select_related("form__node"))


def strip(page: ScanPage, item_id: int) -> tuple[float, float, float, float] | None:
    """Where an item stands on a page, in millimetres, words and boxes together."""
    boxes = list(SheetBox.objects.filter(form=page.form_id, page=page.page, item=item_id))
    parts = [b for b in boxes if b.role in ("mark", "field", "words", "option", "low", "high")]
    if not parts:
        return None
    left, top = min(b.x for b in parts) / 100, min(b.y for b in parts) / 100
    right = max(b.x + b.w for b in parts) / 100
    bottom = max(b.y + b.h for b in parts) / 100
    return (
        max(left - _MARGIN, 0), max(top - _MARGIN, 0),
        right - left + 2 * _MARGIN, bottom - top + 2 * _MARGIN,
    )  # fmt: skip


def job_of(upload: ScanUpload) -> Job | None:
    """The job that reads an upload."""
    return Job.objects.filter(name="sheets.read", key=str(upload.public_id)).first()


def worked_on(actor: Actor) -> QuerySet[Node]:
    """The nodes with sheets on which the actor works, latest change first."""
    own = [k for kind in kinds.known() for k in kind.node_kinds]
    printed = SheetForm.objects.values("node_id")
    found = Node.objects.filter(pk__in=printed, kind__in=own).exclude(state=Node.State.REMOVED)
    mine = Q(pk__in=[])
    for permission in policies.ALL:
        scopes = actor.scopes(permission)
        if scopes.everywhere:
            return found.order_by("-changed_at", "-pk")
        mine |= Q(pk__in=NodeDistrict.objects.filter(scopes.inside()).values("node"))
    return found.filter(mine).order_by("-changed_at", "-pk")


def printable(actor: Actor) -> QuerySet[Node]:
    """The nodes that are being asked now and not on paper yet, where the actor may print."""
    asked = Q(pk__in=[])
    for kind in kinds.known():
        asked |= Q(pk__in=kind.asking(), kind__in=kind.node_kinds)
    scopes = actor.scopes(policies.PRINT)
    found = Node.objects.filter(asked).exclude(pk__in=SheetForm.objects.values("node_id"))
    if not scopes.everywhere:
        found = found.filter(pk__in=NodeDistrict.objects.filter(scopes.inside()).values("node"))
    return found.exclude(state=Node.State.REMOVED).order_by("-changed_at", "-pk")


def with_counts(nodes: Sequence[Node]) -> list[tuple[Node, Counts]]:
    """Each node with how far its paper has come. One query."""
    found: dict[int, dict[str, int]] = {}
    for node_id, state, number in (
        Sheet.objects.filter(form__node__in=nodes)
        .values_list("form__node_id", "state")
        .annotate(number=Count("pk"))
        .order_by()
    ):
        found.setdefault(node_id, {})[state] = number
    return [(node, Counts(**found.get(node.pk, {}))) for node in nodes]


def form_to_type(node: Node, version: str) -> SheetForm | None:
    """The version whose sheets lie on the table: the one asked for, else the latest."""
    if version.isascii() and version.isdigit() and len(version) < 8:
        found = only(SheetForm.objects.filter(node=node, version=int(version)))
        if found is not None:
            return found
    return latest(node)
