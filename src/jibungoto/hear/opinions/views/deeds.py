"""From result to deed: the host picks statements, somebody answers, a record carries them on."""

from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jibungoto.hear.opinions import result_page, saying, selectors
from jibungoto.hear.opinions.forms.deeds import (
    DeedAnswerForm,
    DeedConnectForm,
    GroupWordsForm,
    PromiseForm,
)
from jibungoto.hear.opinions.models import Conversation, Deed, Statement
from jibungoto.hear.opinions.result_policies import ANSWER, DECIDE, WORK
from jibungoto.hear.opinions.result_ways import addresses
from jibungoto.hear.opinions.selectors.deeds import deed_of
from jibungoto.hear.opinions.selectors.results import result
from jibungoto.hear.opinions.services import deeds as services
from jibungoto.hear.opinions.services.analyses import write_group_words
from jibungoto.hear.opinions.services.problems import OpinionProblem
from jibungoto.kernel.access import access
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.links import link
from jibungoto.kernel.nodes import ChangedMeanwhile
from jibungoto.kernel.policy import decide
from jibungoto.kernel.turns import in_turn
from jibungoto.ui.errors import conflict
from jibungoto.ui.seen import status as status_of


@require_GET
@access(DECIDE, load=selectors.conversation)
def deed_list(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """All statements for the host to pick from: shared ones first, then those that divide."""
    found = result(conversation)
    context = {
        **addresses(conversation),
        "conversation": conversation,
        "parts": result_page.pickable(found) if found else [],
        "result": found,
    }
    return render(request, "opinions/deed_list.html", context)


@require_http_methods(["GET", "POST"])
@access(WORK, load=selectors.statement)
def deed_promise(request: HttpRequest, statement: Statement) -> HttpResponse:
    """Say who answers by when; below, the answer and what the statement became."""
    deed = deed_of(statement)
    if request.method == "GET":
        return _page(request, statement, deed)
    if not decide(_actor(request), DECIDE, statement.conversation):
        raise Http404
    form = PromiseForm(request.POST, initial=_promised(statement, deed))
    form.watch()
    if not form.is_valid():
        return _page(request, statement, deed, promise=form)
    told = form.cleaned_data
    try:
        services.promise_deed(
            statement=statement,
            kind=told["kind"],
            who=told["who"],
            due=told["due"],
            expected_version=told["version"],
            actor=_actor(request),
        )
    except ChangedMeanwhile:
        return _changed(request, statement, form)
    except OpinionProblem as problem:
        form.add_error("due", str(problem))
        return _page(request, statement, deed, promise=form)
    return _done(request, statement, _("返事の約束を公開しました。"))


@require_POST
@access(ANSWER, load=selectors.statement)
def deed_answer(request: HttpRequest, statement: Statement) -> HttpResponse:
    """Answer a statement in public."""
    deed = _deed(statement)
    form = DeedAnswerForm(request.POST, initial=_answered(deed))
    form.watch()
    if not form.is_valid():
        return _page(request, statement, deed, answer=form)
    told = form.cleaned_data
    try:
        services.answer_deed(
            deed=deed,
            answer=told["answer"],
            expected_version=told["version"],
            actor=_actor(request),
        )
    except ChangedMeanwhile:
        return _changed(request, statement, form)
    except OpinionProblem as problem:
        form.add_error("answer", str(problem))
        return _page(request, statement, deed, answer=form)
    return _done(
        request, statement, _("返事を公開しました。この意見に答えた方に、一度だけお知らせします。")
    )


@require_POST
@access(WORK, load=selectors.statement)
def deed_connect(request: HttpRequest, statement: Statement) -> HttpResponse:
    """Say what a statement became."""
    deed = _deed(statement)
    form = DeedConnectForm(request.POST, actor=_actor(request))
    if not form.is_valid():
        return _page(request, statement, deed, connect=form)
    try:
        services.connect_deed(
            deed=deed,
            result=form.cleaned_data["node"],
            note=form.cleaned_data["note"],
            actor=_actor(request),
        )
    except OpinionProblem as problem:
        form.add_error("code", str(problem))
        return _page(request, statement, deed, connect=form)
    return _done(
        request, statement, _("つながった先を書きました。どちらのページからもたどれます。")
    )


@require_POST
@access(DECIDE, load=selectors.statement)
def deed_take_back(request: HttpRequest, statement: Statement) -> HttpResponse:
    """Take a promise back that nobody has kept yet."""
    try:
        services.take_back_deed(deed=_deed(statement), actor=_actor(request))
    except OpinionProblem as problem:
        messages.warning(request, str(problem))
        return _there(statement)
    messages.success(request, _("返事の約束を取りやめました。"))
    return redirect(link("opinions:deed_list", slug=statement.conversation.slug))


@require_http_methods(["GET", "POST"])
@in_turn
@access(DECIDE, load=selectors.conversation)
def group_words(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """Tell of the groups in one's own words."""
    found = result(conversation)
    if found is None or found.is_one:
        raise Http404
    told = [(g, saying.of_group(g)) for g in found.groups if not g.is_small]
    form = GroupWordsForm(request.POST or None, groups=told)
    if request.method == "POST" and form.is_valid():
        for number, sentence in form.sentences().items():
            write_group_words(analysis=found.analysis, group=number, sentence=sentence)
        messages.success(request, _("まとまりのことばを書きました。"))
        return redirect(link("opinions:result_view", slug=conversation.slug) + "#groups")
    context = {
        **addresses(conversation),
        "conversation": conversation,
        "form": form,
    }
    status = status_of(form)
    return render(request, "opinions/group_words.html", context, status=status)


def _actor(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined, no-any-return]


def _deed(statement: Statement) -> Deed:
    found = deed_of(statement)
    if found is None:
        raise Http404
    return found


def _page(
    request: HttpRequest, statement: Statement, deed: Deed | None, **forms: Any
) -> HttpResponse:
    actor = _actor(request)
    conversation = statement.conversation
    promise = PromiseForm(initial=_promised(statement, deed))
    answer = DeedAnswerForm(initial=_answered(deed))
    promise.watch()
    answer.watch()
    context = {
        **result_page.statement(actor, statement),
        "may_decide": bool(decide(actor, DECIDE, conversation)),
        "may_answer": bool(decide(actor, ANSWER, statement)),
        "promise": promise,
        "answer": answer,
        "connect": DeedConnectForm(actor=actor),
        **forms,
    }
    return render(request, "opinions/deed_work.html", context, status=status_of(*forms.values()))


def _promised(statement: Statement, deed: Deed | None) -> dict[str, Any]:
    conversation = statement.conversation
    if deed is None:
        return {
            "who": conversation.answer_from,
            "due": conversation.answer_by,
            "kind": "answer",
            "version": 0,
        }
    return {"who": deed.who, "due": deed.due, "kind": deed.kind, "version": deed.version}


def _answered(deed: Deed | None) -> dict[str, Any]:
    return {"answer": deed.answer, "version": deed.version} if deed else {}


def _changed(request: HttpRequest, statement: Statement, form: BaseForm) -> HttpResponse:
    what = _("ほかの方が、この意見の約束か返事を先に書きかえました。上書きはしていません。")
    return conflict(request, what=what, url=_address(statement), form=form)


def _done(request: HttpRequest, statement: Statement, said: str) -> HttpResponse:
    messages.success(request, said)
    return _there(statement)


def _there(statement: Statement) -> HttpResponse:
    return redirect(_address(statement))


def _address(statement: Statement) -> str:
    slug = statement.conversation.slug
    return link("opinions:deed_promise", slug=slug, number=statement.number)
