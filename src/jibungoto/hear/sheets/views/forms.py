"""The page of a questionnaire on paper, and its prints."""

from django import forms as django_forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from jibungoto.hear.sheets import forms, kinds, policies, selectors, services
from jibungoto.hear.sheets.models import SheetBatch
from jibungoto.kernel.access import access
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.links import link, node_url
from jibungoto.kernel.models import Node

PER_PAGE = 30
_SHOWN = 8  # prints, stacks and scans


@require_GET
@never_cache
@access("sheets.list.view")
def form_list(request: HttpRequest) -> HttpResponse:
    """The questionnaires one works with on paper, those with something waiting first."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    page = Paginator(selectors.worked_on(actor), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": selectors.with_counts(list(page.object_list)),
        "printable": selectors.printable(actor)[:PER_PAGE],
    }
    return render(request, "sheets/form_list.html", context)


@require_GET
@never_cache
@access("sheets.form.view", load=selectors.node_at)
def form_view(request: HttpRequest, node: Node) -> HttpResponse:
    """Everything about a questionnaire's paper: print, type, scan, and how far it has come."""
    return _page(request, node)


def _page(request: HttpRequest, node: Node, **sent: django_forms.Form) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    kind = kinds.of_node(node)
    may = {p.rpartition(".")[2]: bool(policies.allows(actor, p, node)) for p in policies.ALL}
    batches = list(selectors.batches(node)[:_SHOWN])
    context = {
        "node": node,
        "node_url": node_url(node),
        "kind": kind,
        "closed": kind.closed(node) if kind else "",
        "may": may,
        "counts": selectors.paper_counts(node),
        "batches": batches,
        "making": any(b.state == SheetBatch.State.MAKING for b in batches),
        "stacks": selectors.stacks(node)[:_SHOWN],
        "uploads": selectors.uploads(node)[:_SHOWN],
        "copies_form": forms.CopiesForm(),
        "stack_form": forms.StackForm(),
        "scan_form": forms.ScanForm(),
        **sent,
    }
    status = 422 if any(f.errors for f in sent.values()) else 200
    return render(request, "sheets/form_view.html", context, status=status)


@require_POST
@access(policies.PRINT, load=selectors.node_at)
def batch_create(request: HttpRequest, node: Node) -> HttpResponse:
    """Print: a few pages at once, many as a job."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = forms.CopiesForm(request.POST)
    if not form.is_valid():
        return _page(request, node, copies_form=form)
    try:
        batch = services.print_sheets(node=node, copies=form.number(), actor=actor)
        if services.is_small(batch):
            services.keep_batch(batch=batch, pdf=services.typeset(batch))
            messages.success(request, _("用紙ができました。下の「刷ったもの」から開けます。"))
        else:
            messages.success(
                request, _("用紙をつくっています。できると、下の「刷ったもの」から開けます。")
            )
    except services.SheetError as fault:
        messages.warning(request, str(fault))
    return redirect(link("sheets:form_view", code=node.short_code))


@require_GET
@never_cache
@access("sheets.batch.open", load=selectors.batch_at)
def batch_open(request: HttpRequest, batch: SheetBatch) -> HttpResponseBase:
    """The PDF of a print."""
    if not batch.file:
        raise Http404
    try:
        opened = batch.file.open("rb")
    except OSError as fault:
        raise Http404 from fault
    if batch.copies:
        name = _("用紙_{}_{}番から{}番.pdf").format(
            batch.form.code, batch.first_serial, batch.last_serial
        )
    else:
        name = _("用紙_{}_コピー用.pdf").format(batch.form.code)
    answer = FileResponse(opened, filename=name, content_type="application/pdf")
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
