"""One question to a server that somebody else named, so that it can lead us nowhere but there.

Over https alone, to an address that is public at the moment of asking and to no other: the name is looked up once, and
the connection goes to what was found, while the certificate must be the name's. So a name that means something else a
moment later leads nowhere either. No redirect is followed, no proxy of the environment is used, and time and size end.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError

from fairplace.foundations.outward.public import is_public

WITHIN = 5  # seconds for connecting, and between two bytes
LONGEST = 15  # seconds for an answer as a whole
LARGEST = 256 * 1024  # bytes of an answer
_PIECE = 16 * 1024
_TRUSTED: bool | str = True  # whose certificates count: those of the system; a test puts its own here


class NotAsked(Exception):
    """Nothing came of it; the words say why, for a log."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What it said, at most LARGEST bytes."""

    status: int
    body: bytes


def ask(
    method: str,
    address: str,
    *,
    form: Mapping[str, str] | None = None,
    auth: tuple[str, str] | None = None,
    accept: str = "*/*",
    loopback: bool = False,
) -> Answer:
    """form: sent as a form's body. auth: name and password (Basic). loopback: http on this machine is fine, for tests.

    Raises NotAsked where it must not be asked, does not answer, or says too much.
    """
    check_address(address, loopback=loopback)
    parts = urlsplit(address)
    host = parts.hostname or ""
    with requests.Session() as session:
        session.trust_env = False
        failed: Exception | None = None
        for number in _numbers(host, parts.port or 443, anything=parts.scheme == "http"):
            session.mount(f"{parts.scheme}://", _Pinned(number, host))
            try:
                answer = session.request(
                    method,
                    address,
                    data=form,
                    auth=auth,
                    timeout=WITHIN,
                    allow_redirects=False,
                    stream=True,
                    verify=_TRUSTED,
                    headers={"Accept": accept, "Accept-Encoding": "identity", "Host": parts.netloc},
                )
                return Answer(answer.status_code, _body(answer))
            except (requests.RequestException, HTTPError, OSError) as wrong:
                failed = wrong
                if not _never_sent(wrong):
                    break
    raise NotAsked(f"It does not answer: {type(failed).__name__}.") from failed


def check_address(address: str, *, loopback: bool = False) -> None:
    """Whether it is one that may be asked, by its look alone. Raises NotAsked."""
    if not address.isascii() or not address.isprintable() or set(address) & set(' \\"<>'):
        raise NotAsked("Its address is not well formed.")
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018 - reading it checks it
    except ValueError:
        raise NotAsked("Its address is not well formed.") from None
    if "@" in parts.netloc or not parts.hostname:
        raise NotAsked("Its address is not well formed.")
    if loopback and parts.scheme == "http" and parts.hostname == "127.0.0.1":
        return
    if parts.scheme != "https":
        raise NotAsked("Its address does not start with https://.")


def _numbers(host: str, port: int, *, anything: bool) -> list[str]:
    """Where the name leads, each once. One that is not public spoils all: nothing public has such a neighbour."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as wrong:
        raise NotAsked("There is no such host.") from wrong
    numbers = list(dict.fromkeys(str(one[4][0]) for one in found))
    if not anything and not all(map(is_public, numbers)):
        raise NotAsked("Its address is not a public one.")
    return numbers


class _Pinned(HTTPAdapter):
    """Connects to this number, and takes only the certificate of this name."""

    def __init__(self, number: str, host: str) -> None:
        self._number, self._host = number, host
        super().__init__(max_retries=0)

    def build_connection_pool_key_attributes(self, request: Any, verify: Any, cert: Any = None) -> tuple[Any, Any]:
        where, how = super().build_connection_pool_key_attributes(request, verify, cert)
        if where["scheme"] == "https":
            how |= {"server_hostname": self._host, "assert_hostname": self._host}
        return {**where, "host": self._number}, how


def _body(answer: requests.Response) -> bytes:
    """Piece by piece, so that neither a flood nor a drip holds us."""
    until = time.monotonic() + LONGEST
    body = b""
    while piece := answer.raw.read1(_PIECE, decode_content=False):
        body += piece
        if len(body) > LARGEST:
            raise NotAsked(f"It said more than {LARGEST // 1024} KB.")
        if time.monotonic() > until:
            raise NotAsked("It is too slow.")
    return body


def _never_sent(wrong: Exception) -> bool:
    """Whether nobody was there: only then is the next number of the same name tried."""
    reason = getattr(wrong.args[0], "reason", None) if wrong.args else None
    return isinstance(reason, NewConnectionError | ConnectTimeoutError)
