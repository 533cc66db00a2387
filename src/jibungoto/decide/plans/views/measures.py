"""Pages on which the tree of a plan is edited: HTTP only."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jibungoto.decide.plans import policies, selectors, services
from jibungoto.decide.plans.forms import HurdleForm, MeasureForm, ScheduleRows, chosen
from jibungoto.decide.plans.models import Hurdle, Measure, Plan
from jibungoto.kernel.access import access
from jibungoto.kernel.links import link, node_url
from jibungoto.kernel.turns import in_turn
from jibungoto.ui.listing import inside
from jibungoto.ui.seen import status as status_of
from jibungoto.ui.tags.words import fiscal_year

from .tabs import add_error, tabs, write_over

_ROWS = 200


def _address(measure: Measure, name: str, **more: Any) -> str:
    plan, code = measure.plan, measure.node.short_code
    return link(f"plans:{name}", slug=plan.slug, code=code, **more)


@require_GET
@access(policies.EDIT, load=selectors.plan)
def tree_edit(request: HttpRequest, plan: Plan) -> HttpResponse:
    """The whole tree in its order, to be added to, moved and opened for editing."""
    actor = request.actor  # type: ignore[attr-defined]
    page = Paginator(selectors.flat(actor, plan), _ROWS).get_page(request.GET.get("page"))
    context = {
        "plan": plan,
        "page": page,
        "tabs": tabs(request, plan, "tree_edit"),
        "removed": list(selectors.removed(plan)[:20]),
    }
    return render(request, "plans/tree_edit.html", context)


@require_http_methods(["GET", "POST"])
@access(policies.EDIT, load=selectors.plan)
def measure_create(request: HttpRequest, plan: Plan) -> HttpResponse:
    """A new measure; `under` is the code of what it hangs below."""
    frame = selectors.measure_frame(plan)
    parent = selectors.measure_by_code(plan, request.GET.get("under", ""))
    form = MeasureForm(request.POST or None, frame=frame, parent=parent, **_lookups(request, plan))
    if form.is_valid():
        try:
            measure = services.hang_measure(plan=plan, **form.told())
        except services.PlansError as error:
            add_error(form, error)
        else:
            messages.success(request, _("「{}」を加えました。").format(inside(measure.title)))
            return redirect(link("plans:tree_edit", slug=plan.slug))
    return _form(request, form, plan)


@require_http_methods(["GET", "POST"])
@access(policies.EDIT, load=selectors.measure_to_edit)
def measure_edit(request: HttpRequest, measure: Measure) -> HttpResponse:
    """Everything written of a measure; whoever comes second sees both versions and chooses."""
    plan = measure.plan
    about: dict[str, Any] = {
        "frame": selectors.measure_frame(plan),
        **_lookups(request, plan),
        "measure": measure,
        "standing": selectors.standing(measure),
    }
    data = chosen(request.POST, MeasureForm(**about)) if request.method == "POST" else None
    form = MeasureForm(data, **about)
    if form.is_valid():
        answer = write_over(
            request, form, partial(services.edit_measure, measure=measure),
            version=measure.version, title=measure.title, back=node_url(measure.node),
        )  # fmt: skip
        if answer:
            return answer
    return _form(request, form, plan, measure, about["standing"])


def _lookups(request: HttpRequest, plan: Plan) -> dict[str, Any]:
    """How the form finds the pages and the measure above that somebody wrote."""
    actor = request.actor  # type: ignore[attr-defined]
    return {
        "find": lambda address: selectors.find_node(actor, address),
        "above": lambda code: selectors.measure_written(plan, code),
    }


def _form(
    request: HttpRequest,
    form: MeasureForm,
    plan: Plan,
    measure: Measure | None = None,
    standing: selectors.Standing | None = None,
) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    context = {
        "plan": plan,
        "measure": measure,
        "form": form,
        "parents": form.frame.parents,
        "tabs": tabs(request, plan, "tree_edit"),
        "hurdles": standing.hurdles if standing else [],
        "history": selectors.history(actor, measure.node, standing.past)
        if measure and standing
        else [],
    }
    status = 422 if form.errors else 200
    return render(request, "plans/measure_edit.html", context, status=status)


@require_POST
@access(policies.EDIT, load=selectors.measure)
def measure_move(request: HttpRequest, measure: Measure) -> HttpResponse:
    """One place up or down among those of the same parent."""
    by = -1 if request.POST.get("by") == "up" else 1
    if not services.shift_measure(measure=measure, by=by):
        messages.info(request, _("「{}」は、もう端にあります。").format(inside(measure.title)))
    back = link("plans:tree_edit", slug=measure.plan.slug)
    page = request.POST.get("page", "")
    query = f"?page={page}" if page.isdecimal() else ""
    return redirect(f"{back}{query}#m-{measure.node.short_code}")


@require_POST
@access(policies.EDIT, load=selectors.measure)
def measure_remove(request: HttpRequest, measure: Measure) -> HttpResponse:
    try:
        services.remove_measure(measure=measure)
    except services.PlansError as error:
        messages.warning(request, str(error))
        return redirect(_address(measure, "measure_edit"))
    messages.success(
        request,
        _("「{}」を消しました。このページの下で、元に戻せます。").format(inside(measure.title)),
    )
    return redirect(link("plans:tree_edit", slug=measure.plan.slug))


@require_POST
@access(policies.EDIT, load=selectors.removed_measure)
def measure_restore(request: HttpRequest, measure: Measure) -> HttpResponse:
    try:
        services.restore_measure(measure=measure)
        messages.success(request, _("「{}」を元に戻しました。").format(inside(measure.title)))
    except services.PlansError as error:
        messages.warning(request, str(error))
    return redirect(link("plans:tree_edit", slug=measure.plan.slug))


@require_http_methods(["GET", "POST"])
@in_turn
@access(policies.EDIT, load=selectors.measure)
def measure_schedule(request: HttpRequest, measure: Measure) -> HttpResponse:
    """What is planned for each fiscal year."""
    rows = selectors.schedule(measure)
    form: Any = ScheduleRows(
        request.POST or None, initial=[{"year": year, "planned": said} for year, said in rows]
    )
    fault = ""
    if request.method == "POST" and form.is_valid():
        actor = request.actor  # type: ignore[attr-defined]
        try:
            services.set_schedule(measure=measure, planned=form.told(), actor=actor)
        except services.PlansError as error:
            fault = str(error)
        else:
            messages.success(request, _("年度ごとの予定を書きかえました。"))
            return redirect(_address(measure, "measure_edit"))
    context = {
        "plan": measure.plan,
        "measure": measure,
        "form": form,
        "rows": [
            (fiscal_year(year), row) for (year, _said), row in zip(rows, form.forms, strict=False)
        ],
        "fault": fault,
    }
    status = 422 if fault else status_of(*form.forms)
    return render(request, "plans/measure_schedule.html", context, status=status)


@require_http_methods(["GET", "POST"])
@access(policies.REPORT, load=selectors.measure)
def hurdle_create(request: HttpRequest, measure: Measure) -> HttpResponse:
    """Why a measure did not get on in a year, and what is done about it."""
    form = HurdleForm(request.POST or None, years=_years(measure))
    if form.is_valid():
        try:
            services.add_hurdle(measure=measure, **form.told())
        except services.PlansError as error:
            add_error(form, error)
        else:
            messages.success(request, _("進まなかった理由を書きました。"))
            return redirect(node_url(measure.node))
    return _hurdle(request, form, measure, None)


@require_http_methods(["GET", "POST"])
@access(policies.REPORT, load=selectors.hurdle)
def hurdle_edit(request: HttpRequest, hurdle: Hurdle) -> HttpResponse:
    measure = hurdle.measure
    about: dict[str, Any] = {"years": _years(measure, hurdle.year), "hurdle": hurdle}
    data = chosen(request.POST, HurdleForm(**about)) if request.method == "POST" else None
    form = HurdleForm(data, **about)
    if form.is_valid():
        answer = write_over(
            request, form, partial(services.change_hurdle, hurdle=hurdle),
            version=hurdle.version, title=measure.title, back=node_url(measure.node),
        )  # fmt: skip
        if answer:
            return answer
    return _hurdle(request, form, measure, hurdle)


@require_POST
@access(policies.REPORT, load=selectors.hurdle)
def hurdle_remove(request: HttpRequest, hurdle: Hurdle) -> HttpResponse:
    measure = hurdle.measure
    services.remove_hurdle(hurdle=hurdle)
    messages.success(request, _("消しました。何を消したかは、記録に残っています。"))
    return redirect(node_url(measure.node))


def _years(measure: Measure, *known: int) -> list[tuple[int, str]]:
    return selectors.year_choices(measure.plan, selectors.this_year(), *known)


def _hurdle(
    request: HttpRequest, form: HurdleForm, measure: Measure, hurdle: Hurdle | None
) -> HttpResponse:
    context = {"form": form, "measure": measure, "plan": measure.plan, "hurdle": hurdle}
    status = 422 if form.errors else 200
    return render(request, "plans/hurdle_edit.html", context, status=status)
