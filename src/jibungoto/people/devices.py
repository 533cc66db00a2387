"""The device's own secret: a signed cookie, recognised by a hash that differs in each municipality.

The cookie is set by a person's first action, never by reading. One secret serves all municipalities
of the installation, but what is stored in one can't be matched with what is stored in another.
"""

import hashlib
import secrets

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse

COOKIE = "participant"
_KEEP_SECONDS = 2 * 365 * 24 * 3600
_signer = Signer(salt="jibungoto.people.device")


def secret_of(request: HttpRequest) -> str:
    """The secret the device keeps; "" without a cookie or with one that was tampered with."""
    try:
        return _signer.unsign(request.COOKIES.get(COOKIE, ""))
    except BadSignature:
        return ""


def new_secret() -> str:
    return secrets.token_urlsafe(24)


def cookie_value(secret: str) -> str:
    return _signer.sign(secret)


def token_hash(secret: str, municipality_id: int) -> str:
    """What the database knows a device by."""
    return hashlib.sha256(f"{municipality_id}:{secret}".encode()).hexdigest()


def remember(response: HttpResponse, secret: str) -> None:
    response.set_cookie(
        COOKIE,
        cookie_value(secret),
        max_age=_KEEP_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def forget(response: HttpResponse) -> None:
    response.delete_cookie(COOKIE, samesite="Lax")
