"""Who may do what with kartes. Everybody may read; issuing is for those who answer for it."""

from jibungoto.kernel.actor import Actor
from jibungoto.kernel.policy import Decision, allowed, permitted, rule

from .models import Edition, Karte

BUILD = "karte.karte.build"
ISSUE = "karte.edition.issue"


@rule("karte.karte.list")
def may_list(actor: Actor, _obj: object) -> Decision:
    return allowed


@rule("karte.karte.view")
def may_view(actor: Actor, karte: Karte) -> Decision:
    return allowed


@rule("karte.edition.view")
def may_view_edition(actor: Actor, edition: Edition) -> Decision:
    """A withdrawn edition is not found by those who may not issue: the selector answers."""
    return allowed


@rule(BUILD)
def may_build(actor: Actor, _obj: object) -> Decision:
    return permitted(actor, BUILD)


@rule(ISSUE)
def may_issue(actor: Actor, _obj: object) -> Decision:
    return permitted(actor, ISSUE)
