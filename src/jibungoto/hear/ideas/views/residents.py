"""What residents write: an idea, support, a comment, and looking after one's own."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jibungoto.hear.ideas import policies, selectors, services
from jibungoto.hear.ideas.forms import CommentForm, EditForm, IdeaForm
from jibungoto.hear.ideas.models import Campaign, Comment, Idea
from jibungoto.hear.ideas.selectors import reading
from jibungoto.hear.ideas.selectors.board import mine
from jibungoto.hear.ideas.selectors.history import SHAPES
from jibungoto.kernel import kept
from jibungoto.kernel.access import access
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.files import FileRefused
from jibungoto.kernel.links import link, node_url
from jibungoto.kernel.nodes import ChangedMeanwhile
from jibungoto.know.findings import limits, maps
from jibungoto.know.findings.forms import PhotoForm, ReportForm
from jibungoto.know.findings.services.pinning import channel_of
from jibungoto.know.places.selectors import known_district
from jibungoto.ui.errors import conflict, handler429
from jibungoto.ui.seen import status as status_of

_BOTH = ["GET", "POST"]


def _campaign(request: HttpRequest) -> Campaign | None:
    code = request.GET.get("campaign", "")
    return selectors.campaign(request.actor, code) if code else None  # type: ignore[attr-defined]


@require_http_methods(_BOTH)
@never_cache
@access("ideas.idea.post")
def idea_create(request: HttpRequest) -> HttpResponse:
    """Write an idea. The first sending shows near ones, if there are any; the next one posts it."""
    campaign = _campaign(request)
    district = known_district(request.GET.get("district", ""))
    if campaign is not None and district is None:
        district = campaign.district
    posted = request.method == "POST"
    form = IdeaForm(request.POST if posted else None, initial={"district": district})
    near: list[Idea] = []
    closed = campaign is not None and not campaign.is_open
    if campaign is not None and closed and not posted:
        messages.warning(request, _("この募集の期間は終わっているか、まだ始まっていません。"))
        return redirect(node_url(campaign.node))
    if closed:  # while somebody wrote: what they wrote is kept, and may be an idea of its own
        campaign = None
        form.add_error(
            None,
            _(
                "書いているあいだに、募集の期間が終わりました。文は残っています。"
                "もう一度送ると、募集とは別の提案として受けとります。"
            ),
        )
    elif posted and form.is_valid():
        told = form.told()
        actor: Actor = request.actor  # type: ignore[attr-defined]
        if not form.cleaned_data["looked"]:
            near = selectors.near(actor, title=told["title"], text=told["text"])
        if not near:
            participant = request.take_part()  # type: ignore[attr-defined]
            if not limits.within(request, participant.pk):
                return handler429(request, seconds=limits.WAIT_SECONDS)
            told["district"] = told["district"] or participant.district
            try:
                made = services.create_idea(
                    **told,
                    campaign=campaign,
                    channel=channel_of(actor),
                    participant_id=participant.pk,
                )
            except services.IdeasError as error:
                form.add_error(None, str(error))
            else:
                _thank(request, made)
                return redirect(node_url(made.node))
    context = {
        "form": form,
        "campaign": campaign,
        "action": link("ideas:idea_create") if closed else "",
        "map": maps.picking_map(district),
        "near": selectors.cards(near),
        "words": kept.words(request.municipality),  # type: ignore[attr-defined]
    }
    return render(request, "ideas/idea_create.html", context, status=status_of(form))


def _thank(request: HttpRequest, idea: Idea) -> None:
    if idea.node.state == "public":
        said = _("提案を受けとりました。写真があれば、下の「写真を足す」からのせられます。")
    else:
        said = _("提案を受けとりました。職員が確かめてから公開します。")
    messages.success(request, said)


@require_GET
@never_cache
@access("ideas.idea.list")
def idea_near(request: HttpRequest) -> HttpResponse:
    """Near ones while somebody writes: a part of the page, asked for by htmx."""
    title, text = request.GET.get("title", "")[:60], request.GET.get("text", "")[:2000]
    found = []
    if len(title.strip()) > 3:
        found = selectors.near(request.actor, title=title, text=text)  # type: ignore[attr-defined]
    return render(request, "ideas/_near.html", {"near": selectors.cards(found)})


@require_GET
@never_cache
@access("ideas.idea.mine")
def idea_mine(request: HttpRequest) -> HttpResponse:
    """What was proposed from this device or account."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = mine(actor)
    context = {
        "rows": list(zip(found, selectors.cards(found), strict=True)),
        "shapes": SHAPES,
        "words": kept.words(request.municipality),  # type: ignore[attr-defined]
    }
    return render(request, "ideas/idea_mine.html", context)


