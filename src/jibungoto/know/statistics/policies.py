"""Who may do what with figures. Everybody may read them."""

from jibungoto.kernel.actor import Actor
from jibungoto.kernel.policy import Decision, allowed, permitted, rule

EDIT = "statistics.figure.edit"
IMPORT = "statistics.figure.import"


@rule("statistics.figure.view")
def may_view(actor: Actor, _obj: object) -> Decision:
    return allowed


@rule(EDIT)
def may_edit(actor: Actor, _obj: object) -> Decision:
    return permitted(actor, EDIT)


@rule(IMPORT)
def may_import(actor: Actor, _obj: object) -> Decision:
    return permitted(actor, IMPORT)
