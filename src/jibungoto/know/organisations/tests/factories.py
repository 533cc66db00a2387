"""Small invented organisations for tests."""

from typing import Any

from jibungoto.know.organisations import services
from jibungoto.know.organisations.models import Organisation


def an_organisation(slug: str = "minami-jichikai", **fields: Any) -> Organisation:
    told = {"name": "南町自治会", "footing": "place", "kind": "自治会"}
    return services.create_organisation(slug=slug, **{**told, **fields})
