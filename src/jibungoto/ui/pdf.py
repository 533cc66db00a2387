"""Paper: typst templates of ui/print rendered to tagged PDF."""

from typing import Any


def render(template: str, data: dict[str, Any]) -> bytes:
    raise NotImplementedError(template)
