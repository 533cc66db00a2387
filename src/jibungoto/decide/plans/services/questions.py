"""Questions about measures: asked, looked at, answered by a date; a person's own data end here."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from jibungoto.decide.plans.models import Measure, Question
from jibungoto.kernel import audit, clock, nodes, outbox, publishing
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.contributions.caution import cautions
from jibungoto.people.models import Participant

from .errors import PlansError

ANSWER_DAYS = 14  # from the day it was asked to the day it is due

State = Question.State


@transaction.atomic
def ask_question(
    *, measure: Measure, text: str, participant: Participant, signed: str = ""
) -> Question:
    """Ask about a measure; it becomes public when somebody has looked. The asker follows it."""
    today = clock.today()
    question = Question.objects.create(
        measure=measure,
        text=text,
        signed=signed,
        participant=participant,
        cautions=",".join(cautions(text)),
        asked_on=today,
        due_on=today + dt.timedelta(days=ANSWER_DAYS),
    )
    nodes.follow(measure.node, participant_id=participant.pk)
    audit.record("plans.question.ask", measure)
    return question


@transaction.atomic
def show_question(*, question: Question) -> Question:
    """Show a question to everybody. Raises PlansError when it was answered already."""
    question = _locked(question)
    if question.state == State.ANSWERED:
        raise PlansError(_("この質問には、もう返事があります。"))
    _change(question, state=State.OPEN, hidden_reason="")
    audit.record("plans.question.show", question.measure)
    return question


@transaction.atomic
def answer_question(*, question: Question, answer: str, who: str, actor: Actor) -> Question:
    """Answer in public, or better an answer; those who follow the measure hear of the first."""
    question = _locked(question)
    is_first = question.state != State.ANSWERED
    _change(
        question,
        state=State.ANSWERED,
        answer=answer,
        answered_by=who,
        answered_on=clock.today() if is_first else question.answered_on,
        written_by_id=actor.user_id,
        hidden_reason="",
    )
    audit.record("plans.question.answer", question.measure, changes={"who": (None, who)})
    if is_first:
        outbox.emit("plans.question.answered", node=question.measure.node, who=who)
    return question


@transaction.atomic
def hide_question(*, question: Question, reason: str) -> Question:
    """Keep a question from the public and say why; it can be shown again."""
    if not reason.strip():
        raise PlansError(_("公開しない理由を書いてください。"))
    question = _locked(question)
    _change(question, state=State.HIDDEN, hidden_reason=reason)
    audit.record("plans.question.hide", question.measure)
    return question


def _locked(question: Question) -> Question:
    rows = Question.objects.select_for_update(of=("self",)).select_related("measure__node")
    return rows.get(pk=question.pk)


def _change(question: Question, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(question, name, value)
    question.save(update_fields=[name.removesuffix("_id") for name in fields])
    publishing.published()


def export_person(who: Any) -> list[dict[str, Any]]:
    """What a participant asked, as plain rows."""
    if not isinstance(who, Participant):
        return []
    return [
        {"kind": "question", "text": q.text, "signed": q.signed, "on": q.asked_on.isoformat()}
        for q in Question.objects.filter(participant=who)
    ]


@transaction.atomic
def erase_person(who: Any) -> int:
    """Cut the tie to a participant; the question stays as nobody's, without a name."""
    if not isinstance(who, Participant):
        return 0
    return Question.objects.filter(participant=who).update(participant=None, signed="")
