"""Rules of the kernel's own doors."""

from django.utils.translation import gettext as _

from .actor import Actor, Level
from .models import Node
from .policy import Decision, allowed, participates, rule


@rule("kernel.node.view")
def may_view(actor: Actor, node: Node) -> Decision:
    """The selector has answered already: what is not visible is not found."""
    return allowed


@rule("kernel.node.follow")
def may_follow(actor: Actor, node: Node) -> Decision:
    return participates(
        actor, Level.DEVICE, _("見守るものを覚えておくために、この端末を見分けられるようにします。")
    )
