"""`reverse`, remembered: the addresses of a page repeat, and the patterns never change."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme


def address(url_name: str, **kwargs: Any) -> str:
    """The address of a URL name. Raises NoReverseMatch."""
    return _address(settings.ROOT_URLCONF, url_name, tuple(sorted(kwargs.items())))


# Bounded, since slugs and codes come from rows: an entry takes about 300 bytes.
@lru_cache(maxsize=8192)
def _address(_urlconf: str, url_name: str, kwargs: tuple[tuple[str, Any], ...]) -> str:
    return reverse(url_name, kwargs=dict(kwargs))


def page_address(text: str) -> str:
    """An address somebody gave, if it is one of a page: nothing else may become a link."""
    return text if text.startswith(("https://", "http://")) else ""


def inner(request: HttpRequest, wanted: str, otherwise: str) -> str:
    """The address within the house that somebody asked to go back to, else the other one."""
    # Only a path: what `redirect` is given else, it takes for the name of a view.
    if wanted.startswith("/") and url_has_allowed_host_and_scheme(
        wanted, {request.get_host()}, request.is_secure()
    ):
        return wanted
    return otherwise
