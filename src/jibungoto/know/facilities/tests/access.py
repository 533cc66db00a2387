"""Who may open the pages of facilities."""

from typing import Any

from jibungoto.know.facilities.tests.factories import a_facility

# guest participant resident officer secretary district_officer department planner admin stranger
MATRIX: dict[tuple[str, str], dict[str, str]] = {
    ("facilities:facility_list", "GET"): {"": "oooooooooo"},
    ("facilities:facility_table", "GET"): {"": "oooooooooo"},
    ("facilities:facility_view", "GET"): {"there": "oooooooooo"},
    ("facilities:walk_view", "GET"): {"": "oooooooooo"},
}


def kwargs(url_name: str, state: str, world: Any) -> dict[str, Any]:
    if url_name == "facilities:walk_view":
        return {"key": "shelter"}
    return {"code": a_facility().node.short_code.lower()} if state else {}


def data(url_name: str, state: str, world: Any) -> dict[str, Any]:
    return {}
