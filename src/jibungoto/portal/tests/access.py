"""Who gets through which door of the portal. Letters and their order: tests/test_access.py."""

from typing import Any

from tests.world import World

EVERYBODY = "oooooooooo"
COCKPIT = "ll---o-oo-"
ADMINISTRATOR = "ll------o-"

MATRIX: dict[tuple[str, str], dict[str, str]] = {
    ("installation:home", "GET"): {"": EVERYBODY},
    ("installation:after_sign_in", "GET"): {"": EVERYBODY},
    ("installation:health", "GET"): {"": EVERYBODY},
    ("portal:municipality_home", "GET"): {"": EVERYBODY},
    ("portal:municipality_stage", "GET"): {"": EVERYBODY},
    ("portal:district_home", "GET"): {"": EVERYBODY},
    ("portal:district_follow", "GET"): {"": EVERYBODY},
    ("portal:district_stage", "GET"): {"": EVERYBODY},
    ("portal:me", "GET"): {"": EVERYBODY},
    ("portal:me_district", "POST"): {"": EVERYBODY},
    ("portal:cockpit", "GET"): {"": COCKPIT},
    ("portal:cockpit_csv", "GET"): {"": COCKPIT},
    ("portal:words_edit", "GET"): {"": ADMINISTRATOR},
    ("portal:words_edit", "POST"): {"": ADMINISTRATOR},
    ("portal:details_edit", "GET"): {"": ADMINISTRATOR},
    ("portal:details_edit", "POST"): {"": ADMINISTRATOR},
}


def kwargs(url_name: str, state: str, world: World) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if url_name.startswith("portal:district_"):
        found["district"] = world.district.slug
    if url_name.endswith("_stage"):
        found["stage"] = "decide"
    return found


def data(url_name: str, state: str, world: World) -> dict[str, Any]:
    return {"district": world.district.pk} if url_name == "portal:me_district" else {}
