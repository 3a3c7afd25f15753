"""Q1: the provider finds its school or home in the registers, or types it in; the assessor sees which."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from fairplace.dps.organisations.models import Establishment, Person
from fairplace.dps.qualification.actions.start_application import start_application
from fairplace.foundations.kernel.actor import Actor
from fairplace.web.components.register_fact import register_fact
from tests.dps.organisations.registers.published import gias, ofsted
from tests.dps.organisations.registers.test_importing import load
from tests.dps.world import AT, make_provider, make_world


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(Person.objects.get(id=actor.person_id), "allauth.account.auth_backends.AuthenticationBackend")
    return client


def text(response: Any) -> str:
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def at(application_id: UUID, name: str = "add_establishment", *more: str) -> str:
    return reverse(f"provider:applications:{name}", args=[application_id, *more])


@pytest.fixture
def joining(db: None, set_clock: Any) -> tuple[Client, UUID, Actor]:
    set_clock(AT)
    make_world()
    load("gias", gias({"Postcode": "PO19 1RQ"}))
    load("ofsted", ofsted({}, {"URN": "SC900009", "Registration status": "Resigned"}))
    _, manager, _ = make_provider("Rowan Trust", "07000001")
    return signed_in(manager), start_application(actor=manager, at=AT), manager


REST = {"placement_kinds": ["day"], "vacancies": "2"}


def test_a_school_is_found_filled_in_and_added_with_its_rating(joining: tuple[Client, UUID, Actor]) -> None:
    client, application, _ = joining
    found = text(client.get(at(application), {"find": "alder bank"}))
    assert "1 place found" in found
    assert "Other independent special school, ages 7 to 18, West Sussex, URN 900001" in found
    here = f"{at(application)}?register=gias&urn=900001"
    assert f"{at(application)}?register=gias&amp;urn=900001" in found
    form = text(client.get(here))
    assert "Good, 12 June 2023" in form
    assert "From the register (Get Information about Schools), change it if it is wrong." in form
    for value in ("Alder Bank School", "900001", "PO19 1RQ", "West Sussex", "64"):
        assert f'value="{value}"' in form
    filled = {
        "name": "Alder Bank School",
        "kind": "independent_special_school",
        "urn": "900001",
        "postcode": "PO19 1RQ",
        "council_area": "West Sussex",
        "age_from": "7",
        "age_to": "18",
        "takes": "anyone",
        "places": "64",
        **REST,
    }
    assert client.post(here, filled).status_code == 302
    place = Establishment.objects.get(urn="900001")
    assert place.rating == "Good"
    assert "You have added it already" in text(client.get(at(application), {"find": "900001"}))


def test_a_homes_address_is_asked_for_and_never_shown_as_redacted(joining: tuple[Client, UUID, Actor]) -> None:
    client, application, _ = joining
    found = text(client.get(at(application), {"find": "sc 900001"}))
    assert "Children's home in Kent" in found.replace("&#39;", "'")
    form = text(client.get(f"{at(application)}?register=ofsted&urn=SC900001"))
    assert "keeps the address of this place back" in form
    assert "REDACTED" not in found + form


def test_a_closed_place_cannot_be_chosen_and_nothing_found_says_what_to_do(joining: tuple[Client, UUID, Actor]) -> None:
    client, application, _ = joining
    closed = text(client.get(at(application), {"find": "SC900009"}))
    assert "Resigned" in closed
    assert "Use this one" not in closed
    nothing = text(client.get(at(application), {"find": "no such place"}))
    assert "Nothing found" in nothing
    assert "?by_hand=1" in nothing
    assert "Enter its URN, or words of its name" in text(client.get(at(application), {"find": " "}))


def test_typing_in_stays_possible_and_keeps_what_was_typed(joining: tuple[Client, UUID, Actor]) -> None:
    client, application, _ = joining
    assert "sees that this place was typed in" in text(client.get(at(application), {"by_hand": "1"}))
    page = text(client.post(at(application), {"name": "Lily House", "urn": "SC123456"}))
    assert 'value="Lily House"' in page
    assert "There is a problem" in page


def test_alternative_provision_that_is_no_school_has_no_number_q1(joining: tuple[Client, UUID, Actor]) -> None:
    """Q1, §7.3: a sole trader's workshop stands in no register; a school without its number is still asked for it."""
    client, application, _ = joining
    typed = {
        "name": "Lily Workshop", "kind": "alternative_provision", "urn": "", "postcode": "PO19 1RQ",
        "council_area": "West Sussex", "age_from": "11", "age_to": "16", "takes": "anyone",
        "placement_kinds": ["ap-workshop"], "places": "4", "vacancies": "1",
    }  # fmt: skip
    school = client.post(at(application), {**typed, "kind": "independent_special_school"})
    assert "Enter the unique reference number (URN)" in text(school)
    assert client.post(at(application), typed).status_code == 302
    assert Establishment.objects.get(name="Lily Workshop").urn == ""


def test_a_place_of_another_provider_says_what_to_do_and_not_whose_it_is(joining: tuple[Client, UUID, Actor]) -> None:
    client, application, _ = joining
    filled = {
        "name": "Lily House", "kind": "childrens_home", "urn": "SC900001", "postcode": "BN1 1JE",
        "council_area": "Kent", "age_from": "8", "age_to": "17", "takes": "anyone", "places": "4", **REST,
    }  # fmt: skip
    client.post(at(application), filled)
    _, other, _ = make_provider("Hazel Homes", "07000002")
    theirs = signed_in(other)
    application = start_application(actor=other, at=AT)
    found = text(theirs.get(at(application), {"find": "SC900001"}))
    assert "Another provider has already applied with it" in found
    assert "Rowan" not in found
    claim = at(application, "claim", "SC900001")
    assert claim in found
    assert "West Sussex County Council" in text(theirs.get(claim))
    assert "Say since when it is yours" in text(theirs.post(claim, {"words": ""}))
    told = text(theirs.post(claim, {"words": "Bought in October."}, follow=True))
    assert "is told. It will look at the register and write to you." in told
    assert theirs.get(at(application, "claim", "SC000000")).status_code == 404
    assert client.get(at(application, "claim", "SC900001")).status_code == 404


def test_the_assessor_sees_what_the_register_says_or_that_it_was_typed_in(joining: tuple[Client, UUID, Actor]) -> None:
    assert register_fact("SC900001").note == (
        "Ofsted: Active; run by Invented Homes Ltd; Good, 25 May 2021; other register 900001."
    )
    assert register_fact("SC111111").note == "Typed in: not in the register. Check number and registration."
