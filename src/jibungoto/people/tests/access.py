"""Who may open which page of accounts, roles, codes and counters.

The pages of accounts (account_…, mfa_…, socialaccount_…, oidc_…, account:…) belong to the
installation: they take no municipality, and a stranger is anybody who is signed in.
"""

import datetime as dt
from typing import Any

from jibungoto.kernel import clock
from jibungoto.kernel.actor import Actor
from jibungoto.people import letters, services
from jibungoto.people.models import Department, Role, RoleGrant

EVERYBODY = "oo oooooooo"
SIGNED_IN = "ll oooooooo"
BACK_TO_SIGN_IN = "ll llllllll"  # a later step, opened without the one before
LOOKS_AFTER_ROLES = "ll -----oo-"
GIVES_ROLES = "ll ------o-"
GIVES_THIS_ROLE = ".. .....-o."
RECORDS = "ll ---oooo-"

_OPEN = (
    "account_login",
    "account_signup",
    "account_inactive",
    "account_reset_password",
    "account_request_login_code",
    "socialaccount_login_cancelled",
)
_STAGES = (  # a step in the middle of signing in: from outside it leads back to its beginning
    "account_confirm_login_code",
    "mfa_authenticate",
    "mfa_login_webauthn",
)
_OWN = (
    "account_email",
    "account_change_password",
    "account_set_password",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_edit_webauthn",
    "mfa_remove_webauthn",
    "mfa_generate_recovery_codes",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "socialaccount_connections",
    "account:overview",
    "account:join",
    "account:data",
)

MATRIX: dict[tuple[str, str], dict[str, str]] = {
    **{(name, "GET"): {"": EVERYBODY} for name in _OPEN},
    **{(name, "GET"): {"": SIGNED_IN} for name in (*_STAGES, *_OWN)},
    ("account_login", "POST"): {"": EVERYBODY},
    ("account_signup", "POST"): {"": EVERYBODY},
    ("account_logout", "GET"): {"": EVERYBODY},
    ("account_logout", "POST"): {"": EVERYBODY},
    ("account_reauthenticate", "GET"): {"": SIGNED_IN},
    ("account_email_verification_sent", "GET"): {"": SIGNED_IN},
    ("account_confirm_password_reset_code", "GET"): {"": BACK_TO_SIGN_IN},
    ("account_complete_password_reset", "GET"): {"": EVERYBODY},
    ("account_password_reset_completed", "GET"): {"": EVERYBODY},
    ("mfa_view_recovery_codes", "GET"): {"": "ll ........"},
    ("mfa_download_recovery_codes", "GET"): {"": "ll ........"},
    ("mfa_deactivate_totp", "GET"): {"": "ll ........"},
    ("socialaccount_signup", "GET"): {"": BACK_TO_SIGN_IN},
    ("oidc_login", "GET"): {"": ".. ........"},
    ("oidc_callback", "GET"): {"": ".. ........"},
    ("account:sessions", "POST"): {"": SIGNED_IN},
    ("account:export", "POST"): {"": SIGNED_IN},
    ("account:erase", "POST"): {"": SIGNED_IN},
    ("people:role_list", "GET"): {"": LOOKS_AFTER_ROLES},
    ("people:role_kinds", "GET"): {"": LOOKS_AFTER_ROLES},
    ("people:role_kind_create", "GET"): {"": GIVES_ROLES},
    ("people:role_kind_create", "POST"): {"": GIVES_ROLES},
    ("people:role_kind_change", "GET"): {"": GIVES_ROLES},
    ("people:role_kind_change", "POST"): {"": GIVES_ROLES},
    ("people:grant_create", "GET"): {"": GIVES_ROLES},
    ("people:grant_create", "POST"): {"": GIVES_ROLES},
    ("people:grant_change", "GET"): {"": GIVES_THIS_ROLE},
    ("people:grant_end", "POST"): {"": GIVES_THIS_ROLE},
    ("people:grant_extend", "POST"): {"": GIVES_THIS_ROLE},
    ("people:grant_assign", "POST"): {"": ".. .....-o."},
    ("people:department_list", "GET"): {"": GIVES_ROLES},
    ("people:department_list", "POST"): {"": GIVES_ROLES},
    ("people:department_change", "GET"): {"": "ll ------o-"},
    ("people:department_change", "POST"): {"": "ll ------o-"},
    ("people:turn_over_create", "GET"): {"": GIVES_ROLES},
    ("people:turn_over_create", "POST"): {"": GIVES_ROLES},
    ("people:turn_over_open", "GET"): {"": ".. ......o."},
    ("people:turn_over_undo", "POST"): {"": ".. ......o."},
    ("people:invitation_accept", "GET"): {"open": EVERYBODY, "forged": ".. ........"},
    ("people:invitation_accept", "POST"): {"open": EVERYBODY},
    ("people:invitation_send", "POST"): {"": GIVES_THIS_ROLE},
    ("people:invitation_withdraw", "POST"): {"": GIVES_THIS_ROLE},
    ("people:view_as_start", "GET"): {"": LOOKS_AFTER_ROLES},
    ("people:view_as_start", "POST"): {"": LOOKS_AFTER_ROLES},
    ("people:view_as_stop", "POST"): {"": EVERYBODY},
    ("people:code_enter", "GET"): {"": EVERYBODY},
    ("people:code_enter", "POST"): {"": EVERYBODY},
    ("people:code_open", "GET"): {"": EVERYBODY},
    ("people:batch_list", "GET"): {"": LOOKS_AFTER_ROLES},
    ("people:batch_create", "GET"): {"": LOOKS_AFTER_ROLES},
    ("people:batch_create", "POST"): {"": LOOKS_AFTER_ROLES},
    ("people:batch_withdraw", "POST"): {"": ".. .....oo."},
    ("people:counter_start", "GET"): {"": RECORDS},
    ("people:counter_start", "POST"): {"": RECORDS},
    ("people:counter_stop", "POST"): {"": EVERYBODY},
    ("people:name_change", "GET"): {"": SIGNED_IN},
    ("people:name_change", "POST"): {"": SIGNED_IN},
    ("people:privacy", "GET"): {"": EVERYBODY},
    ("people:device_forget", "POST"): {"": "oo --------"},
}


