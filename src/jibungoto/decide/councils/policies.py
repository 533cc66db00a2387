"""Who may do what with councils. Everybody may read; what is written is scoped to districts."""

from django.db.models import Q

from jibungoto.kernel import nodes
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.policy import Decision, allowed, permitted, rule

from .models import Council, Seat

CREATE = "councils.council.create"
EDIT = "councils.council.edit"
STAGE = "councils.stage.enter"
SEAT = "councils.seat.edit"


def visible(actor: Actor) -> Q:
    return nodes.visible(actor, "node__")


def held(actor: Actor, permission: str, council: Council) -> Decision:
    """Whether the permission counts in one of the council's districts."""
    for place in council.placed.all():
        if actor.may(permission, district_path=place.district.lineage):
            return allowed
    return permitted(actor, permission)


@rule("councils.council.list")
def may_list(actor: Actor, _: object) -> Decision:
    return allowed


@rule("councils.council.view")
def may_view(actor: Actor, council: Council) -> Decision:
    """The selector has answered already: what is not visible is not found."""
    return allowed


@rule(CREATE)
def may_create(actor: Actor, _: object) -> Decision:
    return permitted(actor, CREATE)


@rule(EDIT)
def may_edit(actor: Actor, council: Council) -> Decision:
    return held(actor, EDIT, council)


@rule(STAGE)
def may_enter_stage(actor: Actor, council: Council) -> Decision:
    return held(actor, STAGE, council)


@rule(SEAT)
def may_edit_seat(actor: Actor, subject: Council | Seat) -> Decision:
    return held(actor, SEAT, subject.council if isinstance(subject, Seat) else subject)
