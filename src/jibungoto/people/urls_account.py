"""Pages of accounts, below /account/: allauth's that we use, and our own. No municipality here."""

from typing import Any

from allauth.account.urls import urlpatterns as account
from allauth.mfa.base.urls import urlpatterns as mfa
from allauth.mfa.recovery_codes.urls import urlpatterns as recovery_codes
from allauth.mfa.totp.urls import urlpatterns as totp
from allauth.mfa.webauthn.urls import urlpatterns as webauthn
from allauth.socialaccount.urls import urlpatterns as connections
from django.urls import include, path

from jibungoto.kernel.access import guard_included

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
# The error is shown where it happened; nothing leads to a page of its own.
_UNUSED = frozenset({"socialaccount_login_error"})

_library: list[Any] = [
    *account,
    path("2fa/", include(mfa)),
    path("2fa/recovery-codes/", include(recovery_codes)),
    path("2fa/totp/", include(totp)),
    path("2fa/webauthn/", include(webauthn)),
    path("connections/", include([p for p in connections if p.name not in _UNUSED])),
    path("oidc/<str:provider_id>/login/", oidc.login, name="oidc_login"),
    path("oidc/<str:provider_id>/login/callback/", oidc.callback, name="oidc_callback"),
]
urlpatterns = [
    path("", include((_own, "account"))),
    *guard_included(_library, account_action),
]
