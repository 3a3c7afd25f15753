"""A10: a server that somebody else named leads ours nowhere but to itself, and not to machines behind our walls."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from fairplace.foundations.outward import NotAsked, ask, asking
from fairplace.foundations.outward.public import is_public

NAME = "login.example"
OUTSIDE, INSIDE = "127.0.0.1", "127.0.0.2"
Names = dict[str, list[str]]


class Machine(ThreadingHTTPServer):
    """Counts who connects, before anything is said; answers what it is told to."""

    daemon_threads = True

    def __init__(self, number: str, port: int, certificate: Path) -> None:
        self.connected = 0
        self.hosts: list[str] = []
        self.says: list[bytes] = [b'{"a": 1}']
        machine = self

        class Answers(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                machine.hosts.append(self.headers["Host"])
                self.send_response(200)
                self.end_headers()
                for piece in machine.says:
                    self.wfile.write(piece)

            def log_message(self, *_: Any) -> None:
                pass

        super().__init__((number, port), Answers)
        self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._tls.load_cert_chain(certificate)

    def get_request(self) -> tuple[Any, Any]:
        line, who = super().get_request()
        self.connected += 1
        return self._tls.wrap_socket(line, server_side=True), who

    def handle_error(self, *_: Any) -> None:
        """Whoever does not like the certificate goes away."""


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of NAME, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    made = (
        x509.CertificateBuilder(who, who, key.public_key(), x509.random_serial_number())
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("outward") / "certificate.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


@pytest.fixture
def machines(certificate: Path) -> Iterator[tuple[Machine, Machine]]:
    """One of the internet, one behind our walls, at the same port."""
    outside = Machine(OUTSIDE, 0, certificate)
    inside = Machine(INSIDE, outside.server_address[1], certificate)
    for one in (outside, inside):
        threading.Thread(target=one.serve_forever, daemon=True).start()
    yield outside, inside
    for one in (outside, inside):
        one.shutdown()
        one.server_close()


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch, certificate: Path) -> Names:
    """What each name means, one answer after another; here OUTSIDE counts as the internet."""
    told: Names = {}
    real = socket.getaddrinfo

    def look_up(host: Any, port: Any, *rest: Any, **more: Any) -> Any:
        if host in told:
            host = told[host].pop(0) if len(told[host]) > 1 else told[host][0]
        return real(host, port, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(asking, "is_public", lambda number: number == OUTSIDE)
    monkeypatch.setattr(asking, "_TRUSTED", str(certificate))
    return told


@pytest.mark.parametrize(
    ("number", "public"),
    [
        ("8.8.8.8", True),
        ("2a00:1450:4009::1", True),
        ("::ffff:8.8.8.8", True),
        ("127.0.0.1", False),
        ("10.0.0.8", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("::", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
    ],
)
def test_which_machines_are_of_the_public_internet_a10(number: str, public: bool) -> None:
    assert is_public(number) == public


@pytest.mark.parametrize(
    "address",
    [
        "http://login.example/",
        "ftp://login.example/",
        "file:///etc/passwd",
        "https://",
        "https://a@login.example/",
        "https://login.example\\@127.0.0.1/",
        "https://login.example:99999/",
        "https://login.example/\r\nHost: inside",
        "http://127.0.0.1/",
    ],
)
def test_only_well_formed_addresses_over_https_are_asked_a10(address: str, names: Names) -> None:
    with pytest.raises(NotAsked, match=r"well formed|https://"):
        ask("GET", address)


@pytest.mark.parametrize(
    "address", ["https://127.0.0.1/", "https://2130706433/", "https://[::1]/", "https://localhost/"]
)
def test_a_machine_behind_our_walls_is_not_asked_whatever_it_is_called_a10(address: str) -> None:
    with pytest.raises(NotAsked, match="not a public one"):
        ask("GET", address)


def test_the_name_s_own_certificate_counts_although_its_number_is_asked(
    machines: tuple[Machine, Machine], names: Names
) -> None:
    port = machines[0].server_address[1]
    names[NAME] = names["other.example"] = [OUTSIDE]
    answer = ask("GET", f"https://{NAME}:{port}/about")
    assert (answer.status, answer.body) == (200, b'{"a": 1}')
    assert machines[0].hosts == [f"{NAME}:{port}"]
    with pytest.raises(NotAsked, match="SSLError"):
        ask("GET", f"https://other.example:{port}/about")
    assert machines[0].hosts == [f"{NAME}:{port}"]


@pytest.mark.attack("A10", "a name that means another machine a moment after it was checked")
def test_a_name_that_changes_its_meaning_leads_nowhere_else_a10(
    machines: tuple[Machine, Machine], names: Names, certificate: Path, figures: Any
) -> None:
    """Control: checked first and then asked by name, the machine inside is reached."""
    outside, inside = machines
    address = f"https://{NAME}:{outside.server_address[1]}/"
    names[NAME] = [OUTSIDE, INSIDE]
    ask("GET", address)
    reached = inside.connected
    assert (outside.connected, reached) == (1, 0)
    names[NAME] = [OUTSIDE, INSIDE]
    assert asking.is_public(str(socket.getaddrinfo(NAME, 443)[0][4][0]))
    requests.get(address, timeout=5, verify=str(certificate))
    assert inside.connected == 1
    figures("machines inside reached", reached)
    figures.control("reached when checked first and asked by name", inside.connected)


def test_a_name_with_one_number_behind_our_walls_is_not_asked_at_all_a10(
    machines: tuple[Machine, Machine], monkeypatch: pytest.MonkeyPatch, names: Names
) -> None:
    both: Callable[..., Any] = lambda *_, **__: [(2, 1, 6, "", (one, 443)) for one in (OUTSIDE, INSIDE)]  # noqa: E731
    monkeypatch.setattr(socket, "getaddrinfo", both)
    with pytest.raises(NotAsked, match="not a public one"):
        ask("GET", f"https://{NAME}:{machines[0].server_address[1]}/")
    assert machines[0].connected == 0


def test_a_flood_and_a_drip_end_a10(
    machines: tuple[Machine, Machine], names: Names, monkeypatch: pytest.MonkeyPatch
) -> None:
    outside, _ = machines
    names[NAME] = [OUTSIDE]
    address = f"https://{NAME}:{outside.server_address[1]}/"
    outside.says = [b"x" * 64 * 1024] * 5
    with pytest.raises(NotAsked, match="more than 256 KB"):
        ask("GET", address)
    outside.says = [b"x"] * 4
    monkeypatch.setattr(asking, "LONGEST", -1)
    with pytest.raises(NotAsked, match="too slow"):
        ask("GET", address)


def test_the_next_number_of_a_name_is_tried_where_nobody_is_at_the_first(
    machines: tuple[Machine, Machine], names: Names, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = machines[0].server_address[1]
    monkeypatch.setattr(asking, "_numbers", lambda *_, **__: ["127.0.0.3", OUTSIDE])
    assert ask("GET", f"https://{NAME}:{port}/").status == 200
