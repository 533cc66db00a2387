"""Who may print, type, scan and settle. The kind of the questionnaire decides for its own nodes."""

from jibungoto.kernel.actor import Actor
from jibungoto.kernel.models import Node
from jibungoto.kernel.policy import Decision, allowed, permitted, rule

from . import kinds
from .models import ScanPage, ScanUpload, Sheet, SheetBatch, Stack

PRINT = "sheets.batch.print"
ENTER = "sheets.sheet.enter"
SCAN = "sheets.sheet.scan"
SETTLE = "sheets.sheet.settle"
ALL = (PRINT, ENTER, SCAN, SETTLE)


def allows(actor: Actor, permission: str, node: Node) -> Decision:
    """The kind's rule for one of its nodes."""
    kind = kinds.of_node(node)
    return kind.allows(actor, permission, node) if kind else permitted(actor, permission)


def any_of(actor: Actor, node: Node, *permissions: str) -> Decision:
    """Allowed by one of these; the first one's reason when by none."""
    decisions = [allows(actor, p, node) for p in permissions if actor.may_somewhere(p)]
    return next((d for d in decisions if d), None) or permitted(actor, permissions[0])


@rule("sheets.list.view")
def may_list(actor: Actor, _obj: object) -> Decision:
    """Everybody who works with paper somewhere; the list shows what they may."""
    return allowed if any(map(actor.may_somewhere, ALL)) else permitted(actor, ENTER)


@rule("sheets.form.view")
def may_view(actor: Actor, node: Node) -> Decision:
    return any_of(actor, node, *ALL)


@rule(PRINT)
def may_print(actor: Actor, node: Node) -> Decision:
    return allows(actor, PRINT, node)


@rule("sheets.batch.open")
def may_open_batch(actor: Actor, batch: SheetBatch) -> Decision:
    return allows(actor, PRINT, batch.form.node)


@rule(ENTER)
def may_enter(actor: Actor, node: Node) -> Decision:
    return allows(actor, ENTER, node)


@rule("sheets.stack.key")
def may_key(actor: Actor, stack: Stack) -> Decision:
    return allows(actor, ENTER, stack.form.node)


@rule(SCAN)
def may_scan(actor: Actor, node: Node) -> Decision:
    return allows(actor, SCAN, node)


@rule("sheets.scan.view")
def may_view_scan(actor: Actor, upload: ScanUpload) -> Decision:
    return any_of(actor, upload.node, SCAN, SETTLE)


@rule("sheets.page.view")
def may_view_page(actor: Actor, page: ScanPage) -> Decision:
    return any_of(actor, page.upload.node, SCAN, SETTLE)


@rule(SETTLE)
def may_settle(actor: Actor, node: Node) -> Decision:
    return allows(actor, SETTLE, node)


@rule("sheets.sheet.view")
def may_view_sheet(actor: Actor, sheet: Sheet) -> Decision:
    return any_of(actor, sheet.form.node, SETTLE, SCAN)


@rule("sheets.sheet.change")
def may_change_sheet(actor: Actor, sheet: Sheet) -> Decision:
    return allows(actor, SETTLE, sheet.form.node)
