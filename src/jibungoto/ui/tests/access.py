"""Who may open the pages of the ui: everybody."""

from typing import Any

MATRIX: dict[tuple[str, str], dict[str, str]] = {
    ("ui:styleguide", "GET"): {"": "oooooooooo"},
    ("ui:sheet", "GET"): {"": "oooooooooo"},
    ("ui:accessibility", "GET"): {"": "oooooooooo"},
    ("ui:offline", "GET"): {"": "oooooooooo"},
    ("ui:offline_worker", "GET"): {"": "oooooooooo"},
    ("ui:preferences", "GET"): {"": "oooooooooo"},
    ("ui:preferences", "POST"): {"": "oooooooooo"},
}


def kwargs(url_name: str, state: str, world: Any) -> dict[str, Any]:
    return {}
