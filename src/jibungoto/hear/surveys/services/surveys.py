"""Making a survey, opening and closing it, trying it out, and asking again in a new round."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from jibungoto.hear.surveys import selectors
from jibungoto.hear.surveys.models import Answering, Option, Pick, Question, Reply, Survey
from jibungoto.kernel import audit, clock, identity, nodes, outbox
from jibungoto.kernel.models import Node
from jibungoto.know.places.models import District
from jibungoto.ui.listing import listed

from .errors import SurveysError

_OF_NODE = ("title", "summary")


@transaction.atomic
def create_survey(
    *, title: str, summary: str = "", districts: Iterable[District] = (), **told: Any
) -> Survey:
    """A draft that only those who run it see. `told` are columns of Survey."""
    code = identity.short_code()
    node = nodes.register(
        kind=Survey.KIND,
        title=title,
        summary=summary,
        path=f"surveys/{code}/",
        short_code=code,
        state=Node.State.DRAFT,
        district_ids=[d.pk for d in districts],
        body=_searched(told),
    )
    survey = Survey.objects.create(node=node, **told)
    audit.record("surveys.survey.create", survey, changes={"title": (None, title)})
    return survey


def _searched(told: dict[str, Any]) -> str:
    return "\n".join(str(told.get(name) or "") for name in ("why", "use"))


@transaction.atomic
def change_survey(
    *,
    survey: Survey,
    districts: Iterable[District] | None = None,
    expected_version: int | None = None,
    **told: Any,
) -> Survey:
    """Change what a survey says of itself. Raises nodes.ChangedMeanwhile, SurveysError.

    Who may answer stays as it is once somebody answered.
    """
    current = lock(survey)
    face = {name: told.pop(name) for name in _OF_NODE if name in told}
    before = {name: getattr(current, name) for name in told}
    changes = audit.diff(before, told)
    if "level" in changes and _answered(current):
        raise SurveysError(
            _(
                "もう答えた方がいるため、「答えられる方」は変えられません。新しい回をつくってください。"
            )
        )
    for name, value in told.items():
        setattr(current, name, value)
    current.save()
    nodes.change(
        current.node,
        expected_version=expected_version,
        district_ids=[d.pk for d in districts] if districts is not None else None,
        body=_searched({"why": current.why, "use": current.use}),
        **face,
    )
    audit.record("surveys.survey.change", current, changes=changes)
    return current


@transaction.atomic
def start_trial(*, survey: Survey) -> Survey:
    """Let those who run it answer as a try; such answers are marked and never counted."""
    current = lock(survey)
    if current.stage != Survey.Stage.DRAFT:
        raise SurveysError(_("ためせるのは、始める前だけです。"))
    current.stage = Survey.Stage.TRIAL
    current.save(update_fields=["stage"])
    audit.record("surveys.survey.try", current)
    return current


@transaction.atomic
def wipe_trial(*, survey: Survey) -> int:
    """Remove all answers given as a try; how many sheets they were."""
    current = lock(survey)
    number = _wipe(current)
    audit.record("surveys.trial.wipe", current, changes={"answerings": (number, 0)})
    return number


def _wipe(survey: Survey) -> int:
    found = Answering.objects.filter(survey=survey, is_trial=True)
    number = found.count()
    _drop(Reply.objects.filter(answering__in=found))
    found.delete()
    return number


def _drop(replies: Any) -> None:
    """Replies and what was picked in them; in this order, as picks hold options."""
    Pick.objects.filter(reply__in=replies).delete()
    replies.delete()


@transaction.atomic
def open_survey(*, survey: Survey, wipe: bool = False) -> Survey:
    """Publish it and take answers from its first day on; nothing of the checklist may be missing.

    Raises SurveysError; with answers given as a try unless `wipe` says to remove them.
    """
    current = lock(survey)
    if current.stage not in (Survey.Stage.DRAFT, Survey.Stage.TRIAL):
        raise SurveysError(_("このアンケートは、もう始まっています。"))
    missing = [c.words for c in selectors.checklist(current) if not c.done and c.needed]
    if missing:
        raise SurveysError(_("足りないものがあります：{}").format(listed(missing)))
    tried = Answering.objects.filter(survey=current, is_trial=True).exists()
    if tried and not wipe:
        raise SurveysError(
            _("ためしの答えが残っています。消してから始めることを、確かめてください。")
        )
    _wipe(current)
    current.stage = Survey.Stage.OPEN
    current.opens_on = current.opens_on or clock.today()
    current.save(update_fields=["stage", "opens_on"])
    nodes.change(current.node, state=Node.State.PUBLIC, occurred_on=current.opens_on)
    audit.record("surveys.survey.open", current)
    return current


@transaction.atomic
def close_survey(*, survey: Survey, on: dt.date | None = None) -> Survey:
    """End it before or on its last day; the result is public from here on."""
    current = lock(survey)
    if current.stage != Survey.Stage.OPEN:
        raise SurveysError(_("受付中のアンケートだけ、締め切れます。"))
    current.stage, current.closed_on = Survey.Stage.CLOSED, on or clock.today()
    current.save(update_fields=["stage", "closed_on"])
    nodes.change(current.node)
    audit.record("surveys.survey.close", current)
    outbox.emit("surveys.survey.closed", node=current.node)
    return current


@transaction.atomic
def reopen_survey(*, survey: Survey, until: dt.date) -> Survey:
    """Undo close_survey, or take answers for longer, until a day from today on."""
    current = lock(survey)
    if current.stage not in (Survey.Stage.OPEN, Survey.Stage.CLOSED):
        raise SurveysError(_("始まっていないアンケートは、延ばせません。"))
    if until < clock.today():
        raise SurveysError(_("今日からあとの日を選んでください。"))
    before = current.closes_on
    current.stage, current.closes_on, current.closed_on = Survey.Stage.OPEN, until, None
    current.save(update_fields=["stage", "closes_on", "closed_on"])
    nodes.change(current.node)
    audit.record("surveys.survey.reopen", current, changes={"closes_on": (before, until)})
    return current


@transaction.atomic
def discard_survey(*, survey: Survey) -> None:
    """Throw a draft away for good, with its questions. Raises SurveysError once it was open."""
    current = lock(survey)
    if current.stage not in (Survey.Stage.DRAFT, Survey.Stage.TRIAL):
        raise SurveysError(_("始まったアンケートは、消せません。終わりにはできます。"))
    node = current.node
    audit.record("surveys.survey.discard", current, changes={"title": (current.title, None)})
    _wipe(current)
    current.delete()
    node.delete()


@transaction.atomic
def copy_survey(*, survey: Survey, title: str, same_series: bool = True) -> Survey:
    """A draft with the same questions. As a new round its results stand in one trend with these."""
    node = survey.node
    made = create_survey(
        title=title,
        summary=node.summary,
        districts=[p.district for p in node.placed.select_related("district")],
        why=survey.why,
        use=survey.use,
        thanks=survey.thanks,
        asker=survey.asker,
        level=survey.level,
        level_why=survey.level_why,
        shown=survey.shown,
        smallest=survey.smallest,
        host=survey.host,
        **({"series": survey.series} if same_series else {}),
    )
    for question in selectors.questions(survey):
        copy_question(question, survey=made, since=1)
    audit.record("surveys.survey.copy", made, changes={"from": (None, survey.title)})
    return made


def copy_question(question: Question, *, survey: Survey, **changed: Any) -> Question:
    """The same question with its options and keys in another survey or version."""
    options = list(question.options.all())
    fields = {
        f.attname: getattr(question, f.attname)
        for f in Question._meta.concrete_fields
        if f.name not in ("id", "survey", "since", "until")
    }
    made = Question.objects.create(**{**fields, "survey_id": survey.pk, **changed})
    Option.objects.bulk_create(
        [
            Option(
                question=made, axis=o.axis, key=o.key, order=o.order, text=o.text,
                is_other=o.is_other,
            )
            for o in options
        ]
    )  # fmt: skip
    return made


def lock(survey: Survey) -> Survey:
    """The survey as it is now, for a verb that follows."""
    rows = Survey.objects.select_for_update(of=("self",)).select_related("node")
    return rows.get(pk=survey.pk)


def _answered(survey: Survey) -> bool:
    return Answering.objects.filter(survey=survey, is_trial=False).exists()
