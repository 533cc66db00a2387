"""Invitations: a role that waits for somebody, told by mail, taken up by signing in."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from jibungoto.kernel import audit, clock, jobs
from jibungoto.kernel.actor import Actor
from jibungoto.people.models import Department, Invitation, Role, RoleGrant, User

from .departments import department_named
from .roles import RoleProblem, check_department, check_not_more, check_term, grant_role

VALID_DAYS = 14


@transaction.atomic
def invite(
    *,
    email: str,
    role: Role,
    district: Any = None,
    organisation: Any = None,
    department: Department | str | None = None,
    starts_on: dt.date | None = None,
    ends_on: dt.date | None = None,
    reason: str = "",
    actor: Actor | None,
) -> RoleGrant | Invitation:
    """Give the role to the account of this address, or invite whoever reads it to make one.

    Either way a mail tells them. An open invitation to the same role and scope is sent again.
    `actor=None` is the installation itself (command line).
    Raises RoleProblem and MoreThanHeld as `grant_role` does.
    """
    email = email.strip().lower()
    starts_on = starts_on or clock.today()
    check_term(
        role=role,
        district=district,
        organisation=organisation,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    check_department(role, department)
    if isinstance(department, str):
        department = department_named(department)
    scope = {"district": district, "organisation": organisation, "department": department}
    user = User.objects.filter(email=email, is_active=True).first()
    if user is not None:
        term = {"starts_on": starts_on, "ends_on": ends_on, "reason": reason}
        grant = grant_role(role=role, user=user, actor=actor, **scope, **term)  # type: ignore[arg-type]
        jobs.enqueue("people.tell_of_role", by=actor, grant_id=grant.pk)
        return grant
    if actor is not None:
        check_not_more(actor, role, district=district, organisation=organisation)
    waiting = Invitation.objects.filter(
        email=email, role=role, accepted_at__isnull=True, withdrawn_at__isnull=True, **scope
    ).first()
    if waiting is not None:
        return send_again(invitation=waiting, actor=actor)
    invitation = Invitation.objects.create(
        email=email,
        role=role,
        starts_on=starts_on,
        ends_on=ends_on,
        reason=reason,
        invited_by_id=actor.user_id if actor else None,
        expires_on=clock.today() + dt.timedelta(days=VALID_DAYS),
        **scope,
    )
    changes = {
        "role": (None, role),
        "email": audit.PERSONAL,
        **{k: (None, v) for k, v in scope.items()},
    }
    audit.record("people.invitation.send", invitation, actor=actor, changes=changes)
    jobs.enqueue("people.send_invitation", by=actor, invitation_id=invitation.pk)
    return invitation


@transaction.atomic
def send_again(*, invitation: Invitation, actor: Actor | None) -> Invitation:
    """Send the mail once more and give the invitation its full time again."""
    _refuse_closed(invitation)
    if actor is not None:
        scope = {"district": invitation.district, "organisation": invitation.organisation}
        check_not_more(actor, invitation.role, **scope)
    before = invitation.expires_on
    invitation.expires_on = clock.today() + dt.timedelta(days=VALID_DAYS)
    invitation.sent_at = None
    invitation.save(update_fields=["expires_on", "sent_at"])
    changes = {"expires_on": (before, invitation.expires_on)}
    audit.record("people.invitation.send_again", invitation, actor=actor, changes=changes)
    jobs.enqueue("people.send_invitation", by=actor, invitation_id=invitation.pk)
    return invitation


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, actor: Actor) -> None:
    """Take an invitation back: its link then says so."""
    _refuse_closed(invitation)
    invitation.withdrawn_at = clock.now()
    invitation.save(update_fields=["withdrawn_at"])
    changes = {"withdrawn_at": (None, invitation.withdrawn_at)}
    audit.record("people.invitation.withdraw", invitation, actor=actor, changes=changes)


@transaction.atomic
def accept_invitation(*, invitation: Invitation, user: User, actor: Actor) -> RoleGrant:
    """Turn an invitation into a role for the account of the address it was sent to.

    Accepting twice answers the same role while it lasts; one that has ended does not come back by
    its old mail. Raises RoleProblem: withdrawn, expired, taken up before, another address.
    """
    invitation = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("role", "district", "organisation", "department")
        .get(pk=invitation.pk)
    )
    if invitation.accepted_by_id not in (None, user.pk):
        raise RoleProblem(_("この招待は、もうほかの方が受けとりました。"))
    if invitation.email != user.email:
        raise RoleProblem(
            _("この招待は、別のメールアドレスあてです。そのアドレスのアカウントでお受けください。")
        )
    if invitation.accepted_by_id is not None and (held := _held(invitation, user)) is not None:
        return held
    if problem := closed_reason(invitation):
        raise RoleProblem(problem)
    grant = grant_role(
        role=invitation.role,
        user=user,
        district=invitation.district,
        organisation=invitation.organisation,
        department=invitation.department,
        starts_on=max(invitation.starts_on, clock.today()),
        ends_on=invitation.ends_on,
        reason=invitation.reason,
    )
    invitation.accepted_at, invitation.accepted_by = clock.now(), user
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    grant.granted_by_id = invitation.invited_by_id
    grant.save(update_fields=["granted_by"])
    changes = {"accepted_by": (None, user.pk)}
    audit.record("people.invitation.accept", invitation, actor=actor, changes=changes)
    return grant


def _held(invitation: Invitation, user: User) -> RoleGrant | None:
    """The role this invitation led to, if it has not ended."""
    return RoleGrant.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=clock.today()),
        user=user,
        role=invitation.role,
        district=invitation.district,
        organisation=invitation.organisation,
        department=invitation.department,
    ).first()


def closed_reason(invitation: Invitation) -> str:
    """Why an invitation can't be taken up any more, as a sentence; "" while it is open."""
    if invitation.withdrawn_at is not None:
        return _("この招待は取りやめになりました。お心当たりがあれば、市の担当へお知らせください。")
    if invitation.accepted_at is not None:
        return _("この招待は、もうお受けいただいています。")
    if invitation.expires_on < clock.today():
        return _("この招待の期限は過ぎました。市の担当へ、もう一度送るようお知らせください。")
    if invitation.ends_on is not None and invitation.ends_on < clock.today():
        return _("この役割の任期は終わっています。")
    return ""


def _refuse_closed(invitation: Invitation) -> None:
    if invitation.accepted_at is not None or invitation.withdrawn_at is not None:
        raise RoleProblem(closed_reason(invitation))
