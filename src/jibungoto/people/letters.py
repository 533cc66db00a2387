"""The mails about roles: their words, and the signed address of an invitation."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.signing import BadSignature, Signer
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from jibungoto.kernel.links import link
from jibungoto.people.models import Invitation, RoleGrant, User

_signer = Signer(salt="jibungoto.people.invitation")


def token_of(invitation: Invitation) -> str:
    """What stands in an invitation's address: its id, signed."""
    return _signer.sign(str(invitation.public_id))


def invitation_of(token: str) -> Invitation | None:
    """The invitation behind a signed address of the municipality at hand; None for a forged one."""
    try:
        public_id = _signer.unsign(token)
    except BadSignature:
        return None
    return (
        Invitation.objects.filter(public_id=public_id)
        .select_related("role", "district", "organisation", "department", "municipality")
        .first()
    )


def invitation_mail(invitation: Invitation) -> EmailMessage:
    """The mail that invites, in the language of the account with this address, if there is one."""
    known = User.objects.filter(email=invitation.email.lower(), is_active=True)
    with _language_of(known.first()):
        return _invitation_mail(invitation)


def _invitation_mail(invitation: Invitation) -> EmailMessage:
    url = invitation_url(invitation)
    subject = _("「{}」の役割をお受けください").format(invitation.role.label)
    body = render_to_string("people/mail/invitation.txt", {"invitation": invitation, "url": url})
    return EmailMessage(subject, body, to=[invitation.email])


def invitation_url(invitation: Invitation) -> str:
    """Where the invited person takes up the role; whoever has it and the mailbox may."""
    return settings.BASE_URL + link("people:invitation_accept", token=token_of(invitation))


def role_mail(grant: RoleGrant) -> EmailMessage:
    """The mail that tells of a role, in the language the person chose."""
    with _language_of(grant.user):
        return _role_mail(grant)


def _language_of(user: User | None) -> translation.override:
    return translation.override((user and user.language) or settings.LANGUAGE_CODE)


def _role_mail(grant: RoleGrant) -> EmailMessage:
    subject = _("「{}」の役割をお渡ししました").format(grant.role.label)
    url = settings.BASE_URL + link("portal:municipality_home")
    body = render_to_string("people/mail/role.txt", {"grant": grant, "url": url})
    return EmailMessage(subject, body, to=[grant.user.email])
