"""Who may do what with districts. Everybody may read."""

from jibungoto.kernel.actor import Actor
from jibungoto.kernel.policy import Decision, allowed, permitted, rule

from .models import District

EDIT = "places.district.edit"


@rule("places.district.list")
def may_list(actor: Actor, _obj: object) -> Decision:
    return allowed


@rule(EDIT)
def may_edit(actor: Actor, district: District | None) -> Decision:
    return permitted(actor, EDIT, district_path=district.lineage if district else "")
