"""What everybody reads of a plan beside its page: tables, indicators, paper, files, the embed."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.csp import CSP
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_GET

from jibungoto.decide.plans import drawing, exports, pictures, printing, selectors
from jibungoto.decide.plans.models import Plan, PlanIndicator
from jibungoto.decide.plans.standing import standing
from jibungoto.kernel.access import access
from jibungoto.kernel.intake.writing import table_response
from jibungoto.kernel.kept import words as kept_words
from jibungoto.kernel.links import node_url
from jibungoto.ui.charts import prepare
from jibungoto.ui.errors import unprocessable
from jibungoto.ui.pdf import CannotPrint

VIEW = "plans.plan.view"


@require_GET
@access(VIEW, load=selectors.plan)
def indicator_wall(request: HttpRequest, plan: Plan) -> HttpResponse:
    """Every indicator of a plan: its line, latest value, target, whether it is on its way."""
    standings = selectors.wall(request.actor, plan)  # type: ignore[attr-defined]
    looks: dict[tuple[str, str], int] = {}
    for one in standings:
        looks[one.look, one.word] = looks.get((one.look, one.word), 0) + 1
    context = {
        "plan": plan,
        "standings": standings,
        "counts": [(look, word, number) for (look, word), number in looks.items()],
    }
    return render(request, "plans/indicator_wall.html", context)


@require_GET
@access(VIEW, load=selectors.indicator)
def indicator_view(request: HttpRequest, indicator: PlanIndicator) -> HttpResponse:
    """One indicator: chart, table, what it means and how it is counted."""
    values = list(indicator.values.all())
    figure = pictures.indicator_figure(indicator, values)
    prepare([figure])
    context = {
        "indicator": indicator,
        "plan": indicator.plan,
        "figure": figure,
        "standing": standing(indicator, values),
    }
    return render(request, "plans/indicator_view.html", context)


@require_GET
@access(VIEW, load=selectors.plan)
def indicator_table(request: HttpRequest, plan: Plan) -> HttpResponse:
    """Every value of every indicator as CSV, or Excel with `as=xlsx`."""
    rows = selectors.indicator_rows(request.actor, plan)  # type: ignore[attr-defined]
    name = _("{}の指標").format(plan.title)
    return table_response(exports.indicators(rows), name=name, suffix=_suffix(request))


@require_GET
@access(VIEW, load=selectors.plan_and_table)
def plan_table(request: HttpRequest, found: selectors.PlanAndTable) -> HttpResponse:
    """A table over a plan: on the page, on paper (`as=pdf`), as CSV or Excel."""
    plan, shown = found.plan, found.table
    asked = request.GET.get("as", "")
    if asked in ("csv", "xlsx"):
        name = f"{plan.title}_{shown.title}"
        return table_response(exports.table(shown), name=name, suffix=asked)
    if asked == "pdf":
        return _paper(request, f"{plan.title}_{shown.title}",
                      lambda: printing.table(request.municipality, plan, shown))  # type: ignore[attr-defined]  # fmt: skip
    return render(request, "plans/plan_table.html", {"plan": plan, "shown": shown})


@require_GET
@access(VIEW, load=selectors.plan)
def plan_changes(request: HttpRequest, plan: Plan) -> HttpResponse:
    """What was continued, merged, split, dropped and new since the plan before."""
    actor = request.actor  # type: ignore[attr-defined]
    before = selectors.lineage(actor, plan).before
    if not before:
        raise Http404
    told = selectors.difference(actor, before[0], plan)
    asked = request.GET.get("as", "")
    name = _("{}_前の計画から変わったこと").format(plan.title)
    if asked in ("csv", "xlsx"):
        return table_response(exports.changes(told), name=name, suffix=asked)
    if asked == "pdf":
        return _paper(request, name, lambda: printing.changes(request.municipality, plan, told))  # type: ignore[attr-defined]
    sides = [
        {"title": one.title, "policy": one.policy, "period": selectors.period(one)}
        for one in (told.before, told.after)
    ]
    context = {"plan": plan, "told": told, "sides": sides}
    return render(request, "plans/plan_changes.html", context)


@require_GET
@access(VIEW, load=selectors.plan)
def plan_export_table(request: HttpRequest, plan: Plan) -> HttpResponse:
    """The whole tree as CSV, or Excel with `as=xlsx`."""
    words = kept_words(request.municipality)  # type: ignore[attr-defined]
    seen = selectors.glance(request.actor, plan, wordy=True)  # type: ignore[attr-defined]
    rows = exports.tree(plan, seen, words)
    return table_response(rows, name=plan.title, suffix=_suffix(request))


@require_GET
@access(VIEW, load=selectors.plan)
def plan_summary(request: HttpRequest, plan: Plan) -> HttpResponse:
    """The plan on one page of A3."""
    actor = request.actor  # type: ignore[attr-defined]
    municipality = request.municipality  # type: ignore[attr-defined]
    seen = selectors.glance(actor, plan)
    offered = selectors.choices(plan)
    hurdles = selectors.plan_hurdles(plan, seen.every)
    keys = [key for key, _title in selectors.tables(offered, has_hurdles=bool(hurdles))]
    found = [selectors.table(actor, plan, key) for key in keys]
    return _paper(
        request,
        _("{}_概要").format(plan.title),
        lambda: printing.summary(
            municipality,
            plan,
            seen=seen,
            offered=offered,
            lineage=selectors.lineage(actor, plan),
            late=selectors.late(plan, seen.every, hurdles),
            moved=selectors.moved(plan, seen.every),
            standings=selectors.wall(actor, plan),
            tables=[one for one in found if one],
            words=kept_words(municipality),
        ),
    )


@require_GET
@xframe_options_exempt
@csp_override(
    {
        "default-src": [CSP.NONE],
        "style-src": [CSP.SELF],
        "img-src": [CSP.SELF, "data:"],
        "font-src": [CSP.SELF],
        "base-uri": [CSP.NONE],
        "form-action": [CSP.NONE],
        "frame-ancestors": ["*"],
    }
)
@access(VIEW, load=selectors.plan)
def plan_embed(request: HttpRequest, plan: Plan) -> HttpResponse:
    """A plan at a glance for the pages of others: the only page that may stand in a frame."""
    words = kept_words(request.municipality)  # type: ignore[attr-defined]
    seen = selectors.glance(request.actor, plan)  # type: ignore[attr-defined]
    base = node_url(plan.node)
    context = {
        "plan": plan,
        "period": selectors.period(plan),
        "tally": drawing.tally_of(seen.states, words),
        "cells": drawing.cells(seen.roots, base, words, most=drawing.MOST_CELLS),
        "url": base,
    }
    return render(request, "plans/plan_embed.html", context)


def _suffix(request: HttpRequest) -> str:
    return "xlsx" if request.GET.get("as") == "xlsx" else "csv"


def _paper(request: HttpRequest, name: str, make: Callable[[], bytes]) -> HttpResponse:
    try:
        made = make()
    except CannotPrint:
        return unprocessable(request, what=_("いまは印刷できません。画面の表をお使いください。"))
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(False, f"{name}.pdf") or ""
    return response
