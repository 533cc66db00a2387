"""Who may take files in, and see what was taken in."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from jibungoto.kernel.actor import GUEST
from jibungoto.kernel.intake import services
from jibungoto.kernel.intake.kinds import Upload
from jibungoto.kernel.intake.registered import kind

# guest participant resident officer secretary district_officer department planner admin stranger
KEEPERS = "ll-----oo-"
MATRIX: dict[tuple[str, str], dict[str, str]] = {
    ("intake:run_list", "GET"): {"": KEEPERS},
    ("intake:kind_use", "GET"): {"known": KEEPERS, "unknown": ".........."},
    ("intake:kind_use", "POST"): {"known": KEEPERS},
    ("intake:kind_sample", "GET"): {"known": KEEPERS},
    ("intake:run_view", "GET"): {"previewed": KEEPERS},
    ("intake:run_faults", "GET"): {"previewed": KEEPERS},
    ("intake:run_choose", "POST"): {"previewed": KEEPERS},
    ("intake:run_hand_over", "POST"): {"previewed": KEEPERS},
    ("intake:run_apply", "POST"): {"previewed": KEEPERS},
    ("intake:run_undo", "POST"): {"previewed": KEEPERS},
}
LIST = "団体名,種別\n東町自治会,自治会\n"


def kwargs(url_name: str, state: str, world: Any) -> dict[str, Any]:
    if state in ("known", "unknown"):
        return {"key": "organisations.register" if state == "known" else "nothing.known"}
    if state == "previewed":
        known = kind("organisations.register")
        assert known is not None
        upload = Upload("list.csv", LIST.encode())
        run = services.preview(kind=known, upload=upload, options={}, actor=GUEST)
        return {"public_id": run.public_id}
    return {}


def data(url_name: str, state: str, world: Any) -> dict[str, Any]:
    if url_name == "intake:kind_use":
        return {"file": SimpleUploadedFile("list.csv", LIST.encode())}
    return {}
