"""Pages of districts. The home of a district is the portal's."""

import datetime as dt
from itertools import groupby

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jibungoto.kernel import vocabulary
from jibungoto.kernel.access import access
from jibungoto.kernel.links import link, node_url
from jibungoto.kernel.nodes import ChangedMeanwhile
from jibungoto.kernel.once import makes_one
from jibungoto.kernel.policy import decide
from jibungoto.kernel.turns import in_turn
from jibungoto.know.places import extent, maps, policies, selectors, services
from jibungoto.know.places.forms import DistrictFilter, DistrictForm, EndForm, KindForm
from jibungoto.know.places.models import District, DistrictKind
from jibungoto.ui.errors import conflict
from jibungoto.ui.listing import inside
from jibungoto.ui.seen import status as status_of

MANY = 12  # from here on a list of districts is close and can be searched


@require_GET
@access("places.district.list")
def district_list(request: HttpRequest) -> HttpResponse:
    """All districts by kind, with a map of the kind people look at first."""
    actor = request.actor  # type: ignore[attr-defined]
    found = list(selectors.districts(actor))
    groups = [(kind, list(rows)) for kind, rows in groupby(found, key=lambda d: d.kind)]
    wanted = request.GET.get("kind", "")
    shown = next((g for g in groups if g[0].key == wanted), groups[0] if groups else None)
    many = shown is not None and len(shown[1]) > MANY
    form = DistrictFilter(request.GET) if many else None
    context = {
        "form": form,
        "many": many,
        "rows": form.matching(shown[1]) if form and shown else shown[1] if shown else [],
        "clear": f"?kind={shown[0].key}" if shown and request.GET.get("words") else "",
        "groups": groups,
        "shown": shown,
        "tabs": [
            (
                _("{}（{}）").format(kind.name, len(rows)),
                f"?kind={kind.key}",
                shown is not None and kind == shown[0],
            )
            for kind, rows in groups
        ],
        "map": maps.district_map(shown[1]) if shown else None,
        "ended": list(selectors.districts(actor, ended=True)),
        "words": vocabulary.words(),
        "may_edit": bool(decide(actor, policies.EDIT)),
    }
    return render(request, "places/district_list.html", context)


@require_http_methods(["GET", "POST"])
@access(policies.EDIT)
def district_create(request: HttpRequest) -> HttpResponse:
    form = DistrictForm(request.POST or None)
    if form.is_valid():
        told = {k: v for k, v in form.cleaned_data.items() if k != "version"}
        district = services.create_district(**told)
        messages.success(request, _("「{}」を登録しました。").format(inside(district.name)))
        return redirect(node_url(district.node))
    status = status_of(form)
    context = {"form": form, "kinds": selectors.kinds()}
    return render(request, "places/district_edit.html", context, status=status)


@require_http_methods(["GET", "POST"])
@access(policies.EDIT, load=selectors.district)
def district_edit(request: HttpRequest, district: District) -> HttpResponse:
    form = DistrictForm(request.POST or None, district=district)
    if form.is_valid():
        told = form.cleaned_data
        try:
            services.edit_district(
                district=district,
                expected_version=told["version"],
                **{
                    k: told[k]
                    for k in ("name", "kana", "code", "lead", "order", "parent", "valid_from")
                },
            )
        except ChangedMeanwhile:
            here = link("places:district_edit", slug=district.slug)
            return conflict(request, url=here, form=form)
        except services.PlacesError as error:
            form.add_error("parent", str(error))
        else:
            messages.success(request, _("書きかえました。"))
            return redirect(node_url(district.node))
    context = {
        "form": form,
        "district": district,
        "former": selectors.former_names(district),
        "end_form": EndForm(district=district),
        "boundary": selectors.boundary(district),
        "taken": _TAKEN.format(district.pk) in request.session,
    }
    status = status_of(form)
    return render(request, "places/district_edit.html", context, status=status)


@require_POST
@access(policies.EDIT, load=selectors.district)
def district_end(request: HttpRequest, district: District) -> HttpResponse:
    form = EndForm(request.POST, district=district)
    if not form.is_valid():
        messages.warning(request, _("終わりの日を書いてください。"))
        return redirect(link("places:district_edit", slug=district.slug))
    try:
        services.end_district(
            district=district,
            on=form.cleaned_data["on"],
            successors=form.cleaned_data["successors"],
        )
        messages.success(request, _("終わりの日を書きました。記録は残ります。"))
    except services.PlacesError as error:
        messages.warning(request, str(error))
    return redirect(link("places:district_edit", slug=district.slug))


