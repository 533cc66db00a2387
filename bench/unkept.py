"""Settings of `bench web` for a page of which nothing is kept: each part is made anew each time."""

from jibungoto.site.settings import *  # noqa: F403
from jibungoto.site.settings import CACHES

CACHES = {**CACHES, "pages": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
