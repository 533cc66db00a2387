"""The demo's own door: open on a demo and nowhere else."""

from jibungoto.kernel.actor import Actor
from jibungoto.kernel.policy import Decision, allowed, rule


@rule("demo.sign_in")
def may_sign_in(actor: Actor, accounts: object) -> Decision:
    """The selector answers only on a demo; elsewhere the page is not found."""
    return allowed
