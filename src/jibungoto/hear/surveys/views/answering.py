"""Answering: a page at a time, what was said kept at once, handed in at the end."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jibungoto.hear.sample.forms import AboutFields, why
from jibungoto.hear.surveys import conditions, limits, policies, selectors, services
from jibungoto.hear.surveys.forms import PageForm, typed
from jibungoto.hear.surveys.models import Answering, Kind, Question, Reply, Survey
from jibungoto.hear.surveys.values import Value
from jibungoto.kernel.access import access
from jibungoto.kernel.actor import Actor, Level
from jibungoto.kernel.links import link, node_url
from jibungoto.know.findings.maps import picking_map
from jibungoto.ui.errors import handler429

from .common import BOTH, page


def _address(survey: Survey, number: int | str) -> str:
    return f"{link('surveys:survey_answer', code=survey.code)}?page={number}"


def _closed(request: HttpRequest, survey: Survey) -> HttpResponse:
    """It does not take answers now; whatever was sent is shown, so that nobody loses it."""
    words = typed(request.POST)
    return page(request, "survey_closed", survey, status=409, words=words, ahead=survey.is_ahead())


def _number(asked: str, last: int) -> int:
    return min(max(int(asked), 1), last) if asked.isascii() and asked.isdigit() else 1


def _drawn(
    here: Sequence[Question], asked: Sequence[Question], told: dict[str, Value]
) -> list[Question]:
    """The questions of a page for somebody: those whose condition may be met on the page itself
    are drawn with it said."""
    shown = {q.key for q in conditions.asked(asked, selectors.chosen(told))}
    found: list[Question] = []
    for question in here:
        if question.key in shown or question.if_key in {q.key for q in found}:
            found.append(question)
    return found


@require_http_methods(BOTH)
@never_cache
@access("surveys.survey.answer", load=selectors.survey)
def survey_answer(request: HttpRequest, survey: Survey) -> HttpResponse:
    """One page of questions, then the two about oneself, then a look over all."""
    trial = survey.stage in (Survey.Stage.DRAFT, Survey.Stage.TRIAL)
    if survey.stage == Survey.Stage.DRAFT or not (trial or survey.is_running()):
        return _closed(request, survey)
    asked = selectors.questions(survey)
    if not asked:
        return _closed(request, survey)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    every = conditions.pages(asked)
    sheet = selectors.mine(actor, survey)
    wanted = request.GET.get("page", "")
    if wanted == "about":
        return _about(request, survey, sheet, len(every))
    if wanted == "check":
        return _check(request, survey, sheet, asked, every)
    number = _number(wanted or str(sheet.page if sheet else 1), len(every))
    return _questions(request, survey, sheet, asked, every, number)


def _questions(
    request: HttpRequest,
    survey: Survey,
    sheet: Answering | None,
    asked: Sequence[Question],
    every: Sequence[Sequence[Question]],
    number: int,
) -> HttpResponse:
    told = selectors.values(sheet) if sheet else {}
    here = _drawn(every[number - 1], asked, told)
    posted = request.method == "POST"
    data = request.POST.copy() if posted else None
    changed = posted and str(request.POST.get("version")) not in ("", "None", str(survey.version))
    if data is not None:
        data["version"] = str(survey.version)
    form = PageForm(data, page=here, asked=asked, values=told, version=survey.version)
    lost: list[str] = []
    if posted:
        good = form.is_valid()
        lost = typed(request.POST, asked)
        participant = request.take_part()  # type: ignore[attr-defined]
        if not limits.within(request, participant.pk):
            return handler429(request, seconds=limits.WAIT_SECONDS)
        try:
            sheet = sheet or services.start_answering(
                survey=survey,
                participant_id=participant.pk,
                level=Level(request.actor.level),  # type: ignore[attr-defined]
                district=participant.district,
            )
            following = number + 1 if good and not changed else number
            sheet = services.save_page(
                answering=sheet, values=form.values(), page=min(following, len(every))
            )
        except services.NotRunning:
            return _closed(request, survey)
        if good and changed:
            form.add_error(
                None,
                _(
                    "答えているあいだに、質問が直されました。"
                    "書いたことは残っています。このページの質問を見直して、もう一度進んでください。"
                ),
            )
        elif good:
            return redirect(_following(survey, sheet, asked, every, number))
    return page(
        request,
        "survey_answer",
        survey,
        form=form,
        blocks=form.blocks(),
        number=number,
        whole=len(every) + 2,
        back=_address(survey, number - 1) if number > 1 else node_url(survey.node),
        map=picking_map(None) if any(q.kind == Kind.PLACE for q in here) else None,
        lost=lost,
        sheet=sheet,
    )


def _following(
    survey: Survey,
    sheet: Answering,
    asked: Sequence[Question],
    every: Sequence[Sequence[Question]],
    number: int,
) -> str:
    """The next page that has a question for this person."""
    told = selectors.values(sheet)
    for after in range(number + 1, len(every) + 1):
        if _drawn(every[after - 1], asked, told):
            return _address(survey, after)
    return _address(survey, "about")


def _about(
    request: HttpRequest, survey: Survey, sheet: Answering | None, pages: int
) -> HttpResponse:
    if sheet is None:
        return redirect(_address(survey, 1))
    initial = {"age_band": sheet.age_band, "district": sheet.district_id}
    form = AboutFields(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.tell_about(answering=sheet, **form.cleaned_data)
        except services.NotRunning:
            return _closed(request, survey)
        return redirect(_address(survey, "check"))
    return page(
        request,
        "survey_about",
        survey,
        form=form,
        why=why(),
        number=pages + 1,
        whole=pages + 2,
        back=_address(survey, pages),
    )


def _check(
    request: HttpRequest,
    survey: Survey,
    sheet: Answering | None,
    asked: Sequence[Question],
    every: Sequence[Sequence[Question]],
) -> HttpResponse:
    if sheet is None:
        return redirect(_address(survey, 1))
    left: list[str] = []
    if request.method == "POST":
        try:
            services.finish_answering(answering=sheet)
            return redirect(link("surveys:survey_thanks", code=survey.code))
        except services.NotRunning:
            return _closed(request, survey)
        except services.Incomplete as error:
            left = [q.key for q in error.questions]
    at = {q.key: n for n, here in enumerate(every, 1) for q in here}
    return page(
        request,
        "survey_check",
        survey,
        status=422 if left else 200,
        rows=_said(sheet, asked, at, survey, left),
        left=len(left),
        sheet=sheet,
        number=len(every) + 2,
        whole=len(every) + 2,
        back=_address(survey, "about"),
        about=_address(survey, "about"),
    )


def _said(
    sheet: Answering,
    asked: Sequence[Question],
    at: dict[str, int],
    survey: Survey,
    left: Sequence[str],
) -> list[dict[str, Any]]:
    """Each question put to this person with the answer in words and the way to change it."""
    replies = {r.question.key: r for r in selectors.replies(sheet)}
    told = {key: selectors.value_of(r) for key, r in replies.items()}
    shown = conditions.asked(asked, selectors.chosen(told))
    return [
        {
            "number": list(asked).index(q) + 1,
            "text": q.text,
            "lines": lines(replies[q.key]) if q.key in replies else [],
            "hidden": replies[q.key].hidden_reason if q.key in replies else "",
            "missing": q.key in left,
            "url": _address(survey, at[q.key]),
        }
        for q in shown
    ]


def lines(reply: Reply) -> list[str]:
    """An answer in words, a line each."""
    found = []
    for pick in reply.picks.all():
        if pick.row is not None:
            found.append(_("{}：{}").format(pick.row.text, pick.option.text))
        elif pick.option.is_other and reply.text:
            found.append(_("{}：{}").format(pick.option.text, reply.text))
        else:
            found.append(pick.option.text)
    if reply.number is not None:
        number = int(reply.number) if reply.number.is_integer() else reply.number
        found.append(f"{number}{reply.question.unit}")
    if reply.lat is not None:
        found.append(_("地図で選んだ場所"))
    if reply.district is not None:
        found.append(reply.district.name)
    if reply.text and not reply.question.is_chosen:
        found.append(reply.text)
    return found


@require_GET
@never_cache
@access("surveys.survey.view", load=selectors.survey)
def survey_thanks(request: HttpRequest, survey: Survey) -> HttpResponse:
    """What happens next, and my answers: to be changed until the end, or taken back."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    sheet = selectors.mine(actor, survey)
    asked = selectors.questions(survey)
    at = {q.key: n for n, here in enumerate(conditions.pages(asked), 1) for q in here}
    return page(
        request,
        "survey_thanks",
        survey,
        sheet=sheet,
        rows=_said(sheet, asked, at, survey, []) if sheet else [],
        open=survey.is_running() or survey.stage == Survey.Stage.TRIAL,
        runs=policies.runs(actor, survey),
        outcomes=selectors.outcomes(survey),
    )


@require_POST
@never_cache
@access("surveys.survey.view", load=selectors.survey)
def survey_take_back(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Remove one's answers, also after the end; results count without them."""
    sheet = selectors.mine(request.actor, survey)  # type: ignore[attr-defined]
    if sheet is None:
        messages.warning(request, _("この端末からの答えは、ありません。"))
    else:
        services.take_back(answering=sheet)
        messages.success(request, _("答えを消しました。結果も、あなたの答えを除いて数え直します。"))
    return redirect(node_url(survey.node))
