"""Pages of plans: HTTP only."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from jibungoto.kernel import kept
from jibungoto.kernel.access import access

from . import selectors
from .models import Measure, Plan


@require_GET
@access("plans.plan.list")
def plan_list(request: HttpRequest) -> HttpResponse:
    plans = list(selectors.plans(request.actor))  # type: ignore[attr-defined]
    for plan in plans:
        plan.period = selectors.period(plan)  # type: ignore[attr-defined]
    return render(request, "plans/plan_list.html", {"plans": plans})


@require_GET
@access("plans.plan.view", load=selectors.plan)
def plan_view(request: HttpRequest, plan: Plan) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    branches = selectors.tree(actor, plan)
    words = kept.words(request.municipality)  # type: ignore[attr-defined]
    counted = selectors.counts(branches)
    return render(
        request,
        "plans/plan_view.html",
        {
            "plan": plan,
            "period": selectors.period(plan),
            "branches": branches,
            "lineage": selectors.lineage(actor, plan),
            "words": words,
            "marks": list(plan.marks.all()),
            "viewpoints": selectors.viewpoints(plan),
            "indicators": selectors.indicators(actor, plan),
            "counts": [
                (selectors.LOOK.get(state, "none"), words.get(f"state.{state}", state), number)
                for state, number in counted.items()
            ],
        },
    )


@require_GET
@access("plans.plan.view", load=selectors.measure)
def measure_view(request: HttpRequest, measure: Measure) -> HttpResponse:
    words = kept.words(request.municipality)  # type: ignore[attr-defined]
    level = selectors.levels(measure.plan, words).get(measure.level, "")
    return render(
        request,
        "plans/measure_view.html",
        {
            "measure": measure,
            "words": words,
            "level": level,
            "years": selectors.years(measure, words),
            "indicators": selectors.indicators(request.actor, measure.plan, measure=measure),  # type: ignore[attr-defined]
        },
    )
