"""Who may open which door of the kernel."""

import datetime as dt
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from jibungoto.kernel import clock, files, nodes
from jibungoto.people import services as people

# guest participant resident officer secretary
# district_officer department planner administrator stranger
MATRIX: dict[tuple[str, str], dict[str, str]] = {
    ("kernel:node_open", "GET"): {"public": "oooooooooo", "staff": ".....o.oo."},
    ("kernel:node_follow_ask", "GET"): {"public": "oooooooooo", "staff": ".....o.oo."},
    ("kernel:node_follow", "POST"): {"public": "oooooooooo", "staff": ".....o.oo."},
    ("kernel:file_open", "GET"): {"public": "oooooooooo", "staff": ".....o.oo."},
    ("kernel:file_thumb", "GET"): {"public": "oooooooooo", "staff": ".....o.oo."},
    ("kernel:file_remove", "POST"): {"public": "ll--oo-oo-", "staff": ".....o.oo."},
    ("kernel:file_removed", "GET"): {"public": "ll--oo-oo-", "staff": ".....o.oo."},
    ("kernel:file_restore", "POST"): {"public": "ll--oo-oo-", "staff": ".....o.oo."},
    ("kernel:search", "GET"): {"": "oooooooooo"},
    ("kernel:audit_list", "GET"): {"": "ll------o-"},
    ("kernel:audit_term", "GET"): {"": "ll--------", "served": "llo-------"},
}


def kwargs(url_name: str, state: str, world: Any) -> dict[str, Any]:
    if state == "served":
        today = clock.today()
        people.grant_role(
            user=world.users["resident"],
            role="secretary",
            district=world.district,
            starts_on=today - dt.timedelta(days=400),
            ends_on=today - dt.timedelta(days=30),
        )
    if url_name.startswith(("kernel:node_", "kernel:file_")):
        node = nodes.register(
            kind="places.district",
            title="見本の記録",
            path="n-sample/",
            state=state,
            district_ids=[world.district.pk],
        )
        if url_name.startswith("kernel:node_"):
            return {"code": node.short_code}
        upload = SimpleUploadedFile("memo.txt", "見本のメモ".encode())
        found = files.attach(node, upload)
        named = {"name": found.name} if url_name == "kernel:file_open" else {}
        return {"public_id": found.public_id, **named}
    return {}
