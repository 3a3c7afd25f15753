"""An authenticator app and a passkey as programs, for tests."""

from __future__ import annotations

import hashlib
import json
import re
import time
from base64 import urlsafe_b64encode
from html import unescape
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.cache import cache
from django.test import Client
from fido2.cose import ES256
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

ORIGIN = "https://testserver"


def app_code(secret: str, steps: int = 0) -> str:
    """What the app shows now; steps: that many half minutes later."""
    return format_hotp_value(hotp_value(secret.replace(" ", ""), int(time.time()) // 30 + steps))


def add_app(client: Client, password: str) -> tuple[str, list[str]]:
    """By the pages alone. The app's key and the recovery codes."""
    show_again(client, password)
    page = client.get("/account/app/add/").content.decode()
    found = re.search(r'The key: <strong class="fp-lines">([A-Z2-7 ]+)</strong>', page)
    assert found, page
    added = client.post("/account/app/add/", {"code": app_code(found[1])})
    assert added.status_code == 302, added.content.decode()
    codes = re.findall(r"<code>(\d{4} \d{4})</code>", client.get("/account/recovery-codes/").content.decode())
    return found[1], codes


def forget_used_codes() -> None:
    """As half a minute later, when the app shows another one."""
    cache.clear()


def show_again(client: Client, password: str) -> None:
    assert client.post("/account/again/", {"password": password}).status_code == 302


class Passkey:
    """One credential, made by a browser's authenticator."""

    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = b"credential-of-a-test"
        self.count = 0

    def _data(self, *, attested: bool) -> AuthenticatorData:
        rp = hashlib.sha256(b"testserver").digest()
        flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV
        self.count += 1
        if not attested:
            return AuthenticatorData.create(rp, flags, self.count)
        public = ES256.from_cryptography_key(self.key.public_key())
        about = AttestedCredentialData.create(b"\0" * 16, self.id, public)
        return AuthenticatorData.create(rp, flags | AuthenticatorData.FLAG.AT, self.count, about)

    def _client_data(self, kind: str, challenge: str, origin: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": origin}).encode()

    def made(self, options: dict[str, Any], origin: str = ORIGIN) -> str:
        """The answer to a page that asks for a new one."""
        told = self._client_data("webauthn.create", options["publicKey"]["challenge"], origin)
        attestation = AttestationObject.create("none", self._data(attested=True), {})
        return self._answer({"clientDataJSON": _text(told), "attestationObject": _text(bytes(attestation))})

    def used(self, options: dict[str, Any], origin: str = ORIGIN) -> str:
        """The answer to a page that asks for this one."""
        told = self._client_data("webauthn.get", options["publicKey"]["challenge"], origin)
        data = bytes(self._data(attested=False))
        signature = self.key.sign(data + hashlib.sha256(told).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(
            {"clientDataJSON": _text(told), "authenticatorData": _text(data), "signature": _text(signature)}
        )

    def _answer(self, response: dict[str, str]) -> str:
        here = {"id": _text(self.id), "rawId": _text(self.id), "type": "public-key", "clientExtensionResults": {}}
        return json.dumps({**here, "response": response})


def options_on(page: str) -> dict[str, Any]:
    found = re.search(r'data-options="([^"]+)"', page)
    assert found, page
    told: dict[str, Any] = json.loads(unescape(found[1]))
    return told


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()
