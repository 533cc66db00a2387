"""Answering a survey page by page, handing it in, changing it until the end, taking it back."""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from jibungoto.hear.surveys import selectors
from jibungoto.hear.surveys.models import Answering, Pick, Question, Reply, Survey
from jibungoto.hear.surveys.values import Value
from jibungoto.kernel import audit, clock, nodes, publishing
from jibungoto.kernel.actor import Level
from jibungoto.kernel.contributions.caution import cautions
from jibungoto.know.places.models import District

from .errors import Incomplete, NotRunning


@transaction.atomic
def start_answering(
    *, survey: Survey, participant_id: int, level: Level, district: District | None = None
) -> Answering:
    """The participant's one sheet of this survey, made when there is none. Raises NotRunning."""
    trial = survey.stage in (Survey.Stage.DRAFT, Survey.Stage.TRIAL)
    if not trial:
        _refuse_closed(survey)
    answering, _made = Answering.objects.get_or_create(
        survey=survey,
        participant_id=participant_id,
        is_trial=trial,
        defaults={
            "level": level,
            "version": survey.version,
            "district": district,
            "channel": Answering.Channel.COUNTER
            if level == Level.COUNTER
            else Answering.Channel.WEB,
        },
    )
    return answering


@transaction.atomic
def save_page(
    *, answering: Answering, values: Mapping[Question, Value], page: int | None = None
) -> Answering:
    """Keep what was answered on a page; nothing for a question means it is left unanswered.

    A sheet handed in before counts anew at once. Raises NotRunning.
    """
    current = _lock(answering)
    _write(current, values)
    current.version = current.survey.version
    current.changed_at = clock.now()
    current.page = page or current.page
    current.save(update_fields=["version", "changed_at", "page"])
    if current.finished_at is not None:
        audit.record("surveys.answering.change", current.survey)
        _recount(current)
    return current


@transaction.atomic
def tell_about(*, answering: Answering, age_band: str, district: District | None) -> Answering:
    """Keep age band and district, as far as told. Raises NotRunning."""
    current = _lock(answering)
    current.age_band, current.district = age_band, district
    current.changed_at = clock.now()
    current.save(update_fields=["age_band", "district", "changed_at"])
    if current.finished_at is not None:
        _recount(current)
    return current


@transaction.atomic
def finish_answering(*, answering: Answering) -> Answering:
    """Hand it in: from here on it counts. Whoever did follows the survey, to hear of its result.

    Raises NotRunning, Incomplete.
    """
    current = _lock(answering)
    asked = selectors.asked_of(current)
    answered = {r.question.key for r in selectors.replies(current)}
    left = [q for q in asked if q.required and q.key not in answered]
    if left:
        said = _("まだ答えていない質問があります。{}問に答えると、とどけられます。")
        raise Incomplete(said.format(len(left)), left)
    _drop_unasked(current, asked)
    first = current.finished_at is None
    current.finished_at = current.finished_at or clock.now()
    current.version = current.survey.version
    current.save(update_fields=["finished_at", "version"])
    if first and not current.is_trial:
        if current.participant_id is not None:
            nodes.follow(current.survey.node, participant_id=current.participant_id)
        audit.record("surveys.answering.finish", current.survey)
        _recount(current)
    return current


@transaction.atomic
def take_back(*, answering: Answering) -> None:
    """Remove one's answers for good; results count without them from here on."""
    audit.record("surveys.answering.take_back", answering.survey)
    if answering.participant_id is not None:
        nodes.unfollow(answering.survey.node, participant_id=answering.participant_id)
    remove(answering)


def remove(answering: Answering) -> None:
    """Delete a sheet and all that hangs on it, within the transaction of a verb."""
    Pick.objects.filter(reply__answering=answering).delete()
    Reply.objects.filter(answering=answering).delete()
    Answering.objects.filter(pk=answering.pk).delete()
    publishing.heard()


def write_replies(answering: Answering, values: Mapping[Question, Value]) -> None:
    """The rows of a sheet; for the verbs of paper as well."""
    _write(answering, values)


def _write(answering: Answering, values: Mapping[Question, Value]) -> None:
    keys = {q.key for q in values}
    had = {
        r.question_id: r for r in Reply.objects.filter(answering=answering, question__key__in=keys)
    }
    told = {q: v for q, v in values.items() if v}
    kept_ids = {q.pk for q in told}
    # Of a question asked in another wording since, only the answer to the new one counts.
    gone = [r.pk for pk, r in had.items() if pk not in kept_ids]
    Pick.objects.filter(reply__in=[r.pk for r in had.values()]).delete()
    Reply.objects.filter(pk__in=gone).delete()
    new: list[Reply] = []
    old: list[Reply] = []
    for question, value in told.items():
        reply = had.get(question.pk) or Reply(answering=answering, question=question)
        text = value.text.strip()
        if text != reply.text:
            # Other words were not looked at by anybody yet.
            reply.cautions = " ".join(cautions(text)) if text else ""
            reply.checked_at, reply.hidden_reason = None, ""
        reply.text, reply.number = text, value.number
        reply.lat, reply.lon, reply.district_id = value.lat, value.lon, value.district_id
        (old if reply.pk else new).append(reply)
    columns = [
        "text", "number", "lat", "lon", "district", "cautions", "checked_at", "hidden_reason",
    ]  # fmt: skip
    Reply.objects.bulk_update(old, columns)
    Reply.objects.bulk_create(new)
    rows = {r.question_id: r for r in [*old, *new]}
    Pick.objects.bulk_create(
        [pick for q, value in told.items() for pick in _picks(rows[q.pk], q, value)]
    )


def _picks(reply: Reply, question: Question, value: Value) -> Sequence[Pick]:
    known = {(o.axis, o.key): o for o in question.options.all()}
    picked = [
        Pick(reply=reply, option=known["option", key])
        for key in dict.fromkeys(value.options)
        if ("option", key) in known
    ]
    return picked + [
        Pick(reply=reply, option=known["option", key], row=known["row", row])
        for row, key in value.rows.items()
        if ("option", key) in known and ("row", row) in known
    ]


def _drop_unasked(answering: Answering, asked: Sequence[Question]) -> None:
    """Answers to questions a changed answer made superfluous, and to ones asked in other words."""
    stale = Reply.objects.filter(answering=answering, question__until=None).exclude(
        question__in=asked
    )
    Pick.objects.filter(reply__in=stale).delete()
    stale.delete()


def _lock(answering: Answering) -> Answering:
    rows = Answering.objects.select_for_update(of=("self",)).select_related("survey__node")
    current = rows.get(pk=answering.pk)
    if not current.is_trial:
        _refuse_closed(current.survey)
    return current


def _refuse_closed(survey: Survey) -> None:
    if survey.is_running():
        return
    if survey.is_ahead():
        raise NotRunning(_("このアンケートは、まだ始まっていません。"))
    raise NotRunning(_("このアンケートは、締め切りました。"))


def _recount(answering: Answering) -> None:
    """Only a result that is shown meanwhile makes pages out of date."""
    if not answering.is_trial and answering.survey.shown == Survey.Shown.LIVE:
        publishing.heard()
