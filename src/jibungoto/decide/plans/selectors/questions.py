"""Questions about measures: those everybody reads, and those that wait for somebody."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from jibungoto.decide.plans import policies
from jibungoto.decide.plans.models import Measure, MeasureActor, Question
from jibungoto.kernel import clock
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.keyed import only
from jibungoto.kernel.links import link
from jibungoto.kernel.registry import Waiting
from jibungoto.ui.listing import inside

_WAITING = (Question.State.NEW, Question.State.OPEN)


def public_questions(measure: Measure) -> list[Question]:
    """What was asked about a measure and may be read by everybody, the newest first."""
    shown = Question.objects.filter(
        measure=measure, state__in=[Question.State.OPEN, Question.State.ANSWERED]
    )
    return list(shown.order_by("-asked_on", "-pk"))


def own_questions(actor: Actor, measure: Measure) -> list[Question]:
    """What somebody asked that is not public."""
    if actor.participant_id is None:
        return []
    mine = Question.objects.filter(measure=measure, participant_id=actor.participant_id)
    return list(mine.filter(state__in=[Question.State.NEW, Question.State.HIDDEN]))


def workable(actor: Actor) -> QuerySet[Question]:
    """The questions somebody may answer, what is due first."""
    scopes = actor.scopes(policies.ANSWER)
    found = Question.objects.select_related("measure__node", "measure__plan__district")
    theirs = scopes.inside("measure__plan__district")
    if not scopes.everywhere:
        found = found.filter(theirs)
    elif (names := actor.departments(policies.ANSWER)) is not None:
        found = found.filter(policies.carried_by(names, measure="measure") | theirs)
    return found.order_by("due_on", "pk")


def waiting_questions(actor: Actor) -> QuerySet[Question]:
    """The questions that wait for an answer, what is due first."""
    return workable(actor).filter(state__in=_WAITING)


def who_answers(question: Question) -> str:
    """The department that likely answers: the first one the measure names, else nothing."""
    named = MeasureActor.objects.filter(
        measure=question.measure_id, kind=MeasureActor.Kind.DEPARTMENT
    ).exclude(name="")
    return named.order_by("pk").values_list("name", flat=True).first() or ""


def answered_questions(actor: Actor) -> QuerySet[Question]:
    """What was answered or kept back, the newest first."""
    return workable(actor).exclude(state__in=_WAITING).order_by("-asked_on", "-pk")


def question(actor: Actor, public_id: UUID) -> Question | None:
    """A question, with its measure and plan; whether somebody may answer it, the rule says."""
    found = Question.objects.filter(public_id=public_id)
    return only(found.select_related("measure__node", "measure__plan__node"))


def waiting_rows(actor: Actor) -> Sequence[QuerySet[Question]] | None:
    """Each question that is due, for one line of somebody's own page."""
    if not actor.may_somewhere(policies.ANSWER):
        return None
    found = waiting_questions(actor).select_related(None).select_related("measure")
    return [found.only("public_id", "due_on", "measure__title")[:5]]


def waiting(actor: Actor, found: QuerySet[Question]) -> Iterator[Waiting]:
    """Late ones are told as such."""
    today = clock.today()
    for one in found:
        late = _("期日を過ぎています。") if one.due_on < today else ""
        yield Waiting(
            title=_("「{}」への質問に返事をする").format(inside(one.measure.title)),
            url=link("plans:question_answer", public_id=one.public_id),
            note=late,
            due=one.due_on,
        )
