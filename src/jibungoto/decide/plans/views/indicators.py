"""Pages on which the indicators of a plan and their values are edited: HTTP only."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jibungoto.decide.plans import policies, selectors, services
from jibungoto.decide.plans.forms import (
    CorrectionForm,
    IndicatorForm,
    PastedForm,
    ValueRows,
    YearForm,
    chosen,
    value_initial,
)
from jibungoto.decide.plans.models import IndicatorValue, Plan, PlanIndicator
from jibungoto.kernel.access import access
from jibungoto.kernel.links import link
from jibungoto.kernel.models import Node
from jibungoto.kernel.nodes import ChangedMeanwhile
from jibungoto.ui.listing import inside
from jibungoto.ui.tags.words import fiscal_year

from .tabs import add_error, tabs, write_over


def _desk(plan: Plan) -> str:
    return link("plans:indicators_edit", slug=plan.slug)


def _values_page(indicator: PlanIndicator) -> str:
    return link("plans:value_table", slug=indicator.plan.slug, code=indicator.node.short_code)


@require_GET
@access(policies.EDIT, load=selectors.plan)
def indicators_edit(request: HttpRequest, plan: Plan) -> HttpResponse:
    """Every indicator of a plan in one line, and the closing of a fiscal year."""
    rows = selectors.indicator_lines(plan)
    years = selectors.years_to_close(plan)
    context = {
        "plan": plan,
        "tabs": tabs(request, plan, "indicators_edit"),
        "rows": [
            selectors.indicator_summary(i) for i in rows if i.node.state != Node.State.REMOVED
        ],
        "removed": [i for i in rows if i.node.state == Node.State.REMOVED],
        "close": YearForm(years=years) if years else None,
    }
    return render(request, "plans/indicators_edit.html", context)


@require_http_methods(["GET", "POST"])
@access(policies.EDIT, load=selectors.plan)
def indicator_create(request: HttpRequest, plan: Plan) -> HttpResponse:
    form = IndicatorForm(request.POST or None, above=_above(plan))
    if form.is_valid():
        try:
            indicator = services.add_indicator(plan=plan, **form.told())
        except services.PlansError as error:
            add_error(form, error)
        else:
            messages.success(
                request,
                _("「{}」をつくりました。続けて、値を書けます。").format(inside(indicator.name)),
            )
            return redirect(_values_page(indicator))
    return _form(request, form, plan, None)


@require_http_methods(["GET", "POST"])
@access(policies.EDIT, load=selectors.indicator_to_edit)
def indicator_edit(request: HttpRequest, indicator: PlanIndicator) -> HttpResponse:
    plan = indicator.plan
    about: dict[str, Any] = {"above": _above(plan), "indicator": indicator}
    data = chosen(request.POST, IndicatorForm(**about)) if request.method == "POST" else None
    form = IndicatorForm(data, **about)
    if form.is_valid():
        answer = write_over(
            request, form, partial(services.change_indicator, indicator=indicator),
            version=indicator.version, title=indicator.name, back=_desk(plan),
        )  # fmt: skip
        if answer:
            return answer
    return _form(request, form, plan, indicator)


def _above(plan: Plan) -> Any:
    return lambda code: selectors.measure_written(plan, code)


def _form(
    request: HttpRequest, form: IndicatorForm, plan: Plan, indicator: PlanIndicator | None
) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    context = {
        "plan": plan,
        "indicator": indicator,
        "form": form,
        "parents": selectors.measure_frame(plan).every,
        "tabs": tabs(request, plan, "indicators_edit"),
        "history": selectors.history(actor, indicator.node) if indicator else [],
    }
    status = 422 if form.errors else 200
    return render(request, "plans/indicator_edit.html", context, status=status)


@require_POST
@access(policies.EDIT, load=selectors.indicator_to_edit)
def indicator_remove(request: HttpRequest, indicator: PlanIndicator) -> HttpResponse:
    try:
        services.remove_indicator(indicator=indicator)
        messages.success(
            request,
            _("「{}」を消しました。このページの下で、元に戻せます。").format(
                inside(indicator.name)
            ),
        )
    except services.PlansError as error:
        messages.warning(request, str(error))
    return redirect(_desk(indicator.plan))


@require_POST
@access(policies.EDIT, load=selectors.removed_indicator)
def indicator_restore(request: HttpRequest, indicator: PlanIndicator) -> HttpResponse:
    services.restore_indicator(indicator=indicator)
    messages.success(request, _("「{}」を元に戻しました。").format(inside(indicator.name)))
    return redirect(_desk(indicator.plan))


@require_http_methods(["GET", "POST"])
@access(policies.EDIT, load=selectors.indicator_to_edit)
def value_table(request: HttpRequest, indicator: PlanIndicator) -> HttpResponse:
    """The values of an indicator as a small table; what is pasted is looked through first."""
    every = selectors.values(indicator)
    is_pasted = "pasted" in request.POST
    open_rows = [value_initial(v) for v in every if v.frozen_at is None]
    paste = PastedForm(request.POST if is_pasted else None)
    pasted = paste.rows() if is_pasted and paste.is_valid() else []
    posted = request.POST if request.method == "POST" and not is_pasted else None
    rows: Any = ValueRows(
        posted, initial=_merged(open_rows, pasted), form_kwargs={"unit": indicator.unit}
    )
    version, fault, status, now = indicator.version, "", 200, []
    if posted is not None:
        status = 422
        try:
            seen = int(posted.get("version", "0") or 0)
        except ValueError:
            seen = 0
        if rows.is_valid():
            try:
                number = services.set_values(
                    indicator=indicator, figures=rows.figures(), expected_version=seen
                )
            except ChangedMeanwhile:
                status, now = 409, open_rows
            except services.PlansError as error:
                fault = str(error)
            else:
                messages.success(
                    request,
                    _("{}件の値を書きかえました。").format(number)
                    if number
                    else _("変わったところはありませんでした。"),
                )
                return redirect(_values_page(indicator))
        if status == 422:
            version = seen
    elif is_pasted and paste.errors:
        status = 422
    context = {
        "indicator": indicator,
        "plan": indicator.plan,
        "rows": rows,
        "paste": paste,
        "pasted": len(pasted),
        "version": version,
        "fault": fault,
        "now": now,
        "frozen": [v for v in every if v.frozen_at is not None],
    }
    return render(request, "plans/value_table.html", context, status=status)


def _merged(known: list[dict[str, str]], pasted: list[dict[str, str]]) -> list[dict[str, str]]:
    """What is there with what was pasted: the same kind and year is written over."""
    found = {(row["role"], row["year"]): row for row in known}
    for row in pasted:
        found[row["role"], row.get("year", "")] = row
    return list(found.values())


@require_http_methods(["GET", "POST"])
@access(policies.EDIT, load=selectors.frozen_value)
def value_correct(request: HttpRequest, value: IndicatorValue) -> HttpResponse:
    """A correction of a frozen value, written beside it."""
    indicator = value.indicator
    form = CorrectionForm(request.POST or None, unit=indicator.unit)
    if form.is_valid():
        try:
            services.correct_value(
                value=value, to=form.cleaned_data["value"], source=form.cleaned_data["source"]
            )
        except services.PlansError as error:
            add_error(form, error)
        else:
            messages.success(request, _("訂正を書きました。元の値も残っています。"))
            return redirect(_values_page(indicator))
    context = {"form": form, "value": value, "indicator": indicator, "plan": indicator.plan}
    status = 422 if form.errors else 200
    return render(request, "plans/value_correct.html", context, status=status)


@require_POST
@access(policies.EDIT, load=selectors.plan)
def year_close(request: HttpRequest, plan: Plan) -> HttpResponse:
    """Freeze the actuals of a fiscal year."""
    form = YearForm(request.POST, years=selectors.years_to_close(plan))
    if form.is_valid():
        year = form.cleaned_data["year"]
        number = services.close_year(plan=plan, year=year)
        messages.success(
            request,
            _("{year}を締めました。{number}件の実績が確定しています。").format(
                year=fiscal_year(year), number=number
            ),
        )
    else:
        messages.warning(request, _("締める年度を選んでください。"))
    return redirect(_desk(plan))
