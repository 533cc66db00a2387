"""The two addresses of signing in through an OpenID provider; without one they are nobody's."""

import logging
from typing import Any

from allauth.socialaccount.models import SocialApp
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache

_log = logging.getLogger(__name__)


@never_cache
def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """On to the provider, by a page that goes there: browsers let no form be led elsewhere
    (form-action in the Content-Security-Policy counts each redirect)."""
    _refuse_unnamed()
    from allauth.socialaccount.adapter import get_adapter
    from allauth.socialaccount.providers.oauth2.views import OAuth2LoginView

    try:
        answer = _run(OAuth2LoginView, request, provider_id)
    except OSError as fault:  # which all are that requests, allauth's means, raises
        _log.warning("The OpenID provider could not be asked: %s", fault)
        return render(request, "socialaccount/unreachable.html", status=503)
    onward = answer.get("Location", "")
    if not onward or url_has_allowed_host_and_scheme(onward, allowed_hosts={request.get_host()}):
        return answer
    provider = get_adapter(request).get_provider(request, provider_id)
    context = {"onward": onward, "provider": provider}
    return render(request, "socialaccount/onward.html", context)


def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Back from the provider, with a code or without."""
    _refuse_unnamed()
    from .openid import Callback

    return _run(Callback, request, provider_id)


def _refuse_unnamed() -> None:
    if not settings.SOCIALACCOUNT_PROVIDERS:
        raise Http404


def _run(view: Any, request: HttpRequest, provider_id: str) -> HttpResponse:
    from .openid import Adapter

    try:
        answer: HttpResponse = view.adapter_view(Adapter(request, provider_id))(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    return answer
