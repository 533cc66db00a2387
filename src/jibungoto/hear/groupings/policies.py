"""Who may do what with groupings: whoever holds the permission where they belong; all may read."""

from django.db.models import Q

from jibungoto.kernel.actor import Actor
from jibungoto.kernel.models import Node
from jibungoto.kernel.policy import Decision, allowed, permitted, rule

from .models import Grouping

EDIT = "groupings.grouping.edit"


def visible(actor: Actor) -> Q:
    """The view rule for the database: published ones, and those one works on."""
    return Q(node__state=Node.State.PUBLIC) | workable(actor)


def workable(actor: Actor) -> Q:
    """The groupings somebody mends, for the database."""
    return actor.scopes(EDIT).covers()


@rule("groupings.grouping.list")
@rule("groupings.grouping.view")
def may_view(actor: Actor, _obj: object) -> Decision:
    """The selector has answered already: what is not visible is not found."""
    return allowed


@rule("groupings.grouping.create")
def may_create(actor: Actor, _obj: object) -> Decision:
    """Whoever may group somewhere; where, the form offers."""
    return allowed if actor.may_somewhere(EDIT) else permitted(actor, EDIT)


@rule(EDIT)
def may_edit(actor: Actor, grouping: Grouping) -> Decision:
    path = grouping.district.lineage if grouping.district else ""
    return permitted(actor, EDIT, district_path=path)
