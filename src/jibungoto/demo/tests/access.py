"""The demo's sign-in page: found on a demo only (the tests run on none)."""

from tests.world import World

MATRIX = {
    ("demo:sign_in", "GET"): {"": ".........."},
    ("demo:sign_in", "POST"): {"": ".........."},
}


def kwargs(url_name: str, state: str, world: World) -> dict[str, object]:
    return {}
