"""What staff and council do: the board, sorting, answering, merging, looking after."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jibungoto.hear.ideas import forms, policies, selectors, services
from jibungoto.hear.ideas.models import Comment, Idea
from jibungoto.hear.ideas.selectors import board as boards
from jibungoto.hear.ideas.selectors import reading
from jibungoto.hear.ideas.selectors.history import SHAPES
from jibungoto.kernel import kept
from jibungoto.kernel.access import access
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.contributions.boards import waits_tabs
from jibungoto.kernel.contributions.views import Sentences, Workbench
from jibungoto.kernel.links import link, node_url
from jibungoto.kernel.policy import decide
from jibungoto.kernel.turns import in_turn
from jibungoto.know.findings import maps
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


def _more(_request: HttpRequest, idea: Idea) -> dict[str, Any]:
    """What the page of an idea has beside that of all contributions."""
    return {
        "comments": boards.comments(idea),
        "promise_form": forms.PromiseForm(idea=idea, prefix="promise"),
    }


work = Workbench(
    handling=services.handling,
    load=selectors.workable_idea,
    chosen=boards.chosen,
    cards=selectors.cards,
    states=lambda words: [(state, words[f"idea.{state}"]) for state in Idea.State.values],
    shapes=SHAPES,
    sentences=Sentences(
        board=gettext_lazy("提案の整理"),
        answer_hears=gettext_lazy(
            "書いた方、支持した方、見守っている方に、次の朝に一度だけ届きます。"
        ),
        state_hears=gettext_lazy(
            "書いた方と支持した方に届きます。見送るときは、必ず書いてください。"
        ),
        state_told=gettext_lazy("いまの段階を書きました。書いた方と支持した方に届きます。"),
        connect=gettext_lazy("この提案から生まれた活動や計画をつなぎます。"),
        merges=gettext_lazy("まとめた提案"),
        remain=gettext_lazy("選んだ提案の題名で出ます。ほかの提案も、そのまま残ります。"),
        merged=gettext_lazy("{}件を、一つにまとめました。もとの提案も残っています。"),
    ),
    reported=("comment",),
    more=_more,
)


@require_POST
@in_turn
@access(policies.ANSWER, load=selectors.workable_idea)
def idea_promise(request: HttpRequest, idea: Idea) -> HttpResponse:
    form = forms.PromiseForm(request.POST, idea=idea, prefix="promise")
    if not form.is_valid():
        return work.page(request, idea, promise_form=form)
    services.promise_answer(idea=idea, **form.cleaned_data)
    return work.done(request, idea, _("返事をする日を公開しました。"))


@require_POST
@access("ideas.comment.moderate", load=reading.comment)
def comment_check(request: HttpRequest, comment: Comment) -> HttpResponse:
    services.check_comment(comment=comment)
    return work.done(request, comment.idea, _("コメントを公開しました。"))


@require_POST
@access("ideas.comment.moderate", load=reading.comment)
def comment_hide(request: HttpRequest, comment: Comment) -> HttpResponse:
    try:
        services.hide_comment(comment=comment, reason=request.POST.get("reason", "")[:200])
    except services.IdeasError as error:
        messages.warning(request, str(error))
        return redirect(link("ideas:idea_work", code=comment.idea.code))
    return work.done(request, comment.idea, _("コメントを見えなくしました。"))


@require_POST
@access("ideas.comment.moderate", load=reading.comment)
def comment_show(request: HttpRequest, comment: Comment) -> HttpResponse:
    services.show_comment(comment=comment)
    return work.done(request, comment.idea, _("コメントを公開のページに戻しました。"))


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
