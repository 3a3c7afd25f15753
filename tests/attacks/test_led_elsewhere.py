"""A10: nobody is led from our pages to another host, no letter names one, and our server asks no machine it is told of.

What our server does ask is a council's own sign-in page, the text gateway and the mail server of the settings; the
first is the one place where an address comes from a person.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import product
from pathlib import Path
from threading import Thread
from types import SimpleNamespace
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
import requests
from django import forms as django_fields
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory, override_settings
from django.urls import reverse

import fairplace
from fairplace.dps.organisations.models import Person, Registration
from fairplace.foundations.documents.cleaning import clean, words_of
from fairplace.foundations.messages.delivery import deliver
from fairplace.foundations.messages.models import Message
from fairplace.foundations.messages.queries import message, messages_sent_to
from tests.attacks.scene import Scene, signed_in
from tests.attacks.test_hostile_text import visitors, who_signs_in
from tests.attacks.test_other_peoples_things import addresses, filled
from tests.dps.world import person
from tests.drill.plugin import Figures
from tests.foundations.documents import files

PACKAGE = Path(fairplace.__file__).parent
OURS = "http://testserver"
EVIL = "evil.example"
LED = (
    f"//{EVIL}", f"///{EVIL}", f"/\\{EVIL}", f"\\\\{EVIL}", f"https:{EVIL}", f"https://{EVIL}", f"\thttps://{EVIL}",
    f"/\t/{EVIL}", f"//{EVIL}/%2f..", f"https://testserver@{EVIL}", f"https://testserver.{EVIL}", "javascript:alert(1)",
    f"HtTpS:\\\\{EVIL}", f"%2f%2f{EVIL}", f"data:text/html,{EVIL}", f" //{EVIL}",
)  # fmt: skip
REGISTERING = {
    "organisation_name": "Hedgerow Care Ltd", "number_kind": "company", "company": "07654321", "charity": "",
    "town": "", "person_name": "Ros Hale", "job_title": "Head",
}  # fmt: skip
NAMES = ("next", "url", "return", "return_to", "redirect", "redirect_uri", "back", "continue", "goto", "to", "u")


def leads_away(location: str) -> bool:
    """Whether a browser would leave our host: it drops tabs and line ends, and takes a backslash for a slash."""
    cleaned = re.sub(r"[\t\r\n]", "", location).strip(" ").replace("\\", "/")
    there = urlsplit(urljoin(OURS + "/sign-in/", cleaned))
    return there.scheme not in {"http", "https"} or there.netloc != "testserver"


def everybody(scene: Scene) -> Iterator[tuple[str, Client, list[dict[str, object]]]]:
    yield from who_signs_in(scene)
    for who, client, owned in visitors(scene):
        if who in {"officer", "bidder", "applicant", "operator", "anybody"}:
            yield who, client, owned[:1]


@pytest.mark.slow
@pytest.mark.attack("A10", "an address of another host in every address and form")
def test_whatever_address_is_sent_along_nobody_is_led_to_another_host_a10(scene: Scene, figures: Figures) -> None:
    """Every page, asked for and sent with eleven fields that name the way on elsewhere."""
    asked, faults = 0, []
    for who, client, owned in everybody(scene):
        for route, converters, _ in addresses():
            if "sign-out" in route:
                continue
            for values in [one for one in owned if set(converters) <= set(one)] if converters else [{}]:
                address = filled(route, values)
                led = dict.fromkeys(NAMES, LED[asked % len(LED)])
                for answer in (client.get(address, led), client.post(address, led)):
                    asked += 1
                    if leads_away(answer.get("Location", "")):
                        faults.append(f"{who}: {address} with {led['next']!r}: {answer['Location']}")
    assert faults == []
    assert asked > 500
    figures("requests", asked)
    figures("led elsewhere", 0)
    figures.control("of 16 led elsewhere by a build that looks for a slash at the start", _naively_led())


def _naively_led() -> int:
    found = sum(leads_away(one) for one in LED if one.startswith("/"))
    assert found >= 4
    return found


@pytest.mark.attack("A10", "an address of another host in every address and form")
def test_who_signs_in_and_out_with_such_a_way_on_comes_home_a10(scene: Scene, figures: Figures) -> None:
    """With a true session, where a way on is really followed: signing out, being asked again, adding a factor."""
    pages = ("/sign-in/", "/account/again/", "/account/passkeys/add/", "/account/app/add/", "/sign-out/")
    for there, address in product(LED, pages):
        client = signed_in(scene.run.officer)
        for answer in (client.get(address, {"next": there}), client.post(address, {"next": there}, QUERY_STRING="")):
            assert not leads_away(answer.get("Location", "")), (address, answer["Location"])
            figures("requests", 1)


@pytest.mark.attack("A10", "another host's name in the Host header")
def test_a_false_host_gets_nothing_and_stands_in_no_letter_page_or_redirect_a10(scene: Scene, figures: Figures) -> None:
    """Refused; and where an operator's settings let every name in, still nothing of ours names it."""
    false = {
        "host": EVIL,
        "x-forwarded-host": EVIL,
        "x-host": EVIL,
        "forwarded": f"host={EVIL}",
        "x-original-url": EVIL,
    }
    administrator = person(scene.council_id, "Ada Ministers", "administrator")
    refused = Client(headers=false)
    assert {refused.get(address).status_code for address in ("/", "/sign-in/", "/new-password/")} == {400}
    before = set(Message.objects.values_list("id", flat=True))
    with override_settings(ALLOWED_HOSTS=["*"]):
        naive = RequestFactory(headers=false).get("/new-password/").build_absolute_uri()
        guest, colleague = Client(headers=false), signed_in(administrator)
        colleague.defaults |= guest.defaults
        seen = list(_letters_asked_for(scene, guest, colleague))
    letters = [found for one in Message.objects.exclude(id__in=before) if (found := message(one.id))]
    written = [f"{one.subject} {one.body_text}" for one in letters] + [one.message().as_string() for one in mail.outbox]
    subjects = [one.subject for one in letters]
    assert subjects.count("Registering on Fairplace") == 2, "a new address gets a code, a known one a link"
    assert len(written) >= 4, subjects
    assert sum(settings.PUBLIC_ADDRESS in one for one in written) >= 2, "that of the settings"
    named = [one for one in [*written, *seen] if EVIL in one]
    assert named == []
    figures("letters", len(written))
    figures("pages and redirects", len(seen))
    figures("that name the false host", len(named))
    figures.control("named by a link made from the request", int(EVIL in naive))


