"""Who may see the pages of the look: everybody."""

from typing import Any

from jibungoto.kernel.actor import Actor
from jibungoto.kernel.policy import Decision, allowed, rule


@rule("guide.page.view")
def may_view(actor: Actor, obj: Any) -> Decision:
    return allowed
