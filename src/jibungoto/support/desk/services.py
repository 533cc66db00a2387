"""Every change at the desk."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from jibungoto.kernel import audit, clock
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.policy import require
from jibungoto.know.places.models import District
from jibungoto.people.models import User

from . import policies
from .models import Contact, DeskSettings


class ContactFault(ValueError):
    """What was asked can't be done; the message says why to the person."""


@transaction.atomic
def log_contact(
    *,
    actor: Actor,
    district: District,
    kind: str,
    note: str,
    on: dt.date | None = None,
    organisation: Any = None,
    follow_up: str = "",
    follow_up_on: dt.date | None = None,
) -> Contact:
    """Write down a contact with a district. Raises Refused outside the actor's districts,
    ContactFault for a day to come or a follow-up before the contact."""
    contact = Contact(
        district=district,
        on=on or clock.today(),
        kind=kind,
        organisation=organisation,
        note=note,
        follow_up=follow_up,
        follow_up_on=follow_up_on,
        by_id=actor.user_id,
    )
    require(actor, policies.WRITE, contact)
    _check(contact)
    contact.save()
    audit.record("desk.contact.log", contact, actor=actor, changes={"district": (None, district)})
    return contact


@transaction.atomic
def change_contact(*, contact: Contact, actor: Actor, **fields: Any) -> Contact:
    """Correct what was written down. Raises ContactFault, Refused (a district not one's own)."""
    before = {name: getattr(contact, name) for name in fields}
    for name, value in fields.items():
        setattr(contact, name, value)
    require(actor, policies.WRITE, contact)
    _check(contact)
    contact.save(update_fields=list(fields))
    audit.record("desk.contact.change", contact, actor=actor, changes=audit.diff(before, fields))
    return contact


@transaction.atomic
def finish_follow_up(*, contact: Contact, actor: Actor) -> Contact:
    """What was to be done is done. Finishing twice is the same as once."""
    if contact.done_on is None:
        contact.done_on = clock.today()
        contact.save(update_fields=["done_on"])
        audit.record(
            "desk.contact.finish",
            contact,
            actor=actor,
            changes={"done_on": (None, contact.done_on)},
        )
    return contact


@transaction.atomic
def reopen_follow_up(*, contact: Contact, actor: Actor) -> Contact:
    """Undo finish_follow_up."""
    if contact.done_on is not None:
        changes = {"done_on": (contact.done_on, None)}
        contact.done_on = None
        contact.save(update_fields=["done_on"])
        audit.record("desk.contact.reopen", contact, actor=actor, changes=changes)
    return contact


@transaction.atomic
def withdraw_contact(*, contact: Contact, actor: Actor) -> Contact:
    """Take a wrong entry out of all lists; it can be brought back."""
    if contact.withdrawn_at is None:
        contact.withdrawn_at = clock.now()
        contact.save(update_fields=["withdrawn_at"])
        audit.record("desk.contact.withdraw", contact, actor=actor)
    return contact


@transaction.atomic
def restore_contact(*, contact: Contact, actor: Actor) -> Contact:
    """Undo withdraw_contact."""
    if contact.withdrawn_at is not None:
        contact.withdrawn_at = None
        contact.save(update_fields=["withdrawn_at"])
        audit.record("desk.contact.restore", contact, actor=actor)
    return contact


@transaction.atomic
def change_silent_after(*, days: int, actor: Actor) -> DeskSettings:
    """From how many days without contact a district counts as left alone."""
    found, _created = DeskSettings.objects.get_or_create()
    before, found.silent_after_days = found.silent_after_days, days
    found.full_clean(exclude=["municipality"])
    found.save(update_fields=["silent_after_days"])
    audit.record(
        "desk.settings.change", found, actor=actor, changes={"silent_after_days": (before, days)}
    )
    return found


@transaction.atomic
def unlink_contacts(person: Any) -> int:
    """Let nothing lead from an entry to the account that wrote it; how many entries that were."""
    user_id = person.pk if isinstance(person, User) else person.user_id
    return Contact.objects.filter(by_id=user_id).update(by=None) if user_id else 0


def _check(contact: Contact) -> None:
    if contact.on > clock.today():
        raise ContactFault(_("まだ来ていない日です。予定は「次にすること」に書いてください。"))
    if contact.follow_up_on and contact.follow_up_on < contact.on:
        raise ContactFault(_("「いつまでに」は、話した日より後の日にしてください。"))
