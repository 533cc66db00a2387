"""The audit log: all of it for those who keep it, one's own term for those who served."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from jibungoto.kernel.access import access
from jibungoto.kernel.audit import reading
from jibungoto.kernel.audit.forms import AuditFilter

_PAGE = 30


@require_GET
@access("kernel.audit.read")
def audit_list(request: HttpRequest) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    form = AuditFilter(request.GET or None, actions=reading.actions_seen())
    chosen = form.chosen()
    page = _page(request, reading.records(actor, **chosen))
    lines = reading.lines(actor, page.object_list, with_names=True)
    context = {"form": form, "page": page, "lines": lines, "filtered": bool(chosen)}
    return render(request, "kernel/audit_list.html", {**context, "who": chosen.get("who")})


@require_GET
@access("kernel.audit.read_term")
def audit_term(request: HttpRequest) -> HttpResponse:
    """A retired officer reads what happened in their own term."""
    actor = request.actor  # type: ignore[attr-defined]
    page = _page(request, reading.term_records(actor))
    lines = reading.lines(actor, page.object_list)
    terms = sorted(actor.past_terms, key=lambda term: term[0], reverse=True)
    return render(request, "kernel/audit_term.html", {"page": page, "lines": lines, "terms": terms})


def _page(request: HttpRequest, found: Any) -> Any:
    return Paginator(found, _PAGE).get_page(request.GET.get("page"))
