"""Who may do what with districts. Everybody may read."""

from jibungoto.kernel.actor import Actor
from jibungoto.kernel.policy import Decision, allowed, permitted, rule

from .models import District

EDIT = "places.district.edit"
EDIT_AREAS = "places.area.edit"


@rule("places.district.list")
def may_list(actor: Actor, _obj: object) -> Decision:
    return allowed


@rule(EDIT)
def may_edit(actor: Actor, district: District | None) -> Decision:
    return permitted(actor, EDIT, district_path=district.lineage if district else "")


@rule(EDIT_AREAS)
def may_edit_areas(actor: Actor, _obj: object) -> Decision:
    """Which small areas make up which districts is one thing: whoever may, may for all."""
    return permitted(actor, EDIT)
