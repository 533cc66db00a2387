"""Who may open the pages of districts."""

from decimal import Decimal
from typing import Any

from jibungoto.know.places import services
from jibungoto.know.places.belonging import Share
from jibungoto.know.places.models import Assignment, DistrictKind, Method, SmallArea

from .factories import a_small_area

# guest participant resident officer secretary district_officer department planner admin stranger
MATRIX: dict[tuple[str, str], dict[str, str]] = {
    ("places:district_list", "GET"): {"": "oooooooooo"},
    ("places:district_create", "GET"): {"": "ll-----oo-"},
    ("places:district_create", "POST"): {"": "ll-----oo-"},
    ("places:district_edit", "GET"): {"valid": "ll-----oo-"},
    ("places:district_edit", "POST"): {"valid": "ll-----oo-"},
    ("places:district_end", "POST"): {"valid": "ll-----oo-"},
    ("places:district_reopen", "POST"): {"valid": "ll-----oo-"},
    ("places:district_remove", "POST"): {"valid": "ll-----oo-"},
    ("places:boundary_remove", "POST"): {"valid": "ll-----oo-"},
    ("places:boundary_restore", "POST"): {"valid": "ll-----oo-"},
    ("places:district_areas", "GET"): {"valid": "oooooooooo"},
    ("places:area_view", "GET"): {"an area": "oooooooooo"},
    ("places:area_correct", "GET"): {"an area": "ll-----oo-"},
    ("places:area_correct", "POST"): {"an area": "ll-----oo-"},
    ("places:area_end", "POST"): {"an area": "ll-----oo-"},
    ("places:area_reopen", "POST"): {"an area": "ll-----oo-"},
    ("places:kind_list", "GET"): {"": "ll-----oo-"},
    ("places:kind_list", "POST"): {"": "ll-----oo-"},
    ("places:kind_edit", "GET"): {"a kind": "ll-----oo-"},
    ("places:kind_edit", "POST"): {"a kind": "ll-----oo-"},
    ("places:membership_list", "GET"): {"": "ll-----oo-"},
    ("places:membership_preview", "GET"): {"": "ll-----oo-"},
    ("places:membership_apply", "POST"): {"": "ll-----oo-"},
    ("places:assignment_undo", "POST"): {"a deed": "ll-----oo-"},
}


def kwargs(url_name: str, state: str, world: Any) -> dict[str, Any]:
    if state == "valid":
        return {"slug": world.district.slug}
    if not state:
        return {}
    if state == "a kind":
        return {"kind": "chiku"}
    area = SmallArea.objects.first() or a_small_area("0001")
    if state == "a deed":
        shares = [Share(area.pk, world.district.pk, Decimal(1), Method.HAND)]
        made = Assignment.objects.first() or services.assign(
            kind=world.district.kind, shares=shares, method=Method.HAND, source="見本"
        )
        return {"public_id": made.public_id} if made else {}
    return {"pk": area.pk, **({"kind": "chiku"} if url_name.endswith("correct") else {})}


def data(url_name: str, state: str, world: Any) -> dict[str, Any]:
    if url_name == "places:area_correct":
        return {"whole": world.district.slug, "reason": "見本の理由"}
    if url_name.startswith("places:kind_"):
        return {"name": "消防団の区域", "key": "shobo", "order": "50"}
    if url_name == "places:area_end":
        return {"on": "2030-03-31"}
    if url_name == "places:membership_apply":
        return {"kind": "chiku", "method": "point", "sliver": "0.05", "seen": "x"}
    if url_name == "places:district_end":
        return {"on": "2030-03-31"}
    kind = DistrictKind.objects.get(key="chiku")
    return {"kind": kind.pk, "slug": "higashi", "name": "東地区", "order": "100"}
