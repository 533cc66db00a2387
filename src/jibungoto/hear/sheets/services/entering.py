"""Handing a sheet to its room, taking it back, and settling what was doubtful."""

from collections.abc import Mapping, Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jibungoto.engines.sheets import State
from jibungoto.hear.sheets import kinds, selectors
from jibungoto.hear.sheets.models import Mark, Sheet, SheetItem, SheetOption
from jibungoto.hear.sheets.selectors.sheets import Value
from jibungoto.kernel import audit, clock
from jibungoto.kernel.actor import Actor

from .errors import SheetError

LONGEST = 4000  # of a text somebody typed


def lock(sheet: Sheet) -> Sheet:
    return (
        Sheet.objects.select_for_update(of=("self",))
        .select_related("form__node", "stack", "upload")
        .get(pk=sheet.pk)
    )


@transaction.atomic
def enter_sheet(
    *, sheet: Sheet, actor: Actor, incomplete: bool = False, items: Sequence[SheetItem] = ()
) -> Sheet:
    """Hand a sheet that nothing is open on to its room. Twice is the same as once.

    What the room can't take stays as confirmed, with the reason. `incomplete` takes a sheet of
    which a page is missing as it is. Raises SheetError for a sheet that waits for a person.
    """
    held = lock(sheet)
    if held.state == Sheet.State.ENTERED:
        return held
    if held.state == Sheet.State.WITHDRAWN:
        raise SheetError(_("この用紙は取り消されています。"))
    found = selectors.lines(held, items or selectors.items_of(held.form))
    if any(line.is_open for line in found):
        raise SheetError(_("まだ確かめるところがあります。"))
    if held.stack and held.stack.is_double and not (held.second_by_id or held.settled_by_id):
        raise SheetError(_("二人目の入力を待っています。"))
    if not incomplete and any(line.missing for line in found):
        raise SheetError(_("読めていないページがあります。"))
    return _hand_over(held, selectors.answers(found), actor)


def _hand_over(held: Sheet, answers: kinds.Answers, actor: Actor) -> Sheet:
    kind = kinds.of_key(held.form.kind)
    reason = _("この用紙の答えを受けとるところがありません。")
    if kind is not None:
        reason = kind.closed(held.form.node)
        if not reason:
            try:
                with transaction.atomic():
                    kind.take(held, answers, actor)
            except kinds.SheetRefused as refusal:
                reason = str(refusal)
    held.state = Sheet.State.CONFIRMED if reason else Sheet.State.ENTERED
    held.reason = reason[:300]
    held.taken_at = None if reason else clock.now()
    held.save(update_fields=["state", "reason", "taken_at"])
    audit.record("sheets.sheet.enter", held, actor=actor, changes={"state": (None, held.state)})
    return held


@transaction.atomic
def withdraw_sheet(*, sheet: Sheet, actor: Actor, reason: str = "") -> Sheet:
    """Take a sheet back, from its room as well. It can be restored."""
    held = lock(sheet)
    if held.state == Sheet.State.WITHDRAWN:
        return held
    before = held.state
    _take_back(held, actor)
    held.state, held.reason = Sheet.State.WITHDRAWN, reason.strip()[:300]
    held.withdrawn_at = clock.now()
    held.save(update_fields=["state", "reason", "taken_at", "withdrawn_at"])
    audit.record(
        "sheets.sheet.withdraw", held, actor=actor, changes={"state": (before, held.state)}
    )
    return held


@transaction.atomic
def restore_sheet(*, sheet: Sheet, actor: Actor) -> Sheet:
    """Undo withdraw_sheet; the sheet waits to be entered again. Raises SheetError."""
    held = lock(sheet)
    if held.state != Sheet.State.WITHDRAWN:
        return held
    held.state, held.withdrawn_at, held.reason = Sheet.State.READ, None, ""
    try:
        with transaction.atomic():
            held.save(update_fields=["state", "withdrawn_at", "reason"])
    except IntegrityError as clash:
        raise SheetError(
            _("同じ番号（{}番）の用紙が、ほかに入っています。戻せません。").format(
                held.serial or held.position
            )
        ) from clash
    refresh_state(held)
    audit.record("sheets.sheet.restore", held, actor=actor, changes={"state": (None, held.state)})
    return held


