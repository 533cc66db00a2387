"""Who may open the pages of groupings. Letters and their order: tests/world.py."""

from typing import Any

from jibungoto.hear.groupings import selectors, services
from jibungoto.hear.groupings.tests.factories import a_grouping
from tests.world import World

# guest participant resident officer secretary district_officer department planner admin stranger
ALL = "oooooooooo"
SOMEWHERE = "ll--oo-oo-"
EDIT = {"here": "....oo.oo.", "elsewhere": ".......oo.", "public": "ll--oo-oo-"}
READ = {"here": "....oo.oo.", "elsewhere": ".......oo.", "public": ALL}

MATRIX: dict[tuple[str, str], dict[str, str]] = {
    ("groupings:grouping_list", "GET"): {"": ALL},
    ("groupings:grouping_create", "GET"): {"": SOMEWHERE},
    ("groupings:grouping_create", "POST"): {"": SOMEWHERE},
    ("groupings:grouping_view", "GET"): READ,
    ("groupings:grouping_texts", "GET"): {**READ, "closed": "....oo.oo."},
    ("groupings:grouping_table", "GET"): READ,
    ("groupings:grouping_print", "GET"): READ,
    ("groupings:grouping_work", "GET"): EDIT,
    ("groupings:bundle_merge", "POST"): EDIT,
    ("groupings:bundle_rename", "POST"): EDIT,
    ("groupings:item_move", "POST"): EDIT,
    ("groupings:item_turn", "GET"): EDIT,
    ("groupings:item_turn", "POST"): EDIT,
    ("groupings:step_undo", "POST"): EDIT,
    ("groupings:grouping_publish", "POST"): EDIT,
    ("groupings:grouping_withdraw", "POST"): EDIT,
}


def kwargs(url_name: str, state: str, world: World) -> dict[str, Any]:
    if not state:
        return {}
    district = None if state == "elsewhere" else world.district
    made = a_grouping(district=district)
    if state in ("public", "closed"):
        shows = state == "public"
        services.publish_grouping(grouping=made, who="事務局", shows_texts=shows)
    if url_name == "groupings:grouping_texts":
        return {"code": made.code, "part": str(selectors.bundles(made)[0].bundle.pk)}
    return {"code": made.code}


def data(url_name: str, state: str, world: World) -> dict[str, Any]:
    return {"groupings:grouping_publish": {"who": "事務局"}}.get(url_name, {})
