"""Pages of organisations: HTTP only."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jibungoto.kernel import telling
from jibungoto.kernel.access import access
from jibungoto.kernel.bands import district_band
from jibungoto.kernel.intake.writing import table_response
from jibungoto.kernel.links import link, node_url
from jibungoto.kernel.nodes import ChangedMeanwhile
from jibungoto.kernel.policy import decide
from jibungoto.ui.listing import listed

from . import policies, selectors, services
from .forms import EndForm, FilterForm, OrganisationForm
from .models import Organisation

PAGE = 30


@require_GET
@access("organisations.organisation.list")
def organisation_list(request: HttpRequest) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    form = FilterForm(request.GET, actor=actor)
    chosen = form.chosen()
    found = selectors.organisations(actor, **chosen)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": [(o, selectors.districts(o)) for o in page.object_list],
        "chosen": chosen,
        "members": selectors.members_of(found) if "counted" in chosen else None,
        "by_year": selectors.members_by_year(found) if "counted" in chosen else [],
        "query": request.GET.urlencode(),
        "may_create": bool(decide(actor, policies.CREATE)),
        "may_import": actor.may_somewhere("organisations.organisation.import"),
    }
    return render(request, "organisations/organisation_list.html", context)


@require_GET
@access("organisations.organisation.list")
def organisation_table(request: HttpRequest) -> HttpResponse:
    """The register as a file, as filtered: CSV, or Excel with `as=xlsx`."""
    actor = request.actor  # type: ignore[attr-defined]
    found = selectors.organisations(actor, **FilterForm(request.GET, actor=actor).chosen())
    suffix = "xlsx" if request.GET.get("as") == "xlsx" else "csv"
    return table_response(selectors.table(found), name=_("団体の名簿"), suffix=suffix)


@require_GET
@access("organisations.organisation.view", load=selectors.organisation)
def organisation_view(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    districts = selectors.districts(organisation)
    may_edit = bool(decide(actor, policies.EDIT, organisation))
    context = {
        "organisation": organisation,
        "districts": districts,
        "band": district_band(districts[0], "know") if len(districts) == 1 else None,
        **_counted(organisation),
        "may_import": actor.may("organisations.organisation.import"),
        "story": telling.told(actor, organisation.node),
        "may_edit": may_edit,
        "may_end": bool(decide(actor, "organisations.organisation.end", organisation)),
        "history": selectors.history(actor, organisation) if may_edit else [],
        "end_form": EndForm(),
    }
    return render(request, "organisations/organisation_view.html", context)


def _counted(organisation: Organisation) -> dict[str, Any]:
    """The members of each day, with the row of the list that told them."""
    counts = selectors.counts(organisation)
    rows = selectors.count_origins(organisation, counts)
    newest = rows.get(organisation.counted_on) if organisation.counted_on else None
    return {"counts": [(c, rows.get(c.counted_on)) for c in counts], "origin": newest}


@require_http_methods(["GET", "POST"])
@access(policies.CREATE)
def organisation_create(request: HttpRequest) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    form = OrganisationForm(request.POST or None, actor=actor)
    if form.is_valid():
        districts = list(form.cleaned_data["districts"])
        if _may_place(request, form, districts):
            organisation = services.create_organisation(
                slug=services.free_slug(form.new_slug()), districts=districts, **form.particulars()
            )
            messages.success(request, _("「{}」を名簿に加えました。").format(organisation.name))
            return redirect(node_url(organisation.node))
    return _form(request, form, None)


def _may_place(request: HttpRequest, form: OrganisationForm, districts: list[Any]) -> bool:
    """A secretary adds organisations to the own district only."""
    actor = request.actor  # type: ignore[attr-defined]
    if actor.scopes(policies.CREATE).everywhere:
        return True
    outside = [d for d in districts if not actor.may(policies.CREATE, district_path=d.lineage)]
    if districts and not outside:
        return True
    said = _("担当している地区を選んでください。") if not outside else _(
        "担当していない地区（{}）は選べません。"
    ).format(listed(d.name for d in outside))  # fmt: skip
    form.add_error("districts", said)
    return False


@require_http_methods(["GET", "POST"])
@access(policies.EDIT, load=selectors.organisation)
def organisation_edit(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    form = OrganisationForm(request.POST or None, actor=actor, organisation=organisation)
    if form.is_valid():
        try:
            services.change_organisation(
                organisation=organisation,
                districts=list(form.cleaned_data["districts"]),
                expected_version=form.cleaned_data["version"] or organisation.node.version,
                **form.particulars(),
            )
        except ChangedMeanwhile:
            return _conflict(request, organisation, form)
        messages.success(request, _("書きかえました。"))
        return redirect(node_url(organisation.node))
    return _form(request, form, organisation)


def _form(
    request: HttpRequest, form: OrganisationForm, organisation: Organisation | None
) -> HttpResponse:
    context = {"form": form, "organisation": organisation}
    status = 422 if form.errors else 200
    return render(request, "organisations/organisation_edit.html", context, status=status)


def _conflict(
    request: HttpRequest, organisation: Organisation, form: OrganisationForm
) -> HttpResponse:
    """Both versions side by side; saving again, from here, is on purpose."""
    current = selectors.organisation(request.actor, organisation.slug)  # type: ignore[attr-defined]
    if current is None:
        return redirect(link("organisations:organisation_list"))
    theirs = OrganisationForm(actor=request.actor, organisation=current)  # type: ignore[attr-defined]
    data = request.POST.copy()
    data["version"] = str(current.node.version)
    again = OrganisationForm(data, actor=request.actor, organisation=current)  # type: ignore[attr-defined]
    context = {
        "organisation": current,
        "form": again,
        "differences": services.differences(current, form.particulars()),
        "theirs": theirs,
    }
    return render(request, "organisations/organisation_conflict.html", context, status=409)


@require_POST
@access("organisations.organisation.end", load=selectors.organisation)
def organisation_end(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    form = EndForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("解散した日を書いてください。"))
        return redirect(node_url(organisation.node))
    try:
        services.end_organisation(organisation=organisation, on=form.cleaned_data["on"])
        messages.success(request, _("解散した日を書きました。ページは残ります。"))
    except services.OrganisationsError as error:
        messages.warning(request, str(error))
    return redirect(node_url(organisation.node))


@require_POST
@access("organisations.organisation.end", load=selectors.organisation)
def organisation_reopen(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    services.reopen_organisation(organisation=organisation)
    messages.success(request, _("解散を取り消しました。"))
    return redirect(node_url(organisation.node))
