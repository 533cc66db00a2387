"""Reading frozen questionnaires: their words, their layout, their copies."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet

from jibungoto.engines.sheets import Box, Field, Identity, Layout, Mark, Page, Slot, Sort
from jibungoto.hear.sheets import kinds
from jibungoto.hear.sheets.kinds import Item, Option, Questionnaire
from jibungoto.hear.sheets.models import (
    ScanUpload,
    Sheet,
    SheetBatch,
    SheetBox,
    SheetForm,
    SheetItem,
    Stack,
)
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.keyed import only
from jibungoto.kernel.models import Node


@dataclass(frozen=True)
class Printed:
    """A form as it was printed."""

    asked: Questionnaire
    layout: Layout
    items: dict[str, SheetItem]


def items_of(form: SheetForm) -> list[SheetItem]:
    """The items of a form with their options, in two queries."""
    return list(form.items.prefetch_related("options").order_by("order"))


def printed(form: SheetForm) -> Printed:
    """The words and the layout of a form, from its rows."""
    rows = items_of(form)
    boxes = form.boxes.select_related("item", "option").order_by("page", "pk")
    asked = Questionnaire(
        title=form.title, items=[_item(row) for row in rows], lead=form.lead, asker=form.asker,
        until=form.until, hand_in=form.hand_in, use=form.use, answer_url=form.answer_url,
    )  # fmt: skip
    return Printed(asked, _layout(form.pages, boxes), {row.key: row for row in rows})


def _item(row: SheetItem) -> Item:
    return Item(
        row.key, Sort(row.sort), row.words,
        options=tuple(Option(o.key, o.words) for o in row.options.all()),
        single=row.single, grid=row.grid, grid_words=row.grid_words, hint=row.hint, low=row.low,
        high=row.high, digits=row.digits, unit=row.unit, rows=row.rows,
    )  # fmt: skip


def _layout(pages: int, boxes: Iterable[SheetBox]) -> Layout:
    marks: dict[int, list[Mark]] = {}
    fields: dict[int, list[Field]] = {}
    slots: dict[int, list[Slot]] = {}
    for row in boxes:
        box = Box(row.x / 100, row.y / 100, row.w / 100, row.h / 100)
        key = row.option.key if row.option else ""
        if row.role == "mark":
            marks.setdefault(row.page, []).append(Mark(row.item.key, key, box, row.item.single))
        elif row.role == "field":
            fields.setdefault(row.page, []).append(Field(row.item.key, box, row.item.digits))
        else:
            slots.setdefault(row.page, []).append(Slot(row.item.key, row.role, box, key))
    return Layout(
        tuple(
            Page(n, tuple(marks.get(n, ())), tuple(fields.get(n, ())), tuple(slots.get(n, ())))
            for n in range(1, pages + 1)
        )
    )


class Forms:
    """The forms of the municipality by the code in a QR, each read once."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[SheetForm, Printed] | None] = {}

    def of_code(self, code: str) -> tuple[SheetForm, Printed] | None:
        if code not in self._known:
            form = only(SheetForm.objects.filter(code=code).select_related("node"))
            self._known[code] = (form, printed(form)) if form else None
        return self._known[code]

    def layout(self, identity: Identity) -> Layout | None:
        """As the reader asks for it."""
        found = self.of_code(identity.code)
        return found[1].layout if found else None


def node_at(actor: Actor, code: str) -> Node | None:
    """The node of a questionnaire, by its short code; who may is the policy's to say."""
    found = only(Node.objects.filter(short_code=code).exclude(state=Node.State.REMOVED))
    return found if found and kinds.of_node(found) else None


def forms_of(node: Node) -> QuerySet[SheetForm]:
    """The versions that were printed, newest first."""
    return SheetForm.objects.filter(node=node).order_by("-version")


def latest(node: Node) -> SheetForm | None:
    return forms_of(node).first()


def last_serial(form: SheetForm) -> int:
    """The highest number printed so far."""
    last = SheetBatch.objects.filter(form=form, copies__gt=0).order_by("-first_serial").first()
    return last.last_serial if last else 0


def batches(node: Node) -> QuerySet[SheetBatch]:
    return SheetBatch.objects.filter(form__node=node).select_related("form").order_by("-pk")


def batch_of(form: SheetForm, serial: int) -> SheetBatch | None:
    """The print a number belongs to."""
    if not serial:
        return None
    found = SheetBatch.objects.filter(form=form, copies__gt=0, first_serial__lte=serial)
    last = found.order_by("-first_serial").first()
    return last if last and serial <= last.last_serial else None


def batch_at(actor: Actor, public_id: UUID) -> SheetBatch | None:
    return only(
        SheetBatch.objects.filter(public_id=public_id).select_related("form__node")
    )  # who may is the policy's to say


@dataclass(frozen=True, slots=True)
class Counts:
    """How far the paper of a node has come."""

    entered: int = 0
    read: int = 0
    doubtful: int = 0
    confirmed: int = 0
    withdrawn: int = 0

    @property
    def ready(self) -> int:
        """Sheets that only wait to be handed to their room."""
        return self.read + self.confirmed


def paper_counts(node: Node) -> Counts:
    """How many filled sheets of a node came in, by how far they are. One query."""
    found = dict(
        Sheet.objects.filter(form__node=node)
        .values_list("state")
        .annotate(number=Count("pk"))
        .order_by()
    )
    return Counts(**{state: found.get(state, 0) for state in Counts.__dataclass_fields__})


def stacks(node: Node) -> QuerySet[Stack]:
    """The stacks of a node with how many sheets were typed once, twice, and wait for a look."""
    mine = Q(sheets__isnull=False) & ~Q(sheets__state=Sheet.State.WITHDRAWN)
    return (
        Stack.objects.filter(form__node=node)
        .select_related("form")
        .annotate(
            typed=Count("sheets", filter=mine),
            twice=Count("sheets", filter=mine & Q(sheets__second_by__isnull=False)),
            doubtful=Count("sheets", filter=Q(sheets__state=Sheet.State.DOUBTFUL)),
            last=Max("sheets__position", filter=mine),
        )
        .order_by("-pk")
    )


def uploads(node: Node) -> QuerySet[ScanUpload]:
    """Scans of a node, newest first."""
    return (
        ScanUpload.objects.filter(node=node)
        .annotate(
            page_count=Count("pages", distinct=True), sheet_count=Count("sheets", distinct=True)
        )
        .order_by("-pk")
    )
