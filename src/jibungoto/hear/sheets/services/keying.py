"""Typing sheets from a stack: once, or by two people who don't see each other's answers."""

from collections.abc import Mapping, Sequence

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from jibungoto.hear.sheets import selectors
from jibungoto.hear.sheets.models import Mark, Sheet, SheetForm, SheetItem, Stack
from jibungoto.hear.sheets.selectors.sheets import Value
from jibungoto.kernel import audit
from jibungoto.kernel.actor import Actor

from .entering import _hand_over, _take_back, lock, refresh_state, write_value
from .errors import SheetError

MOST_SHEETS = 2000  # in one stack


@transaction.atomic
def open_stack(*, form: SheetForm, expected: int, is_double: bool, actor: Actor) -> Stack:
    """Begin a stack of filled sheets; its number is the next of the form. Raises SheetError."""
    if not 1 <= expected <= MOST_SHEETS:
        raise SheetError(_("枚数は1から{}までで入れてください。").format(MOST_SHEETS))
    SheetForm.objects.select_for_update(of=("self",)).get(pk=form.pk)
    last = Stack.objects.filter(form__node=form.node).aggregate(last=Max("number"))["last"] or 0
    stack = Stack.objects.create(
        form=form, number=last + 1, expected=expected, is_double=is_double,
        created_by_id=actor.user_id,
    )  # fmt: skip
    audit.record("sheets.stack.open", stack, actor=actor, changes={"expected": (None, expected)})
    return stack


@transaction.atomic
def key_sheet(
    *,
    stack: Stack,
    position: int,
    answers: Mapping[str, Value],
    actor: Actor,
    serial: int = 0,
    items: Sequence[SheetItem] = (),
) -> Sheet:
    """What the first person types for one place of a stack; typing it again replaces it.

    Without double typing the sheet goes to its room at once. Raises SheetError.
    """
    if not 1 <= position <= MOST_SHEETS:
        raise SheetError(_("束の中の番号が正しくありません。"))
    stack = (
        Stack.objects.select_for_update(of=("self",)).select_related("form__node").get(pk=stack.pk)
    )
    if serial and selectors.batch_of(stack.form, serial) is None:
        raise SheetError(
            _("{}番の用紙は、この版では印刷していません。用紙の番号を確かめてください。").format(
                serial
            )
        )
    known = selectors.at_position(stack, position)
    held = lock(known) if known else None
    if held is not None and held.second_by_id and held.entered_by_id != actor.user_id:
        raise SheetError(_("この用紙は、二人目まで入力されています。"))
    try:
        with transaction.atomic():
            held = _first(stack, position, serial, actor, held)
    except IntegrityError as clash:
        raise SheetError(
            _(
                "{}番の用紙は、すでに入っています。同じ用紙を二度打っていないか、確かめてください。"
            ).format(serial or position)
        ) from clash
    _take_back(held, actor)
    rows = items or selectors.items_of(stack.form)
    _write(held, rows, answers, Mark.Round.FIRST)
    # What was compared or settled before belongs to other answers.
    Mark.objects.filter(sheet=held, round__in=(Mark.Round.SECOND, Mark.Round.SETTLED)).delete()
    held.second_by = held.settled_by = None
    held.state, held.reason = Sheet.State.READ, ""
    held.save(update_fields=["state", "reason", "second_by", "settled_by", "taken_at"])
    audit.record("sheets.sheet.key", held, actor=actor, changes={"position": (None, position)})
    return held if stack.is_double else _enter(held, rows, actor)


@transaction.atomic
def key_second(
    *,
    sheet: Sheet,
    answers: Mapping[str, Value],
    actor: Actor,
    items: Sequence[SheetItem] = (),
) -> Sheet:
    """What the second person types, without having seen the first's. Raises SheetError.

    Where both say the same the sheet goes to its room; else somebody takes a third look.
    """
    held = lock(sheet)
    if held.state == Sheet.State.WITHDRAWN or held.stack is None:
        raise SheetError(_("この用紙は取り消されています。"))
    if held.entered_by_id == actor.user_id:
        raise SheetError(_("二度目は、一度目とは別の方が打ってください。"))
    if held.state == Sheet.State.ENTERED or held.settled_by_id:
        raise SheetError(_("この用紙は、もう確かめおわっています。"))
    rows = items or selectors.items_of(held.form)
    _write(held, rows, answers, Mark.Round.SECOND)
    held.second_by_id = actor.user_id
    held.save(update_fields=["second_by"])
    refresh_state(held)
    audit.record(
        "sheets.sheet.key_second", held, actor=actor, changes={"state": (None, held.state)}
    )
    return _enter(held, rows, actor) if held.state == Sheet.State.READ else held


def _first(stack: Stack, position: int, serial: int, actor: Actor, held: Sheet | None) -> Sheet:
    if held is None:
        return Sheet.objects.create(
            form=stack.form,
            batch=selectors.batch_of(stack.form, serial),
            serial=serial,
            channel=Sheet.Channel.KEYED,
            stack=stack,
            position=position,
            entered_by_id=actor.user_id,
        )
    held.serial, held.batch = serial, selectors.batch_of(stack.form, serial)
    held.entered_by_id = actor.user_id
    held.save(update_fields=["serial", "batch", "entered_by"])
    return held


def _write(
    held: Sheet, rows: Sequence[SheetItem], answers: Mapping[str, Value], round_: int
) -> None:
    for item in rows:
        write_value(held, item, answers.get(item.key, "" if item.is_written else ()), round_)


def _enter(held: Sheet, rows: Sequence[SheetItem], actor: Actor) -> Sheet:
    return _hand_over(held, selectors.answers(selectors.lines(held, rows)), actor)
