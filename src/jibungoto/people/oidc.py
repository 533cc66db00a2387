"""The two addresses of signing in through an OpenID provider; without one they are nobody's."""

from typing import Any

from allauth.socialaccount.models import SocialApp
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse


def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """On to the provider."""
    _refuse_unnamed()
    from allauth.socialaccount.providers.oauth2.views import OAuth2LoginView

    return _run(OAuth2LoginView, request, provider_id)


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
