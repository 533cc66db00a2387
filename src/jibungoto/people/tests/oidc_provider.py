"""An OpenID provider on the loopback, as strict as the real ones: code flow, PKCE S256, nonce.

It answers over HTTP like a real one; what it hands out can be spoilt to see whether we notice.
"""

import base64
import hashlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT_ID = "RP00000001"
SECRET = "held-by-both"


def _key():
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Provider:
    """Runs in a thread; `spoil` changes the claims, `key` the signature of what is handed out."""

    def __init__(self):
        self.key, self.published = _key(), None
        self.published = self.key.public_key()
        self.algorithm = "RS256"
        self.codes = {}
        self.asked = []  # parameters of every authorization request
        self.exchanged = []  # parameters of every token request
        self.spoil = dict
        self.claims = {"sub": "pairwise-1", "name": "秘密 太郎", "birthdate": "1980-01-01"}
        self.userinfo_sub = "pairwise-1"
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *args):
                pass

            def do_GET(self):
                provider.get(self)

            def do_POST(self):
                provider.post(self)

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(
            target=self.server.serve_forever, args=(0.02,), daemon=True
        )  # how soon it hears that it is to end
        self.thread.start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def get(self, handler):
        path = urlsplit(handler.path).path
        answers = {
            "/.well-known/openid-configuration": self.configuration,
            "/jwks": self.jwks,
            "/userinfo": lambda: {**self.claims, "sub": self.userinfo_sub},
        }
        self._json(handler, answers[path]())

    def configuration(self):
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/jwks",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def jwks(self):
        key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.published))
        return {"keys": [{**key, "kid": "one", "alg": "RS256", "use": "sig"}]}

    def authorize(self, address):
        """What the person's browser does there: come, agree, be sent back."""
        asked = {k: v[0] for k, v in parse_qs(urlsplit(address).query).items()}
        self.asked.append(asked)
        if asked.get("code_challenge_method") != "S256" or "nonce" not in asked:
            return f"{asked['redirect_uri']}?{urlencode({'error': 'invalid_request'})}"
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        back = {"code": code, "state": asked["state"]}
        return f"{asked['redirect_uri']}?{urlencode(back)}"

    def post(self, handler):
        length = int(handler.headers["Content-Length"])
        told = {k: v[0] for k, v in parse_qs(handler.rfile.read(length).decode()).items()}
        self.exchanged.append(told)
        asked = self.codes.pop(told.get("code"), None)
        digest = hashlib.sha256(told.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if asked is None or challenge != asked["code_challenge"]:
            return self._json(handler, {"error": "invalid_grant"}, 400)
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
            **self.claims,
        }
        claims = {k: v for k, v in {**claims, **self.spoil()}.items() if v is not None}
        key = SECRET * 4 if self.algorithm == "HS256" else self.key
        token = jwt.encode(claims, key, self.algorithm, headers={"kid": "one"})
        return self._json(
            handler, {"access_token": "at", "token_type": "Bearer", "id_token": token}
        )

    def _json(self, handler, told, status=200):
        body = json.dumps(told).encode()
        handler.send_response(status)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)
