"""Pages that turn a document into the draft of a plan: HTTP only."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jibungoto.decide.plans import policies, proposals, selectors, services
from jibungoto.decide.plans.forms import DocumentForm, PlanFromDocumentForm
from jibungoto.decide.plans.models import PlanDocument
from jibungoto.japan.documents import read
from jibungoto.kernel.access import access
from jibungoto.kernel.links import link, node_url
from jibungoto.ui.listing import inside


@require_http_methods(["GET", "POST"])
@access(policies.CREATE)
def document_read(request: HttpRequest) -> HttpResponse:
    """Hand in a plan's document; what it proposes is shown next, nothing is made yet."""
    actor = request.actor  # type: ignore[attr-defined]
    form = DocumentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        document = services.keep_document(
            name=form.cleaned_data["name"], text=form.cleaned_data["words"], actor=actor
        )
        return redirect(link("plans:document_view", public_id=document.public_id))
    context = {"form": form, "documents": selectors.documents(actor)[:20]}
    return render(request, "plans/document_read.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@access(policies.CREATE, load=selectors.document)
def document_view(request: HttpRequest, document: PlanDocument) -> HttpResponse:
    """What a document proposes, to be ticked; then the plan is made as a draft."""
    reading = read(document.text)
    groups = proposals.groups(reading, document.text)
    keys = [p.key for group in groups for p in group.proposals]
    kept = set(request.POST.getlist("keep")) if request.method == "POST" else set(keys)
    form = PlanFromDocumentForm(
        request.POST or None, initial={"title": reading.title or document.name}
    )
    if form.is_valid():
        try:
            plan = services.plan_from_document(
                document=document,
                slug=form.cleaned_data["slug"],
                title=form.cleaned_data["title"],
                left_out=[key for key in keys if key not in kept],
            )
        except services.PlansError as error:
            form.add_error("slug", str(error))
        else:
            messages.success(
                request, _("計画の下書きをつくりました。確かめてから公開してください。")
            )
            return redirect(node_url(plan.node))
    context = {
        "document": document,
        "form": form,
        "groups": groups,
        "kept": kept,
        "told": proposals.told(reading),
        "also": proposals.also(reading),
        "notes": reading.notes,
    }
    return render(request, "plans/document_view.html", context, status=422 if form.errors else 200)


@require_POST
@access(policies.CREATE, load=selectors.document)
def document_discard(request: HttpRequest, document: PlanDocument) -> HttpResponse:
    services.discard_document(document=document)
    messages.success(request, _("「{}」を捨てました。").format(inside(document.name)))
    return redirect(link("plans:document_read"))
