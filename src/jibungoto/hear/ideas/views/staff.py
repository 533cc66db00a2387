"""What staff and council do: the board, sorting, answering, merging, looking after."""

from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jibungoto.hear.ideas import forms, policies, selectors, services
from jibungoto.hear.ideas.models import Answer, Comment, Idea, Merge
from jibungoto.hear.ideas.selectors import board as boards
from jibungoto.hear.ideas.selectors import reading
from jibungoto.hear.ideas.selectors.history import SHAPES
from jibungoto.kernel import kept
from jibungoto.kernel.access import access
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.contributions.boards import waits_tabs
from jibungoto.kernel.links import link, node_url
from jibungoto.kernel.once import makes_one
from jibungoto.kernel.policy import decide
from jibungoto.kernel.turns import in_turn
from jibungoto.know.findings import caution, maps
from jibungoto.know.findings.forms import AnswerForm, ConnectForm, HideForm
from jibungoto.ui.seen import status as status_of

PAGE = 30
_BOTH = ["GET", "POST"]


def _words(request: HttpRequest) -> Any:
    return kept.words(request.municipality)  # type: ignore[attr-defined]


@require_GET
@access("ideas.board.view")
def idea_board(request: HttpRequest) -> HttpResponse:
    """The ideas of one's districts: new ones first, filtered, to be answered and merged."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    campaigns = selectors.latest_campaigns(actor)
    form = forms.BoardFilter(request.GET, words=_words(request), campaigns=campaigns)
    asked = form.chosen()
    page = Paginator(boards.board(actor, **asked), PAGE).get_page(request.GET.get("page"))
    found = boards.on_page(page.object_list)  # type: ignore[arg-type]  # a slice of it
    context = {
        "form": form,
        "page": page,
        "rows": list(zip(found, selectors.cards(found), strict=True)),
        "chosen": asked,
        "is_filtered": bool(set(asked) - {"waits"}),
        "tabs": waits_tabs(boards.waits(actor), asked.get("waits", "")),
        "board_url": link("ideas:idea_board"),
        "merge_url": link("ideas:idea_merge"),
        "shapes": SHAPES,
        "words": _words(request),
        "may_set": bool(decide(actor, policies.SETTINGS)),
        "may_campaign": actor.may_somewhere(policies.CAMPAIGN),
    }
    return render(request, "ideas/idea_board.html", context)


@require_http_methods(_BOTH)
@access("ideas.board.view")
def idea_merge(request: HttpRequest) -> HttpResponse:
    """Choose under which of the marked ideas the others go; `head` in the form does it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    asked = request.POST if request.method == "POST" else request.GET
    found = boards.chosen(actor, asked.getlist("code"))
    if len(found) < 2:
        messages.warning(request, _("まとめる提案を、二つ以上選んでください。"))
        return redirect(link("ideas:idea_board"))
    form = forms.MergeForm(request.POST if request.method == "POST" else None, ideas=found)
    if request.method == "POST" and form.is_valid():
        head = next(i for i in found if i.code == form.cleaned_data["head"])
        try:
            services.merge_ideas(
                head=head,
                others=[i for i in found if i != head],
                reason=form.cleaned_data["reason"],
                actor=actor,
            )
        except services.IdeasError as error:
            form.add_error(None, str(error))
        else:
            said = _("{}件を、一つにまとめました。もとの提案も残っています。")
            messages.success(request, said.format(len(found)))
            return redirect(link("ideas:idea_work", code=head.code))
    context = {"form": form, "cards": selectors.cards(found), "words": _words(request)}
    return render(request, "ideas/idea_merge.html", context, status=422 if form.errors else 200)


@require_POST
@access("ideas.merge.undo", load=boards.merge)
def merge_undo(request: HttpRequest, merge: Merge) -> HttpResponse:
    try:
        services.undo_merge(merge=merge, actor=request.actor)  # type: ignore[attr-defined]
        messages.success(request, _("まとめる前に戻しました。"))
    except services.IdeasError as error:
        messages.warning(request, str(error))
    return redirect(link("ideas:idea_work", code=merge.head.code))


