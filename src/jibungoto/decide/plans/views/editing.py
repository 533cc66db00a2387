"""Pages on which a plan itself and its own words are edited: HTTP only."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jibungoto.decide.plans import policies, selectors, services
from jibungoto.decide.plans.forms import (
    LevelRows,
    MarkRows,
    NewPlanForm,
    PlanForm,
    VersionForm,
    ViewpointRows,
    chosen,
)
from jibungoto.decide.plans.models import Plan
from jibungoto.kernel.access import access
from jibungoto.kernel.links import link, node_url
from jibungoto.kernel.models import Node
from jibungoto.kernel.nodes import ChangedMeanwhile

from .tabs import tabs, write_over


@require_http_methods(["GET", "POST"])
@access(policies.CREATE)
def plan_create(request: HttpRequest) -> HttpResponse:
    """A plan by hand, as a draft; what it holds is written next."""
    others = selectors.other_plans(request.actor, None)  # type: ignore[attr-defined]
    form = NewPlanForm(request.POST or None, others=others)
    if form.is_valid():
        told = form.told()
        before = told.pop("continues")
        plan = services.create_plan(
            continues=before[0] if before else None, state=Node.State.DRAFT, **told
        )
        if before[1:]:
            services.change_plan(plan=plan, continues=before)
        messages.success(
            request,
            _("「{}」の下書きをつくりました。中身を書いてから公開してください。").format(plan),
        )
        return redirect(link("plans:plan_words", slug=plan.slug))
    context = {"form": form}
    return render(request, "plans/plan_create.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@access(policies.EDIT, load=selectors.plan)
def plan_edit(request: HttpRequest, plan: Plan) -> HttpResponse:
    """What describes a plan; whoever comes second sees both versions and chooses."""
    actor = request.actor  # type: ignore[attr-defined]
    about: dict[str, Any] = {
        "others": selectors.other_plans(actor, plan),
        "plan": plan,
        "before": selectors.lineage(actor, plan).before,
    }
    data = chosen(request.POST, PlanForm(**about)) if request.method == "POST" else None
    form = PlanForm(data, **about)
    if form.is_valid():
        answer = write_over(
            request, form, partial(services.change_plan, plan=plan),
            version=plan.node.version, title=plan.title, back=node_url(plan.node),
            then=link("plans:plan_edit", slug=plan.slug),
        )  # fmt: skip
        if answer:
            return answer
    context = {
        "plan": plan,
        "form": form,
        "tabs": tabs(request, plan, "plan_edit"),
        "history": selectors.history(actor, plan.node),
    }
    return render(request, "plans/plan_edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@access(policies.EDIT, load=selectors.plan)
def plan_words(request: HttpRequest, plan: Plan) -> HttpResponse:
    """What the levels are called, the marks with their meaning, the viewpoints."""
    now = selectors.words_of(plan)
    posted = request.POST or None
    version = VersionForm(posted, initial={"version": plan.node.version})
    levels, marks, viewpoints = now
    tables: dict[str, Any] = {
        "levels": LevelRows(
            posted, prefix="level", initial=[{"pk": one.pk, "name": one.name} for one in levels]
        ),
        "marks": MarkRows(
            posted, prefix="mark",
            initial=[{"pk": m.pk, "sign": m.sign, "name": m.name} for m in marks],
        ),
        "viewpoints": ViewpointRows(
            posted, prefix="view",
            initial=[
                {"pk": v.pk, "group": v.group, "code": v.code, "title": v.title}
                for v in viewpoints
            ],
        ),
    }  # fmt: skip
    fault, status, changed = "", 200, False
    if posted:
        valid = [table.is_valid() for table in tables.values()]
        if all(valid) and version.is_valid():
            try:
                services.set_words(
                    plan=plan,
                    expected_version=version.cleaned_data["version"],
                    **{name: table.rows() for name, table in tables.items()},
                )
            except ChangedMeanwhile:
                status, changed = 409, True
                version = VersionForm(initial={"version": plan.node.version})
            except services.PlansError as error:
                fault = str(error)
            else:
                messages.success(request, _("書きかえました。"))
                return redirect(link("plans:plan_words", slug=plan.slug))
        status = 409 if changed else 422
    context = {
        "plan": plan,
        "tabs": tabs(request, plan, "plan_words"),
        "tables": tables,
        "version": version,
        "fault": fault,
        "now": now if changed else None,
    }
    return render(request, "plans/plan_words.html", context, status=status)
