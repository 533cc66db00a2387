"""Who may open the pages of conversations. Letters and their order: tests/world.py."""

from typing import Any

from jibungoto.hear.opinions.models import Conversation
from tests.world import World

from . import access_results
from .factories import a_conversation

# guest participant resident officer secretary district_officer department planner admin stranger
ALL = "oooooooooo"
DRAFT = "....oo.oo."
SOMEWHERE = "ll--oo-oo-"
EDIT = {"open": SOMEWHERE, "city": "ll-----oo-", "draft": DRAFT}

MATRIX: dict[tuple[str, str], dict[str, str]] = {
    **access_results.MATRIX,
    ("opinions:conversation_list", "GET"): {"": ALL},
    ("opinions:conversation_view", "GET"): {"open": ALL, "closed": ALL, "draft": DRAFT},
    ("opinions:statement_view", "GET"): {"open": ALL},
    ("opinions:vote", "GET"): {"open": ALL, "closed": ALL},
    ("opinions:vote_cast", "POST"): {"open": ALL, "draft": DRAFT},
    ("opinions:part_mine", "GET"): {"open": ALL},
    ("opinions:part_mine", "POST"): {"open": ALL},
    ("opinions:part_about", "GET"): {"open": ALL},
    ("opinions:part_about", "POST"): {"open": ALL},
    ("opinions:statement_write", "GET"): {"open": ALL},
    ("opinions:statement_write", "POST"): {"open": ALL},
    ("opinions:statement_near", "POST"): {"open": ALL},
    ("opinions:vote_short", "GET"): {"open": ALL},
    ("opinions:handling_list", "GET"): {"open": ALL},
    ("opinions:conversation_poster", "GET"): {"open": ALL},
    ("opinions:conversation_create", "GET"): {"": SOMEWHERE},
    ("opinions:conversation_create", "POST"): {"": SOMEWHERE},
    ("opinions:conversation_edit", "GET"): EDIT,
    ("opinions:conversation_edit", "POST"): EDIT,
    ("opinions:conversation_seeds", "GET"): EDIT,
    ("opinions:conversation_seeds", "POST"): EDIT,
    ("opinions:conversation_rules", "GET"): EDIT,
    ("opinions:conversation_rules", "POST"): EDIT,
    ("opinions:conversation_languages", "GET"): EDIT,
    ("opinions:conversation_languages", "POST"): EDIT,
    ("opinions:conversation_open", "POST"): EDIT,
    ("opinions:conversation_period", "GET"): EDIT,
    ("opinions:conversation_period", "POST"): EDIT,
    ("opinions:conversation_copy", "GET"): EDIT,
    ("opinions:conversation_copy", "POST"): EDIT,
    ("opinions:conversation_remove", "POST"): EDIT,
    ("opinions:statement_board", "GET"): EDIT,
    ("opinions:statement_board", "POST"): EDIT,
    ("opinions:statement_undo", "POST"): EDIT,
}


def of_state(state: str, world: World) -> Conversation:
    """A conversation of the world's district: draft, open, closed, or open for the whole city."""
    from jibungoto.hear.opinions import services

    district = None if state == "city" else world.district
    made = a_conversation(district=district, opened=state != "draft")
    if state == "closed":
        services.close_conversation(conversation=made, reason="ためし")
    return made


def kwargs(url_name: str, state: str, world: World) -> dict[str, Any]:
    if not state:
        return {}
    if any(name == url_name for name, _method in access_results.MATRIX):
        return access_results.kwargs(url_name, state, world)
    made = of_state(state, world)
    if url_name == "opinions:vote_short":
        return {"code": made.node.short_code}
    if url_name == "opinions:statement_view":
        return {"slug": made.slug, "number": 1}
    return {"slug": made.slug}


def data(url_name: str, state: str, world: World) -> dict[str, Any]:
    return access_results.data(url_name, state, world)
