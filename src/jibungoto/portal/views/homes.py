"""Homes: of the installation, of a municipality, of a district and of each of its six parts."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jibungoto.kernel import kept, nodes, registry, telling
from jibungoto.kernel.access import access
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.bands import cycle, district_band
from jibungoto.kernel.links import link
from jibungoto.kernel.models import Municipality, Node
from jibungoto.kernel.registry import Stage
from jibungoto.know.places.models import District
from jibungoto.portal import maps, news, selectors, wheel
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
    actor: Actor = request.actor  # type: ignore[attr-defined]
    municipality = request.municipality  # type: ignore[attr-defined]
    words = kept.words(municipality)
    districts = list(selectors.districts(actor))
    latest = selectors.latest(actor)
    return render(
        request,
        "portal/municipality_home.html",
        {
            "band": _municipality_band(municipality, districts, words),
            "words": words,
            "districts": districts,
            "map": maps.district_map(municipality, districts),
            "news": news.merged(news.rows(latest, with_districts=True), most=8),
            "wheel": wheel.parts(municipality, mark=_mark(latest)),
            "wheel_name": municipality.name,
        },
    )


def _municipality_band(municipality: Any, districts: list[District], words: Any) -> dict[str, Any]:
    lead = _("{number}の{district}で、知り、聴き合い、決めて、動き、伝え、振り返るための場所です。")
    plain = _("まちのことを、知り、聴き合い、決めて、動き、伝え、振り返るための場所です。")
    return {
        "hero": True,
        "name": municipality.name,
        "lead": lead.format(number=len(districts), district=words["district"])
        if districts
        else plain,
        "contour": municipality.slug,
    }


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
    municipality = request.municipality  # type: ignore[attr-defined]
    council = selectors.council(actor, district)
    latest = selectors.latest(actor, district)
    part = selectors.part_of(council)
    words = kept.words(municipality)
    return render(
        request,
        "portal/district_home.html",
        {
            "district": district,
            "band": _hero(actor, district),
            "words": words,
            "news": news.merged(news.rows(latest)),
            "waiting": news.by_due(registry.waiting(actor)) if not actor.is_guest else [],
            "council": council,
            "council_stage": words[f"stage.{council.stage}"] if council else "",
            "now": part,
            "wheel": wheel.parts(municipality, district, now=part, mark=_mark(latest)),
            "wheel_name": district.name,
            "way": telling.strip(_way(municipality, district)),
            "map": maps.district_map(municipality, selectors.districts(actor), district),
        },
    )


def _way(municipality: Municipality, district: District) -> list[Node]:
    """From a voice to its result, as everybody may see it."""
    public = Actor(municipality_id=municipality.pk)
    name = f"way:{district.node.public_id}"
    return kept.kept(municipality, name, lambda: selectors.chain(public, district))


def _hero(actor: Actor, district: District) -> dict[str, Any]:
    watched = nodes.is_followed(actor, district.node)
    return {
        **district_band(district),
        "hero": True,
        "lead": district.lead,
        "contour": district.node.public_id,
        "up_url": link("portal:municipality_home") + "#districts",
        "up_label": _("ほかの地区"),
        "watch_url": link("portal:district_follow", district=district.slug),
        "watch_label": _("見守っています") if watched else _("この地区を見守る"),
        "cycle": cycle(district),
    }


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


def _mark(latest: list[Any]) -> str:
    return str(latest[0].public_id) if latest else ""
