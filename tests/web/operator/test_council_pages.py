"""P1, X1: by pages alone, from an installation with nobody in it to a system with a lead and a partner."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from fairplace.dps.market.queries.the_system import partners, the_system
from fairplace.dps.organisations.actions.begin_installation import begin_installation
from fairplace.dps.organisations.models import Organisation, Person
from fairplace.foundations.kernel.actor import SYSTEM
from fairplace.foundations.messages.queries import messages_sent_to
from tests.dps.world import AT, make_world, person
from tests.web.signing_in.second_factor import add_app

pytestmark = pytest.mark.django_db
PASSWORD = "seven grey otters"
KENT = {
    "name": "Kent County Council",
    "ons_code": "E10000016",
    "person_name": "Ada Quill",
    "email": "ada@kent.example.gov.uk",
}
ESSEX = {"name": "Essex", "ons_code": "E10000012", "person_name": "Dee Holt", "email": "dee@essex.example.gov.uk"}


@pytest.fixture(autouse=True)
def _cheap(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def text(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def comes_by(link: str, name: str) -> Client:
    """Chooses a password, and adds the app that is asked of powerful roles."""
    client = Client()
    found = re.search(r"/invited/[\w-]+/", link)
    assert found
    answer = client.post(found[0], {"name": name, "password": PASSWORD, "again": PASSWORD})
    assert answer["Location"] == "/home/"
    assert client.get("/home/")["Location"] == "/account/strengthen/", "before anything else"
    add_app(client, PASSWORD)
    return client


def test_from_the_command_s_link_to_a_system_with_a_lead_and_a_partner_p1_x1(set_clock: Any) -> None:
    set_clock(AT)
    link = begin_installation(
        actor=SYSTEM, organisation_name="Fairplace Ltd", person_name="Olu Ade", email="olu@runs.example", at=AT
    )
    olu = comes_by(link, "Olu Ade")
    assert "Nobody is here yet" in text(olu.get("/operator/councils/"))
    assert "add the lead first" in text(olu.get("/operator/councils/system/"))
    kept = olu.post("/operator/councils/add/", {**KENT, "ons_code": "Kent"})
    assert "Enter an ONS code" in text(kept)
    assert KENT["email"] in kept.content.decode(), "nothing typed is lost"
    told = text(olu.post("/operator/councils/add/", KENT, follow=True))
    assert "Kent County Council is registered. We sent Ada Quill a link" in told
    assert "Invited" in told
    olu.post("/operator/councils/add/", ESSEX)
    ids = {one.name: str(one.id) for one in Organisation.objects.filter(kind="council")}

    ada = comes_by(messages_sent_to(KENT["email"])[0].body_text, "Ada Quill")
    assert ada.get("/home/")["Location"] == "/council/people/"
    again = {"person_name": "Dot Holt", "email": "dot@essex.example.gov.uk"}
    essex = f"/operator/councils/{ids['Essex']}/administrator/"
    assert "stops working when you send this one" in text(olu.get(essex))
    assert olu.post(essex, again)["Location"] == "/operator/councils/"
    assert messages_sent_to(again["email"])
    kent = f"/operator/councils/{ids['Kent County Council']}/administrator/"
    assert olu.get(kent).status_code == 404, "Kent looks after its own people"
    left = kent.replace("administrator", "gone")
    assert left in olu.get("/operator/councils/").content.decode()
    kept = olu.post(left, {"because": "Her manager rang me."})
    assert "signed in within the last 14 days" in text(kept)
    assert "Her manager rang me." in kept.content.decode()
    assert olu.get(essex.replace("administrator", "gone")).status_code == 404, "there is nobody to go"

    said = {
        "name": "Children’s placements", "regime": "pa23-dynamic-market", "lead": ids["Kent County Council"],
        "partners": [ids["Kent County Council"]], "terms_version": "2026.1",
        "begins_on_day": "1", "begins_on_month": "1", "begins_on_year": "2026",
        "ends_on_day": "31", "ends_on_month": "12", "ends_on_year": "2030",
    }  # fmt: skip
    assert "The lead authority cannot also be a partner" in text(olu.post("/operator/councils/system/", said))
    said["partners"] = [ids["Essex"]]
    told = text(olu.post("/operator/councils/system/", said, follow=True))
    assert "Children’s placements is set up" in told
    assert the_system().lead_name == "Kent County Council"
    assert [(row.name, row.standing) for row in partners()] == [("Kent County Council", "lead"), ("Essex", "partner")]
    assert olu.get("/operator/councils/system/").status_code == 404, "once"


def test_who_has_no_role_yet_is_told_why_x1(set_clock: Any) -> None:
    """Two run Fairplace, so the first administrator waits for the second of them."""
    set_clock(AT)
    world = make_world()
    operator = Organisation.objects.create(kind="operator", name="Fairplace Ltd").id
    olu, una = person(operator, "Olu Ade", "operator"), person(operator, "Una Bell", "operator")
    client = Client()
    client.force_login(Person.objects.get(id=olu.person_id), "allauth.account.auth_backends.AuthenticationBackend")
    client.post("/operator/councils/add/", KENT)
    ada = Client()
    found = re.search(r"/invited/[\w-]+/", messages_sent_to(KENT["email"])[0].body_text)
    assert found
    ada.post(found[0], {"name": "Ada Quill", "password": PASSWORD, "again": PASSWORD})
    assert "Some roles are given by two people" in text(ada.get("/home/", follow=True))
    assert "Waits for a second person" in text(client.get("/operator/councils/"))
    second = Client()
    second.force_login(Person.objects.get(id=una.person_id), "allauth.account.auth_backends.AuthenticationBackend")
    change = re.search(r"/operator/people/changes/[\w-]+/", second.get("/operator/people/").content.decode())
    assert change
    assert "Agreed." in text(second.post(change[0], {"agrees": "yes"}, follow=True))
    assert ada.get("/home/")["Location"] == "/account/strengthen/"
    for somebody in world.people.values():
        other = Client()
        other.force_login(Person.objects.get(id=somebody.person_id))
        assert other.get("/operator/councils/").status_code == 404
