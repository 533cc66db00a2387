"""Who may do what with organisations. Everybody may read; roles count where they are held."""

from django.db.models import Q

from jibungoto.kernel import nodes
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.policy import Decision, allowed, permitted, rule

from .models import Organisation

EDIT = "organisations.organisation.edit"
CREATE = "organisations.organisation.create"


def visible(actor: Actor) -> Q:
    """The view rule of organisations for the database: that of their nodes."""
    return nodes.visible(actor, "node__")


def paths(organisation: Organisation) -> str:
    """The lineages of all districts the organisation works in, one after the other."""
    return " ".join(placed.district.lineage for placed in organisation.node.placed.all())


@rule("organisations.organisation.list")
def may_list(actor: Actor, _obj: object) -> Decision:
    return allowed


@rule("organisations.organisation.view")
def may_view(actor: Actor, organisation: Organisation) -> Decision:
    """The selector has answered already: what is not visible is not found."""
    return allowed


@rule(EDIT)
def may_edit(actor: Actor, organisation: Organisation) -> Decision:
    return permitted(
        actor, EDIT, district_path=paths(organisation), organisation_id=organisation.pk
    )


@rule("organisations.organisation.end")
def may_end(actor: Actor, organisation: Organisation) -> Decision:
    """Ending is for those who keep the register, not for one officer of the organisation."""
    return permitted(actor, CREATE, district_path=paths(organisation))


@rule(CREATE)
def may_create(actor: Actor, _obj: object) -> Decision:
    if actor.may_somewhere(CREATE):
        return allowed
    return permitted(actor, CREATE)
