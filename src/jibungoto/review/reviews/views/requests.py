"""Pages of a department that answers: HTTP only."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jibungoto.decide.plans.selectors import LOOK
from jibungoto.decide.plans.services import PlansError
from jibungoto.kernel import kept, nodes
from jibungoto.kernel.access import access
from jibungoto.kernel.links import link
from jibungoto.kernel.policy import decide
from jibungoto.review.reviews import keys, policies, selectors, services
from jibungoto.review.reviews.forms import ReportForm
from jibungoto.review.reviews.models import ReviewContact, ReviewItem, ReviewRequest, ReviewRound
from jibungoto.ui.listing import inside


@require_GET
@access("reviews.request.view", load=selectors.request)
def request_view(request: HttpRequest, asked: ReviewRequest) -> HttpResponse:
    """A department's measures with what was reported, and a form for each."""
    return page(request, asked, may_answer=bool(decide(request.actor, policies.ANSWER, asked)))  # type: ignore[attr-defined]


def page(
    request: HttpRequest,
    asked: ReviewRequest,
    filled: ReportForm | None = None,
    code: str = "",
    *,
    may_answer: bool = True,
) -> HttpResponse:
    """The page; `filled` is a form that was sent and has faults, of the measure `code`."""
    actor = request.actor  # type: ignore[attr-defined]
    words = kept.words(request.municipality)  # type: ignore[attr-defined]
    rows = selectors.rows(actor, asked)
    takes = asked.round.state == ReviewRound.State.OPEN and asked.answered_at is None
    writes = may_answer and takes
    reported = sum(row.is_reported for row in rows)
    next_one = next((r for r in rows if not r.is_reported), None)
    shown = []
    for row in rows:
        here = row.measure.node.short_code
        form = None
        if writes:
            is_filled = filled is not None and code == here
            form = filled if is_filled else ReportForm(row=row, words=words)
        shown.append(
            {
                "row": row,
                "report": _way(asked, "report", here),
                "repeat": _way(asked, "repeat", here),
                "form": form,
                "open": code == here if code else writes and row is next_one,
                "word": words.get(f"state.{row.report.state}", "") if row.report else "",
                "look": LOOK.get(row.report.state, "none") if row.report else "none",
                "last_word": words.get(f"state.{row.last.state}", "") if row.last else "",
            }
        )
    context = {
        "asked": asked,
        "round": asked.round,
        "shown": shown,
        "reported": reported,
        "number": len(rows),
        "is_whole": reported == len(rows),
        "may_answer": may_answer,
        "writes": writes,
        "by_link": _contact(asked),
        "answer": _way(asked, "answer"),
        "reopen": _way(asked, "reopen"),
    }
    status = 422 if filled is not None and filled.errors else 200
    return render(request, "reviews/request_view.html", context, status=status)


def _contact(asked: ReviewRequest) -> ReviewContact | None:
    """The contact whose link opened the request, where one did."""
    return getattr(asked, "by_link", None)


_WAYS = {
    "": "request_view", "report": "item_report", "repeat": "item_repeat",
    "answer": "request_answer", "reopen": "request_reopen",
}  # fmt: skip


def _way(asked: ReviewRequest, errand: str, code: str = "") -> str:
    """The address of an errand of a request: by the link that opened it, else one's own."""
    more = {"code": code} if code else {}
    contact = _contact(asked)
    if contact is None:
        return link(f"reviews:{_WAYS[errand]}", public_id=asked.public_id, **more)
    return link(f"reviews:link_{errand or 'view'}", token=keys.token_of(contact), **more)


@require_POST
@access("reviews.item.report", load=selectors.item)
def item_report(request: HttpRequest, item: ReviewItem) -> HttpResponse:
    """Keep what was reported of one measure; then on to the next that waits."""
    return report(request, item)


