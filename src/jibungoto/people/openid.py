"""Signing in through an OpenID provider: code flow, PKCE with S256, nonce, signed ID token.

allauth's generic provider leaves the nonce out and trusts an ID token that came over TLS unread.
デジタル認証アプリ and OpenID Connect Core 3.1.3.7 ask for more: the nonce of this very request, and
the token's signature. From what comes back only the subject and the address are kept.

Loaded only where a provider is named in the settings: requests and PyJWT weigh 5 MB in a worker.
"""

import secrets
import time
from pathlib import Path
from typing import Any

import jwt
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialToken
from allauth.socialaccount.providers.base import ProviderAccount
from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from allauth.utils import build_absolute_uri
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

# Public-key signatures only: a shared secret or "none" proves nothing about who signed.
_SIGNATURES = frozenset({"RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA"})
_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_ASSERTION_SECONDS = 120


class Client(OAuth2Client):  # type: ignore[misc]
    """Proves itself by a signed assertion (private_key_jwt, RFC 7523) where a key is given."""

    private_key = ""

    def get_access_token(
        self, code: str, pkce_code_verifier: str | None = None, extra_data: Any = None
    ) -> dict[str, Any]:
        extra = dict(extra_data or {})
        if self.private_key:
            self.consumer_secret = ""
            extra["client_assertion_type"] = _ASSERTION
            extra["client_assertion"] = self._assertion()
        token: dict[str, Any] = super().get_access_token(code, pkce_code_verifier, extra)
        return token

    def _assertion(self) -> str:
        now = int(time.time())
        claims = {
            "iss": self.consumer_key,
            "sub": self.consumer_key,
            "aud": self.access_token_url,
            "jti": secrets.token_urlsafe(16),
            "iat": now,
            "exp": now + _ASSERTION_SECONDS,
        }
        algorithm = "ES256" if "EC PRIVATE" in self.private_key else "RS256"
        return jwt.encode(claims, self.private_key, algorithm=algorithm)


class Adapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """The exchange of the code, and the reading of the ID token."""

    client_class = Client
    nonce = ""  # of the request that is being answered; set from its state by the callback

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        path = reverse("oidc_callback", kwargs={"provider_id": self.provider_id})
        url: str = build_absolute_uri(request, path, self.redirect_uri_protocol)
        return url

    def get_client(self, request: HttpRequest, app: Any) -> Client:
        client: Client = super().get_client(request, app)
        if file := app.settings.get("private_key_file"):
            client.private_key = Path(file).read_text()
        return client

    def complete_login(
        self, request: HttpRequest, app: Any, token: SocialToken, **kwargs: Any
    ) -> Any:
        id_token = kwargs["response"].get("id_token")
        if not id_token:
            raise OAuth2Error("no id_token")
        claims = self.claims_of(id_token, client_id=app.client_id)
        data = {"id_token": claims}
        if self.openid_config.get("userinfo_endpoint"):
            userinfo = self._fetch_user_info(token.token)
            if userinfo.get("sub") != claims["sub"]:
                raise OAuth2Error("userinfo is about somebody else")
            data["userinfo"] = userinfo
        return self.get_provider().sociallogin_from_response(request, data)

    def claims_of(self, id_token: str, *, client_id: str) -> dict[str, Any]:
        """What a genuine ID token for us, for this request, says. Raises OAuth2Error otherwise."""
        try:
            if jwt.get_unverified_header(id_token).get("alg") not in _SIGNATURES:
                raise OAuth2Error("signature of a kind we don't take")
            algorithm, key = jwtkit.fetch_key(
                id_token, self.openid_config["jwks_uri"], jwtkit.lookup_kid_jwk
            )
            claims: dict[str, Any] = jwt.decode(
                id_token,
                key,
                algorithms=[algorithm],
                audience=client_id,
                issuer=self.openid_config["issuer"],
                options={"require": ["iss", "sub", "aud", "exp", "iat", "nonce"]},
            )
        except (jwt.PyJWTError, KeyError) as fault:
            raise OAuth2Error("ID token not to be trusted") from fault
        if not self.nonce or not secrets.compare_digest(str(claims["nonce"]), self.nonce):
            raise OAuth2Error("answer to another request")
        if isinstance(claims["aud"], list) and claims.get("azp", client_id) != client_id:
            raise OAuth2Error("issued to another party")
        jwtkit.verify_jti(claims)
        return claims


class Callback(OAuth2CallbackView):  # type: ignore[misc]
    """Give the adapter the nonce that was sent with the request this is the answer to."""

    def _get_state(self, request: HttpRequest, provider: Any) -> tuple[Any, Any]:
        state, response = super()._get_state(request, provider)
        if state:
            self.adapter.nonce = state.get("nonce", "")
        return state, response


class Account(ProviderAccount):  # type: ignore[misc]
    def to_str(self) -> str:
        return str(self.account.get_provider().name)


class OidcProvider(OpenIDConnectProvider):  # type: ignore[misc]
    """An OpenID provider named in the settings."""

    id = "oidc"
    name = "OpenID Connect"
    account_class = Account
    oauth2_adapter_class = Adapter
    pkce_enabled_default = True

    def redirect(
        self, request: HttpRequest, process: str, next_url: Any = None, data: Any = None, **kw: Any
    ) -> HttpResponse:
        nonce = secrets.token_urlsafe(32)
        params = kw.pop("auth_params", None)
        kw["auth_params"] = {
            **(self.get_auth_params() if params is None else params),
            "nonce": nonce,
        }
        # What is given here by name travels in the stashed state and comes back with the answer.
        answer: HttpResponse = super().redirect(request, process, next_url, data, nonce=nonce, **kw)
        return answer

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """Name, birthday and address of an identity provider are never kept."""
        return {"id_token": {"sub": self.extract_uid(data)}}

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        found = super().extract_common_fields(data)
        return {"email": found.get("email")}
