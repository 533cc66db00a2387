"""Small invented surveys for tests."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from jibungoto.hear.surveys import selectors, services
from jibungoto.hear.surveys.models import Answering, Question, Survey
from jibungoto.hear.surveys.values import Value
from jibungoto.kernel import clock
from jibungoto.kernel.actor import Level
from jibungoto.people import devices
from jibungoto.people.models import Participant
from jibungoto.people.services import participant_of_device


def somebody() -> Participant:
    return participant_of_device(secret=devices.new_secret())


def a_survey(title: str = "居場所のアンケート", *, state: str = "running", **told: Any) -> Survey:
    """A survey with one question of each usual kind; running unless told otherwise."""
    today = clock.today()
    kept: dict[str, Any] = {
        "why": "知るため",
        "use": "話し合うため",
        "thanks": "3月に報告します。",
        "opens_on": today - dt.timedelta(days=3),
        "closes_on": today + dt.timedelta(days=10),
        "keep_until": today + dt.timedelta(days=100),
    }
    survey = services.create_survey(title=title, **{**kept, **told})
    add(survey, "choice", "立ち寄れる場所がありますか。", key="has", options=["ある", "ない"])
    if state == "draft":
        return survey
    if state == "trial":
        return services.start_trial(survey=survey)
    survey = services.open_survey(survey=survey)
    if state == "over":
        return over(survey)
    return survey


def over(survey: Survey) -> Survey:
    return services.close_survey(survey=survey)


def add(survey: Survey, kind: str, text: str, **told: Any) -> Question:
    made = services.add_question(survey=survey, kind=kind, text=text, **told)
    return Question.objects.get(pk=made.pk)


def option(question: Question, text: str) -> str:
    """The key of an option by its words."""
    return str(question.options.get(text=text).key)


def answer(
    survey: Survey,
    values: Mapping[str, Value],
    *,
    who: Participant | None = None,
    band: str = "",
    district: Any = None,
    finish: bool = True,
) -> Answering:
    """Somebody answers, by the key of the question, and hands in."""
    participant = who or somebody()
    sheet = services.start_answering(
        survey=survey, participant_id=participant.pk, level=Level.DEVICE
    )
    asked = {q.key: q for q in selectors.questions(survey)}
    services.save_page(answering=sheet, values={asked[k]: v for k, v in values.items()})
    services.tell_about(answering=sheet, age_band=band, district=district)
    return services.finish_answering(answering=sheet) if finish else sheet


def choose(survey: Survey, key: str, text: str, **told: Any) -> Answering:
    """Somebody chooses one option of a question and hands in."""
    question = survey.questions.get(key=key, until=None)
    return answer(survey, {key: Value(options=(option(question, text),))}, **told)
