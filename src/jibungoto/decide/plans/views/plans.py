"""Pages of plans and their measures: HTTP only."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jibungoto.decide.plans import policies, selectors, services
from jibungoto.decide.plans.models import Measure, Plan
from jibungoto.kernel.access import access
from jibungoto.kernel.kept import words as kept_words
from jibungoto.kernel.links import node_url
from jibungoto.kernel.models import Node
from jibungoto.kernel.policy import decide


@require_GET
@access("plans.plan.list")
def plan_list(request: HttpRequest) -> HttpResponse:
    plans = list(selectors.plans(request.actor))  # type: ignore[attr-defined]
    for plan in plans:
        plan.period = selectors.period(plan)  # type: ignore[attr-defined]
    may_create = bool(decide(request.actor, policies.CREATE))  # type: ignore[attr-defined]
    return render(request, "plans/plan_list.html", {"plans": plans, "may_create": may_create})


@require_GET
@access("plans.plan.view", load=selectors.plan)
def plan_view(request: HttpRequest, plan: Plan) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    branches = selectors.tree(actor, plan)
    words = kept_words(request.municipality)  # type: ignore[attr-defined]
    counted = selectors.counts(branches)
    frame = selectors.frame(actor, plan)
    return render(
        request,
        "plans/plan_view.html",
        {
            "plan": plan,
            "period": selectors.period(plan),
            "branches": branches,
            "lineage": selectors.lineage(actor, plan),
            "words": words,
            "is_draft": plan.node.state != Node.State.PUBLIC,
            "may_publish": bool(decide(actor, "plans.plan.publish")),
            "marks": frame.marks,
            "viewpoints": frame.viewpoints,
            "indicators": frame.indicators,
            "counts": [
                (selectors.LOOK.get(state, "none"), words.get(f"state.{state}", state), number)
                for state, number in counted.items()
            ],
        },
    )


@require_POST
@access("plans.plan.publish", load=selectors.plan)
def plan_publish(request: HttpRequest, plan: Plan) -> HttpResponse:
    services.publish_plan(plan=plan)
    messages.success(request, _("「{}」を公開しました。").format(plan.title))
    return redirect(node_url(plan.node))


@require_GET
@access("plans.plan.view", load=selectors.measure)
def measure_view(request: HttpRequest, measure: Measure) -> HttpResponse:
    words = kept_words(request.municipality)  # type: ignore[attr-defined]
    beside = selectors.beside(request.actor, measure)  # type: ignore[attr-defined]
    usual = words.get(f"plan.level.{measure.level}", "")
    return render(
        request,
        "plans/measure_view.html",
        {
            "measure": measure,
            "words": words,
            "level": beside.levels.get(measure.level, usual),
            "beside": beside,
            "years": selectors.years(beside.years, words),
            "indicators": beside.indicators,
        },
    )
