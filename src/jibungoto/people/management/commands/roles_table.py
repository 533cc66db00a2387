"""`manage roles_table`: which role may do what, as the table of docs/roles.md."""

from typing import Any

from django.core.management.base import BaseCommand

from jibungoto.kernel import registry
from jibungoto.people.presets import PRESETS


def table() -> str:
    """Every permission of every app against the preset roles, in Markdown."""
    roles = [(p.key, p.name) for p in PRESETS]
    lines = [
        "| 権限 | できること | " + " | ".join(name for _, name in roles) + " |",
        "| --- | --- |" + " :-: |" * len(roles),
    ]
    for key, permission in registry.permissions().items():
        held = ["○" if key in registry.role_permissions(role) else "" for role, _ in roles]
        lines.append(f"| `{key}` | {permission.label} | " + " | ".join(held) + " |")
    return "\n".join(lines)


class Command(BaseCommand):
    help = "役割と権限の表を出します（docs/roles.md と同じ形）。"

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(table())
