"""Finished pages for visitors who are not signed in: valid for one revision of the municipality.

The outermost layer of the house, so that a cached page costs one small look-up and nothing more.
Pages that used a CSP nonce, set a cookie, or were made for somebody in particular are never kept.
"""

import hashlib
from collections.abc import Callable

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.middleware.csp import get_nonce
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request

from . import clock, publishing
from .middleware import RESERVED

KEEP_SECONDS = 900
# What may differ between two anonymous readers of one page, besides its language. Any other value
# is nobody's choice: a page of its own for each would fill the store.
PREFERENCES = {"type": frozenset(("large",)), "theme": frozenset(("light", "dark"))}
_PERSONAL = ("sessionid", "participant", "messages")


def preference(request: HttpRequest, name: str) -> str:
    """What a reader chose for this device, "" for what nobody can choose."""
    chosen = request.COOKIES.get(name, "")
    return chosen if chosen in PREFERENCES[name] else ""


class PageCacheMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.pages = caches["pages"]

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = self._key(request)
        if key is None:
            return self.get_response(request)
        kept = self.pages.get(key)
        if kept is None:
            response = self.get_response(request)
            kept = self._keep(key, request, response)
            if kept is None:
                return response
        headers, body, etag = kept
        if request.headers.get("If-None-Match") == etag:
            return HttpResponseNotModified(headers={"ETag": etag, "Vary": headers["Vary"]})
        return HttpResponse(body, headers=headers)

    def _key(self, request: HttpRequest) -> str | None:
        """The key of a page that may be kept, or None. Costs the one look-up of the revision."""
        if request.method != "GET" or "Authorization" in request.headers:
            return None
        if "HX-Request" in request.headers or settings.DEBUG:
            return None
        cookies = request.COOKIES
        if any(name in cookies for name in _PERSONAL):
            return None
        slug = request.path_info.split("/", 2)[1]
        if not slug or slug in RESERVED:
            return None
        revision = publishing.revision(slug)
        if revision is None:
            return None
        request.revision = revision  # type: ignore[attr-defined]  # MunicipalityMiddleware's
        chosen = "|".join(preference(request, name) for name in PREFERENCES)
        language = get_language_from_request(request)  # one of ours, whatever the browser says
        # A page of yesterday is not today's: what ended at midnight is over.
        state = f"{revision} {clock.today()}"
        parts = (request.get_host(), request.get_full_path(), chosen, language, state)
        digest = hashlib.sha256("\0".join(parts).encode()).hexdigest()
        return f"{request.method}:{digest}"

    def _is_asked_again(self, key: str, request: HttpRequest) -> bool:
        """A page with a query is kept from its second asking: there is no end of queries."""
        if not request.META.get("QUERY_STRING"):
            return True
        asked = f"asked:{key}"
        if self.pages.get(asked):
            return True
        self.pages.set(asked, True, KEEP_SECONDS)
        return False

    def _keep(
        self, key: str, request: HttpRequest, response: HttpResponse
    ) -> tuple[dict[str, str], bytes, str] | None:
        if response.status_code != 200 or response.streaming or response.cookies:
            return None
        if "no-store" in response.get("Cache-Control", "") or bool(get_nonce(request)):
            return None
        if not self._is_asked_again(key, request):
            return None
        etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        response["ETag"] = etag
        response["Cache-Control"] = "private, no-cache"  # the browser asks again; 304 is cheap
        patch_vary_headers(response, ["Cookie", "Accept-Language"])
        kept = (dict(response.items()), response.content, etag)
        self.pages.set(key, kept, KEEP_SECONDS)
        return kept
