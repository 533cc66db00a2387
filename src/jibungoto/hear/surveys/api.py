"""The API of surveys: what is asked and what came out, and nobody's data."""

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema

from jibungoto.kernel.api import FARTHEST, actor_of
from jibungoto.kernel.links import node_url
from jibungoto.know.places.models import District

from . import exports, reporting, selectors
from .models import Survey
from .policies import may_read_result

router = Router(tags=["アンケート"])


class SurveyOut(Schema):
    """A survey; `state` is running, ahead or over, `answered` how many handed in."""

    code: str
    title: str
    summary: str
    url: str
    why: str
    use: str
    asker: str
    opens_on: dt.date | None
    closes_on: dt.date | None
    state: str
    districts: list[str]
    answered: int

    @staticmethod
    def told(survey: Survey, answered: int) -> dict[str, Any]:
        state = "running" if survey.is_running() else "ahead" if survey.is_ahead() else "over"
        return {
            "code": survey.code,
            "title": survey.title,
            "summary": survey.node.summary,
            "url": node_url(survey.node),
            "why": survey.why,
            "use": survey.use,
            "asker": survey.asker,
            "opens_on": survey.opens_on,
            "closes_on": survey.closes_on,
            "state": state,
            "districts": [placed.district.name for placed in survey.node.placed.all()],
            "answered": answered,
        }


class OptionOut(Schema):
    key: str
    axis: str
    text: str


class QuestionOut(Schema):
    """A question as it is asked now."""

    key: str
    number: int
    kind: str
    text: str
    help: str
    required: bool
    unit: str
    low: int | None
    high: int | None
    options: list[OptionOut]


class SurveyWhole(SurveyOut):
    questions: list[QuestionOut]


class SurveysAsked(Schema):
    """Which surveys; `state` is running, ahead or over; `offset` and `limit` walk on."""

    state: str = ""
    district: str = ""
    limit: int = 50
    offset: int = 0


@router.get(
    "/surveys", response=list[SurveyOut], operation_id="survey_list", url_name="survey_list"
)
def survey_list(request: HttpRequest, asked: Query[SurveysAsked]) -> list[dict[str, Any]]:
    """Public surveys, running ones first, at most 200 at once."""
    district = None
    if asked.district:
        district = District.objects.filter(slug=asked.district).first()
        if district is None:
            return []
    state = asked.state if asked.state in ("running", "ahead", "over") else ""
    found = selectors.surveys(actor_of(request), state=state, district=district)
    found = found.filter(node__state="public")
    first = min(max(asked.offset, 0), FARTHEST)
    page = found[first : first + min(max(asked.limit, 1), 200)]
    return [SurveyOut.told(s, s.answered) for s in page]  # type: ignore[attr-defined]


def _public(request: HttpRequest, code: str) -> Survey:
    found = selectors.survey(actor_of(request), code)
    if found is None or found.node.state != "public":
        raise Http404
    return found


@router.get(
    "/surveys/{code}", response=SurveyWhole, operation_id="survey_view", url_name="survey_view"
)
def survey_view(request: HttpRequest, code: str) -> dict[str, Any]:
    """One survey with its questions."""
    survey = _public(request, code)
    questions = [
        {
            "key": q.key,
            "number": n,
            "kind": q.kind,
            "text": q.text,
            "help": q.help,
            "required": q.required,
            "unit": q.unit,
            "low": q.low,
            "high": q.high,
            "options": [{"key": o.key, "axis": o.axis, "text": o.text} for o in q.options.all()],
        }
        for n, q in enumerate(selectors.questions(survey), 1)
    ]
    return {**SurveyOut.told(survey, selectors.answered(survey)), "questions": questions}


@router.get("/surveys/{code}/result", operation_id="survey_result", url_name="survey_result")
def survey_result(request: HttpRequest, code: str) -> dict[str, Any]:
    """The result: n, shares with intervals, weighted shares; null is withheld (fewer than k).
    404 as long as it is not public."""
    survey = _public(request, code)
    actor = actor_of(request)
    if not may_read_result(actor, survey):
        raise Http404
    return exports.as_json(reporting.report(request.municipality, survey))  # type: ignore[attr-defined]
