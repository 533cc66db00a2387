"""Who gets through which door of the desk. Letters and their order: tests/test_access.py."""

from typing import Any

from tests.world import World

from .factories import a_contact, a_district, an_officer

STAFF = "ll---o-oo-"
CITY = "ll-----oo-"
ONE = {"here": ".....o.oo.", "elsewhere": ".......oo."}
DISTRICT = {"here": STAFF, "elsewhere": CITY}

MATRIX: dict[tuple[str, str], dict[str, str]] = {
    ("desk:desk_mine", "GET"): {"": STAFF},
    ("desk:contact_add", "GET"): {"": STAFF},
    ("desk:contact_add", "POST"): {"": STAFF},
    ("desk:contact_edit", "GET"): ONE,
    ("desk:contact_edit", "POST"): ONE,
    ("desk:contact_done", "POST"): ONE,
    ("desk:contact_withdraw", "POST"): ONE,
    ("desk:contact_withdrawn", "GET"): ONE,
    ("desk:desk_district", "GET"): DISTRICT,
    ("desk:desk_handover", "GET"): DISTRICT,
    ("desk:desk_settings", "GET"): {"": CITY},
    ("desk:desk_settings", "POST"): {"": CITY},
}


def kwargs(url_name: str, state: str, world: World) -> dict[str, Any]:
    if not state:
        return {}
    district = world.district if state == "here" else a_district()
    if url_name in ("desk:desk_district", "desk:desk_handover"):
        return {"district": district.slug}
    return {"pk": a_contact(an_officer(world.users["planner"]), district).pk}
