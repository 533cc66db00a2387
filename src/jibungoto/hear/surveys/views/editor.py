"""The editor: the questions in their order, one form for each; no dragging, keyboard only."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jibungoto.hear.surveys import conditions, policies, selectors, services
from jibungoto.hear.surveys.forms import PageForm, QuestionForm
from jibungoto.hear.surveys.models import Kind, Question, Survey
from jibungoto.kernel.access import access
from jibungoto.kernel.links import link
from jibungoto.kernel.turns import in_turn
from jibungoto.know.findings.maps import picking_map

from .common import BOTH, page


def _list(survey: Survey, question: Question | None = None) -> str:
    mark = f"#q-{question.key}" if question else ""
    return link("surveys:question_list", code=survey.code) + mark


@require_GET
@never_cache
@access(policies.RUN, load=selectors.run_survey)
def question_list(request: HttpRequest, survey: Survey) -> HttpResponse:
    """All questions, each with what can be done to it."""
    ever = selectors.questions_ever(survey)
    asked = selectors.asked_now(ever)
    starts = {here[0].key: n for n, here in enumerate(conditions.pages(asked), 1) if here}
    return page(
        request,
        "question_list",
        survey,
        rows=[(q, conditions.said(q, asked), starts.get(q.key)) for q in asked],
        removed=selectors.removed_questions(ever),
        kinds=Kind.choices,
        answered=selectors.answered(survey),
    )


@require_http_methods(BOTH)
@never_cache
@access(policies.RUN, load=selectors.run_survey)
def question_create(request: HttpRequest, survey: Survey) -> HttpResponse:
    """A new question at the end, of the kind that was chosen."""
    kind = request.GET.get("kind", "")
    if kind not in Kind.values:
        return redirect(_list(survey))
    asked = selectors.questions(survey)
    form = QuestionForm(request.POST if request.method == "POST" else None, kind=kind, before=asked)
    if request.method == "POST" and form.is_valid():
        try:
            question = services.add_question(survey=survey, kind=kind, **form.told())
        except services.SurveysError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("質問を足しました。"))
            return redirect(_list(survey, question))
    label = Kind(kind).label
    return page(request, "question_edit", survey, form=form, kind=label, back=_list(survey))


@require_http_methods(BOTH)
@never_cache
@in_turn
@access("surveys.question.edit", load=selectors.question)
def question_edit(request: HttpRequest, question: Question) -> HttpResponse:
    """Change a question; told that it becomes a new version once somebody answered."""
    survey = question.survey
    asked = selectors.questions(survey)
    at = next((n for n, q in enumerate(asked) if q.key == question.key), len(asked))
    form = QuestionForm(
        request.POST if request.method == "POST" else None,
        kind=question.kind,
        before=asked[:at],
        question=question,
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.change_question(question=question, **form.told())
        except services.SurveysError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("質問を直しました。"))
            return redirect(_list(survey, question))
    return page(
        request,
        "question_edit",
        survey,
        form=form,
        kind=question.get_kind_display(),
        question=question,
        answered=selectors.answered(survey),
        back=_list(survey, question),
    )


@require_POST
@access("surveys.question.edit", load=selectors.question)
def question_move(request: HttpRequest, question: Question) -> HttpResponse:
    try:
        services.move_question(question=question, up=request.POST.get("way") == "up")
    except services.SurveysError as error:
        messages.warning(request, str(error))
    return redirect(_list(question.survey, question))


@require_POST
@access("surveys.question.edit", load=selectors.question)
def question_duplicate(request: HttpRequest, question: Question) -> HttpResponse:
    try:
        made = services.duplicate_question(question=question)
    except services.SurveysError as error:
        messages.warning(request, str(error))
        return redirect(_list(question.survey))
    messages.success(request, _("質問を写しました。"))
    return redirect(_list(question.survey, made))


@require_POST
@access("surveys.question.edit", load=selectors.question)
def question_remove(request: HttpRequest, question: Question) -> HttpResponse:
    try:
        kept = services.remove_question(question=question)
    except services.SurveysError as error:
        messages.warning(request, str(error))
    else:
        messages.success(
            request,
            _("質問を外しました。これまでの答えは残っています。下から、戻せます。")
            if kept
            else _("質問を消しました。"),
        )
    return redirect(_list(question.survey))


@require_POST
@access("surveys.question.edit", load=selectors.question)
def question_restore(request: HttpRequest, question: Question) -> HttpResponse:
    try:
        services.restore_question(question=question)
        messages.success(request, _("質問を戻しました。"))
    except services.SurveysError as error:
        messages.warning(request, str(error))
    return redirect(_list(question.survey, question))


@require_GET
@never_cache
@access(policies.RUN, load=selectors.run_survey)
def survey_preview(request: HttpRequest, survey: Survey) -> HttpResponse:
    """A page as those see it who answer, as wide as a phone; nothing is sent."""
    asked = selectors.questions(survey)
    every = conditions.pages(asked)
    wanted = request.GET.get("page", "1")
    number = int(wanted) if wanted.isascii() and wanted.isdigit() else 1
    number = min(max(number, 1), max(len(every), 1))
    here = every[number - 1] if every else []
    form = PageForm(None, page=here, asked=asked, values={}, version=survey.version)
    return page(
        request,
        "survey_preview",
        survey,
        shown=form,
        blocks=form.blocks(),
        number=number,
        pages=len(every),
        map=picking_map(None) if any(q.kind == Kind.PLACE for q in here) else None,
    )
