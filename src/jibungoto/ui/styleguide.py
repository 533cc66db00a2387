"""What the living page of parts shows: one sample for each part, all invented."""

from typing import Any


def samples() -> dict[str, Any]:
    """The context of the page."""
    return {}


def paper() -> dict[str, Any]:
    """The data of the printed sample."""
    return {}
