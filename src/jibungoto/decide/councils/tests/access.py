"""Who gets through which door of councils. Letters and their order: tests/test_access.py."""

from typing import Any

from tests.world import World

from .factories import a_council, a_district, a_seat

EVERYBODY = "oooooooooo"
CITY = "ll-----oo-"
EDIT = {"here": "ll--oo-oo-", "elsewhere": CITY}
STAGE = {"here": "ll---o-oo-", "elsewhere": CITY}

MATRIX: dict[tuple[str, str], dict[str, str]] = {
    ("councils:council_list", "GET"): {"": EVERYBODY},
    ("councils:council_open", "GET"): {"here": EVERYBODY},
    ("councils:council_create", "GET"): {"": CITY},
    ("councils:council_create", "POST"): {"": CITY},
    ("councils:council_edit", "GET"): EDIT,
    ("councils:council_edit", "POST"): EDIT,
    ("councils:stage_enter", "GET"): STAGE,
    ("councils:stage_enter", "POST"): STAGE,
    ("councils:stage_undo", "POST"): STAGE,
    ("councils:seat_add", "GET"): EDIT,
    ("councils:seat_add", "POST"): EDIT,
    ("councils:seat_fill", "GET"): EDIT,
    ("councils:seat_fill", "POST"): EDIT,
    ("councils:seat_close", "POST"): EDIT,
}


def kwargs(url_name: str, state: str, world: World) -> dict[str, Any]:
    if not state:
        return {}
    district = world.district if state == "here" else a_district()
    council = a_council(district=district)
    if url_name.startswith("councils:seat_") and url_name != "councils:seat_add":
        return {"slug": council.slug, "seat_id": a_seat(council).pk}
    return {"slug": council.slug}
