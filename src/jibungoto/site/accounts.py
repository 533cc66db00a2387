"""Settings of signing in, second factors and mail; read by settings.py."""

import os

from django.urls import reverse_lazy

_demo = os.environ.get("JIBUNGOTO_DEMO", "no").lower() in ("1", "yes", "true", "on")

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_ADAPTER = "jibungoto.people.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
LOGIN_REDIRECT_URL = reverse_lazy("portal:after_sign_in")
LOGIN_URL = "account_login"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "自分ごと"
# Staff roles sleep until a second factor is set up. The demo, whose passwords are printed on the
# screen, asks for none.
STAFF_MFA = os.environ.get("JIBUNGOTO_STAFF_MFA", "no" if _demo else "yes").lower() in (
    "1",
    "yes",
    "true",
    "on",
)

SOCIALACCOUNT_PROVIDERS: dict[str, object] = {}
if os.environ.get("JIBUNGOTO_OIDC_ISSUER"):
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "oidc",
                "name": os.environ.get("JIBUNGOTO_OIDC_NAME", "デジタル認証アプリ"),
                "client_id": os.environ.get("JIBUNGOTO_OIDC_CLIENT_ID", ""),
                "secret": os.environ.get("JIBUNGOTO_OIDC_CLIENT_SECRET", ""),
                "settings": {"server_url": os.environ["JIBUNGOTO_OIDC_ISSUER"]},
            }
        ],
    }
