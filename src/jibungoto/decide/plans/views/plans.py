"""Pages of plans and their measures: HTTP only."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jibungoto.decide.plans import drawing, policies, selectors, services
from jibungoto.decide.plans.filtering import PlanFilter
from jibungoto.decide.plans.models import Measure, MeasureActor, Plan
from jibungoto.kernel.access import access
from jibungoto.kernel.kept import words as kept_words
from jibungoto.kernel.links import link, node_url
from jibungoto.kernel.models import Node
from jibungoto.kernel.policy import decide
from jibungoto.ui.listing import inside

LISTED = 6  # rows of what is late, and indicators, on the page of a plan


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
    """The whole at a glance, what is late and what moved, and the outline, as filtered."""
    actor = request.actor  # type: ignore[attr-defined]
    words = kept_words(request.municipality)  # type: ignore[attr-defined]
    states = {key: words.get(f"state.{key}", key) for key in selectors.LOOK}
    offered, standings, indicators = selectors.page_frame(actor, plan, LISTED)
    form = PlanFilter(request.GET, choices=offered, states=states)
    chosen = form.chosen()
    seen = selectors.glance(actor, plan, chosen)
    shown = selectors.narrowed(seen) if chosen else seen
    base, is_draft = node_url(plan.node), plan.node.state != Node.State.PUBLIC
    depth = drawing.shown_depth(shown.roots, selectors.MOST_FULL)
    hurdles = selectors.plan_hurdles(plan, seen.every)
    late = selectors.late(plan, seen.every, hurdles)
    lineage, ways_on = selectors.around(actor, plan)
    context = {
        "plan": plan,
        "base": base,
        "period": selectors.period(plan),
        "words": words,
        "is_draft": is_draft,
        "may_publish": bool(decide(actor, "plans.plan.publish")),
        "lineage": lineage,
        "ways_on": ways_on,
        "tally": drawing.tally_of(seen.states, words),
        "whole": len(seen.every),
        "cells": drawing.cells(seen.roots, base, words, most=drawing.MOST_CELLS),
        "late": late[:LISTED],
        "late_count": len(late),
        "moved": selectors.moved(plan, seen.every),
        "looks": selectors.LOOK,
        "indicators": selectors.by_need(standings),
        "indicators_count": indicators,
        "form": form,
        "chosen": bool(chosen),
        "found": shown.matched,
        "outline": drawing.Outline(base, words, depth).draw(shown.roots),
        "marks": offered.marks,
        "groups": offered.groups,
        "embed_url": settings.BASE_URL.rstrip("/") + link("plans:plan_embed", slug=plan.slug),
        "may_carry_over": bool(decide(actor, policies.CREATE)) and not is_draft,
        "tables": selectors.tables(offered, has_hurdles=bool(hurdles)),
    }
    return render(request, "plans/plan_view.html", context)


@require_POST
@access("plans.plan.publish", load=selectors.plan)
def plan_publish(request: HttpRequest, plan: Plan) -> HttpResponse:
    services.publish_plan(plan=plan)
    messages.success(request, _("「{}」を公開しました。").format(inside(plan.title)))
    return redirect(node_url(plan.node))


@require_GET
@access("plans.plan.view", load=selectors.measure)
def measure_view(request: HttpRequest, measure: Measure) -> HttpResponse:
    words = kept_words(request.municipality)  # type: ignore[attr-defined]
    beside = selectors.beside(request.actor, measure)  # type: ignore[attr-defined]
    usual = words.get(f"plan.level.{measure.level}", "")
    base = node_url(measure.plan.node)
    below = drawing.Outline(base, words, depth=1).draw(beside.below) if beside.below else ""
    return render(
        request,
        "plans/measure_view.html",
        {
            "measure": measure,
            "words": words,
            "plan": measure.plan,
            "level": measure.called or beside.named.level or usual,
            "actors": [(MeasureActor.Kind(kind).label, name) for kind, name in beside.named.actors],
            "below": below,
            "own_questions": selectors.own_questions(request.actor, measure),  # type: ignore[attr-defined]
            "beside": beside,
            "years": selectors.years(beside.years, words),
            "planned": any(one.planned for one in beside.years),
            "indicators": beside.indicators,
        },
    )