@require_GET
@never_cache
@access(policies.SORT, load=selectors.workable_idea)
def idea_work(request: HttpRequest, idea: Idea) -> HttpResponse:
    return _work(request, idea)


def _work(request: HttpRequest, idea: Idea, **sent: django_forms.BaseForm) -> HttpResponse:
    """The workbench of one idea; `sent` is the form that needs mending."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    words = _words(request)
    (card,) = selectors.cards([idea])
    context: dict[str, Any] = {
        "idea": idea,
        "card": card,
        "words": words,
        "shape": SHAPES[idea.state],
        "state_word": words[f"idea.{idea.state}"],
        "cautions": caution.said(idea.cautions.split()),
        "waits": idea.node.state == "staff" and not idea.hidden_reason,
        "reports": boards.reports(idea),
        "comments": boards.comments(idea),
        "merges": boards.merges(idea),
        "answers": list(idea.answers.all()),
        "may_moderate": bool(decide(actor, policies.MODERATE, idea)),
        "may_answer": bool(decide(actor, policies.ANSWER, idea)),
        "state_form": forms.StateForm(words=words, initial={"state": idea.state}),
        "promise_form": forms.PromiseForm(idea=idea, prefix="promise"),
        "answer_form": AnswerForm(),
        "connect_form": ConnectForm(actor=actor, district_id=idea.district_id),
        "hide_form": HideForm(auto_id="hide_%s"),
    } | sent
    return render(request, "ideas/idea_work.html", context, status=status_of(*sent.values()))


def _done(request: HttpRequest, idea: Idea, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect(link("ideas:idea_work", code=idea.code))


@require_POST
@access(policies.SORT, load=selectors.workable_idea)
def idea_state(request: HttpRequest, idea: Idea) -> HttpResponse:
    form = forms.StateForm(request.POST, words=_words(request))
    if not form.is_valid():
        return _work(request, idea, state_form=form)
    services.change_state(idea=idea, **form.cleaned_data)
    return _done(request, idea, _("いまの段階を書きました。書いた方と支持した方に届きます。"))


@require_POST
@in_turn
@access(policies.ANSWER, load=selectors.workable_idea)
def idea_promise(request: HttpRequest, idea: Idea) -> HttpResponse:
    form = forms.PromiseForm(request.POST, idea=idea, prefix="promise")
    if not form.is_valid():
        return _work(request, idea, promise_form=form)
    services.promise_answer(idea=idea, **form.cleaned_data)
    return _done(request, idea, _("返事をする日を公開しました。"))


@makes_one
@require_POST
@access(policies.ANSWER, load=selectors.workable_idea)
def idea_answer(request: HttpRequest, idea: Idea) -> HttpResponse:
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _work(request, idea, answer_form=form)
    services.answer_idea(idea=idea, actor=request.actor, **form.cleaned_data)  # type: ignore[attr-defined]
    return _done(request, idea, _("返事をのせました。次の朝、書いた方たちに一度だけ届きます。"))


@require_POST
@access("ideas.answer.undo", load=boards.answer)
def answer_undo(request: HttpRequest, answer: Answer) -> HttpResponse:
    idea = answer.idea
    services.take_back_answer(answer=answer)
    return _done(request, idea, _("返事を取り消しました。"))


@require_POST
@access(policies.SORT, load=selectors.workable_idea)
def idea_connect(request: HttpRequest, idea: Idea) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = ConnectForm(request.POST, actor=actor, district_id=idea.district_id)
    if form.is_valid():
        try:
            services.connect_result(
                idea=idea, result=form.cleaned_data["code"], note=form.cleaned_data["note"]
            )
        except services.IdeasError as error:
            form.add_error("code", str(error))
        else:
            return _done(request, idea, _("つながった先を書きました。"))
    return _work(request, idea, connect_form=form)


@require_POST
@access(policies.MODERATE, load=selectors.workable_idea)
def idea_check(request: HttpRequest, idea: Idea) -> HttpResponse:
    services.check_idea(idea=idea)
    return _done(request, idea, _("確かめました。公開のページに出ています。"))


@require_POST
@access(policies.MODERATE, load=selectors.workable_idea)
def idea_hide(request: HttpRequest, idea: Idea) -> HttpResponse:
    form = HideForm(request.POST, auto_id="hide_%s")
    if not form.is_valid():
        return _work(request, idea, hide_form=form)
    services.hide_idea(idea=idea, reason=form.cleaned_data["reason"])
    return _done(request, idea, _("見えなくしました。理由は書いた方に伝わります。"))


@require_POST
@access(policies.MODERATE, load=selectors.workable_idea)
def idea_show(request: HttpRequest, idea: Idea) -> HttpResponse:
    services.show_idea(idea=idea)
    return _done(request, idea, _("公開のページに戻しました。"))


@require_POST
@access(policies.MODERATE, load=selectors.workable_idea)
def idea_reports(request: HttpRequest, idea: Idea) -> HttpResponse:
    services.handle_reports(idea=idea)
    return _done(request, idea, _("知らせを確かめ、そのままにしました。"))


@require_POST
@access("ideas.comment.moderate", load=reading.comment)
def comment_check(request: HttpRequest, comment: Comment) -> HttpResponse:
    services.check_comment(comment=comment)
    return _done(request, comment.idea, _("コメントを公開しました。"))


@require_POST
@access("ideas.comment.moderate", load=reading.comment)
def comment_hide(request: HttpRequest, comment: Comment) -> HttpResponse:
    try:
        services.hide_comment(comment=comment, reason=request.POST.get("reason", "")[:200])
    except services.IdeasError as error:
        messages.warning(request, str(error))
        return redirect(link("ideas:idea_work", code=comment.idea.code))
    return _done(request, comment.idea, _("コメントを見えなくしました。"))


@require_POST
@access("ideas.comment.moderate", load=reading.comment)
def comment_show(request: HttpRequest, comment: Comment) -> HttpResponse:
    services.show_comment(comment=comment)
    return _done(request, comment.idea, _("コメントを公開のページに戻しました。"))


@require_http_methods(_BOTH)
@never_cache
@access("ideas.board.view")
def idea_record(request: HttpRequest) -> HttpResponse:
    """Write down what came on paper or by word of mouth."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = forms.RecordForm(request.POST if request.method == "POST" else None, actor=actor)
    if request.method == "POST" and form.is_valid():
        made = services.create_idea(checked=True, **form.cleaned_data)
        messages.success(request, _("「{}」を書きとめました。").format(made.title))
        if "again" in request.POST:
            return redirect(link("ideas:idea_record"))
        return redirect(node_url(made.node))
    context = {"form": form, "map": maps.picking_map(None), "words": _words(request)}
    return render(request, "ideas/idea_record.html", context, status=422 if form.errors else 200)


@require_http_methods(_BOTH)
@never_cache
@in_turn
@access(policies.SETTINGS)
def idea_settings(request: HttpRequest) -> HttpResponse:
    """Who may propose, and when it becomes public."""
    rules = services.reception()
    initial = {
        "level": rules.level,
        "check_first": "yes" if rules.check_first else "no",
        "hold_cautions": rules.hold_cautions,
    }
    form = forms.ReceptionForm(request.POST if request.method == "POST" else None, initial=initial)
    form.watch()
    if request.method == "POST" and form.is_valid():
        services.change_reception(**form.cleaned_data)
        messages.success(request, _("提案の受けとり方を決めました。"))
        return redirect(link("ideas:idea_settings"))
    context = {"form": form, "words": _words(request)}
    return render(request, "ideas/idea_settings.html", context, status=status_of(form))
