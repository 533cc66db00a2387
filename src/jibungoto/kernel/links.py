"""Addresses within a municipality: `reverse` that knows which one the work at hand is about."""

from typing import Any

from jibungoto.ui.addresses import address

from . import tenancy
from .models import Municipality, Node

_slugs: dict[int, str] = {}


def slug_of(municipality_id: int) -> str:
    """The slug of a municipality. Slugs never change, so a process asks once for each."""
    if municipality_id not in _slugs:
        _slugs[municipality_id] = Municipality.objects.values_list("slug", flat=True).get(
            pk=municipality_id
        )
    return _slugs[municipality_id]


def remember(municipality: Municipality) -> None:
    """Spare a process that has just read a municipality the question for its slug."""
    _slugs[municipality.pk] = municipality.slug


def link(url_name: str, **kwargs: Any) -> str:
    """The address of a page of the current municipality."""
    return address(url_name, municipality=slug_of(tenancy.current_id()), **kwargs)


def path_url(path: str) -> str:
    """The address of a node of the current municipality by its path."""
    return f"/{slug_of(tenancy.current_id())}/{path}"


def node_url(node: Node) -> str:
    """The address of the record a node stands for; no query once the slug is known."""
    return f"/{slug_of(node.municipality_id or tenancy.current_id())}/{node.path}"
