"""Pages of accounts, below /account/: allauth's that we use, and our own. No municipality here."""

from typing import Any

from allauth.account.urls import urlpatterns as account
from allauth.socialaccount.urls import urlpatterns as connections
from django.urls import include, path

from jibungoto.kernel.access import guard_included, view_later

from . import oidc, views
from .policies import account_action

_own: list[Any] = [
    path("", views.account_overview, name="overview"),
    path("join/", views.participation_join, name="join"),
    path("sessions/", views.sessions_end, name="sessions"),
    path("data/", views.data_overview, name="data"),
    path("data/export/", views.data_export, name="export"),
    path("data/erase/", views.data_erase, name="erase"),
]
# Address and view of each page of the second factor, as allauth.mfa has them.
_BASE = {"": "index", "authenticate/": "authenticate", "reauthenticate/": "reauthenticate"}
_RECOVERY_CODES = {
    "": "view_recovery_codes",
    "generate/": "generate_recovery_codes",
    "download/": "download_recovery_codes",
}
_TOTP = {"activate/": "activate_totp", "deactivate/": "deactivate_totp"}
_WEBAUTHN = {
    "": "list_webauthn",
    "add/": "add_webauthn",
    "reauthenticate/": "reauthenticate_webauthn",
    "keys/<int:pk>/remove/": "remove_webauthn",
    "keys/<int:pk>/edit/": "edit_webauthn",
    "login/": "login_webauthn",
}
# The error is shown where it happened; nothing leads to a page of its own.
_UNUSED = frozenset({"socialaccount_login_error"})


def _second_factor(part: str, pages: dict[str, str]) -> list[Any]:
    """Pages of a part of allauth.mfa, read when first asked for: its keys need 5 MB a process."""
    return [
        path(address, view_later(f"allauth.mfa.{part}.views.{view}"), name=f"mfa_{view}")
        for address, view in pages.items()
    ]


_library: list[Any] = [
    *account,
    path("2fa/", include(_second_factor("base", _BASE))),
    path("2fa/recovery-codes/", include(_second_factor("recovery_codes", _RECOVERY_CODES))),
    path("2fa/totp/", include(_second_factor("totp", _TOTP))),
    path("2fa/webauthn/", include(_second_factor("webauthn", _WEBAUTHN))),
    path("connections/", include([p for p in connections if p.name not in _UNUSED])),
    path("oidc/<str:provider_id>/login/", oidc.login, name="oidc_login"),
    path("oidc/<str:provider_id>/login/callback/", oidc.callback, name="oidc_callback"),
]
urlpatterns = [
    path("", include((_own, "account"))),
    *guard_included(_library, account_action),
]
