"""OpenID Connect, the part that a council's own sign-in page needs (X1): authorization code with PKCE, state and nonce.

The issuer's own document says where its page, its tokens and its keys are, also on other hosts (Google's are);
foundations.outward decides whether our server asks there. An identity token counts only when the issuer signed it, for
us, for this very try. PyJWT verifies it; decision 0044 says why this is not allauth's.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

import jwt
from django.conf import settings
from django.core.cache import cache

from fairplace.dps.organisations.queries.single_sign_on import SignOn
from fairplace.foundations.outward import NotAsked, ask, check_address

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
    told = _ask("POST", known["token_endpoint"], form=form, auth=auth)
    return _read(str(told.get("id_token", "")), sign_on, one_try)


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
        told = _kept(f"keys:{issuer}", known["jwks_uri"], fresh=fresh)
        signing = (one for one in told.get("keys", []) if one.get("use", "sig") == "sig" and one.get("kty") in _KEYS)
        for one in signing:
            if one.get("kid") == header.get("kid"):
                return jwt.PyJWK(one, algorithm=str(header.get("alg"))).key
    raise jwt.InvalidKeyError("No such key.")


def _known(issuer: str, *, fresh: bool = False) -> dict[str, Any]:
    told = _kept(f"about:{issuer}", f"{issuer}/.well-known/openid-configuration", fresh=fresh)
    if str(told.get("issuer", "")).rstrip("/") != issuer:
        raise SignInFailed("What is there calls itself something else.")
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        try:
            check_address(str(told.get(name, "")), loopback=settings.SIGN_ON_LOOPBACK)
        except NotAsked as wrong:
            raise SignInFailed(f"{name}: {wrong}") from wrong
    return told


def _kept(name: str, address: str, *, fresh: bool) -> dict[str, Any]:
    key = f"openid:{hashlib.sha256(name.encode()).hexdigest()}"
    held = None if fresh else cache.get(key)
    if held is None:
        held = _ask("GET", address)
        cache.set(key, held, KEPT)
    told: dict[str, Any] = held
    return told


def _ask(method: str, address: str, **sent: Any) -> dict[str, Any]:
    try:
        answer = ask(method, address, accept="application/json", loopback=settings.SIGN_ON_LOOPBACK, **sent)
    except NotAsked as wrong:
        raise SignInFailed(str(wrong)) from wrong
    if answer.status != 200:
        raise SignInFailed(f"It answered {answer.status}.")
    try:
        told = json.loads(answer.body)
    except ValueError as wrong:
        raise SignInFailed("It answered something else than JSON.") from wrong
    if not isinstance(told, dict):
        raise SignInFailed("It answered something else than JSON.")
    return told
