"""Rules of the kernel's own doors."""

from django.utils.translation import gettext as _

from .actor import Actor, Level
from .models import Node
from .policy import Decision, allowed, participates, permitted, refused, rule


@rule("kernel.node.view")
def may_view(actor: Actor, node: Node) -> Decision:
    """The selector has answered already: what is not visible is not found."""
    return allowed


@rule("kernel.node.follow")
def may_follow(actor: Actor, node: Node) -> Decision:
    return participates(
        actor, Level.DEVICE, _("見守るものを覚えておくために、この端末を見分けられるようにします。")
    )


@rule("kernel.audit.read")
def may_read_audit(actor: Actor, _obj: object) -> Decision:
    return permitted(actor, "kernel.audit.read")


@rule("kernel.audit.read_term")
def may_read_term(actor: Actor, _obj: object) -> Decision:
    """Whoever held a role here may read what happened meanwhile."""
    if actor.past_terms:
        return allowed
    return refused(
        _("このページは、任期を終えた方が、お務めのあいだのことを読み返すためのものです。"),
        who=_("お務めになったことがあるのに開かないときは、市の担当へお知らせください。"),
        level=Level.ACCOUNT,
    )


@rule("kernel.search.ask")
def may_search(actor: Actor, _obj: object) -> Decision:
    """Anybody; what is found is what they may see."""
    return allowed
