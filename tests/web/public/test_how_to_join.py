"""Q5: before anyone applies, everything is there to read: criteria, questions, prices, terms, timetable, answers."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.market.queries.public_questions import questions_asked
from fairplace.dps.market.rules.exclusion_grounds import grounds_of
from fairplace.dps.organisations.models import Person
from tests.dps.world import AT, World, make_provider, make_world, person
from tests.web.provider.test_bidding_pages import signed_in


@pytest.fixture
def world(db: None, set_clock: Any) -> World:
    set_clock(AT)
    return make_world()


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_the_system_its_law_and_its_timetable_are_told_in_plain_words_q5(world: World, client: Client) -> None:
    page = text(client.get("/how-to-join/"))
    for words in (
        "Children&#39;s placements in the south east", "West Sussex County Council", "within 10 working days",
        "ends on 23 February 2029", "Special educational needs", "Open: you can apply at any time",
        "terms and local schedules",
    ):  # fmt: skip
        assert words in page, words


@pytest.mark.parametrize("code", ["sen", "residential", "foster", "alternative", "supported"])
def test_every_question_says_why_it_is_asked_and_what_passes_q5(world: World, client: Client, code: str) -> None:
    response = client.get(reverse("public:category", args=[code]))
    assert response.status_code == 200
    content = content_of(world.category(code).version_id)
    page = text(response)
    assert page.count("Why we ask:") == len(content.questions)
    assert page.count("What passes:</strong>") >= len(content.questions)
    for criterion in content.criteria:
        assert criterion.name.split("&")[0].split("'")[0] in page


def test_the_pack_holds_every_question_and_every_ground_q5(world: World, client: Client) -> None:
    response = client.get(reverse("public:pack", args=["sen"]))
    assert response["Content-Type"].startswith("text/plain")
    words = response.content.decode("utf-8-sig")
    content = content_of(world.category("sen").version_id)
    for question in content.questions:
        assert " ".join(question.text.split()) in " ".join(words.split())
    assert words.count("Why we ask:") == len(content.questions)
    plain = " ".join(words.split())
    asked = any(question.kind == "grounds" for question in content.questions)
    for ground in grounds_of("pcr-light-touch-dps") if asked else ():
        assert " ".join(ground.text.split()) in plain
    assert "\n" not in words.replace("\r\n", "")


def test_a_category_that_is_not_there_is_not_found(world: World, client: Client) -> None:
    assert client.get("/how-to-join/nonsense/").status_code == 404
    assert client.get("/how-to-join/nonsense/questions.txt").status_code == 404


def test_a_question_goes_from_a_provider_through_the_lead_to_everybody_q5(world: World, client: Client) -> None:
    _, manager, _ = make_provider("Alder Trust", "07000009")
    provider, lead = Client(), Client()
    for one, actor in ((provider, manager), (lead, world.people["officer"])):
        one.force_login(Person.objects.get(id=actor.person_id), "allauth.account.auth_backends.AuthenticationBackend")
    address = reverse("provider:questions:ask")
    assert "Write your question" in text(provider.post(address, {"category": "", "text": " "}))
    provider.post(address, {"category": "", "text": "May Alder Trust apply twice?"})
    (asked,) = questions_asked(manager)
    assert "Waits for an answer" in text(provider.get(address))
    assert "May Alder Trust apply twice?" in text(lead.get(reverse("council:questions:list")))
    answer = reverse("council:questions:answer", args=[asked.id])
    told = {"question_text": "May one provider apply twice?", "text": "Yes, at any time.", "who": "all"}
    assert "Write the answer" in text(lead.post(answer, {**told, "text": ""}))
    lead.post(answer, told)
    page = text(client.get(reverse("public:answers"), {"words": "twice"}))
    assert "Yes, at any time." in page
    assert "Alder" not in page
    assert "No answer has these words" in text(client.get(reverse("public:answers"), {"words": "fees"}))
    assert "All answers" not in text(client.get("/how-to-join/"))
    assert provider.get(answer).status_code in {403, 404}


def test_asking_needs_a_providers_account_x1(world: World, client: Client) -> None:
    response = client.get(reverse("provider:questions:ask"))
    assert response.status_code == 302


def test_the_page_offers_what_its_reader_can_do_and_no_address_that_is_not_theirs_q5(
    world: World, client: Client
) -> None:
    start = reverse("provider:applications:start")
    assert f'href="{start}"' in text(client.get("/how-to-join/"))
    _, manager, signatory = make_provider("Chalk Path", "01234567")
    officer = person(world.partner_id, "Officer", "placement_officer")
    for someone, offered in ((manager, True), (signatory, False), (officer, False)):
        page = text(signed_in(someone).get("/how-to-join/"))
        assert "Register to apply" not in page
        assert (f'href="{start}"' in page) is offered, someone.roles
        assert "You are signed in as" in text(signed_in(someone).get("/register/"))


def test_only_who_is_signed_in_is_led_to_their_own_data_t5(world: World, client: Client) -> None:
    own = f'href="{reverse("own_data")}"'
    assert own not in text(client.get("/privacy/"))
    assert own in text(signed_in(person(world.partner_id, "Officer", "placement_officer")).get("/privacy/"))
