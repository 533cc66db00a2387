"""Pages on which staff put districts together from small areas: choose, look, apply, undo."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jibungoto.kernel.access import access
from jibungoto.kernel.links import link
from jibungoto.know.places import policies, putting, selectors, services
from jibungoto.know.places.belonging import NothingToLayOver
from jibungoto.know.places.forms import ApplyForm, ComputeForm
from jibungoto.know.places.models import Assignment


@require_GET
@access(policies.EDIT_AREAS)
def membership_list(request: HttpRequest) -> HttpResponse:
    """How the districts of each kind are put together now, and what was decided last."""
    together = putting.kinds_put_together()
    kinds = [each.kind for each in together]
    context = {
        "kinds": together,
        "form": ComputeForm(kinds=kinds) if kinds else None,
        "assignments": putting.assignments(),
    }
    return render(request, "places/membership_list.html", context)


@require_GET
@access(policies.EDIT_AREAS)
def membership_preview(request: HttpRequest) -> HttpResponse:
    """What computing would change. Nothing is changed yet."""
    form = ComputeForm(request.GET or None, kinds=selectors.kinds())
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        try:
            context["preview"] = putting.preview(services.compute_memberships(**form.cleaned_data))
        except NothingToLayOver as error:
            context["missing"] = str(error)
    status = 422 if form.errors else 200
    return render(request, "places/membership_preview.html", context, status=status)


@require_POST
@access(policies.EDIT_AREAS)
def membership_apply(request: HttpRequest) -> HttpResponse:
    """Store what was looked at; when the answer is another one by now, look again first."""
    form = ApplyForm(request.POST, kinds=selectors.kinds())
    if not form.is_valid():
        return redirect(link("places:membership_list"))
    told = dict(form.cleaned_data)
    seen, override = told.pop("seen"), told.pop("override")
    try:
        computed = services.compute_memberships(**told)
    except NothingToLayOver as error:
        messages.warning(request, str(error))
        return redirect(link("places:membership_list"))
    if putting.preview(computed).digest != seen:
        messages.warning(
            request,
            _("確かめていただいたあとで、もとのデータが変わりました。もう一度ご確認ください。"),
        )
        kind, method, sliver = told["kind"].key, told["method"], f"{told['sliver']:g}"
        address = link("places:membership_preview")
        return redirect(f"{address}?kind={kind}&method={method}&sliver={sliver}")
    made = services.apply_memberships(
        computed=computed,
        override_hand=override,
        actor=request.actor,  # type: ignore[attr-defined]
    )
    if made is None:
        messages.success(request, _("変わるところはありませんでした。"))
    else:
        messages.success(request, _("{}の町丁・字を決めました。").format(made.kind.name))
    return redirect(link("places:membership_list"))


@require_POST
@access(policies.EDIT_AREAS, load=putting.assignment)
def assignment_undo(request: HttpRequest, assignment: Assignment) -> HttpResponse:
    """Bring every share back to what it was."""
    try:
        services.undo_assignment(assignment=assignment, actor=request.actor)  # type: ignore[attr-defined]
        messages.success(request, _("前の対応に戻しました。"))
    except services.ChangedSince as error:
        messages.warning(request, str(error))
    return redirect(link("places:membership_list"))