_FIXED: dict[str, dict[str, Any]] = {
    "mfa_edit_webauthn": {"pk": 1},
    "mfa_remove_webauthn": {"pk": 1},
    "oidc_login": {"provider_id": "nobody"},
    "oidc_callback": {"provider_id": "nobody"},
    "people:role_kind_change": {"key": "secretary"},
    "people:code_open": {"code": "ABCD-EFGH-JKMN"},
}


def kwargs(url_name: str, state: str, world: Any) -> dict[str, Any]:
    """The arguments of an address; pages of the installation take none of a municipality's."""
    if url_name in _FIXED:
        return _FIXED[url_name]
    if url_name.startswith("people:grant_") and url_name != "people:grant_create":
        return {"pk": RoleGrant.objects.get(role__key="secretary").pk}
    if url_name == "people:department_change":
        return {"pk": Department.objects.get().pk}
    if url_name == "people:batch_withdraw":
        return {"pk": _batch(_administrator(world)).pk}
    if url_name.startswith("people:turn_over_") and url_name != "people:turn_over_create":
        return {"pk": _turn_over(_administrator(world)).pk}
    if url_name == "people:invitation_accept" and state == "forged":
        return {"token": "00000000-0000-7000-8000-000000000000:forged"}
    if url_name.startswith("people:invitation_"):
        invitation = _invitation(_administrator(world), world)
        if url_name == "people:invitation_accept":
            return {"token": letters.token_of(invitation)}
        return {"public_id": invitation.public_id}
    return {}


def _administrator(world: Any) -> Actor:
    from jibungoto.people.selectors.standing import standing

    user = world.users["administrator"]
    city = world.municipality.pk
    grants = standing(user_id=user.pk, municipality_id=city, today=clock.today()).grants
    return Actor(municipality_id=city, user_id=user.pk, grants=grants)


def _invitation(actor: Actor, world: Any) -> Any:
    role = Role.objects.get(key="secretary")
    return services.invite(email="new@example.jp", role=role, district=world.district, actor=actor)


def _turn_over(actor: Actor) -> Any:
    grant = RoleGrant.objects.get(role__key="secretary")
    return services.turn_over(rows=[], ending=[grant], last_day=clock.today(), actor=actor)


def _batch(actor: Actor) -> Any:
    batch, _letters = services.create_batch(
        title="アンケート",
        kind="household",
        district=None,
        size=2,
        uses_each=2,
        expires_on=clock.today() + dt.timedelta(days=9),
        actor=actor,
    )
    return batch
