"""Who may do what with facilities. Everybody may read; those who keep the lists take them in."""

from django.db.models import Q

from jibungoto.kernel import nodes
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.policy import Decision, allowed, rule

from .models import Facility


def visible(actor: Actor) -> Q:
    """The view rule of facilities for the database: that of their nodes."""
    return nodes.visible(actor, "node__")


@rule("facilities.facility.list")
def may_list(actor: Actor, _obj: object) -> Decision:
    return allowed


@rule("facilities.facility.view")
def may_view(actor: Actor, facility: Facility) -> Decision:
    """The selector has answered already: what is not visible is not found."""
    return allowed
