"""Who may open the pages of the look: everybody."""

from typing import Any

MATRIX: dict[tuple[str, str], dict[str, str]] = {
    ("guide:styleguide", "GET"): {"": "oooooooooo"},
    ("guide:sheet", "GET"): {"": "oooooooooo"},
    ("guide:accessibility", "GET"): {"": "oooooooooo"},
    ("guide:offline", "GET"): {"": "oooooooooo"},
    ("guide:offline_worker", "GET"): {"": "oooooooooo"},
    ("guide:preferences", "GET"): {"": "oooooooooo"},
    ("guide:preferences", "POST"): {"": "oooooooooo"},
}


def kwargs(url_name: str, state: str, world: Any) -> dict[str, Any]:
    return {}
