"""Who may open the pages of districts."""

from typing import Any

from jibungoto.know.places.models import DistrictKind

# guest participant resident officer secretary district_officer department planner admin stranger
MATRIX: dict[tuple[str, str], dict[str, str]] = {
    ("places:district_list", "GET"): {"": "oooooooooo"},
    ("places:district_create", "GET"): {"": "ll-----oo-"},
    ("places:district_create", "POST"): {"": "ll-----oo-"},
    ("places:district_edit", "GET"): {"valid": "ll-----oo-"},
    ("places:district_edit", "POST"): {"valid": "ll-----oo-"},
    ("places:district_end", "POST"): {"valid": "ll-----oo-"},
    ("places:district_reopen", "POST"): {"valid": "ll-----oo-"},
}


def kwargs(url_name: str, state: str, world: Any) -> dict[str, Any]:
    return {"slug": world.district.slug} if state else {}


def data(url_name: str, state: str, world: Any) -> dict[str, Any]:
    if url_name == "places:district_end":
        return {"on": "2030-03-31"}
    kind = DistrictKind.objects.get(key="chiku")
    return {"kind": kind.pk, "slug": "higashi", "name": "東地区", "order": "100"}
