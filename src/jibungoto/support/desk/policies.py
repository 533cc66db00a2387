"""Who may read and write the desk: staff, in the districts their role counts in."""

from django.db.models import Q

from jibungoto.kernel.actor import Actor
from jibungoto.kernel.policy import Decision, allowed, permitted, rule
from jibungoto.know.places.models import District

from .models import Contact

READ = "desk.contact.read"
WRITE = "desk.contact.write"
SETTINGS = "desk.settings.edit"


def visible(actor: Actor) -> Q:
    """The view rule for the database."""
    return Q(withdrawn_at=None) & actor.scopes(READ).covers()


@rule("desk.contact.list")
def may_list(actor: Actor, _: object) -> Decision:
    return allowed if actor.may_somewhere(READ) else permitted(actor, READ)


@rule("desk.contact.add")
def may_add(actor: Actor, _: object) -> Decision:
    return allowed if actor.may_somewhere(WRITE) else permitted(actor, WRITE)


@rule(READ)
def may_read(actor: Actor, district: District) -> Decision:
    return permitted(actor, READ, district_path=district.lineage)


@rule(WRITE)
def may_write(actor: Actor, contact: Contact) -> Decision:
    return permitted(actor, WRITE, district_path=contact.district.lineage)


@rule(SETTINGS)
def may_edit_settings(actor: Actor, _: object) -> Decision:
    return permitted(actor, SETTINGS)