def report(request: HttpRequest, item: ReviewItem) -> HttpResponse:
    """Keep a report, however the request was opened."""
    actor = request.actor  # type: ignore[attr-defined]
    words = kept.words(request.municipality)  # type: ignore[attr-defined]
    code = item.measure.node.short_code
    data = request.POST.copy()
    form = ReportForm(data, row=selectors.row(actor, item), words=words)
    if not form.is_valid():
        return page(request, item.request, form, code)
    try:
        services.report_measure(
            item=item,
            actor=actor,
            told=form.told(),
            hurdles=form.remedied(),
            evidence=form.cleaned_data["evidence"],
            expected_version=form.cleaned_data["version"],
            by_link=_contact(item.request),
        )
    except nodes.ChangedMeanwhile:
        form.add_error(
            None,
            _(
                "開いているあいだに、ほかの方が書きこみました。いまの内容を別の窓で確かめてから、"
                "もう一度保存してください。"
            ),
        )
        form.look_again(data, selectors.row(actor, item))
        return page(request, item.request, form, code)
    except (services.ReviewsError, PlansError) as error:
        form.add_error(None, str(error))
        return page(request, item.request, form, code)
    messages.success(request, _("「{}」の報告を保存しました。").format(inside(item.measure.title)))
    return _back(item.request, code)


@require_POST
@access("reviews.item.report", load=selectors.item)
def item_repeat(request: HttpRequest, item: ReviewItem) -> HttpResponse:
    """Report the same as the year before."""
    return repeat(request, item)


def repeat(request: HttpRequest, item: ReviewItem) -> HttpResponse:
    """Repeat a report, however the request was opened."""
    actor = request.actor  # type: ignore[attr-defined]
    try:
        services.repeat_measure(item=item, actor=actor, by_link=_contact(item.request))
        said = _("「{}」は、前の年度と同じと報告しました。")
        messages.success(request, said.format(item.measure.title))
    except (services.ReviewsError, PlansError) as error:
        messages.warning(request, str(error))
    return _back(item.request, item.measure.node.short_code)


@require_POST
@access("reviews.item.report", load=selectors.item)
def evidence_remove(request: HttpRequest, item: ReviewItem) -> HttpResponse:
    """Take a linked record off; with `back` it is linked again."""
    actor = request.actor  # type: ignore[attr-defined]
    code = request.POST.get("record", "")
    node = nodes.by_code(actor, code)
    try:
        if node is not None:
            services.remove_evidence(item=item, node=node)
            said = _("「{}」を裏づけから外しました。記録そのものは残っています。")
            messages.success(request, said.format(node.title))
    except services.ReviewsError as error:
        messages.warning(request, str(error))
    return _back(item.request, item.measure.node.short_code)


@require_POST
@access(policies.ANSWER, load=selectors.request)
def request_answer(request: HttpRequest, asked: ReviewRequest) -> HttpResponse:
    return answer(request, asked)


def answer(request: HttpRequest, asked: ReviewRequest) -> HttpResponse:
    """Take an answer, however the request was opened."""
    actor = request.actor  # type: ignore[attr-defined]
    try:
        services.give_answer(request=asked, actor=actor, by_link=_contact(asked))
        messages.success(request, _("回答を受けとりました。ありがとうございます。"))
    except services.ReviewsError as error:
        messages.warning(request, str(error))
    return _back(asked)


@require_POST
@access(policies.ANSWER, load=selectors.request)
def request_reopen(request: HttpRequest, asked: ReviewRequest) -> HttpResponse:
    return reopen(request, asked)


def reopen(request: HttpRequest, asked: ReviewRequest) -> HttpResponse:
    """Open an answer again, however the request was opened."""
    actor = request.actor  # type: ignore[attr-defined]
    try:
        services.reopen_answer(request=asked, actor=actor, by_link=_contact(asked))
        messages.success(request, _("回答を開き直しました。直したら、もう一度回答してください。"))
    except services.ReviewsError as error:
        messages.warning(request, str(error))
    return _back(asked)


def _back(asked: ReviewRequest, code: str = "") -> HttpResponse:
    where = _way(asked, "")
    return redirect(f"{where}#m-{code}" if code else where)
