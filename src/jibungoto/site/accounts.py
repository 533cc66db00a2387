"""Settings of signing in, second factors and mail; read by settings.py."""

import os
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.urls import reverse_lazy


def _yes(name: str, *, default: str) -> bool:
    return os.environ.get(name, default).lower() in ("1", "yes", "true", "on")


def _number(name: str, default: str) -> int:
    given = os.environ.get(name) or default
    if not given.isdecimal():
        raise ValueError(f"{name} には数を書きます（いまは「{given}」）")
    return int(given)


def mailer_of(url: str, home: Path) -> dict[str, Any]:
    """The mailer an address names: smtp://, smtps://, smtp+tls://, file:, console:, memory:.

    Without an address mails are written as files below the home folder, so that nothing is lost
    and nobody is written to by accident. Raises ValueError for any other scheme.
    """
    backend = "django.core.mail.backends."
    parts = urlsplit(url)
    if not url or parts.scheme == "file":
        folder = unquote(parts.path) or str(home / "mail")
        return {"BACKEND": f"{backend}filebased.EmailBackend", "OPTIONS": {"file_path": folder}}
    if parts.scheme in ("console", "memory"):
        name = {"console": "console", "memory": "locmem"}[parts.scheme]
        return {"BACKEND": f"{backend}{name}.EmailBackend"}
    if parts.scheme not in ("smtp", "smtps", "smtp+tls"):
        raise ValueError(f"JIBUNGOTO_MAIL_URL: {parts.scheme}:// is not known")
    implicit = parts.scheme == "smtps"
    query = parse_qs(parts.query)
    options = {
        "host": parts.hostname or "localhost",
        "port": parts.port or (465 if implicit else 587 if parts.scheme == "smtp+tls" else 25),
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_ssl": implicit,
        "use_tls": parts.scheme == "smtp+tls" or parts.port == 587,  # the port of submission
        "timeout": int(query.get("timeout", ["20"])[0]),
    }
    return {"BACKEND": f"{backend}smtp.EmailBackend", "OPTIONS": options}


_demo = _yes("JIBUNGOTO_DEMO", default="no")
_https = os.environ.get("JIBUNGOTO_BASE_URL", "").startswith("https://")

AUTHENTICATION_BACKENDS = ["jibungoto.people.backends.AccountBackend"]
ACCOUNT_ADAPTER = "jibungoto.people.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if _https else "http"
ACCOUNT_FORMS = {
    "login": "jibungoto.people.account_forms.SignIn",
    "signup": "jibungoto.people.account_forms.SignUp",
    "add_email": "jibungoto.people.account_forms.ChangeEmail",
    "change_email": "jibungoto.people.account_forms.ChangeEmailBeforeCode",
    "change_password": "jibungoto.people.account_forms.ChangePassword",
    "set_password": "jibungoto.people.account_forms.SetPassword",
    "reset_password": "jibungoto.people.account_forms.AskNewPassword",
    "reset_password_from_key": "jibungoto.people.account_forms.NewPassword",
    "confirm_password_reset_code": "jibungoto.people.account_forms.ResetCode",
    "request_login_code": "jibungoto.people.account_forms.AskCode",
    "confirm_login_code": "jibungoto.people.account_forms.SignInCode",
    "confirm_email_verification_code": "jibungoto.people.account_forms.EmailCode",
    "reauthenticate": "jibungoto.people.account_forms.Again",
}
MFA_FORMS = {
    "authenticate": "jibungoto.people.second_factor_forms.SecondFactor",
    "reauthenticate": "jibungoto.people.second_factor_forms.SecondFactorAgain",
    "activate_totp": "jibungoto.people.second_factor_forms.ActivateTotp",
    "deactivate_totp": "jibungoto.people.second_factor_forms.DeactivateTotp",
    "generate_recovery_codes": "jibungoto.people.second_factor_forms.MakeRecoveryCodes",
    "add_webauthn": "jibungoto.people.second_factor_forms.AddPasskey",
    "edit_webauthn": "jibungoto.people.second_factor_forms.EditPasskey",
}
SOCIALACCOUNT_FORMS = {
    "signup": "jibungoto.people.account_forms.SignUpThroughProvider",
    "disconnect": "jibungoto.people.account_forms.Disconnect",
}
# Counted in the shared cache, so that all workers count together. 429 says when to come back.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/300s/key",
    "signup": "20/m/ip",
    "reset_password": "20/m/ip,5/m/key,15/h/key",
    "request_login_code": "20/m/ip,3/m/key,15/h/key",
    "confirm_email": "1/10s/key,15/h/key",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "manage_email": "10/m/user",
}
# How many proxies of our own stand in front; their last entry of X-Forwarded-For is believed.
ALLAUTH_TRUSTED_PROXY_COUNT = _number("JIBUNGOTO_PROXIES", "0")

