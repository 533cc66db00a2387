"""Looking at statements: those that wait and those shown, many at once, and taken back at once."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from jibungoto.hear.opinions import forms, policies, services
from jibungoto.hear.opinions.models import Conversation, Statement
from jibungoto.hear.opinions.selectors import handling
from jibungoto.kernel.access import access
from jibungoto.kernel.links import link

from .framing import frame


@require_http_methods(["GET", "POST"])
@never_cache
@access(policies.MODERATE, load=handling.handled)
def statement_board(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """Everything of one state, forty at a time, each beside what says nearly the same."""
    asked = request.GET.get("state", "")
    state = asked if asked in Statement.State.values else Statement.State.WAITING
    base = link("opinions:statement_board", slug=conversation.slug)
    posted = request.POST if request.method == "POST" else None
    form = forms.HandleForm(
        posted, numbers=handling.numbers(conversation) if posted is not None else []
    )
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        batch = services.moderate_statements(
            conversation=conversation,
            statements=handling.numbered(conversation, told["numbers"]),
            state=told["state"],
            reason=told["reason"],
            actor=request.actor,  # type: ignore[attr-defined]
        )
        query = urlencode({"state": state, **({"done": str(batch)} if batch else {})})
        return redirect(f"{base}?{query}")
    counted = handling.counts(conversation)
    context = {
        "conversation": conversation,
        "form": form,
        "state": state,
        "tabs": [
            {
                "label": f"{each.label} {counted[each.value]}",
                "url": f"{base}?state={each.value}",
                "current": each.value == state,
            }
            for each in Statement.State
        ],
        "page": handling.board(conversation, state, request.GET.get("page", "")),
        "reasons": [str(reason) for reason in forms.handling.REASONS],
        "done": handling.batch(conversation, request.GET.get("done", "")),
    }
    status = 422 if form.errors else 200
    return render(
        request, "opinions/statement_board.html", context | frame(conversation), status=status
    )


@require_POST
@access(policies.MODERATE, load=handling.handled)
def statement_undo(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """Take back one step, however many statements it was about."""
    try:
        batch = uuid.UUID(request.POST.get("batch", ""))
    except ValueError:
        undone = 0
    else:
        undone = services.undo_moderation(
            conversation=conversation,
            batch=batch,
            actor=request.actor,  # type: ignore[attr-defined]
        )
    if undone:
        messages.success(request, _("{}件を、元に戻しました。").format(undone))
    else:
        messages.warning(request, _("戻せるものは、ありませんでした。"))
    return redirect(link("opinions:statement_board", slug=conversation.slug))
