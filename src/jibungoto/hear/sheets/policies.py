"""Who may print, type, scan and settle. The kind of the questionnaire decides for its own nodes."""

from jibungoto.kernel.actor import Actor
from jibungoto.kernel.models import Node
from jibungoto.kernel.policy import Decision, permitted

from . import kinds

PRINT = "sheets.batch.print"
ENTER = "sheets.sheet.enter"
SCAN = "sheets.sheet.scan"
SETTLE = "sheets.sheet.settle"
ALL = (PRINT, ENTER, SCAN, SETTLE)


def allows(actor: Actor, permission: str, node: Node) -> Decision:
    """The kind's rule for one of its nodes."""
    kind = kinds.of_node(node)
    return kind.allows(actor, permission, node) if kind else permitted(actor, permission)
