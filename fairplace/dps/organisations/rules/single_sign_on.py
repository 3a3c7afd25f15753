"""What may be set as a council's own sign-in page, and whose address belongs to it (X1)."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from fairplace.foundations.kernel.refused import Refused

_DOMAIN = re.compile(r"(?=.{4,200}$)([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")


def domain_of(email: str) -> str:
    return email.strip().lower().rpartition("@")[2]


def read_issuer(text: str, *, loopback: bool) -> str:
    """As it stands in the tokens, but for a slash at its end. loopback: http on this machine is fine, for tests."""
    issuer = text.strip().rstrip("/")
    try:
        parts = urlsplit(issuer)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise Refused("Enter the issuer's address in full, like https://login.example.gov.uk.", "issuer") from None
    local = loopback and parts.scheme == "http" and host == "127.0.0.1" and port
    if not local and (parts.scheme != "https" or "." not in host):
        raise Refused("The issuer's address must start with https:// and name a host.", "issuer")
    if parts.query or parts.fragment or "@" in parts.netloc:
        raise Refused("The issuer's address has no question mark, no # and no name in it.", "issuer")
    return issuer


def read_domain(text: str, own_email: str) -> str:
    """Only the domain of one's own address: nobody claims another council's."""
    domain = text.strip().lower().removeprefix("@")
    if not _DOMAIN.fullmatch(domain):
        raise Refused("Enter the part of your e-mail addresses after the @, like example.gov.uk.", "email_domain")
    if domain != domain_of(own_email):
        raise Refused("Enter the domain of your own e-mail address: only that can be set by you.", "email_domain")
    return domain
