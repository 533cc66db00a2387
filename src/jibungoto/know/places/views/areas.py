"""Pages of one small area: what it is, how it is divided, and its correction."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jibungoto.kernel.access import access
from jibungoto.kernel.links import link
from jibungoto.kernel.nodes import ChangedMeanwhile
from jibungoto.kernel.policy import decide
from jibungoto.know.places import belonging, division, policies, selectors, services
from jibungoto.know.places.forms import AreaEndForm, CorrectionForm
from jibungoto.know.places.models import SmallArea
from jibungoto.ui.errors import conflict


def _back(area: SmallArea) -> HttpResponse:
    return redirect(link("places:area_view", pk=area.pk))


@require_GET
@access("places.district.list", load=division.small_area)
def area_view(request: HttpRequest, area: SmallArea) -> HttpResponse:
    """Where a small area belongs, how that is known, and what it goes back to."""
    actor = request.actor  # type: ignore[attr-defined]
    may_edit = bool(decide(actor, policies.EDIT_AREAS))
    before, after = division.lineage(area)
    context = {
        "area": area,
        "shape": division.shape_of(area),
        "memberships": belonging.memberships_of(area),
        "before": before,
        "after": after,
        "may_edit": may_edit,
        "kinds": selectors.kinds() if may_edit else [],
        "history": division.history(area) if may_edit else [],
        "end_form": AreaEndForm() if may_edit and not area.valid_until else None,
    }
    return render(request, "places/area_view.html", context)


@require_http_methods(["GET", "POST"])
@access(policies.EDIT_AREAS, load=division.area_in_kind)
def area_correct(request: HttpRequest, found: division.AreaInKind) -> HttpResponse:
    """Say which districts of a kind an area belongs to, with the map beside."""
    area, kind = found.area, found.kind
    divided = division.division(area, kind)
    form = CorrectionForm(request.POST or None, division=divided)
    if form.is_valid():
        try:
            made = services.correct_memberships(
                small_area=area,
                kind=kind,
                ratios=form.ratios(),
                reason=form.cleaned_data["reason"],
                seen=form.cleaned_data["seen"],
                actor=request.actor,  # type: ignore[attr-defined]
            )
        except ChangedMeanwhile:
            here = link("places:area_correct", pk=area.pk, kind=kind.key)
            return conflict(request, url=here, form=form)
        except services.TooMuch as error:
            form.add_error(None, str(error))
        else:
            said = _("「{}」の割合を直しました。") if made else _("「{}」は、そのままです。")
            messages.success(request, said.format(area.name))
            return _back(area)
    context = {"area": area, "kind": kind, "form": form, "division": divided}
    status = 422 if form.errors else 200
    return render(request, "places/area_correct.html", context, status=status)


@require_POST
@access(policies.EDIT_AREAS, load=division.small_area)
def area_end(request: HttpRequest, area: SmallArea) -> HttpResponse:
    """The last day of a small area; what continues it is told or read from the map."""
    form = AreaEndForm(request.POST)
    if not form.is_valid():
        said = next(iter(form.errors.values()))[0]
        messages.warning(request, _("まだ終えていません。{}").format(said))
        return _back(area)
    try:
        services.end_small_areas(
            areas=[area], on=form.cleaned_data["on"], into=form.cleaned_data["into"] or None
        )
        messages.success(request, _("終わりの日を書きました。記録は残ります。"))
    except services.PlacesError as error:
        messages.warning(request, str(error))
    return _back(area)


@require_POST
@access(policies.EDIT_AREAS, load=division.small_area)
def area_reopen(request: HttpRequest, area: SmallArea) -> HttpResponse:
    """Undo the end of a small area."""
    services.reopen_small_areas(areas=[area])
    messages.success(request, _("終わりを取り消しました。"))
    return _back(area)
