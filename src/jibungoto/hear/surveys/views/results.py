"""Results: for everybody once they may be read; as pages, paper and data."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jibungoto.hear.surveys import exports, policies, printing, reporting, selectors, trends
from jibungoto.hear.surveys.models import Kind, Survey
from jibungoto.hear.surveys.selectors import results, texts
from jibungoto.kernel.access import access
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.contributions.caution import said
from jibungoto.kernel.intake.writing import table_response
from jibungoto.kernel.policy import decide
from jibungoto.know.places.selectors import boundaries
from jibungoto.ui.maps import Area, StillMap
from jibungoto.ui.maps.still import Place

from .common import page

TEXTS = 30


@require_GET
@access("surveys.result.view", load=selectors.survey)
def survey_result(request: HttpRequest, survey: Survey) -> HttpResponse:
    """All questions with their figures; the ways to more."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = reporting.report(request.municipality, survey)  # type: ignore[attr-defined]
    return page(
        request,
        "survey_result",
        survey,
        report=found,
        outcomes=selectors.outcomes(survey),
        crossable={t.question.key for t in found.told if reporting.crossable(t.question)},
        words={Kind.SHORT, Kind.LONG},
        maps=_maps(found),
        runs=policies.runs(actor, survey),
        has_rounds=len(results.rounds(actor, survey)) > 1,
        may_conclude=bool(decide(actor, policies.CONCLUDE, survey)),
    )


def _maps(found: reporting.Report) -> dict[str, StillMap]:
    """Where people pointed to, rounded to about a hundred metres."""
    if not found.spots:
        return {}
    areas = [Area(o.district.name, o.geojson) for o in boundaries(list(found.districts))]
    return {
        key: StillMap(
            areas=areas,
            places=[
                Place("", lon, lat, "place")
                for lon, lat in sorted({(round(x, 3), round(y, 3)) for x, y in spots})
            ],
            words={"place": _("選ばれた場所")},
            alt=_("選ばれた{}か所の地図。地区ごとの数は、表にあります。").format(len(spots)),
        )
        for key, spots in found.spots.items()
    }


@require_GET
@access("surveys.result.view", load=selectors.survey)
def survey_cross(request: HttpRequest, survey: Survey) -> HttpResponse:
    """One question by age band, district, or another question."""
    asked = selectors.questions(survey)
    offered = [q for q in asked if reporting.crossable(q)]
    key, by = request.GET.get("q", ""), request.GET.get("by", "band")
    chosen = next((q for q in offered if q.key == key), offered[0] if offered else None)
    found = reporting.crossed(survey, chosen, by, asked=asked) if chosen else None
    others = [(q.key, q.text) for q in offered if q.kind == Kind.CHOICE and q != chosen]
    return page(
        request,
        "survey_cross",
        survey,
        found=found,
        chosen=chosen,
        offered=offered,
        by=by,
        ways=[("band", _("年代")), ("district", _("地区")), *others],
    )


@require_GET
@access("surveys.result.view", load=selectors.survey)
def survey_trend(request: HttpRequest, survey: Survey) -> HttpResponse:
    """The same questions over the rounds."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    rounds = results.rounds(actor, survey)
    asked = results.asked(rounds)
    found = trends.trends(
        rounds,
        results.trend(rounds),
        results.asked_in(survey, asked),
        results.wordings(asked),
        k=survey.smallest,
    )
    return page(request, "survey_trend", survey, rounds=rounds, trends=found)


@require_GET
@access("surveys.result.view", load=selectors.survey)
def survey_texts(request: HttpRequest, survey: Survey) -> HttpResponse:
    """What people wrote beside the question; moderators also see what waits and what is hidden."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    moderates = bool(decide(actor, policies.MODERATE, survey))
    state = request.GET.get("state", "shown") if moderates else "shown"
    key = request.GET.get("q", "")
    enough = selectors.answered(survey) >= survey.smallest or moderates
    found = texts.texts(survey, key=key, state=state)
    shown = Paginator(found if enough else found.none(), TEXTS).get_page(request.GET.get("page"))
    asked = [q for versions in selectors.questions_ever(survey).values() for q in versions[:1]]
    return page(
        request,
        "survey_texts",
        survey,
        page_obj=shown,
        rows=[(r, said(r.cautions.split())) for r in shown.object_list],
        moderates=moderates,
        shown_state=state,
        key=key,
        chosen=next((q for q in asked if q.key == key), None),
        enough=enough,
        waits=texts.waiting(survey) if moderates else 0,
    )


@require_GET
@access("surveys.result.view", load=selectors.survey)
def survey_data(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Open data without persons: counts of ten and more; CSV, Excel or JSON."""
    found = reporting.report(request.municipality, survey)  # type: ignore[attr-defined]
    form = request.GET.get("as", "csv")
    if form == "json":
        told: Any = exports.as_json(found)
        options = {"ensure_ascii": False, "indent": 1}
        response = JsonResponse(told, json_dumps_params=options)
        response["Content-Disposition"] = f'attachment; filename="survey-{survey.code}.json"'
        return response
    name = _("{}の結果").format(survey.title)
    rows = exports.table(found)
    return table_response(rows, name=name, suffix="xlsx" if form == "xlsx" else "csv")


@require_GET
@access("surveys.survey.view", load=selectors.survey)
def survey_codebook(request: HttpRequest, survey: Survey) -> HttpResponse:
    """What each question and option is called in the data, in every wording."""
    name = _("{}の符号表").format(survey.title)
    suffix = "xlsx" if request.GET.get("as") == "xlsx" else "csv"
    rows = exports.codebook(selectors.questions_ever(survey))
    return table_response(rows, name=name, suffix=suffix)


@require_GET
@access("surveys.result.view", load=selectors.survey)
def survey_print(request: HttpRequest, survey: Survey) -> HttpResponse:
    """The result as an A4 report."""
    found = reporting.report(request.municipality, survey)  # type: ignore[attr-defined]
    made = printing.report(request.municipality, found, selectors.outcomes(survey))  # type: ignore[attr-defined]
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="survey-{survey.code}.pdf"'
    return response
