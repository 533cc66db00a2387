"""Who may read plans. What is not public yet is read by those who prepare it."""

from django.db.models import Q

from jibungoto.kernel import nodes
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.models import Node
from jibungoto.kernel.policy import Decision, allowed, permitted, rule


def visible(actor: Actor) -> Q:
    """A plan or measure is seen by those who may see its node."""
    return Q(node__in=Node.objects.filter(nodes.visible(actor)))


@rule("plans.plan.list")
def may_list(actor: Actor, _: object) -> Decision:
    return allowed


CREATE = "plans.plan.create"


@rule(CREATE)
def may_create(actor: Actor, _: object) -> Decision:
    return permitted(actor, CREATE)


@rule("plans.plan.publish")
def may_publish(actor: Actor, _: object) -> Decision:
    return permitted(actor, CREATE)


@rule("plans.plan.view")
def may_view(actor: Actor, plan: object) -> Decision:
    """The selector has answered already: what is not visible is not found."""
    return allowed
