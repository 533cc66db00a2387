"""What every page may rely on: the municipality, who reads, the ways in."""

from functools import cache, partial
from hashlib import blake2s
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from . import kept, registry, tenancy
from .actor import GUEST, Actor
from .links import link
from .models import Municipality
from .pagecache import preference


def page(request: HttpRequest) -> dict[str, Any]:
    """The context processor of all templates. Costs no query beyond those of the request."""
    actor: Actor = getattr(request, "actor", GUEST)
    municipality = getattr(request, "municipality", None)
    return {
        "municipality": municipality,
        "actor": actor,
        "menu": cache(partial(_menu, request, actor, municipality)),
        "menu_sign": cache(partial(_menu_sign, request, actor, municipality)),
        "keep": partial(kept.part, actor),
        "languages": [
            {"code": code, "label": label, "current": code == get_language()}
            for code, label in settings.LANGUAGES
        ],
        "large_type": preference(request, "type") == "large",
        "theme": preference(request, "theme"),
        "demo": settings.DEMO,
    }


def _menu_sign(request: HttpRequest, actor: Actor, municipality: Municipality | None) -> str:
    """All that tells one menu of a municipality from another: its entries, and which is this page.

    A drawn menu is kept by it, so that those who may open the same share it.
    """
    if municipality is None:
        return ""
    with tenancy.within(municipality):
        names = [entry.url_name for entry in registry.menu(actor)]
        current = [name for name in names if request.path == link(name)]
    return blake2s(",".join([*current, "", *names]).encode(), digest_size=16).hexdigest()


def _menu(
    request: HttpRequest, actor: Actor, municipality: Municipality | None
) -> list[dict[str, Any]]:
    if municipality is None:
        return []
    entries = []
    # An error page may be drawn after the municipality was let go of.
    with tenancy.within(municipality):
        for entry in registry.menu(actor):
            url = link(entry.url_name)
            entries.append(
                {
                    "label": entry.label,
                    "url": url,
                    "stage": entry.stage,
                    "staff": bool(entry.permission),
                    "current": request.path == url,
                }
            )
    return entries
