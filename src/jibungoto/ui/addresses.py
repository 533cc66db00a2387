"""`reverse`, remembered: the addresses of a page repeat, and the patterns never change."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.urls import reverse


def address(url_name: str, **kwargs: Any) -> str:
    """The address of a URL name. Raises NoReverseMatch."""
    return _address(settings.ROOT_URLCONF, url_name, tuple(sorted(kwargs.items())))


# Bounded, since slugs and codes come from rows: an entry takes about 300 bytes.
@lru_cache(maxsize=8192)
def _address(_urlconf: str, url_name: str, kwargs: tuple[tuple[str, Any], ...]) -> str:
    return reverse(url_name, kwargs=dict(kwargs))
