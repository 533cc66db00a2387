"""Pages of yearly reports: HTTP only."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jibungoto.decide.plans.selectors import LOOK
from jibungoto.decide.plans.selectors import period as period_of
from jibungoto.kernel.access import access
from jibungoto.kernel.intake.books import MIME
from jibungoto.kernel.links import link, node_url
from jibungoto.kernel.models import Node
from jibungoto.kernel.policy import decide
from jibungoto.review.reviews import policies, services
from jibungoto.review.reviews.forms import WithdrawForm
from jibungoto.review.reviews.models import YearReport
from jibungoto.review.reviews.report import Contents, printing
from jibungoto.review.reviews.report import figures as pictures
from jibungoto.review.reviews.selectors import reports as selectors
from jibungoto.ui.charts import prepare
from jibungoto.ui.tags.words import fiscal_year


@require_GET
@access("reviews.report.list")
def report_list(request: HttpRequest) -> HttpResponse:
    """Every plan's reports, the years of a plan together."""
    editions = list(selectors.reports(request.actor)[: selectors.SHOWN])  # type: ignore[attr-defined]
    newest = selectors.newest_editions(editions)
    context = {"editions": [one for one in editions if one.pk in newest]}
    return render(request, "reviews/report_list.html", context)


@require_GET
@access("reviews.report.list", load=selectors.plan_years)
def report_years(request: HttpRequest, found: selectors.PlanYear) -> HttpResponse:
    """The reports of one plan, and for those who make them the years still to be made."""
    context = {
        "plan": found.plan,
        "editions": found.editions,
        "newest": selectors.newest_editions(found.editions),
        "years": found.years,
        "may_make": bool(decide(request.actor, policies.MANAGE)),  # type: ignore[attr-defined]
    }
    return render(request, "reviews/report_years.html", context)


@require_GET
@access(policies.MANAGE, load=selectors.draft)
def report_draft(request: HttpRequest, draft: selectors.Draft) -> HttpResponse:
    """The report on a year as it would be frozen now."""
    with translation.override(selectors.LANGUAGE):
        contents = selectors.contents(draft.plan, draft.year)
    return _page(request, contents, {"draft": draft, "plan": draft.plan})


@require_POST
@access(policies.MANAGE, load=selectors.draft)
def report_freeze(request: HttpRequest, draft: selectors.Draft) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    try:
        with translation.override(selectors.LANGUAGE):
            made = services.freeze_report(plan=draft.plan, year=draft.year, actor=actor)
    except services.ReviewsError as error:
        messages.warning(request, str(error))
        return redirect(request.path.removesuffix("freeze/"))
    messages.success(
        request, _("年次報告を確定しました。確かめてから公開してください。数はもう変わりません。")
    )
    return redirect(node_url(made.node))


@require_GET
@access("reviews.report.view", load=selectors.report)
def report_view(request: HttpRequest, report: YearReport) -> HttpResponse:
    """An edition as it was frozen, and beside it what was corrected since."""
    return _edition(request, report, WithdrawForm())


def _edition(request: HttpRequest, report: YearReport, withdrawing: WithdrawForm) -> HttpResponse:
    contents = selectors.contents_of(report)
    more = {
        "report": report,
        "plan": report.plan,
        "since": selectors.since(report, contents),
        "is_intact": selectors.is_intact(report, contents),
        "is_public": report.node.state == Node.State.PUBLIC,
        "may_publish": bool(decide(request.actor, policies.MANAGE)),  # type: ignore[attr-defined]
        "base": node_url(report.node),
        "withdrawing": withdrawing,
    }
    return _page(request, contents, more)


def _page(request: HttpRequest, contents: Contents, more: dict[str, Any]) -> HttpResponse:
    figures = pictures.figures(contents)
    prepare(figures)
    context = {
        "contents": contents,
        "period": _period(contents, more["plan"]),
        "figures": figures,
        "counts": [(LOOK.get(one.state, "none"), one) for one in contents.counts],
        "policies": [
            (policy, [(LOOK.get(line.state, "none"), line) for line in policy.lines])
            for policy in contents.policies
        ],
        "title": _("{}の年次報告").format(fiscal_year(contents.year)),
        **more,
    }
    form = more.get("withdrawing")
    status = 422 if form is not None and form.errors else 200
    return render(request, "reviews/report_view.html", context, status=status)


def _period(contents: Contents, plan: Any) -> str:
    """The plan's years as they were frozen; in another language, as it says them."""
    return contents.period if get_language() == selectors.LANGUAGE else period_of(plan)


@require_POST
@access("reviews.report.publish", load=selectors.report)
def report_publish(request: HttpRequest, report: YearReport) -> HttpResponse:
    try:
        services.publish_report(report=report, actor=request.actor)  # type: ignore[attr-defined]
        messages.success(request, _("年次報告を公開しました。"))
    except services.ReviewsError as error:
        messages.warning(request, str(error))
    return redirect(node_url(report.node))


@require_POST
@access("reviews.report.withdraw", load=selectors.report)
def report_withdraw(request: HttpRequest, report: YearReport) -> HttpResponse:
    """Take an edition back, with the reason."""
    actor = request.actor  # type: ignore[attr-defined]
    form = WithdrawForm(request.POST)
    if form.is_valid():
        try:
            services.withdraw_report(report=report, actor=actor, **form.cleaned_data)
        except services.ReviewsError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("この版を取り下げました。ページは残り、理由が出ます。"))
            return redirect(node_url(report.node))
    return _edition(request, report, form)


@require_POST
@access("reviews.report.withdraw", load=selectors.report)
def report_reinstate(request: HttpRequest, report: YearReport) -> HttpResponse:
    services.reinstate_report(report=report, actor=request.actor)  # type: ignore[attr-defined]
    messages.success(request, _("取り下げをやめました。この版を、もとのとおり読めます。"))
    return redirect(node_url(report.node))


@require_GET
@access(policies.MANAGE, load=selectors.draft)
def report_draft_sheets(request: HttpRequest, draft: selectors.Draft) -> HttpResponse:
    """The draft on A4, to be read through before it is frozen."""
    contents = selectors.contents(draft.plan, draft.year)
    content = printing.pdf(
        request.municipality,  # type: ignore[attr-defined]
        contents,
        edition=printing.DRAFT,
        url=link("reviews:report_draft", slug=draft.plan.slug, year=draft.year),
    )
    name = _("{}　{}年度の年次報告（下書き）.pdf").format(draft.plan.title, draft.year)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(False, name) or ""
    return response


@require_GET
@access("reviews.report.view", load=selectors.report)
def report_sheets(request: HttpRequest, report: YearReport) -> HttpResponse:
    """An edition on A4."""
    content = printing.pdf(
        request.municipality,  # type: ignore[attr-defined]
        selectors.contents_of(report),
        edition=printing.edition(report.number, is_withdrawn=report.withdrawn_at is not None),
        url=node_url(report.node),
    )
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = (
        content_disposition_header(False, f"{report.node.title}.pdf") or ""
    )
    return response


@require_GET
@access("reviews.report.view", load=selectors.report)
def report_book(request: HttpRequest, report: YearReport) -> HttpResponse:
    """An edition as an Excel book."""
    with translation.override(printing.LANGUAGE):
        content = printing.xlsx(selectors.contents_of(report))
    response = HttpResponse(content, content_type=MIME)
    response["Content-Disposition"] = (
        content_disposition_header(True, f"{report.node.title}.xlsx") or ""
    )
    return response