def _letters_asked_for(scene: Scene, guest: Client, administrator: Client) -> Iterator[str]:
    """Whatever somebody can have sent: a code, a new password, an account, an invitation."""

    def said(answer: Any) -> str:
        return f"{answer.get('Location', '')} {answer.content.decode()}"

    address = "fay@hedgerow.example"
    yield said(guest.post("/new-password/", {"email": _email_of(scene)}))
    yield said(guest.post("/sign-in/council/", {"email": _email_of(scene)}))
    for email in ("ros@hedgerow.example", _email_of(scene)):
        yield said(guest.post("/register/", {**REGISTERING, "email": email}))
        yield said(guest.get("/register/code/"))
    invite = "/council/people/invite/"
    yield said(administrator.post(invite, {"name": "Fay Invited", "email": address, "roles": ["evaluator"]}))
    for page in ("/", "/home/", "/council/people/", "/sign-in/", "/open-data/releases.json", "/log/"):
        yield said(administrator.get(page))
        yield said(guest.get(page))


def _email_of(scene: Scene) -> str:
    assert scene.run.officer.person_id is not None
    return str(Person.objects.values_list("email", flat=True).get(id=scene.run.officer.person_id))


@pytest.mark.attack("A10", "an address of another host in every address and form")
def test_who_registers_with_such_a_way_on_is_led_to_our_next_page_a10_q1(scene: Scene, figures: Figures) -> None:
    """At each of the three steps: what is registered, another code, the code."""
    for number, there in enumerate(LED):
        cache.clear()  # of the tries that were counted
        guest, email, along = Client(), f"ros{number}@hedgerow.example", {"next": there}
        asked = guest.post("/register/", {**REGISTERING, **along, "email": email}, query_params=along)
        again = guest.post("/register/code/", along, query_params=along)
        entered = guest.post("/register/code/", {**along, "code": "000000", "password": "x" * 12, "again": "x" * 12})
        assert (asked["Location"], again["Location"]) == ("/register/code/", "/register/code/")
        assert entered.status_code == 200
        assert EVIL not in entered.content.decode()
        figures("requests", 3)
    guest = Client()
    guest.post("/register/", {**REGISTERING, "email": "last@hedgerow.example"})
    code = re.search(r"is (\d{6})", messages_sent_to("last@hedgerow.example")[0].body_text)
    assert code
    said = {"code": code[1], "password": "seven grey otters", "again": "seven grey otters", "next": LED[0]}
    assert guest.post("/register/code/", said, query_params={"next": LED[0]})["Location"] == "/provider/places/"


