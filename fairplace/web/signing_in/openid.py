"""OpenID Connect, the part that a council's own sign-in page needs (X1): authorization code with PKCE, state and nonce.

Requests go to the host of the issuer alone, by https, at a public address, and follow no redirect. An identity token
counts only when the issuer signed it, for us, for this very try. PyJWT verifies it; decision 0044 says why this is not
allauth's.
"""

from __future__ import annotations

import hashlib
import ipaddress
import json
import secrets
import socket
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import jwt
import requests
from django.conf import settings
from django.core.cache import cache

from fairplace.dps.organisations.queries.single_sign_on import SignOn

WITHIN = 5  # seconds for each request
LARGEST = 256 * 1024  # bytes of any answer
KEPT = 3600  # seconds that an issuer's addresses and keys are believed
SKEW = 60  # seconds that clocks may differ
_KEYS = {"RSA", "EC"}  # never a shared secret
ALGORITHMS = ("RS256", "PS256", "ES256")


class SignInFailed(Exception):
    """Nobody is signed in. The reason is for the log: a page tells no stranger which check held."""


@dataclass(frozen=True, slots=True)
class Try:
    """One try to sign in, kept in the session of the browser that began it and used once."""

    sign_on_id: str
    state: str
    nonce: str
    verifier: str

    @classmethod
    def new(cls, sign_on: SignOn) -> Try:
        return cls(str(sign_on.id), *(secrets.token_urlsafe(32) for _ in range(3)))


@dataclass(frozen=True, slots=True)
class Shown:
    """Who the issuer says it is. email: verified by the issuer."""

    subject: str
    email: str


def where_to_go(sign_on: SignOn, one_try: Try, back: str) -> str:
    """The address of the council's page for this try."""
    digest = hashlib.sha256(one_try.verifier.encode()).digest()
    asked = {
        "response_type": "code",
        "client_id": sign_on.client_id,
        "redirect_uri": back,
        "scope": "openid email",
        "state": one_try.state,
        "nonce": one_try.nonce,
        "code_challenge": urlsafe_b64encode(digest).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    there = _known(sign_on.issuer)["authorization_endpoint"]
    return f"{there}{'&' if '?' in there else '?'}{urlencode(asked)}"


def who_came_back(sign_on: SignOn, one_try: Try, code: str, back: str) -> Shown:
    """Exchange the code, and read who it is."""
    known = _known(sign_on.issuer)
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back,
        "client_id": sign_on.client_id,
        "code_verifier": one_try.verifier,
    }
    auth = None
    if "client_secret_basic" in known.get("token_endpoint_auth_methods_supported", ["client_secret_basic"]):
        auth = (quote(sign_on.client_id, safe=""), quote(sign_on.client_secret, safe=""))
    else:
        form["client_secret"] = sign_on.client_secret
    told = _ask("POST", known["token_endpoint"], sign_on.issuer, data=form, auth=auth)
    return _read(str(told.get("id_token", "")), sign_on, one_try)


def check_issuer(issuer: str) -> None:
    """Whether there is one. SignInFailed says in a sentence why not."""
    _known(issuer, fresh=True)


def _read(token: str, sign_on: SignOn, one_try: Try) -> Shown:
    try:
        key = _key(token, sign_on.issuer)
        claims = jwt.decode(
            token,
            key,
            algorithms=list(ALGORITHMS),
            audience=sign_on.client_id,
            issuer=_known(sign_on.issuer)["issuer"],
            leeway=SKEW,
            options={"require": ["exp", "iat", "iss", "aud", "sub", "nonce"], "strict_aud": False},
        )
    except jwt.PyJWTError as wrong:
        raise SignInFailed(f"The token is not good: {type(wrong).__name__}.") from wrong
    parties = claims["aud"]
    if isinstance(parties, list) and len(parties) > 1 and claims.get("azp") != sign_on.client_id:
        raise SignInFailed("The token was made for another.")
    if "azp" in claims and claims["azp"] != sign_on.client_id:
        raise SignInFailed("The token was made for another.")
    if not secrets.compare_digest(str(claims["nonce"]).encode(), one_try.nonce.encode()):
        raise SignInFailed("The token is of another try.")
    # Microsoft says "xms_edov" where the standard says "email_verified".
    if claims.get("email_verified") is not True and str(claims.get("xms_edov")).lower() not in {"1", "true"}:
        raise SignInFailed("The issuer has not verified the e-mail address.")
    return Shown(str(claims["sub"]), str(claims.get("email", "")))


