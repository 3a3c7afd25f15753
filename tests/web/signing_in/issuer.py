"""An OpenID Connect issuer on loopback, for tests: it does what a real one does, and what it is told to do wrong."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa


@dataclass
class Issuer:
    """claims: put over those of a right token. key: another than the published one, where set."""

    address: str
    key: rsa.RSAPrivateKey
    claims: dict[str, Any] = field(default_factory=dict)
    wrong_key: Any = None
    algorithm: str = "RS256"
    about: dict[str, Any] = field(default_factory=dict)
    redirects_to: str = ""
    asked: list[str] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def approve(self, there: str, subject: str, email: str, verified: object = True) -> str:
        """Somebody signs in at its page. The address that their browser is sent back to."""
        told = {name: values[0] for name, values in parse_qs(urlsplit(there).query).items()}
        code = f"code-{len(self.codes)}"
        self.codes[code] = {**told, "sub": subject, "email": email, "verified": json.dumps(verified)}
        return f"/sign-in/council/back/?code={code}&state={told['state']}"

    def token(self, form: dict[str, str]) -> dict[str, str] | None:
        """Each code once, with the verifier that fits and the secret."""
        told = self.codes.pop(form.get("code", ""), None)
        if told is None:
            return None
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        if urlsafe_b64encode(digest).rstrip(b"=").decode() != told["code_challenge"]:
            return None
        now = int(time.time())
        claims = {
            "iss": self.address, "aud": told["client_id"], "sub": told["sub"], "email": told["email"],
            "email_verified": json.loads(told["verified"]), "nonce": told["nonce"], "iat": now, "exp": now + 300,
        }  # fmt: skip
        claims |= self.claims
        claims = {name: value for name, value in claims.items() if value is not None}
        key = self.wrong_key or self.key
        return {"id_token": jwt.encode(claims, key, algorithm=self.algorithm, headers={"kid": "1"})}

    def keys(self) -> dict[str, Any]:
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**public, "kid": "1", "use": "sig"}]}


@contextmanager
def issuing() -> Iterator[Issuer]:
    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            issuer.asked.append(self.path)
            if issuer.redirects_to:
                self.send_response(302)
                self.send_header("Location", issuer.redirects_to)
                self.end_headers()
            elif self.path.endswith("/keys"):
                self._json(issuer.keys())
            else:
                self._json({
                    "issuer": issuer.address, "jwks_uri": f"{issuer.address}/keys",
                    "authorization_endpoint": f"{issuer.address}/authorize",
                    "token_endpoint": f"{issuer.address}/token",
                    **issuer.about,
                })  # fmt: skip

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            told = issuer.token({name: values[0] for name, values in parse_qs(body).items()})
            self._json(told or {"error": "invalid_grant"}, 200 if told else 400)

        def _json(self, told: dict[str, Any], status: int = 200) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps(told).encode())

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    key = rsa.generate_private_key(65537, 2048)
    issuer = Issuer(f"http://127.0.0.1:{server.server_address[1]}", key)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield issuer
    finally:
        server.shutdown()
        server.server_close()