LINE_ENDS = ("\r\n", "\n", "\r", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029")


@pytest.mark.attack("A10", "line ends and an address in the names that somebody registers with")
@pytest.mark.parametrize("end", LINE_ENDS, ids=ascii)
def test_nobody_sends_words_of_their_own_through_us_by_registering_a10_q1(db: None, end: str, figures: Figures) -> None:
    """The address is anybody's until the code comes back: a letter to it holds no word that was typed into the form.

    Controls: the framework's own field of one line lets a line end through, and a letter that greets by the typed name
    says what the forger wants.
    """
    cache.clear()
    name = f"Ros{end}Bcc: all@{EVIL}{end}{end}Your account is locked: sign in at https://{EVIL}/"
    told = dict.fromkeys(("person_name", "job_title", "organisation_name", "town"), name)
    guest, email = Client(), "victim@hedgerow.example"
    answer = guest.post("/register/", {**REGISTERING, **told, "number_kind": "none", "email": email})
    assert answer["Location"] == "/register/code/"
    (letter,) = messages_sent_to(email)
    assert deliver(letter.id)
    sent = mail.outbox[-1]
    assert sent.recipients() == [email]
    assert EVIL not in sent.message().as_string()
    assert "Bcc" not in sent.message().as_string()
    kept = Registration.objects.get()
    for field in (kept.person_name, kept.organisation_name, kept.job_title, kept.town):
        assert len(field.splitlines()) == 1
    figures("letters", 1)
    figures("that hold a word of the forger", 0)
    plain = django_fields.CharField().clean(name)
    figures.control("names of several lines by a plain field, and the letter that greets so", int("https" in plain))
    assert len(plain.splitlines()) > 1


@contextmanager
def watched(monkeypatch: pytest.MonkeyPatch) -> Iterator[SimpleNamespace]:
    """A machine that nobody should ask, and everything that our process connects to over a network.

    `outgoing`: by Python's own sockets. `reached`: what came to that machine, from libraries in C too.
    """
    seen = SimpleNamespace(outgoing=[], reached=[], address="")
    listener = socket.create_server(("127.0.0.1", 0))
    seen.address = f"http://127.0.0.1:{listener.getsockname()[1]}"

    def listen() -> None:
        while True:
            try:
                caller, _ = listener.accept()
            except OSError:
                return
            with caller:
                caller.settimeout(2)
                try:
                    seen.reached.append(caller.recv(200))
                    caller.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                except OSError:
                    continue

    connect = socket.socket.connect

    def watching(this: socket.socket, address: Any) -> None:
        if this.family in {socket.AF_INET, socket.AF_INET6}:
            seen.outgoing.append(address)
        connect(this, address)

    monkeypatch.setattr(socket.socket, "connect", watching)
    thread = Thread(target=listen, daemon=True)
    thread.start()
    try:
        yield seen
    finally:
        monkeypatch.setattr(socket.socket, "connect", connect)
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)


