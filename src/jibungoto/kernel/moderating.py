"""What somebody wrote, looked at by staff: public after a check, hidden with a reason, shown again.

The record has a node, checked_at, hidden_reason and withdrawn_at, and the caller has locked it.
Reports, rights and words are each room's own matter; what happens to record and node is the same
everywhere.
"""

from typing import Any

from . import audit, clock, nodes
from .models import Node


def check(record: Any, action: str) -> None:
    """Staff looked: what waited for them becomes public."""
    record.checked_at = clock.now()
    record.save(update_fields=["checked_at"])
    if record.node.state == Node.State.STAFF and not record.hidden_reason:
        nodes.change(record.node, state=Node.State.PUBLIC)
    audit.record(action, record)


def hide(record: Any, reason: str, action: str) -> None:
    """Take it from public sight; its author reads why."""
    record.hidden_reason, record.checked_at = reason.strip(), clock.now()
    record.save(update_fields=["hidden_reason", "checked_at"])
    if record.withdrawn_at is None:
        nodes.change(record.node, state=Node.State.STAFF)
    audit.record(action, record, changes={"reason": ("", reason)})


def show(record: Any, action: str) -> None:
    """Undo hide; nothing where it is not hidden."""
    if not record.hidden_reason:
        return
    before, record.hidden_reason = record.hidden_reason, ""
    record.save(update_fields=["hidden_reason"])
    if record.withdrawn_at is None:
        nodes.change(record.node, state=Node.State.PUBLIC)
    audit.record(action, record, changes={"reason": (before, "")})
