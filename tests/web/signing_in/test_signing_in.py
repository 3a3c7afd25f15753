"""X1: signing in by password and an e-mailed code; what an organisation's page shows to whom."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from fairplace.dps.organisations.actions.add_person import add_person
from fairplace.dps.organisations.actions.register_organisation import register_organisation
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import SYSTEM
from fairplace.foundations.messages.queries import messages_sent_to
from tests.dps.world import make_world

pytestmark = pytest.mark.django_db

EMAIL = "Ros.Hale@chalkpath.invalid"
PASSWORD = "seven grey otters"


@pytest.fixture
def person() -> UUID:
    make_world()
    at = audit.clock.now()
    provider = register_organisation(
        actor=SYSTEM, kind="provider", name="Chalk Path Learning", registered_number="00000012", at=at
    )
    made = add_person(
        actor=SYSTEM, organisation_id=provider, email=EMAIL, name="Ros Hale", roles=["bid_manager"], at=at
    )
    user = get_user_model().objects.get(pk=made)
    user.set_password(PASSWORD)
    user.save()
    return made


def _code() -> str:
    found = re.search(r"Your code is (\S+)", messages_sent_to(EMAIL)[0].body_text)
    assert found
    return found[1]


def test_password_then_emailed_code_signs_in_x1(client: Client, person: UUID) -> None:
    asked = client.post("/sign-in/", {"login": EMAIL.lower(), "password": PASSWORD})
    assert asked.status_code == 302
    assert asked["Location"].startswith("/sign-in/code/")
    assert client.get("/provider/tasks/").status_code == 302, "the password alone opens nothing"
    wrong = client.post("/sign-in/code/", {"code": "WRONG-CODE"})
    assert wrong.status_code == 200
    assert "type the one in our newest e-mail" in wrong.content.decode()
    entered = client.post("/sign-in/code/", {"code": _code()})
    assert entered.status_code == 302
    assert entered["Location"] == "/home/"
    assert client.get("/home/")["Location"] == "/provider/tasks/"


def test_a_wrong_password_says_so_and_keeps_the_address_x1(client: Client, person: UUID) -> None:
    response = client.post("/sign-in/", {"login": EMAIL, "password": "not this one at all"})
    page = response.content.decode()
    assert response.status_code == 200
    assert EMAIL.lower() in page.lower()
    assert "not this one at all" not in page
    assert "There is a problem" in page


def test_the_page_offers_a_new_password_once_x1(client: Client, person: UUID) -> None:
    page = client.get("/sign-in/").content.decode()
    assert page.count('href="/new-password/"') == 1


def test_the_way_back_after_signing_in_stays_on_this_site_x1(client: Client, person: UUID) -> None:
    client.post("/sign-in/?next=//evil.invalid/", {"login": EMAIL, "password": PASSWORD, "next": "//evil.invalid/"})
    entered = client.post("/sign-in/code/?next=//evil.invalid/", {"code": _code(), "next": "//evil.invalid/"})
    assert entered["Location"] == "/home/"


def test_asking_for_a_new_password_tells_nobody_who_has_an_account_x1(client: Client, person: UUID) -> None:
    known = client.post("/new-password/", {"email": EMAIL})
    unknown = Client().post("/new-password/", {"email": "nobody@chalkpath.invalid"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


def test_a_new_password_by_code_works_x1(client: Client, person: UUID) -> None:
    client.post("/new-password/", {"email": EMAIL})
    client.post("/new-password/code/", {"code": _code()})
    client.post("/new-password/choose/", {"password1": "nine loud heron gates", "password2": "nine loud heron gates"})
    user = get_user_model().objects.get(pk=person)
    assert user.check_password("nine loud heron gates")


def test_nobody_signs_themselves_up_x1(client: Client) -> None:
    assert client.get("/sign-up/")["Location"] == "/how-to-join/"


def test_a_person_switched_off_is_out_at_once_x1(client: Client, person: UUID) -> None:
    user = get_user_model().objects.get(pk=person)
    client.force_login(user)
    assert client.get("/provider/tasks/").status_code == 200
    user.is_active = False
    user.save()
    assert client.get("/provider/tasks/").status_code == 302


def test_a_page_for_another_kind_of_organisation_is_not_there_x1(client: Client, person: UUID) -> None:
    client.force_login(get_user_model().objects.get(pk=person))
    assert client.get("/council/referrals/").status_code == 404
    assert client.get("/operator/health/").status_code == 404


def test_signed_in_pages_are_never_kept_by_a_cache_x1(client: Client, person: UUID) -> None:
    client.force_login(get_user_model().objects.get(pk=person))
    assert "no-store" in client.get("/provider/tasks/")["Cache-Control"]


def test_signing_out_asks_then_does_it_x1(client: Client, person: UUID) -> None:
    client.force_login(get_user_model().objects.get(pk=person))
    assert "Sign out?" in client.get("/sign-out/").content.decode()
    assert client.post("/sign-out/")["Location"] == "/"
    assert client.get("/home/").status_code == 302
    assert client.get("/home/")["Location"].startswith("/sign-in/")
