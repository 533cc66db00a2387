"""Pages of people and indicators: HTTP only."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jibungoto.kernel import nodes
from jibungoto.kernel.access import access
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.bands import district_band
from jibungoto.kernel.intake.writing import table_response
from jibungoto.kernel.links import link, node_url
from jibungoto.kernel.policy import decide
from jibungoto.know.places import selectors as places
from jibungoto.know.places.models import District
from jibungoto.ui.errors import conflict
from jibungoto.ui.listing import inside
from jibungoto.ui.seen import status as status_of

from . import origins, pictures, policies, selectors, services, sources
from .forms import FigureForm, IndicatorForm
from .models import Figure, Indicator


@require_GET
@access("statistics.figure.view")
def population_whole(request: HttpRequest) -> HttpResponse:
    """The people of the municipality, and of each district beside."""
    return _population(request, None)


@require_GET
@access("statistics.figure.view", load=places.district)
def population_district(request: HttpRequest, district: District) -> HttpResponse:
    """The people of one district with the city beside."""
    return _population(request, district)


def _population(request: HttpRequest, district: District | None) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    seen = selectors.overview(district, series=True)
    now, then, city = seen.now, seen.then, seen.city
    name = district.name if district else request.municipality.name  # type: ignore[attr-defined]
    context: dict[str, Any] = {
        "district": district,
        "name": name,
        "band": district_band(district, "know") if district else None,
        "now": now,
        "facts": pictures.key_facts(now, then, city if district else None) if now else [],
        "made": now.words() if now else "",
        "pyramid": pictures.pyramid_figure(name, now, then) if now else None,
        "line": pictures.population_line(name, seen.series),
        "districts": _district_rows(actor) if district is None else [],
        "may_import": actor.may("statistics.figure.import"),
    }
    return render(request, "statistics/population_view.html", context)


@require_GET
@access("statistics.figure.view")
def sources_whole(request: HttpRequest) -> HttpResponse:
    """The rows the municipality's people were counted in."""
    return _sources(request, None)


@require_GET
@access("statistics.figure.view", load=places.district)
def sources_district(request: HttpRequest, district: District) -> HttpResponse:
    """The rows a district's people were counted in, each with its share."""
    return _sources(request, district)


def _sources(request: HttpRequest, district: District | None) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    on, register = request.GET.get("on", ""), request.GET.get("register", "")
    release = sources.release_on(on, register)
    if release is None and (on or register):
        raise Http404
    asked = sources.asked(request.GET.get("of", ""))
    found = sources.made_from(release, district, asked) if release else None
    name = district.name if district else request.municipality.name  # type: ignore[attr-defined]
    if found and (suffix := request.GET.get("as")) in ("csv", "xlsx"):
        title = _("{}の人口のもと").format(name)
        return table_response(sources.table(found), name=title, suffix=suffix)
    address = "statistics:population_district" if district else "statistics:population_whole"
    context = {
        "district": district,
        "name": name,
        "people": link(address, **({"slug": district.slug} if district else {})),
        "sources": found if found and found.rows else None,
        "page": Paginator(found.rows if found else [], 200).get_page(request.GET.get("page")),
        "chosen": f"on={release.taken_on}&register={release.register}&of={asked.key}&"
        if release
        else "",
        "of": f"&of={asked.key}" if asked.key else "",
        "whole": link("statistics:sources_whole"),
        "dates": list(selectors.releases()[:60]),
        "may_import": actor.may("statistics.figure.import"),
    }
    return render(request, "statistics/population_sources.html", context)


def _district_rows(actor: Actor) -> list[tuple[District, Any]]:
    found = list(places.districts(actor))
    people = selectors.populations(found)
    return [(d, people[d.pk]) for d in found if d.pk in people]


