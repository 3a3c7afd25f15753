"""Q1, X8: a provider registers itself; its bid manager invites colleagues, and a helper who cannot send."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from fairplace.dps.organisations.models import Organisation, Person
from fairplace.dps.organisations.queries.actor import actor_of
from fairplace.dps.qualification.actions.submit_application import submit_application
from fairplace.dps.qualification.actions.withdraw_line import withdraw_line
from fairplace.dps.qualification.queries.provider_places import application_of
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere
from fairplace.foundations.messages.queries import messages_sent_to
from tests.dps.qualification.joining import answer_about_provider, apply, make_applicant
from tests.dps.world import AT, World, make_provider, make_world
from tests.web.provider.applications.test_pages_of_joining import at, signed_in, text

EMAIL = "ros.hale@chalkpath.invalid"
PASSWORDS = {"password": "seven grey otters", "again": "seven grey otters"}
ASKED = {
    "organisation_name": "Chalk Path Learning", "number_kind": "company", "company": "01234567", "charity": "",
    "town": "", "person_name": "Ros Hale", "job_title": "Head", "email": EMAIL,
}  # fmt: skip


@pytest.fixture(autouse=True)
def world(db: None, set_clock: Any) -> World:
    set_clock(AT)
    cache.clear()
    return make_world()


def code(address: str = EMAIL) -> str:
    found = re.search(r"is (\d{6})", messages_sent_to(address)[0].body_text)
    assert found
    return found[1]


def test_a_provider_registers_and_starts_to_apply_q1() -> None:
    client = Client()
    assert "Register to apply" in text(client.get("/how-to-join/"))
    assert client.post("/register/", ASKED)["Location"] == "/register/code/"
    assert not Organisation.objects.filter(name="Chalk Path Learning").exists(), "nothing exists before the code"
    wrong = text(client.post("/register/code/", {"code": "000000x", **PASSWORDS}))
    assert "not the code that we sent" in wrong
    differ = text(client.post("/register/code/", {"code": code(), **PASSWORDS, "again": "other grey otters"}))
    assert "type the same twice" in differ
    made = client.post("/register/code/", {"code": code(), **PASSWORDS})
    assert made["Location"] == "/provider/places/"
    person = Person.objects.get(email=EMAIL)
    actor = actor_of(person.id)
    assert actor is not None
    assert (actor.organisation_name, actor.roles) == ("Chalk Path Learning", {"bid_manager", "provider_signatory"})
    assert client.post(at("applications:start")).status_code == 302
    assert client.get("/register/code/").status_code == 404, "a code is good once"


def test_a_sole_trader_has_no_number_and_names_a_town_q1() -> None:
    client = Client()
    sole = {**ASKED, "number_kind": "none", "company": "", "organisation_name": "Ada Fenn"}
    assert "Enter the town or city" in text(client.post("/register/", sole))
    client.post("/register/", {**sole, "town": "Lewes"})
    client.post("/register/code/", {"code": code(), **PASSWORDS})
    made = Organisation.objects.get(name="Ada Fenn")
    assert (made.registered_number, made.town) == ("", "Lewes")


def test_a_number_is_registered_once_and_the_second_is_told_whom_to_ask_q1() -> None:
    make_provider("Rowan Trust", "01234567")
    page = text(Client().post("/register/", ASKED))
    assert "Ask its bid manager to invite you" in page
    assert "Rowan Trust" not in page
    assert "Dana" not in page


def test_two_who_register_the_same_number_at_once_make_one_organisation_q1() -> None:
    first, second = Client(), Client()
    first.post("/register/", ASKED)
    second.post("/register/", {**ASKED, "email": "jo@chalkpath.invalid"})
    first.post("/register/code/", {"code": code(), **PASSWORDS})
    late = second.post("/register/code/", {"code": code("jo@chalkpath.invalid"), **PASSWORDS})
    assert "registered already" in text(late)
    assert Organisation.objects.filter(registered_number="01234567").count() == 1


def test_whether_an_address_has_an_account_is_told_to_that_address_alone_q1() -> None:
    _, manager, _ = make_provider("Rowan Trust", "07000001")
    known = Person.objects.get(id=manager.person_id).email
    client = Client()
    assert client.post("/register/", {**ASKED, "email": known})["Location"] == "/register/code/"
    assert "has an account already" in messages_sent_to(known)[0].body_text
    assert "not the code that we sent" in text(client.post("/register/code/", {"code": "123456", **PASSWORDS}))


def test_a_code_expires_and_can_be_guessed_five_times_only_q1(set_clock: Any) -> None:
    client = Client()
    client.post("/register/", ASKED)
    sent = code()
    set_clock(AT + timedelta(minutes=31))
    assert "has expired" in text(client.post("/register/code/", {"code": sent, **PASSWORDS}))
    client.post("/register/code/", {})  # without a password's fields: another code
    set_clock(AT + timedelta(minutes=32))
    for _ in range(5):
        client.post("/register/code/", {"code": "wrong", **PASSWORDS})
    assert "Too many wrong codes" in text(client.post("/register/code/", {"code": code(), **PASSWORDS}))


def test_registering_is_counted_as_signing_in_is_q1() -> None:
    answers = [Client().post("/register/", {**ASKED, "email": "one@chalkpath.invalid"}).status_code for _ in range(7)]
    assert answers[:5] == [302] * 5
    assert answers[-1] == 429


def invited(manager: Actor, *roles: str) -> tuple[Client, Actor]:
    """Somebody who was invited by e-mail and chose a password."""
    asked = {"name": "Kit Moss", "email": "kit@moss.invalid", "roles": list(roles)}
    assert signed_in(manager).post(at("people:invite"), asked).status_code == 302
    link = re.search(r"/invited/\S+", messages_sent_to("kit@moss.invalid")[0].body_text)
    assert link
    client = Client()
    assert manager.organisation_name in text(client.get(link[0]))
    assert client.post(link[0], {"name": "Kit Moss", **PASSWORDS}).status_code == 302
    assert Client().get(link[0]).status_code == 404, "a link is good once"
    actor = actor_of(Person.objects.get(email="kit@moss.invalid").id)
    assert actor is not None
    return client, actor


def test_a_helper_fills_in_and_neither_sends_nor_signs_nor_sees_a_referral_x8(world: World) -> None:
    applicant = make_applicant()
    client, helper = invited(applicant.manager, "helper")
    assert client.get("/home/")["Location"] == "/provider/places/"
    assert "Go on with it" in text(client.get(at("applications:overview")))
    task_list = at("applications:show", applicant.application_id)
    assert client.get(task_list).status_code == 200
    application_id = applicant.application_id
    helped = applicant.__class__(
        applicant.provider_id, helper, applicant.signatory, applicant.school_id, applicant.home_id, application_id
    )
    answer_about_provider(helped)
    assert application_of(helper, application_id, AT).left.provider == []
    with pytest.raises(NotThere):
        submit_application(actor=helper, application_id=application_id, at=AT)
    assert client.get(at("applications:check", application_id)).status_code == 404
    assert client.get(at("agreements:list")).status_code == 404
    assert client.get(at("people:people")).status_code == 404
    assert client.post(at("applications:start")).status_code == 404
    line, _ = apply(world, applicant)
    with pytest.raises(NotThere):
        withdraw_line(actor=helper, line_id=line, because="", at=AT)
    page = text(client.get(task_list))
    assert "What you sent" in page
    assert "Take this place back" not in page


def test_a_bid_manager_invites_with_roles_and_takes_back_q1(world: World) -> None:
    applicant = make_applicant()
    manager = signed_in(applicant.manager)
    both = {"name": "Kit Moss", "email": "kit@moss.invalid", "roles": ["helper", "bid_manager"]}
    assert "select nothing else beside it" in text(manager.post(at("people:invite"), both))
    known = Person.objects.get(id=applicant.manager.person_id).email
    taken = text(manager.post(at("people:invite"), {**both, "email": known, "roles": ["helper"]}))
    assert "Somebody already signs in" in taken
    manager.post(at("people:invite"), {**both, "roles": ["bid_manager"]})
    page = text(manager.get(at("people:people")))
    assert "Invited, not here yet" in page
    take_back = re.search(r"/provider/people/invitations/[0-9a-f-]+/take-back/", page)
    assert take_back
    assert signed_in(make_applicant("07000002").manager).post(take_back[0]).status_code == 404
    assert manager.post(take_back[0]).status_code == 302
    link = re.search(r"/invited/\S+", messages_sent_to("kit@moss.invalid")[0].body_text)
    assert link
    assert Client().get(link[0]).status_code == 404
    assert Client().post(link[0], PASSWORDS).status_code == 404, "nor by a form that was open before"
