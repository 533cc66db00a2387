"""Homes: of the installation, of a municipality, of a district and of each of its six parts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from jibungoto.kernel import kept, nodes, registry
from jibungoto.kernel.access import access
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.bands import district_band
from jibungoto.kernel.links import link
from jibungoto.kernel.policy import decide
from jibungoto.kernel.registry import Stage
from jibungoto.know.places import policies as places
from jibungoto.know.places.models import District
from jibungoto.portal import news, selectors
from jibungoto.portal.homes import DistrictHome, MunicipalityHome
from jibungoto.portal.selectors import AtStage


@require_GET
@access("portal.home.view")
def installation_home(request: HttpRequest) -> HttpResponse:
    return render(
        request, "portal/installation_home.html", {"municipalities": selectors.municipalities()}
    )


@require_GET
@access("portal.home.view")
def health(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


@require_GET
@access("portal.home.view")
def municipality_home(request: HttpRequest) -> HttpResponse:
    home = MunicipalityHome(request.actor, request.municipality)  # type: ignore[attr-defined]
    return render(request, "portal/municipality_home.html", {"home": home, "band": home.band})


@require_GET
@access("portal.home.view", load=selectors.stage)
def municipality_stage(request: HttpRequest, stage: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return render(
        request,
        "portal/municipality_stage.html",
        {
            "stage": stage,
            "label": Stage(stage).label,
            "filled": selectors.filled(actor, stage, None),
            "menu_here": _menu_here(actor, stage),
            "districts": selectors.districts(actor),
            "words": kept.words(request.municipality),  # type: ignore[attr-defined]
        },
    )


@require_GET
@access("portal.home.view", load=selectors.district_by_slug)
def district_home(request: HttpRequest, district: District) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    home = DistrictHome(actor, request.municipality, district)  # type: ignore[attr-defined]
    return render(
        request,
        "portal/district_home.html",
        {
            "district": district,
            "home": home,
            "band": home.band,
            "waiting": [] if actor.is_guest else news.by_due(registry.waiting(actor)),
            "may_edit": bool(decide(actor, places.EDIT, district)),
        },
    )


@require_GET
@access("portal.home.view", load=selectors.district_by_slug)
def district_follow(request: HttpRequest, district: District) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return render(
        request,
        "portal/district_follow.html",
        {
            "district": district,
            "band": district_band(district),
            "is_followed": nodes.is_followed(actor, district.node),
        },
    )


@require_GET
@access("portal.home.view", load=selectors.district_stage)
def district_stage(request: HttpRequest, at: AtStage) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return render(
        request,
        "portal/district_stage.html",
        {
            "district": at.district,
            "stage": at.stage,
            "label": Stage(at.stage).label,
            "band": district_band(at.district, at.stage),
            "filled": selectors.filled(actor, at.stage, at.district),
            "menu_here": _menu_here(actor, at.stage),
            "words": kept.words(request.municipality),  # type: ignore[attr-defined]
        },
    )


def _menu_here(actor: Actor, stage: str) -> list[dict[str, str]]:
    """The ways into the rooms of a part, as the menu knows them."""
    return [
        {"title": entry.label, "url": link(entry.url_name)}
        for entry in registry.menu(actor)
        if entry.stage == stage
    ]