LOGIN_REDIRECT_URL = reverse_lazy("installation:after_sign_in")
LOGIN_URL = "account_login"

MFA_ADAPTER = "jibungoto.people.adapter.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "自分ごと"
# A browser offers passkeys over https, and on localhost for trying.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _https
# Staff roles sleep until a second factor is set up. The demo, whose passwords are printed on the
# screen, asks for none.
STAFF_MFA = _yes("JIBUNGOTO_STAFF_MFA", default="no" if _demo else "yes")

# Days a person may think again after asking to be forgotten; months until somebody who no longer
# comes is made nobody in particular.
ERASURE_DAYS = 7
FORGET_AFTER_MONTHS = _number("JIBUNGOTO_FORGET_AFTER_MONTHS", "24")

SOCIALACCOUNT_ADAPTER = "jibungoto.people.adapter.SocialAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS: dict[str, object] = {}
if os.environ.get("JIBUNGOTO_OIDC_ISSUER"):
    SOCIALACCOUNT_PROVIDERS["oidc"] = {
        "APPS": [
            {
                "provider_id": "oidc",
                "name": os.environ.get("JIBUNGOTO_OIDC_NAME", "デジタル認証アプリ"),
                "client_id": os.environ.get("JIBUNGOTO_OIDC_CLIENT_ID", ""),
                "secret": os.environ.get("JIBUNGOTO_OIDC_CLIENT_SECRET", ""),
                "settings": {
                    "server_url": os.environ["JIBUNGOTO_OIDC_ISSUER"],
                    "scope": os.environ.get("JIBUNGOTO_OIDC_SCOPE", "openid").split(),
                    # A PEM file with our private key: the client proves itself by it (RFC 7523).
                    "private_key_file": os.environ.get("JIBUNGOTO_OIDC_PRIVATE_KEY_FILE", ""),
                    # Whether this provider proves who somebody is, as a card's chip does.
                    "proves_identity": _yes("JIBUNGOTO_OIDC_PROVES_IDENTITY", default="no"),
                },
            }
        ],
    }

_from = os.environ.get("JIBUNGOTO_MAIL_FROM", "自分ごと <jibungoto@localhost>")
if "@" not in parseaddr(_from)[1]:
    raise ValueError(
        f"JIBUNGOTO_MAIL_FROM にメールアドレスがありません（いまは「{_from}」）。"
        "例: 門真市 自分ごと <machi@example.jp>"
    )
DEFAULT_FROM_EMAIL = SERVER_EMAIL = _from


def mailers(home: Path) -> dict[str, dict[str, Any]]:
    """The MAILERS setting of this installation."""
    try:
        return {"default": mailer_of(os.environ.get("JIBUNGOTO_MAIL_URL", ""), home)}
    except ValueError:
        raise ValueError(
            "JIBUNGOTO_MAIL_URL の書き方がちがいます。smtp://利用者:パスワード@サーバー:587 "
            "と書き、パスワードの記号は %40 のように書きかえます"
        ) from None
