"""The search page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from jibungoto.kernel import identity, links, nodes, registry, search
from jibungoto.kernel.access import access
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.models import Node
from jibungoto.kernel.search.forms import SearchForm
from jibungoto.kernel.wording import title_of


@require_GET
@never_cache
@access("kernel.search.ask")
def search_page(request: HttpRequest) -> HttpResponse:
    """Words give records, newest first; the number printed under a QR gives its record."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = SearchForm(request.GET)
    query, filters = form.query(), form.filters()
    before = request.GET.get("before", "")
    page = search.find(actor, query, before=before, **filters)
    context = {
        "form": form,
        "query": query,
        "filtered": bool(filters),
        "later": bool(before),
        "hits": [_shown(hit) for hit in page.items],
        "coded": _coded(actor, query),
        "asked": bool(search.terms(query)),
        "found": search.count(actor, query, **filters)
        if page.next or before
        else search.Counted(len(page.items)),
        "next": _following(request, page.next),
        "first": _following(request, ""),
    }
    return render(request, "kernel/search_page.html", context)


def _shown(hit: search.Hit) -> dict[str, object]:
    kind = registry.kinds().get(hit.node.kind)
    return {
        "url": links.node_url(hit.node),
        "title": hit.title,
        "snippet": hit.snippet,
        "kind": kind.label if kind else "",
        "day": hit.node.occurred_on,
        "districts": hit.districts,
        "state": "" if hit.node.state == Node.State.PUBLIC else hit.node.get_state_display(),
    }


def _coded(actor: Actor, query: str) -> dict[str, str] | None:
    """The record whose short code was typed."""
    code = identity.read_code(query)
    if len(code) != 8 or not set(code) <= set(identity.ALPHABET):
        return None
    node = nodes.by_code(actor, code)
    return {"title": title_of(node), "url": links.node_url(node)} if node else None


def _following(request: HttpRequest, before: str) -> str:
    params = request.GET.copy()
    params.pop("before", None)
    if before:
        params["before"] = before
    return "?" + params.urlencode()
