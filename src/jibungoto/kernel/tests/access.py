"""Who may open which door of the kernel."""

import datetime as dt
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from jibungoto.kernel import clock, files, jobs, nodes, outbox
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.outbox import services
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
    ("kernel:job_list", "GET"): {"": "ll------o-"},
    ("kernel:job_show", "GET"): {"automatic": "........o.", "ordered": ".......oo."},
    ("kernel:job_cancel", "POST"): {"automatic": "........o.", "ordered": ".......oo."},
    ("kernel:job_retry", "POST"): {"automatic": "........o.", "ordered": ".......oo."},
    ("kernel:notice_list", "GET"): {"": "oooooooooo"},
    ("kernel:notice_read", "POST"): {"": "oooooooooo"},
    ("kernel:digest_choose", "POST"): {"": "lloooooooo"},
    ("kernel:digest_stop", "GET"): {"whole": "oooooooooo", "cut": "----------"},
    ("kernel:digest_stop", "POST"): {"whole": "oooooooooo", "cut": "----------"},
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
    if url_name.startswith("kernel:job_") and state:
        planner = Actor(user_id=world.users["planner"].pk)
        ordered = jobs.enqueue("kernel.jobs.tidy", by=planner if state == "ordered" else Actor())
        return {"public_id": ordered.public_id}
    if url_name == "kernel:digest_stop":
        reader = people.participant_of_user(user_id=world.users["resident"].pk)
        choice = outbox.choose_frequency(participant_id=reader.pk, frequency="daily")
        token = services.stop_token(choice)
        return {"token": token if state == "whole" else token[:-1]}
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


def data(url_name: str, state: str, world: Any) -> dict[str, Any]:
    return {"frequency": "daily"} if url_name == "kernel:digest_choose" else {}