@pytest.mark.slow
@pytest.mark.attack("A10", "addresses of machines inside, in every field and file")
def test_an_address_in_any_field_or_file_is_asked_by_nobody_a10(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, figures: Figures
) -> None:
    sent = 0
    with watched(monkeypatch) as seen, override_settings(SIGN_ON_LOOPBACK=False):
        for _, client, owned in everybody(scene):
            for route, converters, _ in addresses():
                for values in [one for one in owned if set(converters) <= set(one)] if converters else [{}]:
                    address = filled(route, values)
                    page = client.get(address)
                    if page.status_code != 200 or page.streaming or b'method="post"' not in page.content:
                        continue
                    names = set(re.findall(r'<(?:input|textarea)[^>]* name="([^"]+)"', page.content.decode()))
                    client.post(address, dict.fromkeys(names - {"csrfmiddlewaretoken"}, f"{seen.address}/{sent}"))
                    sent += 1
        read = _files_that_point_elsewhere(scene, seen.address)
        assert (seen.outgoing, seen.reached) == ([], [])
        requests.get(f"{seen.address}/naive", timeout=5)
        figures.control("seen of a build that looks at a typed address", len(seen.outgoing))
        assert seen.outgoing
        assert any(b"/naive" in one for one in seen.reached)
    assert sent > 20
    figures("forms sent", sent)
    figures("files read", read)
    figures("machines asked", 0)


def _files_that_point_elsewhere(scene: Scene, there: str) -> int:
    """A document with its template, a picture and a definition elsewhere, into every form that takes a file; the same
    into what cleans and reads files."""
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        + "".join(
            f'<Relationship Id="r{number}" TargetMode="External" Target="{there}/{kind}" Type='
            f'"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"/>'
            for number, kind in enumerate(("attachedTemplate", "image", "oleObject", "frame"))
        )
        + "</Relationships>"
    ).encode()
    definition = f'<!DOCTYPE x [<!ENTITY % d SYSTEM "{there}/x.dtd"> %d; <!ENTITY e SYSTEM "{there}/e">]><x>&e;</x>'
    made = {
        "related.docx": files.with_parts(files.docx(), {"word/_rels/document.xml.rels": relations}),
        "definition.docx": files.with_parts(files.docx(), {"word/styles.xml": definition.encode()}),
        "book.xlsx": files.with_parts(files.xlsx(), {"xl/_rels/workbook2.xml.rels": relations}),
        "link.pdf": files.pdf_with(f"/OpenAction << /S /URI /URI ({there}/pdf) >>"),
        "list.svg": f'<svg xmlns:x="http://www.w3.org/1999/xlink"><image x:href="{there}/svg"/></svg>'.encode(),
        "list.csv": definition.encode(),
    }
    kinds = {"docx": "vnd.openxmlformats-officedocument.wordprocessingml.document", "pdf": "pdf"}
    officer, lead = signed_in(scene.run.officer), signed_in(scene.world.people["officer"])
    doors = [
        (officer, f"/council/referrals/{scene.draft_referral}/files/"),
        (lead, reverse("council:registers:upload")),
        (signed_in(scene.unsent.manager), "/provider/evidence/add/public_liability/"),
    ]
    for name, content in made.items():
        for client, address in doors:
            page = client.get(address).content.decode()
            typed = dict.fromkeys(re.findall(r'<(?:input|select)[^>]* name="([^"]+)"', page), "1")
            (field,) = re.findall(r'<input[^>]* name="([^"]+)"[^>]* type="file"', page) or re.findall(
                r'<input[^>]* type="file"[^>]* name="([^"]+)"', page
            )
            told = client.post(address, typed | {"register": "ofsted", field: SimpleUploadedFile(name, content)})
            assert told.status_code < 500, (name, address)
        kind = f"application/{kinds.get(name.rpartition('.')[2], 'x')}"
        for reads in (clean, words_of):
            with suppress(Exception):  # what they make of it is their own tests' matter
                reads(kind, content)
    return len(made)


@pytest.mark.attack("A10", "addresses of machines inside, in every field and file")
def test_no_other_part_of_the_product_can_ask_another_machine_a10(figures: Figures) -> None:
    """By the modules that asking needs, as the source has them. Control: the launcher asks itself how it is."""
    can_ask = re.compile(
        r"^\s*(?:from|import) (requests|httpx|aiohttp|urllib3|urllib\.request|http\.client|smtplib|ftplib|socket)\b",
        re.M,
    )
    found = {path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py") if can_ask.search(path.read_text())}
    inside = {path for path in found if not path.startswith("commands/launcher/")}
    assert inside == {"foundations/outward/asking.py", "foundations/messages/text_gateway.py"}
    assert found - inside
    figures("parts that can ask another machine", len(inside))
