"""A browser without manners: real requests over a real socket, with whatever cookies and forms the attacker likes."""

from __future__ import annotations

import http.client
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from tests.attacks.scene import Scene, signed_in
from tests.fixtures.serving import Served


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: str


@dataclass
class Browser:
    """Keeps cookies by name alone, follows nothing."""

    url: str
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        connection = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=60)
        sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), "Origin": self.url}
        try:
            connection.request(
                method, path, body, {name: value for name, value in {**sent, **headers}.items() if value}
            )
            response = connection.getresponse()
            answer = Answer(response.status, response.headers, response.read().decode(errors="replace"))
        finally:
            connection.close()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value.strip('"')
        return answer

    def get(self, path: str) -> Answer:
        return self.ask("GET", path)

    def post(self, path: str, form: dict[str, str], page: Answer | None = None) -> Answer:
        """With the form token of a page that was read before (that one, or the address itself)."""
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', (page or self.get(path)).body)
        assert token, f"no form at {path}"
        return self.send(path, form | {"csrfmiddlewaretoken": token[1]})

    def send(self, path: str, form: dict[str, str]) -> Answer:
        """A form as it is, without reading anything first."""
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.ask("POST", path, urlencode(form).encode(), **kind)


def victims_browser(wire: Served, scene: Scene) -> Browser:
    """The victim's bid manager, with the code of the sealed bid."""
    session = signed_in(scene.victim.actor).cookies["sessionid"].value
    return Browser(wire.url, {"sessionid": session, "bid_code": scene.bid_code})


def sealed_address(scene: Scene, page: str = "") -> str:
    return f"/provider/referrals/{scene.open_invitations[scene.victim.provider_id]}/bid/{page}"


def edition_on(answer: Answer) -> str:
    found = re.search(r'name="edition" value="(\w*)"', answer.body)
    assert found, answer.body[:2000]
    return found[1]


def slot_bytes(owner_of_all: object, invitation_id: UUID) -> bytes:
    """As the administrator sees it, past every wall."""
    row = owner_of_all.execute(  # type: ignore[attr-defined]
        "SELECT content FROM competitions_slot WHERE invitation_id = %s", [invitation_id]
    ).fetchone()
    return bytes(row[0])


def processes_of(wire: Served) -> Iterator[int]:
    """Every process of this server and its worker: they alone have its data folder in their environment."""
    mark = f"FAIRPLACE_DATA={wire.data}".encode()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                if mark in (entry / "environ").read_bytes():
                    yield int(entry.name)
            except OSError:
                continue


def memory_of(pid: int) -> Iterator[bytes]:
    """What the process holds in memory that can be written, region by region."""
    maps = Path(f"/proc/{pid}/maps").read_text().splitlines()
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for line in maps:
            region, rights, *_ = line.split()
            if not rights.startswith("rw"):
                continue
            begin, end = (int(part, 16) for part in region.split("-"))
            try:
                memory.seek(begin)
                yield memory.read(end - begin)
            except (OSError, ValueError, OverflowError):
                continue
