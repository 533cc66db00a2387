"""Who may open the pages of paper. Letters and their order: tests/world.py."""

from typing import Any

from jibungoto.hear.sheets import services
from jibungoto.hear.sheets.models import Sheet
from jibungoto.hear.sheets.tests import factories as make
from jibungoto.kernel.actor import GUEST
from tests.world import World

# guest participant resident officer secretary district_officer department planner admin stranger
HERE = {"here": "ll--oo-oo-", "elsewhere": "ll-----oo-", "nothing": ".........."}
OBJECT = {"here": "ll--oo-oo-", "elsewhere": "ll-----oo-"}

MATRIX: dict[tuple[str, str], dict[str, str]] = {
    ("sheets:form_list", "GET"): {"": "ll--oo-oo-"},
    ("sheets:form_view", "GET"): HERE,
    ("sheets:batch_create", "POST"): HERE,
    ("sheets:batch_open", "GET"): {"here": "ll--..-..-"},
    ("sheets:stack_open", "POST"): HERE,
    ("sheets:stack_key", "GET"): OBJECT,
    ("sheets:stack_key", "POST"): OBJECT,
    ("sheets:stack_second", "GET"): OBJECT,
    ("sheets:stack_second", "POST"): OBJECT,
    ("sheets:scan_create", "POST"): HERE,
    ("sheets:scan_view", "GET"): OBJECT,
    ("sheets:scan_accept", "POST"): OBJECT,
    ("sheets:page_image", "GET"): OBJECT,
    ("sheets:page_aside", "POST"): OBJECT,
    ("sheets:check_next", "GET"): HERE,
    ("sheets:check_next", "POST"): HERE,
    ("sheets:sheet_view", "GET"): OBJECT,
    ("sheets:sheet_settle", "POST"): OBJECT,
    ("sheets:sheet_enter", "POST"): OBJECT,
    ("sheets:sheet_withdraw", "POST"): OBJECT,
    ("sheets:sheet_restore", "POST"): OBJECT,
}


def kwargs(url_name: str, state: str, world: World) -> dict[str, Any]:
    if not state:
        return {}
    if state == "nothing":
        return {"code": "ZZZZZZZZ"}
    make.a_room()
    node = make.a_node(*([world.district] if state == "here" else []))
    if url_name == "sheets:batch_open":
        return {"public_id": services.print_sheets(node=node, copies=2, actor=GUEST).public_id}
    if "stack_" in url_name and url_name != "sheets:stack_open":
        return {"number": make.a_stack(node, actor=GUEST).pk}
    if "scan_" in url_name and url_name != "sheets:scan_create":
        return {"public_id": make.a_scan(node, actor=GUEST).public_id}
    if "page_" in url_name:
        upload = make.a_scan(node, actor=GUEST)
        return {"public_id": upload.pages.get().public_id}
    if "sheet_" in url_name:
        sheet = Sheet.objects.create(form=make.a_form(node), channel=Sheet.Channel.KEYED)
        return {"public_id": sheet.public_id}
    return {"code": node.short_code}


def data(url_name: str, state: str, world: World) -> dict[str, Any]:
    # The room of these tests remembers outside the database: each role finds it empty.
    make.a_room()
    return {
        "sheets:batch_create": {"way": "master"},
        "sheets:stack_open": {"expected": "3"},
        "sheets:page_aside": {"aside": "1"},
    }.get(url_name, {})