@require_POST
@access(policies.EDIT, load=selectors.district)
def district_reopen(request: HttpRequest, district: District) -> HttpResponse:
    services.reopen_district(district=district)
    messages.success(request, _("終わりを取り消しました。"))
    return redirect(link("places:district_edit", slug=district.slug))


@require_POST
@access(policies.EDIT, load=selectors.district)
def district_remove(request: HttpRequest, district: District) -> HttpResponse:
    """Take away a district made by mistake; one that something hangs on stays, and why is said."""
    name = district.name
    try:
        services.discard_district(district=district)
    except services.PlacesError as error:
        messages.warning(request, str(error))
        return redirect(link("places:district_edit", slug=district.slug))
    messages.success(
        request, _("「{}」を消しました。消したことは、記録に残っています。").format(name)
    )
    return redirect(link("places:district_list"))


_TAKEN = "places.boundary:{}"  # a polygon taken away, kept until its undo or the end of the session


@require_POST
@access(policies.EDIT, load=selectors.district)
def boundary_remove(request: HttpRequest, district: District) -> HttpResponse:
    """Take a district's polygon away; the page offers to bring it back."""
    boundary = selectors.boundary(district)
    if boundary is not None:
        request.session[_TAKEN.format(district.pk)] = {
            "geojson": boundary.geojson,
            "source": boundary.source,
            "dated": boundary.dated.isoformat(),
        }
        services.remove_boundary(district=district)
        messages.success(request, _("区域を外しました。この画面から元に戻せます。"))
    return redirect(link("places:district_edit", slug=district.slug))


@require_POST
@access(policies.EDIT, load=selectors.district)
def boundary_restore(request: HttpRequest, district: District) -> HttpResponse:
    """Undo boundary_remove()."""
    kept = request.session.pop(_TAKEN.format(district.pk), None)
    if kept is not None and selectors.boundary(district) is None:
        services.set_boundary(
            district=district,
            geojson=kept["geojson"],
            source=kept["source"],
            dated=dt.date.fromisoformat(kept["dated"]),
        )
        messages.success(request, _("区域を元に戻しました。"))
    return redirect(link("places:district_edit", slug=district.slug))


@require_GET
@access("places.district.list", load=extent.drawn_district)
def district_areas(request: HttpRequest, district: District) -> HttpResponse:
    """The small areas a district is made of: how much of each, how that is known, on a map."""
    actor = request.actor  # type: ignore[attr-defined]
    may_edit = bool(decide(actor, policies.EDIT, district))
    context = {
        "district": district,
        "extent": extent.extent(district, with_near=may_edit),
        "may_edit": may_edit,
    }
    return render(request, "places/district_areas.html", context)


@makes_one
@require_http_methods(["GET", "POST"])
@access(policies.EDIT_AREAS)
def kind_list(request: HttpRequest) -> HttpResponse:
    """The kinds of district there are, and a new one."""
    form = KindForm(request.POST or None)
    if form.is_valid():
        kind = services.create_district_kind(**form.cleaned_data)
        messages.success(request, _("「{}」を登録しました。").format(inside(kind.name)))
        return redirect(link("places:kind_list"))
    context = {"form": form, "kinds": selectors.kinds()}
    status = status_of(form)
    return render(request, "places/kind_list.html", context, status=status)


@require_http_methods(["GET", "POST"])
@in_turn
@access(policies.EDIT_AREAS, load=selectors.kind_named)
def kind_edit(request: HttpRequest, kind: DistrictKind) -> HttpResponse:
    """What a kind of district is called."""
    form = KindForm(request.POST or None, kind=kind)
    if form.is_valid():
        services.change_district_kind(kind=kind, **form.cleaned_data)
        messages.success(request, _("書きかえました。"))
        return redirect(link("places:kind_list"))
    context = {"form": form, "kind": kind, "kinds": selectors.kinds()}
    status = status_of(form)
    return render(request, "places/kind_list.html", context, status=status)
