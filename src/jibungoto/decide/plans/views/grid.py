"""The progress grid of a plan: HTTP only."""

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from jibungoto.decide.plans import policies, selectors, services
from jibungoto.decide.plans.cells import hurdle_of
from jibungoto.decide.plans.forms import Cells, GridFilter, grid_chosen, sent, whole_page
from jibungoto.decide.plans.models import Plan
from jibungoto.kernel.access import access
from jibungoto.kernel.links import link
from jibungoto.kernel.policy import decide
from jibungoto.ui.listing import listed

from .tabs import tabs


@require_http_methods(["GET", "POST"])
@access(policies.REPORT, load=selectors.plan)
def progress_grid(request: HttpRequest, plan: Plan) -> HttpResponse:
    """A page of measures to be filled like a spreadsheet; without script it is sent as a form."""
    year = _year(request, plan)
    answers: list[services.Answer] = []
    if request.method == "POST":
        cells = whole_page(request.POST)
        answers = _fill(request, plan, year, cells)
        repeated, why = _repeat(request, plan, year, request.POST.get("same", ""))
        if why:
            messages.warning(request, why)
        number = len({a.row for a in answers if a.state == "saved"}) + repeated
        if number:
            said = ngettext(
                "{}件の報告を保存しました。", "{}件の報告を保存しました。", number
            ).format(number)
            messages.success(request, said)
        more = request.POST.get("more", "")
        if not any(a.said for a in answers):
            if not number and not why and not more:
                messages.info(request, _("変わったところはありませんでした。"))
            return redirect(_here(request, more))
    return _page(request, plan, year, answers)


def _here(request: HttpRequest, more: str) -> str:
    """The same page again, at the row that gets a line for one more reason."""
    query = request.GET.copy()
    query.pop("more", None)
    if not more.isdecimal():
        return f"{request.path}?{query.urlencode()}" if query else request.path
    query["more"] = more
    return f"{request.path}?{query.urlencode()}#r{more}"


def _page(
    request: HttpRequest, plan: Plan, year: int, answers: list[services.Answer]
) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    chosen = grid_chosen(request.GET)
    asked = {**request.GET.dict(), **request.POST.dict()}
    more = str(asked.get("more", ""))
    grid = selectors.grid(actor, plan, year, chosen, request.GET.get("page"), more)
    words = selectors.grid_words()
    years = selectors.year_choices(plan, selectors.default_year(plan))
    refused = [a for a in answers if a.said]
    by_row = {row.pk: row for row in grid.rows}
    for one in refused:
        if row := by_row.get(one.row):
            if (key := hurdle_of(one.column)) and key not in row.keys:
                row.keys.append(key)
            row.said[one.column] = (one.state, one.said)
            row.typed[one.column] = one.typed
    context: dict[str, Any] = {
        "plan": plan,
        "year": year,
        "grid": grid,
        "form": GridFilter(
            {**request.GET.dict(), "year": year}, years=years, grid=grid, states=words.states
        ),
        "states": list(words.states.items()),
        "remedies": list(words.remedies.items()),
        "own_words": listed(grid.own or ()),
        "refused": len(refused),
        "may_import": bool(decide(actor, policies.IMPORT, plan)),
        "tabs": tabs(request, plan, "progress_grid"),
        "filtered": any(asdict(chosen).values()),
        "cells_url": link("plans:progress_cells", slug=plan.slug),
    }
    conflicts = any(a.state == "conflict" for a in refused)
    status = 409 if conflicts else 422 if refused else 200
    return render(request, "plans/progress_grid.html", context, status=status)


@require_POST
@access(policies.REPORT, load=selectors.plan)
def progress_cells(request: HttpRequest, plan: Plan) -> HttpResponse:
    """What the script of the grid saves as one goes; answers what became of each cell."""
    # A form was read as one already; only what the script sends is still there as it came.
    told = sent(request.body) if request.content_type == "application/json" else None
    if told is None or told.year not in _years(plan):
        return JsonResponse({"said": _("受けとった内容を読み取れませんでした。")}, status=422)
    if told.same is not None:
        number, why = _repeat(request, plan, told.year, str(told.same))
        measures = selectors.grid_cells(plan, told.year, [told.same]) if number else {}
        return JsonResponse({"cells": [], "same": measures, "said": why})
    answers = _fill(request, plan, told.year, told.cells)
    return JsonResponse({"cells": [asdict(a) for a in answers], "cut": told.cut})


def _fill(request: HttpRequest, plan: Plan, year: int, cells: Cells) -> list[services.Answer]:
    actor = request.actor  # type: ignore[attr-defined]
    measures = selectors.grid_measures(actor, plan, cells)
    return services.fill_rows(
        rows=[(measures[pk], row) for pk, row in cells.items() if pk in measures],
        year=year,
        actor=actor,
        words=selectors.grid_words(),
    )


def _repeat(request: HttpRequest, plan: Plan, year: int, row: str) -> tuple[int, str]:
    """The year before once more for one row, marked as such; and why not."""
    actor = request.actor  # type: ignore[attr-defined]
    measures = selectors.grid_measures(actor, plan, [int(row)] if row.isdecimal() else [])
    for measure in measures.values():
        try:
            services.same_as_last_year(measure=measure, year=year, actor=actor)
        except services.PlansError as error:
            return 0, str(error)
    return len(measures), ""


def _years(plan: Plan) -> dict[int, str]:
    return dict(selectors.year_choices(plan, selectors.default_year(plan)))


def _year(request: HttpRequest, plan: Plan) -> int:
    wanted = request.GET.get("year", "")
    known = wanted.isdecimal() and int(wanted) in _years(plan)
    return int(wanted) if known else selectors.default_year(plan)
