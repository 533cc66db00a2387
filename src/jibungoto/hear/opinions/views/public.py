"""What everybody reads: the list, a conversation, one statement, what was decided, a poster."""

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jibungoto.hear.opinions import policies, result_page, selectors
from jibungoto.hear.opinions.models import Conversation, Statement
from jibungoto.hear.opinions.posters import poster
from jibungoto.hear.opinions.selectors import handling
from jibungoto.hear.opinions.templatetags.opinions import own_words
from jibungoto.hear.sheets.kinds import print_url
from jibungoto.kernel.access import access
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.links import link
from jibungoto.kernel.policy import decide
from jibungoto.know.places.selectors import known_district
from jibungoto.ui import pdf

from .framing import frame

PAGE = 20


@require_GET
@access("opinions.conversation.list")
def conversation_list(request: HttpRequest) -> HttpResponse:
    """What is asked now, and what was."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    district = known_district(request.GET.get("district", ""))
    asked = request.GET.get("state", "")
    state = asked if asked in Conversation.State.values else ""
    found = selectors.conversations(actor, state=state, district=district)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    base = link("opinions:conversation_list")
    tail = f"&district={district.slug}" if district else ""
    states = Conversation.State
    shown = [("", _("すべて")), *((s.value, s.label) for s in (states.OPEN, states.CLOSED))]
    if actor.may_somewhere(policies.EDIT):
        shown.append((states.DRAFT.value, states.DRAFT.label))
    context = {
        "page": page,
        "numbers": selectors.numbers_of(list(page.object_list)),
        "district": district,
        "tabs": [
            {"label": label, "url": f"{base}?state={key}{tail}", "current": key == state}
            for key, label in shown
        ],
        "may_create": actor.may_somewhere(policies.EDIT),
    }
    return render(request, "opinions/conversation_list.html", context)


@require_GET
@access("opinions.conversation.view", load=selectors.conversation)
def conversation_view(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """What is asked, by whom, until when, and what becomes of the answers."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    may_edit = bool(decide(actor, policies.EDIT, conversation))
    may_moderate = bool(decide(actor, policies.MODERATE, conversation))
    counted = handling.counts(conversation)
    numbers = selectors.took_part(conversation)
    question, background, language = own_words(conversation)
    context: dict[str, Any] = {
        "conversation": conversation,
        "numbers": numbers,
        "statements": counted[Statement.State.SHOWN],
        "waits": counted[Statement.State.WAITING],
        "out": counted[Statement.State.OUT],
        "is_open": selectors.is_open(conversation),
        "question": question,
        "background": background,
        "language": language,
        "may_edit": may_edit,
        "may_moderate": may_moderate,
        "paper_url": print_url(conversation.node)
        if decide(actor, policies.RECORD, conversation)
        else None,
        "address": settings.BASE_URL + _short(conversation),
        "qr": mark_safe(pdf.qr(settings.BASE_URL + _short(conversation))),  # noqa: S308  ours
        "asker": _asker(conversation),
    }
    return render(request, "opinions/conversation_view.html", context | frame(conversation))


def _asker(conversation: Conversation) -> str:
    if conversation.host is not None:
        return conversation.host.title
    return ""


def _short(conversation: Conversation) -> str:
    """The short address: a QR leads to the first statement, not to a page to read."""
    return link("opinions:vote_short", code=conversation.node.short_code)


@require_GET
@access("opinions.statement.view", load=selectors.statement)
def statement_view(request: HttpRequest, statement: Statement) -> HttpResponse:
    """One statement: what people answered, its story, and what is to come of it."""
    told = result_page.statement(request.actor, statement)  # type: ignore[attr-defined]
    return render(request, "opinions/statement_view.html", told)


@require_GET
@access("opinions.conversation.view", load=selectors.conversation)
def handling_list(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """What was decided on statements and why: public, without persons and without the words."""
    page = Paginator(handling.log(conversation), 50).get_page(request.GET.get("page"))
    context = {"conversation": conversation, "page": page}
    return render(request, "opinions/handling_list.html", context | frame(conversation))


@require_GET
@access("opinions.conversation.view", load=selectors.by_code)
def vote_short(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """/q/CODE/ from a poster or the projector: straight to voting."""
    return redirect(link("opinions:vote", slug=conversation.slug))


@require_GET
@access("opinions.conversation.view", load=selectors.conversation)
def conversation_poster(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """One A4 page with the question and its QR, to hang up or to lay out."""
    address = settings.BASE_URL + _short(conversation)
    drawn = poster(conversation, address, request.municipality)  # type: ignore[attr-defined]
    response = HttpResponse(drawn, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="poster-{conversation.slug}.pdf"'
    return response