def _key(token: str, issuer: str) -> Any:
    """The issuer's key that the token names; asked for anew once where it is unknown."""
    header = jwt.get_unverified_header(token)
    for fresh in (False, True):
        known = _known(issuer, fresh=fresh)
        told = _kept(f"keys:{issuer}", known["jwks_uri"], issuer, fresh=fresh)
        signing = (one for one in told.get("keys", []) if one.get("use", "sig") == "sig" and one.get("kty") in _KEYS)
        for one in signing:
            if one.get("kid") == header.get("kid"):
                return jwt.PyJWK(one, algorithm=str(header.get("alg"))).key
    raise jwt.InvalidKeyError("No such key.")


def _known(issuer: str, *, fresh: bool = False) -> dict[str, Any]:
    told = _kept(f"about:{issuer}", f"{issuer}/.well-known/openid-configuration", issuer, fresh=fresh)
    if str(told.get("issuer", "")).rstrip("/") != issuer:
        raise SignInFailed("What is there calls itself something else.")
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        _check_address(str(told.get(name, "")), issuer)
    return told


def _kept(name: str, address: str, issuer: str, *, fresh: bool) -> dict[str, Any]:
    key = f"openid:{hashlib.sha256(name.encode()).hexdigest()}"
    held = None if fresh else cache.get(key)
    if held is None:
        held = _ask("GET", address, issuer)
        cache.set(key, held, KEPT)
    told: dict[str, Any] = held
    return told


def _ask(method: str, address: str, issuer: str, **sent: Any) -> dict[str, Any]:
    _check_address(address, issuer)
    _check_is_public(address)
    try:
        with requests.Session() as session:
            session.trust_env = False
            answer = session.request(
                method,
                address,
                timeout=WITHIN,
                allow_redirects=False,
                stream=True,
                headers={"Accept": "application/json"},
                **sent,
            )
            body = answer.raw.read(LARGEST + 1, decode_content=True)
    except (requests.RequestException, OSError) as wrong:
        raise SignInFailed(f"It does not answer: {type(wrong).__name__}.") from wrong
    if answer.status_code != 200 or len(body) > LARGEST:
        raise SignInFailed(f"It answered {answer.status_code}.")
    try:
        told = json.loads(body)
    except ValueError as wrong:
        raise SignInFailed("It answered something else than JSON.") from wrong
    if not isinstance(told, dict):
        raise SignInFailed("It answered something else than JSON.")
    return told


def _check_address(address: str, issuer: str) -> None:
    """On the issuer's own host, as safe as the issuer's."""
    there, own = urlsplit(address), urlsplit(issuer)
    if (there.scheme, there.netloc) != (own.scheme, own.netloc):
        raise SignInFailed("It names an address on another host than its own.")


def _check_is_public(address: str) -> None:
    """No machine behind our own walls is asked anything. That the name still means the same a moment later is what the
    certificate shows."""
    parts = urlsplit(address)
    if settings.SIGN_ON_LOOPBACK and parts.scheme == "http" and parts.hostname == "127.0.0.1":
        return
    if parts.scheme != "https":
        raise SignInFailed("Its address does not start with https://.")
    try:
        found = socket.getaddrinfo(parts.hostname, parts.port or 443, type=socket.SOCK_STREAM)
    except OSError as wrong:
        raise SignInFailed("There is no such host.") from wrong
    if not all(ipaddress.ip_address(one[4][0]).is_global for one in found):
        raise SignInFailed("Its address is not a public one.")
