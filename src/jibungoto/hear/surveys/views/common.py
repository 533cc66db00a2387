"""What the pages of surveys share."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jibungoto.hear.surveys.models import Survey
from jibungoto.kernel import phases
from jibungoto.kernel.bands import district_band
from jibungoto.ui.seen import status as status_of

BOTH = ["GET", "POST"]


def state(survey: Survey) -> phases.Phase:
    """How a survey stands, as `{% state %}` draws it: shape and word."""
    if survey.stage == Survey.Stage.DRAFT:
        return phases.DRAFT
    if survey.stage == Survey.Stage.TRIAL:
        return phases.Phase("none", Survey.Stage.TRIAL.label)
    if survey.is_running():
        return phases.OPEN
    if survey.is_ahead():
        return phases.COMING
    return phases.CLOSED


def band(survey: Survey) -> dict[str, Any] | None:
    """The band of the one district a survey is about."""
    placed = list(survey.node.placed.all())
    return district_band(placed[0].district, "hear") if len(placed) == 1 else None


def page(
    request: HttpRequest, name: str, survey: Survey, *, status: int = 200, **context: Any
) -> HttpResponse:
    """A page of one survey; a form with faults answers 422."""
    form = context.get("form")
    if status == 200 and form is not None:
        status = status_of(form)
    said = {"survey": survey, "state": state(survey), "band": band(survey), **context}
    return render(request, f"surveys/{name}.html", said, status=status)
