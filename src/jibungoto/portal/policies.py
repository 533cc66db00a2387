"""Who may see the homes."""

from jibungoto.kernel.actor import Actor
from jibungoto.kernel.policy import Decision, allowed, rule


@rule("portal.home.view")
def may_view_home(actor: Actor, _: object) -> Decision:
    return allowed
