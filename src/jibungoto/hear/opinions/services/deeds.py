"""From result to deed: who answers a statement by when, the answer, and what it became."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from jibungoto.hear.opinions.models import Deed, Part, Statement
from jibungoto.kernel import audit, clock, nodes, outbox, trace
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.models import Follow, Link, Node
from jibungoto.know.findings import services as findings
from jibungoto.know.findings.models import Finding

from .problems import OpinionProblem

Kind = Deed.Kind
_BATCH = 1000
_MOST_TITLE = 60


@transaction.atomic
def promise_deed(
    *,
    statement: Statement,
    kind: str,
    who: str,
    due: dt.date,
    expected_version: int | None = None,
    actor: Actor | None = None,
) -> Deed:
    """Say who answers a statement by when, and what is to come of it.

    One that becomes an issue is written down among the findings at once. Raises OpinionProblem for
    a day that is over, ChangedMeanwhile when somebody else changed the promise.
    """
    if due < clock.today():
        raise OpinionProblem(_("返事の約束の日は、今日からあとの日にしてください。"))
    current = lock(statement)
    deed = Deed.objects.select_for_update(of=("self",)).filter(statement=current).first()
    if expected_version is not None and (deed.version if deed else 0) != expected_version:
        raise nodes.ChangedMeanwhile
    told: dict[str, Any] = {"kind": kind, "who": who.strip(), "due": due}
    if deed is None:
        deed = Deed.objects.create(statement=current, **told)
        before: dict[str, Any] = dict.fromkeys(told)
    else:
        before = {name: getattr(deed, name) for name in told}
        Deed.objects.filter(pk=deed.pk).update(**told, version=F("version") + 1)
        deed.refresh_from_db()
    if kind == Kind.ISSUE and deed.became_id is None:
        _become(deed, current, _written_down(current, actor))
    nodes.change(current.node)
    audit.record("opinions.deed.promise", current, actor=actor, changes=audit.diff(before, told))
    return deed


@transaction.atomic
def take_back_deed(*, deed: Deed, actor: Actor | None = None) -> None:
    """Undo a promise nobody has kept yet. Raises OpinionProblem once there is an answer."""
    current = lock(deed.statement)
    held = Deed.objects.select_for_update(of=("self",)).get(pk=deed.pk)
    if held.answered_on is not None:
        raise OpinionProblem(_("返事のあとは取りやめられません。返事を書き直すことはできます。"))
    audit.record("opinions.deed.take_back", current, actor=actor, changes={"who": (held.who, None)})
    held.delete()
    nodes.change(current.node)


@transaction.atomic
def answer_deed(
    *,
    deed: Deed,
    answer: str,
    on: dt.date | None = None,
    expected_version: int | None = None,
    actor: Actor | None = None,
) -> Deed:
    """Answer in public. Whoever voted on the statement and is known hears of it, once.

    Written over later the answer changes without telling anybody anew. Raises OpinionProblem for
    nothing said, ChangedMeanwhile when somebody else answered.
    """
    said = answer.strip()
    if not said:
        raise OpinionProblem(_("返事を書いてください。"))
    current = lock(deed.statement)
    held = Deed.objects.select_for_update(of=("self",)).get(pk=deed.pk)
    if expected_version is not None and held.version != expected_version:
        raise nodes.ChangedMeanwhile
    first = held.told_at is None
    before, held.answer = held.answer, said
    held.answered_on = held.answered_on or on or clock.today()
    held.told_at = held.told_at or clock.now()
    held.version += 1
    held.save(update_fields=["answer", "answered_on", "told_at", "version"])
    nodes.change(current.node)
    audit.record("opinions.deed.answer", current, actor=actor, changes={"answer": (before, said)})
    if first:
        follow_voters(statement=current)
        outbox.emit("opinions.deed.answered", node=current.node, by=actor, who=held.who)
    return held


@transaction.atomic
def connect_deed(*, deed: Deed, result: Node, note: str = "", actor: Actor | None = None) -> Link:
    """Say what a statement became: a measure of a plan, a wish of a vision, an issue.

    From there the trace leads back to the statement. Raises OpinionProblem for a record that can't
    have come of it.
    """
    current = lock(deed.statement)
    held = Deed.objects.select_for_update(of=("self",)).get(pk=deed.pk)
    return _become(held, current, result, note=note, actor=actor)


def follow_voters(*, statement: Statement) -> int:
    """Make everybody who voted on it and can be reached a follower; how many voted so."""
    rows = Part.objects.filter(
        votes__statement=statement, withdrawn_at=None, participant__isnull=False
    )
    number = 0
    seen: list[int] = []
    for pk in rows.order_by("pk").values_list("participant_id", flat=True).iterator(_BATCH):
        seen.append(pk)
        number += 1
        if len(seen) == _BATCH:
            _follow(statement, seen)
            seen = []
    _follow(statement, seen)
    return number


def _follow(statement: Statement, participants: list[int]) -> None:
    Follow.objects.bulk_create(
        [Follow(node_id=statement.node_id, participant_id=pk) for pk in participants],
        ignore_conflicts=True,
    )


def _become(
    deed: Deed, statement: Statement, result: Node, *, note: str = "", actor: Actor | None = None
) -> Link:
    if result.pk == statement.node_id:
        raise OpinionProblem(_("この意見自身とは、つなげません。"))
    try:
        made = trace.connect(result, statement.node, Link.Relation.CAME_OF, note=note)
    except trace.LinkLoop as error:
        said = _("「{}」は、この意見のもとになったことなので、その先にはできません。")
        raise OpinionProblem(said.format(result.title)) from error
    if deed.became_id != result.pk:
        Deed.objects.filter(pk=deed.pk).update(became=result, version=F("version") + 1)
        deed.refresh_from_db()
        nodes.change(statement.node)
        audit.record(
            "opinions.deed.connect", statement, actor=actor, changes={"became": ("", result.title)}
        )
    return made


def _written_down(statement: Statement, actor: Actor | None) -> Node:
    """The issue a statement becomes: its first words as a title, all of it as what is told."""
    text = statement.text
    title = text if len(text) <= _MOST_TITLE else text[: _MOST_TITLE - 1] + "…"
    place = statement.conversation.node.placed.select_related("district").first()
    made = findings.create_finding(
        sort=Finding.Sort.ISSUE,
        title=title,
        text="" if title == text else text,
        district=place.district if place else None,
        source=statement.conversation.title[:200],
        checked=True,
    )
    return made.node


def lock(statement: Statement) -> Statement:
    """The statement as it is now, for a verb that follows."""
    rows = Statement.objects.select_for_update(of=("self",))
    return rows.select_related("node", "conversation__node").get(pk=statement.pk)