@require_http_methods(_BOTH)
@never_cache
@access("ideas.idea.support", load=selectors.idea)
def idea_support(request: HttpRequest, idea: Idea) -> HttpResponse:
    """Ask on a small page of its own; support it, or take it back with `undo`."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if request.method == "GET":
        context = {
            "idea": idea,
            "supported": reading.supported(actor, idea),
            "own": policies.is_own(actor, idea),
        }
        return render(request, "ideas/idea_support.html", context)
    participant = request.take_part()  # type: ignore[attr-defined]
    if not limits.within(request, participant.pk):
        return handler429(request, seconds=limits.WAIT_SECONDS)
    if request.POST.get("undo"):
        services.take_back_support(idea=idea, participant_id=participant.pk)
        messages.success(request, _("支持を取り消しました。"))
    else:
        try:
            services.support(idea=idea, participant_id=participant.pk)
            messages.success(request, _("支持を受けとりました。動きがあったらお知らせします。"))
        except services.IdeasError as error:
            messages.warning(request, str(error))
    return redirect(node_url((idea.merged_into or idea).node))


@require_http_methods(_BOTH)
@never_cache
@access("ideas.comment.write", load=selectors.idea)
def idea_comment(request: HttpRequest, idea: Idea) -> HttpResponse:
    """Write a remark. Nobody answers a comment: there is one level."""
    form = CommentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        participant = request.take_part()  # type: ignore[attr-defined]
        if not limits.within(request, participant.pk):
            return handler429(request, seconds=limits.WAIT_SECONDS)
        try:
            made = services.comment(
                idea=idea, participant_id=participant.pk, text=form.cleaned_data["text"]
            )
        except services.IdeasError as error:
            form.add_error("text", str(error))
        else:
            said = _("コメントを受けとりました。職員が確かめてから公開します。")
            messages.success(request, said if made.waits else _("コメントをのせました。"))
            return redirect(f"{node_url((idea.merged_into or idea).node)}#comments")
    context = {"form": form, "idea": idea}
    return render(request, "ideas/idea_comment.html", context, status=status_of(form))


@require_POST
@access("ideas.comment.withdraw", load=reading.comment)
def comment_withdraw(request: HttpRequest, comment: Comment) -> HttpResponse:
    services.withdraw_comment(comment=comment)
    messages.success(request, _("コメントを消しました。"))
    return redirect(f"{node_url(comment.idea.node)}#comments")


@require_http_methods(_BOTH)
@never_cache
@access("ideas.idea.report", load=selectors.idea)
def idea_report(request: HttpRequest, idea: Idea) -> HttpResponse:
    return _report(request, idea, None)


@require_http_methods(_BOTH)
@never_cache
@access("ideas.idea.report", load=reading.reportable)
def comment_report(request: HttpRequest, comment: Comment) -> HttpResponse:
    return _report(request, comment.idea, comment)


def _report(request: HttpRequest, idea: Idea, comment: Comment | None) -> HttpResponse:
    """気になる書きこみを知らせる."""
    form = ReportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        participant = request.take_part()  # type: ignore[attr-defined]
        if not limits.within(request, participant.pk):
            return handler429(request, seconds=limits.WAIT_SECONDS)
        services.handling.report(
            idea, comment=comment, participant_id=participant.pk, **form.cleaned_data
        )
        messages.success(request, _("お知らせを受けとりました。職員が確かめます。"))
        return redirect(node_url(idea.node))
    context = {"form": form, "idea": idea, "comment": comment}
    return render(request, "ideas/idea_report.html", context, status=status_of(form))


@require_http_methods(_BOTH)
@never_cache
@access("ideas.idea.edit", load=selectors.idea)
def idea_edit(request: HttpRequest, idea: Idea) -> HttpResponse:
    own = policies.is_own(request.actor, idea)  # type: ignore[attr-defined]
    form = EditForm(request.POST if request.method == "POST" else None, idea=idea)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_idea(
                idea=idea,
                expected_version=form.cleaned_data["version"] or idea.node.version,
                checked=not own,
                **form.told(),
            )
        except ChangedMeanwhile:
            return conflict(request, url=link("ideas:idea_edit", code=idea.code), form=form)
        messages.success(request, _("書きかえました。"))
        return redirect(node_url(idea.node))
    context = {"form": form, "idea": idea, "map": maps.picking_map(idea.district), "own": own}
    return render(request, "ideas/idea_edit.html", context, status=status_of(form))


@require_http_methods(_BOTH)
@never_cache
@access("ideas.idea.edit", load=selectors.idea)
def idea_photo(request: HttpRequest, idea: Idea) -> HttpResponse:
    """A photo, added to an idea."""
    posted = request.method == "POST"
    form = PhotoForm(
        request.POST if posted else None, request.FILES if posted else None,
        sort="", may_contact=False,
    )  # fmt: skip
    form.fields["photo"].required = True
    if posted and form.is_valid():
        try:
            services.add_photo(
                idea=idea,
                upload=form.cleaned_data["photo"],
                alt=form.cleaned_data["alt"],
                actor=request.actor,  # type: ignore[attr-defined]
            )
        except (FileRefused, services.IdeasError) as error:
            form.add_error("photo", str(error))
        else:
            messages.success(request, _("写真をのせました。"))
            return redirect(node_url(idea.node))
    photos: Any = idea.node.photos  # type: ignore[attr-defined]
    context = {"form": form, "idea": idea, "photos": photos}
    return render(request, "ideas/idea_photo.html", context, status=status_of(form))


@require_POST
@access("ideas.idea.withdraw", load=selectors.idea)
def idea_withdraw(request: HttpRequest, idea: Idea) -> HttpResponse:
    services.handling.withdraw(idea)
    messages.success(request, _("取り下げました。「わたしの提案」から、元に戻せます。"))
    return redirect(link("ideas:idea_mine"))


@require_POST
@access("ideas.idea.withdraw", load=selectors.idea)
def idea_restore(request: HttpRequest, idea: Idea) -> HttpResponse:
    services.handling.restore(idea)
    messages.success(request, _("元に戻しました。"))
    return redirect(node_url(idea.node))