def _take_back(held: Sheet, actor: Actor) -> None:
    """Let the room forget the sheet, where it had taken it."""
    if held.state != Sheet.State.ENTERED:
        return
    kind = kinds.of_key(held.form.kind)
    if kind is not None:
        kind.withdraw(held, actor)
    held.taken_at = None


@transaction.atomic
def settle_item(*, sheet: Sheet, item: SheetItem, value: Value, actor: Actor) -> Sheet:
    """A person looked at one item and says what stands there. Raises SheetError.

    A sheet that was entered already is handed to its room anew, with the mended answer.
    """
    held = lock(sheet)
    if held.state == Sheet.State.WITHDRAWN:
        raise SheetError(_("この用紙は取り消されています。"))
    was_entered = held.state == Sheet.State.ENTERED
    write_value(held, item, value, Mark.Round.SETTLED)
    _take_back(held, actor)
    held.settled_by_id = actor.user_id
    held.state = Sheet.State.READ
    held.save(update_fields=["settled_by", "state", "taken_at"])
    refresh_state(held)
    audit.record("sheets.sheet.settle", held, actor=actor, changes={"item": (None, item.key)})
    if was_entered and held.state == Sheet.State.READ:
        return enter_sheet(sheet=held, actor=actor, incomplete=True)
    return held


def refresh_state(held: Sheet) -> None:
    """Whether a sheet that is not entered waits for a person or not."""
    items = selectors.items_of(held.form)
    found = selectors.lines(held, items)
    is_open = any(line.is_open for line in found)
    missing = any(line.missing and line.settled is None for line in found)
    held.state = Sheet.State.DOUBTFUL if is_open or missing else Sheet.State.READ
    held.reason = _missing_pages(held) if missing else ""
    held.save(update_fields=["state", "reason"])


def _missing_pages(held: Sheet) -> str:
    known = set(held.scans.values_list("page", flat=True))
    gone = [str(n) for n in range(1, held.form.pages + 1) if n not in known]
    if not gone:
        return ""
    return _("{}ページ目が、まだありません。").format("・".join(gone))


def write_value(held: Sheet, item: SheetItem, value: Value, round_: int) -> None:
    """What one round says of one item, in place of what it said before. Raises SheetError."""
    if item.form_id != held.form_id:
        raise SheetError(_("この問いは、この用紙にはありません。"))
    Mark.objects.filter(sheet=held, item=item, round=round_).delete()
    options = {o.key: o for o in item.options.all()}
    if item.is_written:
        text = checked_text(item, value if isinstance(value, str) else "")
        state = State.FILLED if text else State.EMPTY
        Mark.objects.create(sheet=held, item=item, round=round_, text=text, state=state.value)
        return
    chosen = checked_keys(item, options, value)
    Mark.objects.bulk_create(
        Mark(
            sheet=held, item=item, option=option, round=round_,
            state=(State.FILLED if key in chosen else State.EMPTY).value,
        )
        for key, option in options.items()
    )  # fmt: skip


def checked_keys(
    item: SheetItem, options: Mapping[str, SheetOption], value: Value
) -> tuple[str, ...]:
    """The keys of a choice. Raises SheetError for what stands not on the sheet."""
    chosen = tuple(value) if not isinstance(value, str) else ((value,) if value else ())
    if not set(chosen) <= options.keys():
        raise SheetError(_("「{}」に、用紙にない答えが選ばれています。").format(item.words[:40]))
    if item.single and len(chosen) > 1:
        raise SheetError(_("「{}」は、一つだけ選べます。").format(item.words[:40]))
    return chosen


def checked_text(item: SheetItem, text: str) -> str:
    """The words of a text, or the figure of a number. Raises SheetError."""
    said = text.strip()
    if len(said) > LONGEST:
        raise SheetError(_("「{}」は{}字までです。").format(item.words[:40], LONGEST))
    if item.digits and said:
        said = said.translate(str.maketrans("０１２３４５６７８９", "0123456789"))
        if not said.isdecimal() or len(said) > item.digits:
            raise SheetError(
                _("「{}」は{}けたまでの数字で入れてください。").format(item.words[:40], item.digits)
            )
    return said
