"""What everybody reads: the list, a conversation, one statement."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from jibungoto.hear.opinions import result_page, selectors
from jibungoto.hear.opinions.models import Conversation, Statement
from jibungoto.kernel.access import access
from jibungoto.kernel.actor import Actor


@require_GET
@access("opinions.conversation.list")
def conversation_list(request: HttpRequest) -> HttpResponse:
    """What is asked now, and what was."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    context = {"conversations": selectors.conversations(actor)[:100]}
    return render(request, "opinions/conversation_list.html", context)


@require_GET
@access("opinions.conversation.view", load=selectors.conversation)
def conversation_view(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """What is asked, by whom, until when, and what becomes of the answers."""
    context = {"conversation": conversation, "numbers": selectors.took_part(conversation)}
    return render(request, "opinions/conversation_view.html", context)


@require_GET
@access("opinions.statement.view", load=selectors.statement)
def statement_view(request: HttpRequest, statement: Statement) -> HttpResponse:
    """One statement: what people answered, its story, and what is to come of it."""
    told = result_page.statement(request.actor, statement)  # type: ignore[attr-defined]
    return render(request, "opinions/statement_view.html", told)
