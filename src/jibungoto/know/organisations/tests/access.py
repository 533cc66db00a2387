"""Who may open the pages of organisations."""

from typing import Any

from jibungoto.know.organisations.tests.factories import an_organisation

# guest participant resident officer secretary district_officer department planner admin stranger
MATRIX: dict[tuple[str, str], dict[str, str]] = {
    ("organisations:organisation_list", "GET"): {"": "oooooooooo"},
    ("organisations:organisation_table", "GET"): {"": "oooooooooo"},
    ("organisations:organisation_view", "GET"): {"own": "oooooooooo", "elsewhere": "oooooooooo"},
    ("organisations:organisation_create", "GET"): {"": "ll--o--oo-"},
    ("organisations:organisation_create", "POST"): {"": "ll--o--oo-"},
    ("organisations:organisation_edit", "GET"): {"own": "ll-oo--oo-", "elsewhere": "ll-----oo-"},
    ("organisations:organisation_edit", "POST"): {"own": "ll-oo--oo-", "elsewhere": "ll-----oo-"},
    ("organisations:organisation_end", "POST"): {"own": "ll--o--oo-", "elsewhere": "ll-----oo-"},
    ("organisations:organisation_reopen", "POST"): {
        "own": "ll--o--oo-",
        "elsewhere": "ll-----oo-",
    },
}


def kwargs(url_name: str, state: str, world: Any) -> dict[str, Any]:
    if not state:
        return {}
    own = world.organisation
    return {"slug": own.slug if state == "own" else an_organisation().slug}


def data(url_name: str, state: str, world: Any) -> dict[str, Any]:
    if url_name == "organisations:organisation_end":
        return {"on": "2026-03-31"}
    return {"name": "書きかえた会", "kind": "自治会", "footing": "place", "members_unit": "人"}
