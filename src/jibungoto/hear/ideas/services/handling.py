"""What staff and council do with ideas: state, themes, answer, results, hiding, reports."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from jibungoto.hear.ideas.models import Answer, Comment, Idea, Report, StateChange
from jibungoto.kernel import audit, clock, moderating, nodes, outbox, publishing, trace
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.models import Link, Node
from jibungoto.know.findings.models import Theme

from .posting import IdeasError, lock, write_themes


@transaction.atomic
def change_state(*, idea: Idea, state: str, reason: str = "", on: dt.date | None = None) -> Idea:
    """Say how far an idea has come; passing on needs its reason. Raises IdeasError.

    Whoever wrote it, its supporters and its followers hear of it (they follow its node).
    """
    current = lock(idea)
    if state == Idea.State.PASSED and not reason.strip():
        raise IdeasError(_("見送るときは、その理由を書いてください。書いた方に届きます。"))
    if current.state == state and not reason:
        return current
    before, day = current.state, on or clock.today()
    current.state, current.state_on = state, day
    current.save(update_fields=["state", "state_on"])
    StateChange.objects.create(idea=current, state=state, reason=reason.strip(), on=day)
    nodes.change(current.node)
    audit.record(
        "ideas.idea.state",
        current,
        changes={"state": (before, state), "reason": ("", reason)},
    )
    outbox.emit("ideas.idea.state", node=current.node, state=state)
    return current


@transaction.atomic
def set_themes(*, idea: Idea, themes: Iterable[Theme]) -> Idea:
    """Say what an idea is about."""
    wanted = list(themes)
    before = sorted(idea.themes.values_list("name", flat=True))
    after = sorted(theme.name for theme in wanted)
    if before != after:
        write_themes(idea, wanted)
        changes = {"themes": ("、".join(before), "、".join(after))}
        audit.record("ideas.idea.themes", idea, changes=changes)
        publishing.published()
    return idea


@transaction.atomic
def answer_idea(
    *, idea: Idea, text: str, who: str, on: dt.date | None = None, actor: Actor | None = None
) -> Answer:
    """Answer officially, as a council or department. A new idea becomes a received one."""
    current = lock(idea)
    answer = Answer.objects.create(
        idea=current,
        text=text.strip(),
        who=who.strip(),
        answered_on=on or clock.today(),
        written_by_id=actor.user_id if actor else None,
    )
    if current.state == Idea.State.NEW:
        current.state, current.state_on = Idea.State.RECEIVED, answer.answered_on
        current.save(update_fields=["state", "state_on"])
        StateChange.objects.create(idea=current, state=Idea.State.RECEIVED, on=answer.answered_on)
    nodes.change(current.node)
    audit.record("ideas.idea.answer", current, actor=actor, changes={"who": ("", who)})
    outbox.emit("ideas.idea.answered", node=current.node, by=actor, who=answer.who)
    return answer


@transaction.atomic
def promise_answer(*, idea: Idea, by: dt.date, who: str) -> Idea:
    """Say by when an answer comes, and from whom; another day later is said as well."""
    current = lock(idea)
    before = {"answer_by": current.answer_by, "answer_from": current.answer_from}
    current.answer_by, current.answer_from = by, who.strip()
    current.save(update_fields=["answer_by", "answer_from"])
    after = {"answer_by": current.answer_by, "answer_from": current.answer_from}
    changes = audit.diff(before, after)
    if changes:
        nodes.change(current.node)
        audit.record("ideas.idea.promise", current, changes=changes)
        outbox.emit(
            "ideas.idea.promised", node=current.node, until=by.isoformat(), who=current.answer_from
        )
    return current


@transaction.atomic
def take_back_answer(*, answer: Answer) -> None:
    """Undo answer_idea, for an answer that was given by mistake; the log keeps that it was."""
    idea = answer.idea
    audit.record("ideas.idea.answer_undo", idea, changes={"who": (answer.who, "")})
    answer.delete()
    nodes.change(idea.node)


@transaction.atomic
def connect_result(*, idea: Idea, result: Node, note: str = "") -> Link:
    """Say what came of an idea. Raises IdeasError for a record that can't have come of it."""
    if result.pk == idea.node_id:
        raise IdeasError(_("この提案自身とは、つなげません。"))
    try:
        made = trace.connect(result, idea.node, Link.Relation.CAME_OF, note=note)
    except trace.LinkLoop as error:
        said = _("「{}」は、この提案のもとになったことなので、その先にはできません。")
        raise IdeasError(said.format(result.title)) from error
    current = lock(idea)
    if current.state not in (Idea.State.TAKEN_UP, Idea.State.DONE):
        current.state, current.state_on = Idea.State.TAKEN_UP, clock.today()
        current.save(update_fields=["state", "state_on"])
        StateChange.objects.create(
            idea=current, state=Idea.State.TAKEN_UP, reason=result.title[:300]
        )
    audit.record("ideas.idea.connect", current, changes={"result": ("", result.title)})
    outbox.emit("ideas.idea.connected", node=current.node, title=result.title)
    return made


@transaction.atomic
def check_idea(*, idea: Idea) -> Idea:
    """Staff looked: what waited for them becomes public."""
    current = lock(idea)
    moderating.check(current, "ideas.idea.check")
    return current


@transaction.atomic
def hide_idea(*, idea: Idea, reason: str) -> Idea:
    """Take an idea from public sight; its author reads why. Raises IdeasError."""
    if not reason.strip():
        raise IdeasError(_("見えなくする理由を書いてください。書いた方に伝わります。"))
    current = lock(idea)
    moderating.hide(current, reason, "ideas.idea.hide")
    Report.objects.filter(idea=current, handled_at=None).update(handled_at=clock.now())
    return current


@transaction.atomic
def show_idea(*, idea: Idea) -> Idea:
    """Undo hide_idea."""
    current = lock(idea)
    moderating.show(current, "ideas.idea.show")
    return current


@transaction.atomic
def report_idea(
    *, idea: Idea, participant_id: int, reason: str, note: str = "", comment: Comment | None = None
) -> Report:
    """Somebody is worried about it or a comment; a second report by the same person replaces
    the first."""
    report, _made = Report.objects.update_or_create(
        idea=idea,
        comment=comment,
        participant_id=participant_id,
        defaults={"reason": reason, "note": note, "handled_at": None, "created_at": clock.now()},
    )
    audit.record("ideas.idea.report", idea, changes={"reason": ("", reason)})
    return report


@transaction.atomic
def handle_reports(*, idea: Idea) -> int:
    """Staff looked at what was reported and leaves the idea as it is; how many reports."""
    open_ones = Report.objects.filter(idea=idea, handled_at=None)
    number = open_ones.update(handled_at=clock.now())
    if number:
        audit.record("ideas.idea.reports_handled", idea)
    return number
