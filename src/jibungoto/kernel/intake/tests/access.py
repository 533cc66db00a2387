"""Who may take files in, and see what was taken in."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from jibungoto.kernel.actor import GUEST
from jibungoto.kernel.intake import services
from jibungoto.kernel.intake.kinds import Upload
from jibungoto.kernel.intake.registered import kind
from jibungoto.know.places import services as places

# guest participant resident officer secretary district_officer department planner admin stranger
OPEN = "ll--oo-oo-"  # a district's roles too, for what goes by district
KEEPERS = "ll--o--oo-"
OF_ALL = "ll--.--oo-"  # what changes the whole municipality is not there for a district's keeper
OF_A_DISTRICT = "ll--o--oo-"
RUNS = {"previewed": OF_ALL, "of_a_district": OF_A_DISTRICT, "of_another": OF_ALL}
MATRIX: dict[tuple[str, str], dict[str, str]] = {
    ("intake:run_list", "GET"): {"": OPEN},
    ("intake:kind_use", "GET"): {
        "known": KEEPERS,
        "citywide": "ll-----oo-",
        "unknown": "..........",
    },
    ("intake:kind_use", "POST"): {"known": KEEPERS},
    ("intake:kind_sample", "GET"): {"known": KEEPERS},
    ("intake:run_view", "GET"): RUNS,
    ("intake:run_faults", "GET"): RUNS,
    ("intake:run_choose", "POST"): RUNS,
    ("intake:run_hand_over", "POST"): RUNS,
    ("intake:run_apply", "POST"): RUNS,
    ("intake:run_undo", "POST"): RUNS,
}
LIST = "団体名,種別\n東町自治会,自治会\n"


def kwargs(url_name: str, state: str, world: Any) -> dict[str, Any]:
    if state in ("known", "citywide", "unknown"):
        keys = {"known": "organisations.register", "citywide": "plans.workbook"}
        return {"key": keys.get(state, "nothing.known")}
    if state:
        known = kind("organisations.register")
        assert known is not None
        upload = Upload("list.csv", LIST.encode())
        district = world.district if state == "of_a_district" else None
        if state == "of_another":
            district = places.create_district(kind=world.district.kind, slug="n", name="南地区")
        run = services.preview(
            kind=known, upload=upload, options={}, actor=GUEST, district=district
        )
        return {"public_id": run.public_id}
    return {}


def data(url_name: str, state: str, world: Any) -> dict[str, Any]:
    if url_name == "intake:kind_use":
        return {"file": SimpleUploadedFile("list.csv", LIST.encode())}
    return {}
