"""One person's sheet: what was answered, what is asked of whoever answered so."""

from collections.abc import Sequence

from django.db.models import Prefetch

from jibungoto.hear.surveys import conditions
from jibungoto.hear.surveys.models import Answering, Option, Pick, Question, Reply, Survey
from jibungoto.hear.surveys.values import Value
from jibungoto.kernel.actor import Actor

from .surveys import questions


def mine(actor: Actor, survey: Survey) -> Answering | None:
    """The actor's sheet of a survey; of one not open yet the one filled in as a try."""
    if actor.participant_id is None:
        return None
    trial = survey.stage in (Survey.Stage.DRAFT, Survey.Stage.TRIAL)
    found = Answering.objects.filter(
        survey=survey, participant_id=actor.participant_id, is_trial=trial
    )
    return found.select_related("district").first()


def my_sheets(actor: Actor) -> list[Answering]:
    """Every survey somebody answered or began, the latest first."""
    if actor.participant_id is None:
        return []
    found = Answering.objects.filter(participant_id=actor.participant_id, is_trial=False)
    return list(found.select_related("survey__node").order_by("-changed_at"))


def replies(answering: Answering) -> list[Reply]:
    """The answers of a sheet in the order of the questions, with what was picked."""
    picks = Pick.objects.select_related("option", "row")
    options = Prefetch("question__options", Option.objects.order_by("order", "pk"))
    found = Reply.objects.filter(answering=answering).select_related("question", "district")
    return list(found.prefetch_related(Prefetch("picks", picks), options).order_by(
        "question__order", "pk"
    ))  # fmt: skip


def values(answering: Answering) -> dict[str, Value]:
    """A sheet's answers by the key of their question."""
    return {r.question.key: value_of(r) for r in replies(answering)}


def value_of(reply: Reply) -> Value:
    picks = list(reply.picks.all())
    return Value(
        text=reply.text,
        number=reply.number,
        lat=reply.lat,
        lon=reply.lon,
        district_id=reply.district_id,
        options=tuple(p.option.key for p in picks if p.row_id is None),
        rows={p.row.key: p.option.key for p in picks if p.row is not None},
    )


def chosen(told: dict[str, Value]) -> dict[str, tuple[str, ...]]:
    """What conditions look at."""
    return {key: value.options for key, value in told.items()}


def asked_of(answering: Answering, asked: Sequence[Question] | None = None) -> list[Question]:
    """The questions put to whoever answered as this sheet does."""
    every = questions(answering.survey) if asked is None else asked
    return conditions.asked(every, chosen(values(answering)))
