"""Pages of those who lead a review round: HTTP only."""

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jibungoto.decide.plans.models import Plan
from jibungoto.japan.fiscal import FiscalYear
from jibungoto.kernel import clock
from jibungoto.kernel.access import access
from jibungoto.kernel.links import link
from jibungoto.kernel.policy import decide
from jibungoto.kernel.turns import in_turn
from jibungoto.review.reviews import policies, selectors, services
from jibungoto.review.reviews.forms import RoundChangeForm, RoundForm, year_choices
from jibungoto.review.reviews.models import ReviewRound
from jibungoto.review.reviews.selectors.reports import years_over
from jibungoto.ui.seen import status as status_of


@require_GET
@access("reviews.round.list")
def round_list(request: HttpRequest) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    leads = bool(decide(actor, policies.MANAGE))
    context = {
        "rounds": selectors.rounds(actor)[:60],
        "plans": selectors.plans_to_review(actor)[:40] if leads else [],
        "leads": leads,
        "waiting": selectors.waiting_for_answer(actor),
    }
    return render(request, "reviews/round_list.html", context)


@require_http_methods(["GET", "POST"])
@access(policies.MANAGE, load=selectors.plan_to_review)
def round_open(request: HttpRequest, plan: Plan) -> HttpResponse:
    """Choose the year, the days and the departments; then everybody is asked."""
    asked = selectors.departments(plan)
    today = clock.today()
    last = FiscalYear.of(today).year - 1  # the year that is over, or the plan's first or last
    form = RoundForm(
        request.POST or None,
        years=year_choices(plan.starts, plan.ends),
        asked=asked,
        emails=selectors.suggested_addresses([one.name for one in asked]),
        initial={
            "year": min(max(last, plan.starts or last), plan.ends or last),
            "opens": today,
            "due": today + dt.timedelta(days=21),
        },
    )
    if form.is_valid():
        told = form.cleaned_data
        try:
            made = services.open_round(
                plan=plan,
                year=told["year"],
                opens=told["opens"],
                due=told["due"],
                remind_on=told["remind_on"],
                note=told["note"],
                departments=form.departments(),
                actor=request.actor,  # type: ignore[attr-defined]
            )
        except services.ReviewsError as error:
            form.add_error(None, str(error))
        else:
            said = _("{}課にお願いしました。回答がそろうまで、このページで様子がわかります。")
            messages.success(request, said.format(len(form.departments())))
            return redirect(link("reviews:round_view", public_id=made.public_id))
    context = {
        "plan": plan,
        "form": form,
        "asked": asked,
        "unasked": selectors.without_department(plan),
    }
    return render(request, "reviews/round_open.html", context, status=422 if form.errors else 200)


@require_GET
@access("reviews.round.view", load=selectors.round_)
def round_view(request: HttpRequest, found: ReviewRound) -> HttpResponse:
    """Who has answered and who has not."""
    form = RoundChangeForm(initial={"due": found.due, "note": found.note})
    form.watch()
    return _round_page(request, found, form)


def _round_page(request: HttpRequest, found: ReviewRound, form: RoundChangeForm) -> HttpResponse:
    context = {
        "round": found,
        "requests": selectors.requests(found),
        "leads": bool(decide(request.actor, policies.MANAGE)),  # type: ignore[attr-defined]
        "is_over": found.year in years_over(found.plan),
        "is_late": found.state == ReviewRound.State.OPEN and found.due < clock.today(),
        "may_hasten": found.state == ReviewRound.State.OPEN and found.remind_on > clock.today(),
        "form": form,
    }
    status = status_of(form)
    return render(request, "reviews/round_view.html", context, status=status)


@require_POST
@in_turn
@access(policies.MANAGE, load=selectors.round_)
def round_change(request: HttpRequest, found: ReviewRound) -> HttpResponse:
    form = RoundChangeForm(request.POST, initial={"due": found.due, "note": found.note})
    form.watch()
    if form.is_valid():
        try:
            services.change_round(
                found=found,
                actor=request.actor,  # type: ignore[attr-defined]
                **form.cleaned_data,
            )
        except services.ReviewsError as error:
            form.add_error("due", str(error))
        else:
            messages.success(request, _("期日とひとことを直しました。"))
            return redirect(link("reviews:round_view", public_id=found.public_id))
    return _round_page(request, found, form)


@require_POST
@access(policies.MANAGE, load=selectors.round_)
def round_close(request: HttpRequest, found: ReviewRound) -> HttpResponse:
    services.close_round(found=found, actor=request.actor)  # type: ignore[attr-defined]
    messages.success(request, _("見直しを締め切りました。もう一度開くこともできます。"))
    return redirect(link("reviews:round_view", public_id=found.public_id))


@require_POST
@access(policies.MANAGE, load=selectors.round_)
def round_reopen(request: HttpRequest, found: ReviewRound) -> HttpResponse:
    services.reopen_round(found=found, actor=request.actor)  # type: ignore[attr-defined]
    messages.success(request, _("見直しをもう一度開きました。回答を受けつけます。"))
    return redirect(link("reviews:round_view", public_id=found.public_id))
