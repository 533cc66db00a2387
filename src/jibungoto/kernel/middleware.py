"""Which municipality a request is about, and the lock that no door may be without."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest, ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponse

from . import audit, kept, links, publishing, tenancy

# First parts of an address that are the installation's own and can't be a municipality's slug.
RESERVED = frozenset(
    {"account", "api", "static", "styleguide", "healthz", "demo", "preferences", "files", "me"}
)


def _without_nul(request: HttpRequest) -> None:
    """No text holds NUL: PostgreSQL refuses to look for it. In an address it means no page."""
    if "\0" in request.path_info:
        raise BadRequest
    asked = request.META.get("QUERY_STRING", "")
    if "%00" in asked:
        request.META["QUERY_STRING"] = asked.replace("%00", "")


def _sent_without_nul(request: HttpRequest) -> None:
    sent = request.POST
    if any("\0" in value for _name, values in sent.lists() for value in values):
        told = sent.copy()
        for name, values in sent.lists():
            told.setlist(name, [value.replace("\0", "") for value in values])
        request.POST = told  # type: ignore[assignment]


class HeadMiddleware:
    """Answer HEAD as GET is answered, without the body: watchers and link checkers ask so.

    The outermost layer: what no address may hold ends here.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        _without_nul(request)
        if request.method != "HEAD":
            return self.get_response(request)
        request.method = "GET"
        response = self.get_response(request)
        if response.streaming:
            response.close()
            response.streaming_content = ()  # type: ignore[attr-defined]
        else:
            response.setdefault("Content-Length", str(len(response.content)))
            response.content = b""
        return response


# What a page of ours never asks a device for; a place and a passkey only by ourselves.
_DEVICES = (
    "camera=(), microphone=(), payment=(), usb=(), serial=(), midi=(), hid=(),"
    " display-capture=(), browsing-topics=(), geolocation=(self),"
    " publickey-credentials-get=(self), publickey-credentials-create=(self)"
)


class HeadersMiddleware:
    """What every answer says besides: no device is asked for, and who may keep a copy of it.

    What was made for somebody who is signed in is kept nowhere: whoever sits at the counter's
    computer next finds nothing by going back.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", _DEVICES)
        personal = settings.SESSION_COOKIE_NAME in request.COOKIES
        kept = "private, no-store" if personal else "private, no-cache"
        response.headers.setdefault("Cache-Control", kept)
        return response


class MunicipalityMiddleware:
    """Read /<slug>/ and keep everything until the answer within that municipality."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        slug = _slug(request.path_info)
        municipality = kept.municipality(slug, _revision(request, slug)) if slug else None
        request.municipality = municipality  # type: ignore[attr-defined]
        if municipality is not None:
            links.remember(municipality)
        with tenancy.within(municipality):
            response = self.get_response(request)
            # A streamed body is produced after we are gone: it keeps its municipality itself.
            return response

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]
    ) -> None:
        if "municipality" in kwargs:
            kwargs.pop("municipality")
            if request.municipality is None:  # type: ignore[attr-defined]
                raise Http404


def _revision(request: HttpRequest, slug: str) -> int | None:
    """The revision, where the page cache asked it already or somebody writes: hundreds at once
    vote, and a small look-up spares them the reading of all words."""
    if request.method == "POST":
        return publishing.revision(slug)
    found: int | None = getattr(request, "revision", None)
    return found


def _slug(path: str) -> str:
    """The municipality's part of an address: /<slug>/… or /api/v1/<slug>/…"""
    parts = path.split("/")
    if parts[1:3] == ["api", "v1"]:
        parts = parts[2:]
    first = parts[1] if len(parts) > 2 else ""
    return "" if first in RESERVED else first


class AccessMiddleware:
    """Refuse to run any view that has not declared its rule (kernel.access).

    What the view records in the audit log was done by the request's actor.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with audit.acting(request.actor):  # type: ignore[attr-defined]
            return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        if not hasattr(view, "access"):
            raise ImproperlyConfigured(
                f"{view.__module__}.{view.__qualname__} declares no access rule"
            )
        if request.method == "POST":
            _sent_without_nul(request)
