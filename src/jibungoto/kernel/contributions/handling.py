"""What the town does with what people bring, the same for every room.

Each verb is one transaction with one audit record `<action>.<verb>`, locks the record first, and
tells whoever follows its node. A room names its tables and words in one `Handling`, its `services`
offer it, and whoever does something to a record asks it: `services.handling.hide(idea, reason)`.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from jibungoto.kernel import audit, clock, moderating, nodes, outbox, publishing, trace
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.models import Link, Node

from . import merging, tables


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Sentences in which the record is named; lazy, so that the reader's tongue decides."""

    not_itself: Any  # a result that is the record
    loop: Any  # a result it came of; {} is the result's title
    too_few: Any  # to be merged
    merged_already: Any
    own: Any  # backing what one brought oneself


@dataclass(frozen=True, slots=True, kw_only=True)
class Handling[C: tables.Contribution]:
    """The tables of one kind of contribution, and what can be done with it."""

    action: str  # how its audit records and events begin: "ideas.idea"
    field: str  # how its other tables name the record: "idea"
    model: type[C]
    changes: type[tables.StateChange]
    answers: type[tables.Answer]
    merges: type[tables.Merge]
    originals: type[models.Model]
    reports: type[tables.Report]
    themes: type[models.Model]
    backings: type[models.Model]  # who is for it: one row a person
    backed: str  # that verb in the log: "support"
    new: str
    received: str
    passed: str
    came_to: tuple[str, ...]  # the state a result brings, and those that stay as they are
    reception: Callable[[], Any]  # the municipality's rules: check_first, hold_cautions
    error: type[ValueError]
    cannot_merge: type[ValueError]
    words: Words
    # Why some can't be put together, or "".
    fits: Callable[[C, Sequence[C]], str] = lambda _head, _chosen: ""

    def lock(self, record: C) -> C:
        """The record as it is now, for a verb that follows."""
        rows = _rows(self.model).select_for_update(of=("self",))
        return cast(C, rows.select_related("node", "district").get(pk=record.pk))

    def head(self, record: C) -> C:
        """What counts: the one it was merged into, else itself."""
        return cast(C, record.merged_into or record)

    def waits(self, cautions: Collection[str] | str, *, checked: bool) -> bool:
        """Whether staff look before it is public, as the municipality decided."""
        rules = self.reception()
        return not checked and (rules.check_first or (rules.hold_cautions and bool(cautions)))

    def state_of_node(self, record: C) -> str:
        """Who may see it now: all, or staff alone."""
        waits = self.waits(record.cautions, checked=record.checked_at is not None)
        return Node.State.STAFF if record.hidden_reason or waits else Node.State.PUBLIC

    # What its author does.

    @transaction.atomic
    def withdraw(self, record: C) -> C:
        """Take it back: nobody else sees it any more."""
        current = self.lock(record)
        if current.withdrawn_at is None:
            current.withdrawn_at = clock.now()
            current.save(update_fields=["withdrawn_at"])
            nodes.change(current.node, state=Node.State.REMOVED)
            audit.record(f"{self.action}.withdraw", current)
        return current

    @transaction.atomic
    def restore(self, record: C) -> C:
        """Undo withdraw; what was hidden or not yet looked at stays so."""
        current = self.lock(record)
        if current.withdrawn_at is not None:
            current.withdrawn_at = None
            current.save(update_fields=["withdrawn_at"])
            nodes.change(current.node, state=self.state_of_node(current))
            audit.record(f"{self.action}.restore", current)
        return current

    # What others do.

    @transaction.atomic
    def back(self, record: C, participant_id: int) -> bool:
        """Somebody is for it; twice is once. True when it is new. They follow it from here on.

        Raises the room's error for what one brought oneself.
        """
        head = self.head(record)
        if head.participant_id == participant_id:
            raise self.error(str(self.words.own))
        rows = _rows(self.backings)
        _row, created = rows.get_or_create(**{self.field: head}, participant_id=participant_id)
        if created:
            nodes.follow(head.node, participant_id=participant_id)
            audit.record(f"{self.action}.{self.backed}", head)
            publishing.heard()
        return bool(created)

    @transaction.atomic
    def take_back(self, record: C, participant_id: int) -> bool:
        """Undo back, also where it was given to one merged since; following ends too."""
        head = self.head(record)
        group = Q(**{self.field: head}) | Q(**{f"{self.field}__merged_into": head})
        given = _rows(self.backings).filter(group, participant_id=participant_id)
        own = {f"{self.field}__participant_id": participant_id}
        gone = given.exclude(**own).delete()[0]
        if gone:
            nodes.unfollow(head.node, participant_id=participant_id)
            audit.record(f"{self.action}.{self.backed}_undo", head)
            publishing.heard()
        return bool(gone)

    @transaction.atomic
    def report(
        self, record: C, participant_id: int, reason: str, note: str = "", **about: Any
    ) -> tables.Report:
        """Somebody is worried about it, or a part (`about`); a second report by the same person
        replaces the first."""
        told = {"reason": reason, "note": note, "handled_at": None, "created_at": clock.now()}
        made: tables.Report
        made, _new = _rows(self.reports).update_or_create(
            **{self.field: record}, **about, participant_id=participant_id, defaults=told
        )
        audit.record(f"{self.action}.report", record, changes={"reason": ("", reason)})
        return made

    # What council and staff do.

    @transaction.atomic
    def change_state(self, record: C, state: str, reason: str = "", on: dt.date | None = None) -> C:
        """Say how far it has come; passing on needs its reason. Raises the room's error.

        Whoever brought it, who is for it and who follows it hear of it (they follow its node).
        """
        current = self.lock(record)
        if state == self.passed and not reason.strip():
            raise self.error(_("見送るときは、その理由を書いてください。書いた方に届きます。"))
        if _state(current) == state and not reason:
            return current
        before = _state(current)
        self._go_on(current, state, reason=reason.strip(), on=on or clock.today())
        nodes.change(current.node)
        audit.record(
            f"{self.action}.state",
            current,
            changes={"state": (before, state), "reason": ("", reason)},
        )
        outbox.emit(f"{self.action}.state", node=current.node, state=state)
        return current

    @transaction.atomic
    def answer(
        self,
        record: C,
        text: str,
        who: str,
        on: dt.date | None = None,
        actor: Actor | None = None,
    ) -> tables.Answer:
        """Answer officially, as a council or department. What was new is received now."""
        current = self.lock(record)
        made: tables.Answer = _rows(self.answers).create(
            **{self.field: current},
            text=text.strip(),
            who=who.strip(),
            answered_on=on or clock.today(),
            written_by_id=actor.user_id if actor else None,
        )
        if _state(current) == self.new:
            self._go_on(current, self.received, on=made.answered_on)
        nodes.change(current.node)
        audit.record(f"{self.action}.answer", current, actor=actor, changes={"who": ("", who)})
        outbox.emit(f"{self.action}.answered", node=current.node, by=actor, who=made.who)
        return made

    @transaction.atomic
    def take_back_answer(self, answer: tables.Answer) -> None:
        """Undo answer, for one that was given by mistake; the log keeps that it was."""
        record = getattr(answer, self.field)
        audit.record(f"{self.action}.answer_undo", record, changes={"who": (answer.who, "")})
        answer.delete()
        nodes.change(record.node)

    @transaction.atomic
    def connect_result(self, record: C, result: Node, note: str = "") -> Link:
        """Say what came of it. Raises the room's error for what can't have come of it."""
        if result.pk == record.node_id:
            raise self.error(str(self.words.not_itself))
        try:
            made = trace.connect(result, record.node, Link.Relation.CAME_OF, note=note)
        except trace.LinkLoop as error:
            raise self.error(str(self.words.loop).format(result.title)) from error
        current = self.lock(record)
        if _state(current) not in self.came_to:
            self._go_on(current, self.came_to[0], reason=result.title[:300], on=clock.today())
        audit.record(f"{self.action}.connect", current, changes={"result": ("", result.title)})
        outbox.emit(f"{self.action}.connected", node=current.node, title=result.title)
        return made

    def _go_on(self, current: C, state: str, *, on: dt.date, reason: str = "") -> None:
        current.state, current.state_on = state, on  # type: ignore[attr-defined]
        current.save(update_fields=["state", "state_on"])
        _rows(self.changes).create(**{self.field: current}, state=state, reason=reason, on=on)

    @transaction.atomic
    def set_themes(self, record: C, themes: Iterable[Any]) -> C:
        """Say what it is about."""
        wanted = list(themes)
        before = sorted(record.themes.values_list("name", flat=True))  # type: ignore[attr-defined]
        after = sorted(theme.name for theme in wanted)
        if before != after:
            self.write_themes(record, wanted)
            changes = {"themes": ("、".join(before), "、".join(after))}
            audit.record(f"{self.action}.themes", record, changes=changes)
            publishing.heard()
        return record

    def write_themes(self, record: C, themes: Iterable[Any]) -> None:
        """Replace the themes, without a word to the log."""
        rows = _rows(self.themes)
        rows.filter(**{self.field: record}).delete()
        rows.bulk_create([self.themes(**{self.field: record}, theme=theme) for theme in themes])

    @transaction.atomic
    def check(self, record: C) -> C:
        """Staff looked: what waited for them becomes public."""
        current = self.lock(record)
        moderating.check(current, f"{self.action}.check")
        return current

    @transaction.atomic
    def hide(self, record: C, reason: str) -> C:
        """Take it from public sight; its author reads why. Raises the room's error."""
        if not reason.strip():
            raise self.error(_("見えなくする理由を書いてください。書いた方に伝わります。"))
        current = self.lock(record)
        moderating.hide(current, reason, f"{self.action}.hide")
        self._open_reports(current).update(handled_at=clock.now())
        return current

    @transaction.atomic
    def show(self, record: C) -> C:
        """Undo hide."""
        current = self.lock(record)
        moderating.show(current, f"{self.action}.show")
        return current

    @transaction.atomic
    def handle_reports(self, record: C) -> int:
        """Staff looked at what was reported and leaves it as it is; how many reports."""
        number: int = self._open_reports(record).update(handled_at=clock.now())
        if number:
            audit.record(f"{self.action}.reports_handled", record)
        return number

    def _open_reports(self, record: C) -> Any:
        return _rows(self.reports).filter(**{self.field: record}, handled_at=None)

    @transaction.atomic
    def merge(
        self, head: C, others: Sequence[C], reason: str = "", actor: Actor | None = None
    ) -> tables.Merge:
        """Put `others`, and what was merged into them, under `head`. Raises cannot_merge.

        The originals stay, linked to the head, and everybody who was for one of them counts once.
        All who follow an original follow the head from now on.
        """
        ids = [head.pk, *(record.pk for record in others)]
        every = _rows(self.model).select_related("node")
        rows = every.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
        locked: dict[int, C] = {record.pk: record for record in rows}
        head = locked[head.pk]
        chosen = [locked[r.pk] for r in others if r.pk in locked and r.pk != head.pk]
        if not chosen:
            raise self.cannot_merge(str(self.words.too_few))
        if any(_merged_into_id(record) for record in [head, *chosen]):
            raise self.cannot_merge(str(self.words.merged_already))
        if why := self.fits(head, chosen):
            raise self.cannot_merge(why)
        by = actor.user_id if actor else None
        made: tables.Merge = _rows(self.merges).create(head=head, reason=reason, done_by_id=by)
        inner: list[C] = list(every.filter(merged_into__in=chosen))
        moved = [*chosen, *inner]
        for record in moved:
            _rows(self.originals).create(**{self.field: record}, merge=made, was=record.merged_into)
        _rows(self.model).filter(pk__in=[r.pk for r in moved]).update(merged_into=head)
        merging.join(head.node, [r.node for r in chosen], [r.node for r in inner], at=made.done_at)
        titles = "、".join(record.title for record in chosen)
        audit.record(f"{self.action}.merge", head, actor=actor, changes={"merged": ("", titles)})
        outbox.emit(f"{self.action}.merged", node=head.node, by=actor, number=len(chosen) + 1)
        publishing.heard()
        return made

    @transaction.atomic
    def undo_merge(self, merge: tables.Merge, actor: Actor | None = None) -> tables.Merge:
        """Take a merge apart as it was before. Raises cannot_merge when it was built upon."""
        rows = _rows(self.merges).select_for_update(of=("self",))
        current = rows.select_related("head__node").get(pk=merge.pk)
        if current.undone_at is not None:
            return cast(tables.Merge, current)
        head = current.head
        parts = list(current.originals.select_related(f"{self.field}__node"))
        records = [getattr(part, self.field) for part in parts]
        if head.merged_into_id or any(record.merged_into_id != head.pk for record in records):
            raise self.cannot_merge(
                _("このあとで、さらにまとめられています。新しいほうから先に取り消してください。")
            )
        for part, record in zip(parts, records, strict=True):
            _rows(self.model).filter(pk=record.pk).update(merged_into=part.was_id)
        merging.part(head.node, [record.node for record in records], at=current.done_at)
        current.undone_at = clock.now()
        current.save(update_fields=["undone_at"])
        audit.record(f"{self.action}.merge_undo", head, actor=actor)
        publishing.heard()
        return cast(tables.Merge, current)


def _rows(table: type[models.Model]) -> Any:
    """Its manager; the columns the room added are its own matter."""
    return table._default_manager


def _state(record: tables.Contribution) -> str:
    return str(record.state)  # type: ignore[attr-defined]


def _merged_into_id(record: tables.Contribution) -> int | None:
    return record.merged_into_id  # type: ignore[attr-defined, no-any-return]
