"""Asking about a measure, and answering by a date: HTTP only."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jibungoto.decide.plans import policies, selectors, services
from jibungoto.decide.plans.forms import AnswerForm, QuestionForm
from jibungoto.decide.plans.models import Measure, Question
from jibungoto.kernel import clock
from jibungoto.kernel.access import access
from jibungoto.kernel.links import link, node_url
from jibungoto.kernel.turns import in_turn
from jibungoto.know.findings import limits
from jibungoto.ui.errors import handler429
from jibungoto.ui.seen import status as status_of
from jibungoto.ui.tags.words import long_date

PAGE = 30


@require_http_methods(["GET", "POST"])
@access("plans.question.ask", load=selectors.measure)
def question_ask(request: HttpRequest, measure: Measure) -> HttpResponse:
    """Ask the department about a measure; no sign-in is needed."""
    form = QuestionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        participant = request.take_part()  # type: ignore[attr-defined]
        if not limits.within(request, participant.pk):
            return handler429(request, seconds=limits.WAIT_SECONDS)
        question = services.ask_question(
            measure=measure, participant=participant, **form.cleaned_data
        )
        due = long_date(question.due_on)
        messages.success(request, _("質問を受けとりました。返事の期限は{}です。").format(due))
        return redirect(f"{node_url(measure.node)}#questions")
    context = {"form": form, "measure": measure, "plan": measure.plan}
    return render(request, "plans/question_ask.html", context, status=422 if form.errors else 200)


@require_GET
@access("plans.question.list")
def question_list(request: HttpRequest) -> HttpResponse:
    """The questions somebody may answer: what waits, by its date, then what was answered."""
    actor = request.actor  # type: ignore[attr-defined]
    rows = selectors.answered_questions(actor)
    context = {
        "waiting": list(selectors.waiting_questions(actor)),
        "today": clock.today(),
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "plans/question_list.html", context)


@require_http_methods(["GET", "POST"])
@in_turn
@access(policies.ANSWER, load=selectors.question)
def question_answer(request: HttpRequest, question: Question) -> HttpResponse:
    """Answer a question, show it first, or keep it back with a reason."""
    actor = request.actor  # type: ignore[attr-defined]
    initial = {
        "answer": question.answer,
        "who": question.answered_by or selectors.who_answers(question),
        "reason": question.hidden_reason,
    }
    form = AnswerForm(request.POST if request.method == "POST" else None, initial=initial)
    form.watch()
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            if told["deed"] == AnswerForm.ANSWER:
                services.answer_question(
                    question=question, answer=told["answer"], who=told["who"], actor=actor
                )
                messages.success(request, _("返事を公開しました。"))
            elif told["deed"] == AnswerForm.SHOW:
                services.show_question(question=question)
                messages.success(request, _("質問を公開しました。"))
            else:
                services.hide_question(question=question, reason=told["reason"])
                messages.success(request, _("公開しないことにしました。あとで公開できます。"))
        except services.PlansError as error:
            form.add_error(None, str(error))
        else:
            return redirect(link("plans:question_list"))
    context = {"form": form, "question": question, "measure": question.measure}
    return render(request, "plans/question_answer.html", context, status=status_of(form))
