"""X4 by pages: a register's file is given, read, shown with its bad rows, applied or set aside; nobody else may."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from fairplace.dps.organisations.actions.add_establishment import add_establishment
from fairplace.dps.organisations.actions.register_organisation import register_organisation
from fairplace.dps.organisations.jobs import apply_register_upload, read_register_upload
from fairplace.dps.organisations.models import Person, RegisterEntry, RegisterImport
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import SYSTEM, Actor
from tests.dps.organisations.registers.published import gias, ofsted
from tests.dps.organisations.registers.test_finding import HOME
from tests.dps.organisations.registers.test_importing import load
from tests.dps.world import AT, World, make_provider, make_world, person


@pytest.fixture
def world(db: None, set_clock: Any) -> World:
    set_clock(AT)
    return make_world()


@pytest.fixture
def operator(world: World) -> Actor:
    organisation = register_organisation(actor=SYSTEM, kind="operator", name="Fairplace operations", at=AT)
    return person(organisation, "Olu Ade", "operator")


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(Person.objects.get(id=actor.person_id), "allauth.account.auth_backends.AuthenticationBackend")
    return client


def at(name: str, *args: object, who: str = "council") -> str:
    return reverse(f"{who}:registers:{name}", args=args)


def text(response: Any) -> str:
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def given(content: bytes, register: str = "ofsted", name: str = "list.csv") -> dict[str, Any]:
    return {"register": register, "upload": SimpleUploadedFile(name, content)}


@pytest.mark.parametrize("who", ["council", "operator"])
def test_a_file_is_read_shown_and_applied(world: World, operator: Actor, who: str) -> None:
    actor = operator if who == "operator" else world.people["officer"]
    client = signed_in(actor)
    assert "Not imported yet" in text(client.get(at("history", who=who)))
    page = client.post(at("upload", who=who), given(ofsted({}, {"URN": "nothing"})))
    row = RegisterImport.objects.get()
    assert page["Location"] == at("import", row.id, who=who)
    assert "Look again" in text(client.get(page["Location"]))
    read_register_upload(import_id=str(row.id))
    shown = text(client.get(page["Location"]))
    assert "This is what the file would do" in shown
    assert "“NOTHING” is no URN of this register." in shown
    assert "Apply it" in shown
    assert not RegisterEntry.objects.exists()
    sheet = client.get(at("bad_rows", row.id, who=who)).content.decode()
    assert sheet.splitlines()[1] == "3,“NOTHING” is no URN of this register."
    assert "being applied" in text(client.post(page["Location"], {"decision": "apply"}, follow=True))
    apply_register_upload(import_id=str(row.id))
    apply_register_upload(import_id=str(row.id))  # a job runs at least once
    assert RegisterEntry.objects.count() == 1
    assert "Applied" in text(client.get(page["Location"]))
    assert actor.name in text(client.get(at("history", who=who)))
    (event,) = audit.timeline(about=row.id)
    assert event.actor_id == actor.person_id
    row.refresh_from_db()
    assert row.content is None


def test_a_file_is_set_aside_and_forgotten(world: World) -> None:
    client = signed_in(world.people["officer"])
    page = client.post(at("upload"), given(ofsted()))
    row = RegisterImport.objects.get()
    read_register_upload(import_id=str(row.id))
    assert "set aside" in text(client.post(page["Location"], {"decision": "aside"}, follow=True)).lower()
    apply_register_upload(import_id=str(row.id))
    assert not RegisterEntry.objects.exists()
    row.refresh_from_db()
    assert row.content is None
    assert client.post(page["Location"], {"decision": "apply"}).status_code == 409


def _packed(content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("edubasealldata.csv", content)
    return out.getvalue()


def test_the_zip_of_schools_is_taken(world: World) -> None:
    client = signed_in(world.people["officer"])
    client.post(at("upload"), given(_packed(gias()), "gias", "extract.zip"))
    read_register_upload(import_id=str(RegisterImport.objects.get().id))
    assert RegisterImport.objects.get().new == 1


@pytest.mark.parametrize(
    ("form", "says"),
    [
        (given(gias()), "This file is Get Information about Schools (GIAS), not"),
        (given(b"%PDF-1.7 x", name="list.csv"), "This is a PDF"),
        (given(b"x", name="list.docx"), "The file must be a CSV, ZIP, XLSX or ODS"),
        (given(b"", name="list.csv"), "The file is empty"),
        (given(_packed(b" " * 160_000_000), "gias", "bomb.zip"), "larger than 150 MB"),
        ({"register": "ofsted"}, "Choose the file of the register"),
        ({"upload": SimpleUploadedFile("list.csv", b"x")}, "Select which register it is"),
    ],
)
def test_a_wrong_file_is_refused_beside_its_field_and_nothing_is_kept(
    world: World, form: dict[str, Any], says: str
) -> None:
    page = text(signed_in(world.people["officer"]).post(at("upload"), form))
    assert says in page.replace("&#39;", "'")
    assert not RegisterImport.objects.exists()


def test_nobody_else_comes_in(world: World, operator: Actor) -> None:
    load("ofsted", ofsted())
    row = RegisterImport.objects.get()
    _, manager, _ = make_provider("Rowan Trust", "07000001")
    pages = [at("history"), at("upload"), at("import", row.id), at("bad_rows", row.id), at("differences")]
    for stranger in (manager, operator, world.people["partner_officer"], world.people["lead_signatory"]):
        client = signed_in(stranger)
        assert [client.get(page).status_code for page in pages] == [404] * len(pages)
        assert client.post(at("upload"), given(ofsted())).status_code == 404
        assert client.post(at("import", row.id), {"decision": "apply"}).status_code == 404
    assert signed_in(world.people["officer"]).get(at("history", who="operator")).status_code == 404


def test_a_place_that_closed_is_on_the_list_and_looked_at(world: World) -> None:
    load("ofsted", ofsted())
    _, manager, _ = make_provider("Invented Homes", "07000001")
    place = add_establishment(actor=manager, **HOME, urn="SC900001", register="ofsted", at=AT)
    client = signed_in(world.people["officer"])
    assert "No difference: the registers and the system say the same." in text(client.get(at("differences")))
    load("ofsted", ofsted({"Registration status": "=Cancelled()"}))
    load("ofsted", ofsted({"Registration status": "Cancelled"}))
    shown = text(client.get(at("differences")))
    assert "Registration ended" in shown
    assert "Lily House" in shown
    look = at("look", place, "closed")
    assert "Say what you found out" in text(client.post(look, {"note": ""}))
    assert "Written down for Lily House" in text(client.post(look, {"note": "Line suspended."}, follow=True))
    assert "No difference matches" in text(client.get(at("differences") + "?looked=no"))
    assert "Looked at 3 Nov 2026" in text(client.get(at("differences") + "?looked=yes"))
    assert "Line suspended." in client.get(at("differences_export")).content.decode()
    assert client.get(at("look", place, "owner")).status_code == 404