@require_GET
@access("statistics.figure.view")
def indicator_list(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    rows = [
        (i, pictures.said(i, own), own, pictures.period(own) if own else "")
        for i, own, _city in selectors.latest(None)
    ]
    context = {
        "rows": rows,
        "may_edit": bool(decide(actor, policies.EDIT)),
        "may_import": actor.may("statistics.figure.import"),
    }
    return render(request, "statistics/indicator_list.html", context)


@require_GET
@access("statistics.figure.view", load=selectors.indicator)
def indicator_view(request: HttpRequest, indicator: Indicator) -> HttpResponse:
    """An indicator with all its rows; `district` looks at one of them."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    district = None
    if wanted := request.GET.get("district"):
        district = places.district(actor, wanted)
        if district is None:
            raise Http404
    name = district.name if district else _("市全体")
    own = selectors.series_of(indicator, district)
    city = selectors.series_of(indicator, None) if district else []
    rows = origins.of_figures(indicator, district, own)
    context = {
        "indicator": indicator,
        "district": district,
        "name": name,
        "line": pictures.indicator_line(indicator, name, own, city),
        "own": [
            (f, pictures.said(indicator, f), pictures.period(f), rows.get(f.pk))
            for f in reversed(own)
        ],
        "newest": [
            (f, pictures.said(indicator, f), pictures.period(f))
            for f in selectors.newest_by_district(indicator)
        ],
        "made": selectors.small_areas_of(indicator, district) if district else [],
        "only_areas": selectors.only_small_areas(indicator),
        "may_edit": bool(decide(actor, policies.EDIT)),
        "may_import": actor.may("statistics.figure.import"),
    }
    return render(request, "statistics/indicator_view.html", context)


@require_GET
@access("statistics.figure.view", load=selectors.indicator)
def indicator_table(request: HttpRequest, indicator: Indicator) -> HttpResponse:
    """All rows of an indicator in the columns the importer reads."""
    suffix = "xlsx" if request.GET.get("as") == "xlsx" else "csv"
    return table_response(selectors.table(indicator), name=indicator.name, suffix=suffix)


@require_http_methods(["GET", "POST"])
@access(policies.EDIT)
def indicator_create(request: HttpRequest) -> HttpResponse:
    form = IndicatorForm(request.POST or None)
    if form.is_valid():
        indicator = services.create_indicator(slug=form.new_slug(), **form.told())
        messages.success(
            request, _("「{}」をつくりました。数を書きこめます。").format(inside(indicator.name))
        )
        return redirect(node_url(indicator.node))
    return _form(request, form, None)


@require_http_methods(["GET", "POST"])
@access(policies.EDIT, load=selectors.indicator)
def indicator_edit(request: HttpRequest, indicator: Indicator) -> HttpResponse:
    form = IndicatorForm(request.POST or None, indicator=indicator)
    if form.is_valid():
        try:
            services.change_indicator(
                indicator=indicator,
                expected_version=form.cleaned_data["version"],
                **form.told(),
            )
        except nodes.ChangedMeanwhile:
            return conflict(request, url=node_url(indicator.node), form=form)
        messages.success(request, _("書きかえました。"))
        return redirect(node_url(indicator.node))
    return _form(request, form, indicator)


@require_http_methods(["GET", "POST"])
@access(policies.EDIT, load=selectors.indicator)
def figure_create(request: HttpRequest, indicator: Indicator) -> HttpResponse:
    form = FigureForm(request.POST or None)
    if form.is_valid() and (response := _record(request, indicator, form, version=0)):
        return response
    return _form(request, form, indicator, figure=True)


@require_http_methods(["GET", "POST"])
@access(policies.EDIT, load=selectors.figure)
def figure_edit(request: HttpRequest, figure: Figure) -> HttpResponse:
    form = FigureForm(request.POST or None, figure=figure)
    if form.is_valid():
        version = form.cleaned_data["version"] or figure.version
        if response := _record(request, figure.indicator, form, version=version):
            return response
    return _form(request, form, figure.indicator, figure=True, removable=figure)


def _record(
    request: HttpRequest, indicator: Indicator, form: FigureForm, *, version: int
) -> HttpResponse | None:
    told = {k: v for k, v in form.cleaned_data.items() if k != "version"}
    try:
        services.record_figure(indicator=indicator, expected_version=version, **told)
    except nodes.ChangedMeanwhile:
        if version:
            return conflict(request, url=node_url(indicator.node), form=form)
        form.add_error(
            "last_on", _("この地区とこの日の数は、もう入っています。一覧から直してください。")
        )
        return None
    messages.success(request, _("数を書きこみました。"))
    return redirect(node_url(indicator.node))


@require_POST
@access(policies.EDIT, load=selectors.figure)
def figure_remove(request: HttpRequest, figure: Figure) -> HttpResponse:
    services.remove_figure(figure=figure)
    messages.success(request, _("数を消しました。何を消したかは、記録に残っています。"))
    return redirect(node_url(figure.indicator.node))


def _form(
    request: HttpRequest,
    form: Any,
    indicator: Indicator | None,
    *,
    figure: bool = False,
    removable: Figure | None = None,
) -> HttpResponse:
    context = {"form": form, "indicator": indicator, "figure": figure, "removable": removable}
    status = status_of(form)
    return render(request, "statistics/figure_edit.html", context, status=status)
