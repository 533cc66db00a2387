"""What staff and council do with ideas: state, themes, answer, results, hiding, reports."""

import datetime as dt
from collections.abc import Iterable
from typing import cast

from django.db import transaction

from jibungoto.hear.ideas.models import Answer, Comment, Idea, Report
from jibungoto.kernel import audit, nodes, outbox
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.models import Link, Node
from jibungoto.know.findings.models import Theme

from .contribution import handling


def change_state(*, idea: Idea, state: str, reason: str = "", on: dt.date | None = None) -> Idea:
    """Say how far an idea has come; passing on needs its reason. Raises IdeasError."""
    return handling.change_state(idea, state, reason, on)


def set_themes(*, idea: Idea, themes: Iterable[Theme]) -> Idea:
    """Say what an idea is about."""
    return handling.set_themes(idea, themes)


def answer_idea(
    *, idea: Idea, text: str, who: str, on: dt.date | None = None, actor: Actor | None = None
) -> Answer:
    """Answer officially, as a council or department. A new idea becomes a received one."""
    return cast(Answer, handling.answer(idea, text, who, on, actor))


@transaction.atomic
def promise_answer(*, idea: Idea, by: dt.date, who: str) -> Idea:
    """Say by when an answer comes, and from whom; another day later is said as well."""
    current = handling.lock(idea)
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


def take_back_answer(*, answer: Answer) -> None:
    """Undo answer_idea, for an answer that was given by mistake; the log keeps that it was."""
    handling.take_back_answer(answer)


def connect_result(*, idea: Idea, result: Node, note: str = "") -> Link:
    """Say what came of an idea. Raises IdeasError for a record that can't have come of it."""
    return handling.connect_result(idea, result, note)


def check_idea(*, idea: Idea) -> Idea:
    """Staff looked: what waited for them becomes public."""
    return handling.check(idea)


def hide_idea(*, idea: Idea, reason: str) -> Idea:
    """Take an idea from public sight; its author reads why. Raises IdeasError."""
    return handling.hide(idea, reason)


def show_idea(*, idea: Idea) -> Idea:
    """Undo hide_idea."""
    return handling.show(idea)


def report_idea(
    *, idea: Idea, participant_id: int, reason: str, note: str = "", comment: Comment | None = None
) -> Report:
    """Somebody is worried about it or a comment; a second report by the same person replaces
    the first."""
    return cast(Report, handling.report(idea, participant_id, reason, note, comment=comment))


def handle_reports(*, idea: Idea) -> int:
    """Staff looked at what was reported and leaves the idea as it is; how many reports."""
    return handling.handle_reports(idea)
