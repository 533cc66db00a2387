"""Who may do what with accounts, roles, codes, counters and their own data."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from jibungoto.kernel.actor import Actor, Level
from jibungoto.kernel.policy import Decision, allowed, participates, permitted, refused, rule

from .models import Invitation, RoleGrant

# allauth's pages by URL name. Whatever is not named here is for those who are signed in.
OPEN_TO_ALL = frozenset(
    {
        "account_login",
        "account_signup",
        "account_inactive",
        "account_reauthenticate",
        "account_email_verification_sent",
        "account_reset_password",
        "account_confirm_password_reset_code",
        "account_complete_password_reset",
        "account_password_reset_completed",
        "account_request_login_code",
        "account_confirm_login_code",
        "mfa_authenticate",
        "mfa_login_webauthn",
        "socialaccount_login_cancelled",
        "socialaccount_signup",
        "oidc_login",
        "oidc_callback",
    }
)


def account_action(url_name: str) -> str:
    """The rule of one of allauth's pages."""
    if url_name == "account_logout":
        return "people.account.leave"
    return "people.account.open" if url_name in OPEN_TO_ALL else "people.account.manage"


@rule("people.account.open")
def may_open(actor: Actor, _obj: object) -> Decision:
    return allowed


@rule("people.account.leave")
def may_leave(actor: Actor, _obj: object) -> Decision:
    return allowed


@rule("people.account.manage")
def may_manage(actor: Actor, _obj: object) -> Decision:
    return participates(
        actor, Level.ACCOUNT, _("ご自分のアカウントのことなので、サインインした方だけが使えます。")
    )


def visible_grants(actor: Actor) -> Q:
    """Role holders the actor may see: those on the scopes where they may read or give roles."""
    found = Q(pk__in=())
    for permission in ("people.role.read", "people.role.grant"):
        scopes = actor.scopes(permission)
        if scopes.everywhere:
            return Q()
        found |= Q(district_id__in=scopes.district_ids)
        found |= Q(organisation_id__in=scopes.organisation_ids)
    return found


@rule("people.role.read")
def may_read_roles(actor: Actor, _obj: object) -> Decision:
    if actor.may_somewhere("people.role.grant"):
        return allowed
    if actor.may_somewhere("people.role.read"):
        return allowed
    return permitted(actor, "people.role.read")


@rule("people.role.grant")
def may_grant(actor: Actor, obj: RoleGrant | Invitation | None) -> Decision:
    """Give, end or extend: where one holds that permission oneself."""
    if obj is None:
        if actor.may_somewhere("people.role.grant"):
            return allowed
        return permitted(actor, "people.role.grant")
    path = obj.district.lineage if obj.district is not None else ""
    return permitted(
        actor, "people.role.grant", district_path=path, organisation_id=obj.organisation_id
    )


@rule("people.role.turn_over")
def may_turn_over(actor: Actor, _obj: object) -> Decision:
    """Many at once: only for those who give roles in the whole city."""
    return permitted(actor, "people.role.grant")


@rule("people.department.manage")
def may_manage_departments(actor: Actor, _obj: object) -> Decision:
    """The list of departments: for those who give roles in the whole city."""
    return permitted(actor, "people.role.grant")


@rule("people.invitation.view")
def may_view_invitation(actor: Actor, invitation: Invitation) -> Decision:
    """Whoever holds the signed address got the letter."""
    return allowed


@rule("people.invitation.accept")
def may_accept(actor: Actor, invitation: Invitation) -> Decision:
    return participates(
        actor,
        Level.ACCOUNT,
        _("役割はアカウントにお渡しします。サインインするか、登録してからお受けください。"),
    )


@rule("people.view_as.use")
def may_view_as(actor: Actor, _obj: object) -> Decision:
    return permitted(actor, "people.view_as.use")


@rule("people.view_as.stop")
def may_stop_viewing(actor: Actor, _obj: object) -> Decision:
    return allowed


@rule("people.code.enter")
def may_enter_code(actor: Actor, _obj: object) -> Decision:
    if actor.level == Level.COUNTER:
        return refused(_("いまは窓口の入力中です。終わってからコードを入れてください。"))
    return participates(
        actor, Level.DEVICE, _("コードを使ったことを、この端末に覚えておくためです。")
    )


@rule("people.code.print")
def may_print_codes(actor: Actor, _obj: object) -> Decision:
    return permitted(actor, "people.code.print")


@rule("people.counter.record")
def may_record(actor: Actor, _obj: object) -> Decision:
    if actor.may_somewhere("people.counter.record"):
        return allowed
    return permitted(actor, "people.counter.record")


@rule("people.counter.stop")
def may_stop_recording(actor: Actor, _obj: object) -> Decision:
    return allowed


@rule("people.own.change")
def may_change_own(actor: Actor, _obj: Any) -> Decision:
    """One's own name, consent and district."""
    return participates(
        actor, Level.ACCOUNT, _("呼び名や同意は、アカウントといっしょに覚えておきます。")
    )


@rule("people.device.forget")
def may_forget_device(actor: Actor, _obj: object) -> Decision:
    if actor.user_id is not None:
        return refused(_("サインインしている方は、「わたしのデータ」から消せます。"))
    return allowed


@rule("people.inventory.view")
def may_view_inventory(actor: Actor, _obj: object) -> Decision:
    return allowed
