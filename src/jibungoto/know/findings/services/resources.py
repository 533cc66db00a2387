"""Resources through their verbs, and contacts entrusted to the district's office."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from jibungoto.kernel import audit, clock, nodes, outbox
from jibungoto.kernel.contributions import caution
from jibungoto.know.findings.models import Contact, Deed, Finding
from jibungoto.know.organisations.models import Organisation

from .contribution import FindingsError, handling


@transaction.atomic
def record_deed(
    *,
    finding: Finding,
    verb: str,
    who: str,
    text: str = "",
    on: dt.date | None = None,
    organisation: Organisation | None = None,
) -> Deed:
    """Add a verb to a resource's history. One that is used is a manifest resource from then on.

    Raises FindingsError for what is no resource, and for words that look like a person's name.
    """
    current = handling.lock(finding)
    if current.sort != Finding.Sort.RESOURCE:
        raise FindingsError(_("創出・発見・活用・継承を書けるのは、資源だけです。"))
    if caution.cautions(who, text):
        raise FindingsError(
            _("人の名前や連絡先は書かないでください。団体の名前か「住民の方」のように書きます。")
        )
    deed = Deed.objects.create(
        finding=current,
        verb=verb,
        who=who.strip() or (organisation.name[:60] if organisation else ""),
        organisation=organisation,
        text=text.strip(),
        on=on or clock.today(),
    )
    if verb == Deed.Verb.USED and current.presence == Finding.Presence.LATENT:
        current.presence = Finding.Presence.MANIFEST
        current.save(update_fields=["presence"])
    nodes.change(current.node)
    audit.record("findings.resource.deed", current, changes={"verb": ("", verb)})
    outbox.emit("findings.resource.deed", node=current.node, verb=verb)
    return deed


@transaction.atomic
def remove_deed(*, deed: Deed) -> None:
    """Undo record_deed, for a line written by mistake."""
    audit.record("findings.resource.deed_undo", deed.finding, changes={"verb": (deed.verb, "")})
    deed.delete()
    nodes.change(deed.finding.node)


@transaction.atomic
def entrust_contact(*, finding: Finding, text: str, participant_id: int | None) -> Contact:
    """Keep how to reach whoever holds a resource, with their consent, for the office only."""
    contact, _made = Contact.objects.update_or_create(
        finding=finding,
        defaults={
            "text": text.strip(),
            "participant_id": participant_id,
            "agreed_at": clock.now(),
        },
    )
    audit.record("findings.contact.entrust", contact, changes={"text": audit.PERSONAL})
    return contact


@transaction.atomic
def forget_contact(*, finding: Finding) -> bool:
    """Take the contact back. True when there was one."""
    contact = Contact.objects.filter(finding=finding).first()
    if contact is None:
        return False
    audit.record("findings.contact.forget", contact, changes={"text": audit.PERSONAL})
    contact.delete()
    return True
