"""What everybody reads: the list, one survey."""

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from jibungoto.hear.sheets import kinds as sheets
from jibungoto.hear.surveys import conditions, policies, selectors
from jibungoto.hear.surveys.forms import SurveyFilter
from jibungoto.hear.surveys.models import Survey
from jibungoto.hear.surveys.selectors import results
from jibungoto.kernel import kept
from jibungoto.kernel.access import access
from jibungoto.kernel.actor import GUEST, Actor, Level
from jibungoto.kernel.bands import district_band
from jibungoto.kernel.policy import decide
from jibungoto.kernel.telling import told
from jibungoto.ui import pdf

from .common import page, state

PAGE = 20


@require_GET
@access("surveys.survey.list")
def survey_list(request: HttpRequest) -> HttpResponse:
    """The surveys of the city or of a district: running ones first."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = SurveyFilter(request.GET)
    chosen = form.chosen()
    found = Paginator(selectors.surveys(actor, **chosen), PAGE).get_page(request.GET.get("page"))
    district = form.district_chosen
    context = {
        "form": form,
        "page": found,
        "rows": [(one, state(one)) for one in found.object_list],
        "chosen": chosen,
        "district": district,
        "band": district_band(district, "hear") if district else None,
        "may_create": actor.may_somewhere(policies.RUN),
    }
    return render(request, "surveys/survey_list.html", context)


@require_GET
@access("surveys.survey.view", load=selectors.survey)
def survey_view(request: HttpRequest, survey: Survey) -> HttpResponse:
    """What is asked, why, what for; the way in, the result and what became of it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    municipality = request.municipality  # type: ignore[attr-defined]
    public = kept.kept(
        municipality,
        f"survey:{survey.pk}:{survey.node.version}:{survey.version}",
        lambda: _public_part(municipality.slug, survey),
    )
    asked = public["asked"]
    runs = policies.runs(actor, survey)
    sheet = selectors.mine(actor, survey)
    return page(
        request,
        "survey_view",
        survey,
        **public,
        pages=len(conditions.pages(asked)),
        minutes=max(1, round(len(asked) * 20 / 60)),
        running=survey.is_running(),
        ahead=survey.is_ahead(),
        over=survey.is_over(),
        level=Level(survey.level),
        level_how=Level(survey.level).how(),
        may_answer=decide(actor, "surveys.survey.answer", survey),
        may_read=bool(decide(actor, "surveys.result.view", survey)),
        sheet=sheet,
        answered=selectors.answered(survey),
        runs=runs,
        paper_url=sheets.print_url(survey.node) if runs else None,
    )


def _public_part(slug: str, survey: Survey) -> dict[str, Any]:
    """What is the same for every reader, and for those who run it before it is public."""
    address = f"{settings.BASE_URL}/{slug}/n/{survey.code}/"
    return {
        "asked": selectors.questions(survey),
        "outcomes": selectors.outcomes(survey),
        "rounds": [r for r in results.rounds(GUEST, survey) if r.pk != survey.pk],
        "story": told(GUEST, survey.node),
        "address": address,
        "qr": mark_safe(pdf.qr(address, label=survey.title)),  # noqa: S308  drawn by us
    }


@require_GET
@never_cache
@access("surveys.survey.list")
def survey_mine(request: HttpRequest) -> HttpResponse:
    """What was answered from this device or account, and what is half answered."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    rows = [(one, state(one.survey)) for one in selectors.my_sheets(actor)]
    return render(request, "surveys/survey_mine.html", {"rows": rows})
