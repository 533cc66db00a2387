"""Pages that turn a document into the draft of a plan: HTTP only."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from jibungoto.decide.plans import policies, proposals, selectors, services
from jibungoto.decide.plans.forms import DocumentForm, PlanFromDocumentForm, TakeOverForm
from jibungoto.decide.plans.models import PlanDocument
from jibungoto.japan.documents import Reading, read
from jibungoto.kernel.access import access
from jibungoto.kernel.links import link, node_url
from jibungoto.kernel.once import makes_one
from jibungoto.ui.listing import inside


@makes_one
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


@makes_one
@require_http_methods(["GET", "POST"])
@access(policies.CREATE, load=selectors.document)
def document_view(request: HttpRequest, document: PlanDocument) -> HttpResponse:
    """What a document proposes, to be ticked; then the plan is made as a draft."""
    reading = read(document.text)
    groups = proposals.groups(reading, document.text)
    keys = [p.key for group in groups for p in group.proposals]
    kept = set(request.POST.getlist("keep")) if request.method == "POST" else set(keys)
    form = PlanFromDocumentForm(
        request.POST or None,
        initial={
            "title": reading.title or document.name,
            "slug": selectors.free_slug(reading.period),
        },
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
            form.add_error(error.field or None, str(error))
        else:
            messages.success(
                request, _("計画の下書きをつくりました。確かめてから公開してください。")
            )
            if proposals.has_further(reading):
                here = link("plans:document_view", public_id=document.public_id)
                return redirect(f"{here}#further")
            return redirect(node_url(plan.node))
    return _page(request, document, reading, form, kept)


def _page(
    request: HttpRequest,
    document: PlanDocument,
    reading: Reading,
    form: PlanFromDocumentForm,
    kept: set[str],
    taking: TakeOverForm | None = None,
) -> HttpResponse:
    measures, taken = selectors.to_take_over(document.plan)
    further = proposals.further(reading, document.text, measures, taken)
    context = {
        "document": document,
        "form": form,
        "groups": proposals.groups(reading, document.text),
        "kept": kept,
        "told": proposals.told(reading),
        "further": further,
        "asks_year": bool(reading.causes),
        "generations": [(g.title, g.source) for g in reading.generations],
        "taking": taking or TakeOverForm(initial={"year": selectors.this_year()}),
        "notes": reading.notes,
    }
    faulty = form.errors or (taking is not None and taking.errors)
    return render(request, "plans/document_view.html", context, status=422 if faulty else 200)


@require_POST
@access(policies.CREATE, load=selectors.document)
def document_take_over(request: HttpRequest, document: PlanDocument) -> HttpResponse:
    """Write what was confirmed of a document into the plan made from it."""
    form = TakeOverForm(request.POST)
    confirmed = [
        services.Confirmed(key, request.POST.get(f"at-{key}", "")[:60])
        for key in request.POST.getlist("take")[:500]
    ]
    if form.is_valid():
        try:
            year = form.cleaned_data["year"]
            number = services.take_over(document=document, confirmed=confirmed, year=year)
        except services.PlansError as error:
            form.add_error("year" if error.field == "year" else None, str(error))
        else:
            said = ngettext("{}件を計画に書きこみました。", "{}件を計画に書きこみました。", number)
            messages.success(request, said.format(number))
            here = link("plans:document_view", public_id=document.public_id)
            return redirect(f"{here}#further")
    reading = read(document.text)
    first = PlanFromDocumentForm(
        initial={
            "title": reading.title or document.name,
            "slug": selectors.free_slug(reading.period),
        }
    )
    return _page(request, document, reading, first, set(), form)


@require_POST
@access(policies.CREATE, load=selectors.document)
def document_discard(request: HttpRequest, document: PlanDocument) -> HttpResponse:
    services.discard_document(document=document)
    messages.success(request, _("「{}」を捨てました。").format(inside(document.name)))
    return redirect(link("plans:document_read"))
