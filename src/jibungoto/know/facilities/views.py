"""Pages of facilities: HTTP only."""

from functools import cache

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jibungoto.kernel import telling
from jibungoto.kernel.access import access
from jibungoto.kernel.bands import district_band
from jibungoto.kernel.intake.writing import table_response
from jibungoto.kernel.links import link
from jibungoto.know.places import selectors as places
from jibungoto.know.places.models import District
from jibungoto.know.statistics import selectors as statistics
from jibungoto.ui.addresses import page_address

from . import maps, selectors
from .catalogue import BY_KIND
from .forms import FilterForm
from .models import Facility
from .register_intake import PERMISSION
from .walks import GROUPS, walk_rows

PAGE = 60


@require_GET
@access("facilities.facility.list")
def facility_list(request: HttpRequest) -> HttpResponse:
    """Map and list of the facilities of the municipality, or of a district, by kind."""
    actor = request.actor  # type: ignore[attr-defined]
    districts = list(places.districts(actor))
    form = FilterForm(request.GET, districts=districts)
    chosen = form.chosen()
    here = chosen.get("district")
    found = selectors.facilities(actor, **chosen)
    counts = selectors.counts(actor, here)
    wanted = [c for c in counts if chosen.get("kind") in (None, c.kind)]
    pages = Paginator(found, PAGE)
    if "words" not in chosen:
        pages.count = sum(c.number for c in wanted)  # known already
    page = pages.get_page(request.GET.get("page"))
    around = [here] if here else maps.ground(districts)

    @cache
    def spots() -> list[selectors.Spot]:
        if pages.count <= PAGE:
            return selectors.in_order(selectors.spot(f) for f in page.object_list if f.is_mapped)
        return selectors.mapped(found, most=maps.MOST_PINS)

    # Map and rows are asked for only where the page is not kept: whoever reads sees the same.
    context = {
        "form": form,
        "page": page,
        "groups": lambda: maps.by_kind(page.object_list),
        "here": here,
        "band": district_band(here, "know") if here else None,
        "map": cache(lambda: maps.facility_map(spots(), here=here, around=around)),
        "has_map": any(c.number > c.unmapped for c in wanted),
        "too_many": lambda: len(spots()) >= maps.MOST_PINS,
        "unmapped": maps.unmapped(wanted),
        "sources": wanted,
        "chosen": chosen,
        "query": request.GET.urlencode(),
        "may_import": actor.may(PERMISSION),
    }
    return render(request, "facilities/facility_list.html", context)


@require_GET
@access("facilities.facility.list")
def facility_table(request: HttpRequest) -> HttpResponse:
    """The register as a file, as filtered: CSV, or Excel with `as=xlsx`."""
    actor = request.actor  # type: ignore[attr-defined]
    form = FilterForm(request.GET, districts=list(places.districts(actor)))
    found = selectors.facilities(actor, **form.chosen())
    suffix = "xlsx" if request.GET.get("as") == "xlsx" else "csv"
    return table_response(selectors.table(found), name=_("施設の一覧"), suffix=suffix)


@require_GET
@access("facilities.facility.list")
def walk_view(request: HttpRequest, key: str) -> HttpResponse:
    """The rows a walking share was counted in: area by area, its residents and those near."""
    actor = request.actor  # type: ignore[attr-defined]
    group = next((g for g in GROUPS if g.key == key), None)
    wanted = request.GET.get("district", "")
    district = places.district(actor, wanted) if wanted else None
    if group is None or (wanted and district is None):
        raise Http404
    walk, rows = walk_rows(district, group)
    context = {
        "group": group,
        "district": district,
        "name": district.name if district else request.municipality.name,  # type: ignore[attr-defined]
        "band": district_band(district, "know") if district else None,
        "walk": walk,
        "rows": rows,
        "near": sum(row.near or 0 for row in rows),
        "located": sum(row.people for row in rows if row.near is not None),
        "facilities": f"{link('facilities:facility_list')}?kind={group.kind}",
        "people_rows": _people_rows(district) if walk else "",
    }
    return render(request, "facilities/walk_view.html", context)


def _people_rows(district: District | None) -> str:
    """Where the residents of each area are told with their file and line; "" without a table."""
    if not statistics.has_releases():
        return ""
    if district is None:
        return link("statistics:sources_whole")
    return link("statistics:sources_district", slug=district.slug)


@require_GET
@access("facilities.facility.view", load=selectors.facility)
def facility_view(request: HttpRequest, facility: Facility) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    districts = selectors.districts(facility)
    beside = selectors.beside(request.municipality, facility)  # type: ignore[attr-defined]
    context = {
        "facility": facility,
        "districts": districts,
        "map": maps.own_map(facility, districts),
        "facts": selectors.facts(facility),
        "hazards": selectors.hazards(facility),
        "beside": [(s, maps.spot_sign(s)) for s in beside],
        "key": maps.sign(facility),
        "website": page_address(facility.website),
        "capacity_word": BY_KIND[facility.kind].capacity or _("定員"),
        "story": telling.told(actor, facility.node),
        "origin": selectors.origin(facility),
        "may_import": actor.may(PERMISSION),
    }
    return render(request, "facilities/facility_view.html", context)
