"""Homes: HTTP only."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from jibungoto.kernel.access import access


@require_GET
@access("portal.home.view")
def installation_home(request: HttpRequest) -> HttpResponse:
    return HttpResponse("自分ごと")


@require_GET
@access("portal.home.view")
def municipality_home(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.municipality.name)  # type: ignore[attr-defined]


@require_GET
@access("portal.home.view")
def health(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")
