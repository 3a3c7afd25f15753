"""Q2, Q5, Q6, Q8: a provider joins by pages alone; errors lose nothing; another's application is a 404."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from fairplace.dps.organisations.models import Person
from fairplace.dps.organisations.queries.evidence import evidence_of
from fairplace.dps.qualification.queries.line_row import line_row, lines_where
from fairplace.dps.qualification.queries.provider_places import application_of
from fairplace.foundations.kernel.actor import Actor
from tests.dps.qualification.joining import (
    Applicant,
    answer_about_provider,
    apply,
    assess,
    complete_basics,
    complete_line,
    decide,
    make_applicant,
)
from tests.dps.world import AT, PNG, World, make_provider, make_world


@pytest.fixture
def world(db: None, set_clock: Any) -> World:
    set_clock(AT)
    return make_world()


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(Person.objects.get(id=actor.person_id), "allauth.account.auth_backends.AuthenticationBackend")
    return client


def at(name: str, *args: object) -> str:
    return reverse(f"provider:{name}", args=args)


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


CONFIRMATIONS = dict.fromkeys(
    ("financial-standing", "legal-compliance", "safeguarding-continuity", "risk", "data-protection", "abuse-cover"),
    "yes",
)
STATEMENTS = ("outcomes-statement", "workforce-statement", "contract-statement")
SCHOOL = {
    "name": "Alder Court School", "kind": "independent_special_school", "urn": "900001", "postcode": "gu2 7xh",
    "council_area": "Surrey", "age_from": "5", "age_to": "16", "takes": "anyone", "placement_kinds": ["day"],
    "places": "30", "vacancies": "2",
}  # fmt: skip
HOME = {
    **SCHOOL, "name": "Alder House", "kind": "childrens_home", "urn": "800001", "postcode": "RH12 1RL",
    "placement_kinds": ["residential"], "places": "4",
}  # fmt: skip


def certificate(**change: Any) -> dict[str, Any]:
    return {
        "upload": SimpleUploadedFile("cover.png", PNG),
        "issued_on_day": "1", "issued_on_month": "4", "issued_on_year": "2026",
        "expires_on_day": "31", "expires_on_month": "3", "expires_on_year": "2027",
        "cover": "£10,000,000",
        **change,
    }  # fmt: skip


def test_a_provider_applies_for_two_places_by_pages_alone_q2(world: World) -> None:
    provider, manager, _ = make_provider("Alder Trust", "07000009")
    client = signed_in(manager)
    assert "None of your places is on the system yet" in text(client.get(at("applications:overview")))
    before = text(client.get(at("applications:start")))
    assert "Working to the outcomes framework" in before  # criteria are there before anyone applies (Q5)
    assert "Foster care" in before
    started = client.post(at("applications:start"))
    task_list = started["Location"]
    application_id = task_list.rstrip("/").rsplit("/", 1)[1]
    for place in (SCHOOL, HOME):
        response = client.post(at("applications:add_establishment", application_id), place)
        assert response.status_code == 302, text(response)
    page = application_of(manager, application_id, AT)  # type: ignore[arg-type]
    ticks = {}
    for establishment in page.establishments:
        code = "sen" if establishment.name == "Alder Court School" else "residential"
        ticks[str(establishment.id)] = [str(world.category(code).id)]
    assert client.post(at("applications:choose_lines", application_id), ticks).status_code == 302
    grounds = at("applications:grounds", application_id, "exclusion-grounds")
    assert client.post(grounds).status_code == 302
    assert client.post(at("applications:confirmations", application_id), CONFIRMATIONS).status_code == 302
    for code in ("employers-liability", "public-liability", "professional-indemnity"):
        assert client.post(at("applications:document", application_id, code), certificate()).status_code == 302
    assert "This opens when stage 1 is complete" in text(client.get(task_list))
    for line in lines_where(provider_id=provider):
        registration = "school-registration" if line.category_code == "sen" else "home-registration"
        inspection = {
            "inspection-rating": "ofsted-grades", "grade-ofsted-grades": "Good", "date-ofsted-grades_day": "4",
            "date-ofsted-grades_month": "June", "date-ofsted-grades_year": "2025", registration: "yes",
            "home-school": "yes",
        }  # fmt: skip
        args = (application_id, line.id)
        response = client.post(at("applications:inspection", *args), inspection)
        assert response.status_code == 302, text(response)
        for code in STATEMENTS:
            written = client.post(at("applications:statement", *args, code), {code: "We measure every term."})
            assert written.status_code == 302
        form = application_of(manager, application_id, AT).line(line.id)  # type: ignore[arg-type]
        costs = {heading.code: "120.50" for heading in form.content.headings if not heading.placement_kinds}
        assert client.post(at("applications:core_costs", *args), costs).status_code == 302
    assert "Check your answers and send" in text(client.get(task_list))
    check = text(client.get(at("applications:check", application_id)))
    assert "£1,084.50 a week" in check  # nine headings
    unticked = client.post(at("applications:check", application_id), {})
    assert "Tick the box to say that everything is true" in text(unticked)
    sent = client.post(at("applications:check", application_id), {"true": "on"}, follow=True)
    assert "Application sent" in text(sent)
    assert "Tuesday 17 November 2026" in text(sent)
    assert {line.state for line in lines_where(provider_id=provider)} == {"applied"}
    assert "The lead authority decides by" in text(client.get(at("applications:overview")))
    assert "What you sent" in text(client.get(task_list))
    assert client.get(grounds).status_code == 404


@pytest.fixture
def applicant(world: World) -> Applicant:
    return make_applicant()


def _line(world: World, applicant: Applicant) -> Any:
    client = signed_in(applicant.manager)
    ticks = {
        str(applicant.school_id): [str(world.category("sen").id)],
        str(applicant.home_id): [str(world.category("residential").id)],
    }
    client.post(at("applications:choose_lines", applicant.application_id), ticks)
    return lines_where(provider_id=applicant.provider_id)


def test_every_page_of_joining_is_drawn_q5(world: World, applicant: Applicant) -> None:
    client = signed_in(applicant.manager)
    school, home = _line(world, applicant)
    application = applicant.application_id
    complete_basics(applicant, [school.id, home.id])
    for name in ("show", "add_establishment", "choose_lines", "confirmations", "more", "check"):
        assert client.get(at(f"applications:{name}", application)).status_code == 200, name
    assert client.get(at("applications:document", application, "public-liability")).status_code == 200
    for line in (school, home):
        for name in ("line", "inspection", "core_costs"):
            assert client.get(at(f"applications:{name}", application, line.id)).status_code == 200, name
        for code in STATEMENTS:
            assert client.get(at("applications:statement", application, line.id, code)).status_code == 200
    assert ": £10 million" in text(client.get(at("applications:document", application, "public-liability")))
    confirmations = text(client.get(at("applications:confirmations", application)))
    assert confirmations.count("What passes:") == len(CONFIRMATIONS)
    assert "What passes:" in text(client.get(at("applications:grounds", application, "exclusion-grounds")))


def test_an_error_keeps_what_was_typed_and_links_to_its_field(world: World, applicant: Applicant) -> None:
    client = signed_in(applicant.manager)
    wrong = {**SCHOOL, "postcode": "ZZ99 9ZZ", "age_from": "many", "name": "Typed and kept"}
    page = text(client.post(at("applications:add_establishment", applicant.application_id), wrong))
    assert "Typed and kept" in page
    assert 'href="#id_age_from"' in page
    assert "Youngest age must be a whole number, like 12" in page
    wrong["age_from"] = "5"
    page = text(client.post(at("applications:add_establishment", applicant.application_id), wrong))
    assert 'href="#id_postcode"' in page
    assert "we cannot find this one" in page
    assert "<title>Error: " in page


def test_an_answer_that_does_not_pass_asks_what_was_done_q4(world: World, applicant: Applicant) -> None:
    client = signed_in(applicant.manager)
    _line(world, applicant)
    address = at("applications:confirmations", applicant.application_id)
    page = text(client.post(address, {**CONFIRMATIONS, "legal-compliance": "no"}))
    assert "this answer does not pass by itself" in page
    said = {**CONFIRMATIONS, "legal-compliance": "no", "legal-compliance-explained": "We moved the ramp in 2024."}
    assert client.post(address, said).status_code == 302
    assert "We moved the ramp in 2024." in text(client.get(address))
    assert "Question 2: select yes or no" in text(client.post(address, {}))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"upload": SimpleUploadedFile("cover.exe", b"MZ" * 50)}, "The file must be a PDF, JPG, JPEG, PNG or DOCX"),
        ({"upload": SimpleUploadedFile("cover.png", b"x" * (10 * 1024 * 1024 + 1))}, "smaller than 10 MB"),
        ({"upload": SimpleUploadedFile("cover.png", b"plainly not a picture")}, "error"),
        ({"upload": ""}, "Choose the certificate to upload"),
        ({"expires_on_year": "2025"}, "must come after"),
        ({"cover": "lots"}, "must be an amount of money"),
    ],
)
def test_a_wrong_upload_is_refused_with_one_clear_sentence(
    world: World, applicant: Applicant, change: dict[str, Any], words: str
) -> None:
    client = signed_in(applicant.manager)
    address = at("applications:document", applicant.application_id, "public-liability")
    response = client.post(address, certificate(**change))
    assert response.status_code == 200
    assert words in text(response)
    assert 'value="2027"' in text(response) or change.get("expires_on_year") == "2025"
    assert evidence_of(applicant.provider_id) == []


def test_pages_of_stage_2_are_refused_with_what_comes_first_until_stage_1_is_complete_q3(
    world: World, applicant: Applicant
) -> None:
    client = signed_in(applicant.manager)
    school, _ = _line(world, applicant)
    of_line = (applicant.application_id, school.id)
    offer = [
        at("applications:more", applicant.application_id),
        at("applications:core_costs", *of_line),
        at("applications:extras", *of_line),
        at("applications:statement", *of_line, "outcomes-statement"),
    ]

    def first(address: str) -> str:
        asked = client.get(address)
        assert client.post(address, {"premises": "1", "outcomes-statement": "Early."}).status_code == asked.status_code
        return text(asked) if asked.status_code == 409 else ""

    for address in offer:
        assert "It opens when stage 1, the basics, is complete. First: " in first(address), address
    assert application_of(applicant.manager, applicant.application_id, AT).line(school.id).answers == {}
    answer_about_provider(applicant)
    assert client.get(offer[0]).status_code == 200  # about the provider alone
    for address in offer[1:]:
        assert "First: tell us what the last inspection found." in first(address), address
    complete_basics(applicant, [school.id])
    for address in offer:
        assert client.get(address).status_code == 200, address


def test_a_page_of_the_offer_is_called_by_what_it_asks_q3(world: World, applicant: Applicant) -> None:
    client = signed_in(applicant.manager)
    school, _ = _line(world, applicant)
    complete_basics(applicant, [school.id])
    tasks = text(client.get(at("applications:show", applicant.application_id)))
    assert "Social value" in tasks
    assert "More about" not in tasks
    assert "<title>Social value" in text(client.get(at("applications:more", applicant.application_id)))


def test_a_statement_that_is_too_long_is_kept_and_says_by_how_much(world: World, applicant: Applicant) -> None:
    client = signed_in(applicant.manager)
    school, _ = _line(world, applicant)
    complete_basics(applicant, [school.id])
    address = at("applications:statement", applicant.application_id, school.id, "outcomes-statement")
    page = text(client.post(address, {"outcomes-statement": "word " * 503}))
    assert "by 3 words to 500 or fewer" in page
    assert page.count("word word word") >= 1


def test_core_costs_are_added_up_and_held_against_the_cap_q8(world: World, applicant: Applicant) -> None:
    client = signed_in(applicant.manager)
    school, _ = _line(world, applicant)
    complete_basics(applicant, [school.id])
    address = at("applications:core_costs", applicant.application_id, school.id)
    page = text(client.post(address, {"premises": "4,000", "then": "stay"}, follow=True))
    assert "£4,000.00</span> a week" in page
    assert "Above the affordability cap of £2,200.00 a week" in page  # a day place
    assert "Above the affordability cap of £3,900.00 a week" in page  # weekly boarding
    assert "Premises must be an amount of money" in text(client.post(address, {"premises": "dear"}))
    assert "Not ready yet" in text(client.post(at("applications:check", applicant.application_id), {"true": "on"}))


def test_answers_are_copied_with_one_click_q2(world: World, applicant: Applicant) -> None:
    client = signed_in(applicant.manager)
    school, home = _line(world, applicant)
    complete_line(applicant, school.id)
    copy = at("applications:copy_answers", applicant.application_id, home.id)
    assert "Rowan Bank School" in text(client.get(copy))
    chosen = {"source": str(school.id), "to": [str(home.id)]}
    check = text(client.post(copy, chosen))
    assert "Working to the outcomes framework" in check  # what is copied, before it is
    page = text(client.post(copy, {**chosen, "confirmed": "yes"}, follow=True))
    assert "Copied from Rowan Bank School to Rowan House" in page
    assert "Select one of the answers" in text(client.post(copy, {"source": "nonsense", "to": [str(home.id)]}))
    assert "Select another place" in text(client.post(copy, {"source": str(school.id), "to": [str(school.id)]}))


def test_pages_of_another_provider_are_not_there(world: World, applicant: Applicant) -> None:
    school, _ = _line(world, applicant)
    answer_about_provider(applicant)
    document = evidence_of(applicant.provider_id)[0].document_id
    rival = signed_in(make_applicant("07000002").manager)
    application = applicant.application_id
    for address in (
        at("applications:show", application),
        at("applications:choose_lines", application),
        at("applications:check", application),
        at("applications:sent", application),
        at("applications:core_costs", application, school.id),
        at("evidence:document", document),
        at("agreements:accreditation", school.id),
    ):
        assert rival.get(address).status_code == 404, address
    assert signed_in(world.people["officer"]).get(at("applications:overview")).status_code == 404
    assert Client().get(at("applications:overview")).status_code == 302


def test_the_evidence_library_lists_and_hands_out_documents_q6(world: World, applicant: Applicant) -> None:
    client = signed_in(applicant.manager)
    assert "Nothing here yet" in text(client.get(at("evidence:library")))
    assert "Safeguarding policy" in text(client.get(at("evidence:add")))
    assert client.post(at("evidence:add_kind", "public_liability"), certificate()).status_code == 302
    page = text(client.get(at("evidence:library")))
    assert "In force" in page
    document = client.get(at("evidence:document", evidence_of(applicant.provider_id)[0].document_id))
    assert document.content == PNG
    assert document["Content-Disposition"].startswith("attachment")


def test_the_signatory_reads_and_signs_and_the_reasons_of_a_refusal_are_shown_q11(
    world: World, applicant: Applicant
) -> None:
    line, other = apply(world, applicant)
    assess(world, line)
    decide(world, line, approved=True, reason="", at=AT)
    assess(world, other, failing="rating")
    decide(world, other, approved=False, reason="Apply after the next visit", at=AT)
    signatory = signed_in(applicant.signatory)
    address = at("agreements:accreditation", line)
    assert "Sign the agreement" in text(signatory.get(address))
    assert "Sign the agreement</button>" not in text(signed_in(applicant.manager).get(address))
    wrong = text(signatory.post(address, {"name_typed": "Nobody", "agrees": "on"}))
    assert "Type your name as it stands in your account" in wrong
    right = signatory.post(address, {"name_typed": applicant.signatory.name, "agrees": "on"}, follow=True)
    assert "You have signed" in text(right)
    row = line_row(line)
    assert row is not None
    assert row.state == "approved"
    overview = text(signed_in(applicant.manager).get(at("applications:overview")))
    assert "Now the lead authority signs" in overview
    assert "Apply after the next visit" in overview
    assert "Seen." in text(signed_in(applicant.manager).get(at("applications:show", applicant.application_id)))


def test_sending_twice_changes_nothing(world: World, applicant: Applicant) -> None:
    apply(world, applicant)
    client = signed_in(applicant.manager)
    assert client.post(at("applications:check", applicant.application_id), {"true": "on"}).status_code == 404


def test_a_place_is_taken_back_after_sending_a1(world: World, applicant: Applicant) -> None:
    line, _ = apply(world, applicant)
    client = signed_in(applicant.manager)
    assert "Take this place back" in text(client.get(at("applications:show", applicant.application_id)))
    address = at("applications:withdraw", applicant.application_id, line)
    assert client.get(address).status_code == 200
    taken = client.post(address, {"because": "The school closes in summer"}, follow=True)
    assert "Rowan Bank School is taken back" in text(taken)
    assert client.get(address).status_code == 404
    assert signed_in(make_applicant("07000002").manager).get(address).status_code == 404


def test_a_later_application_offers_only_what_is_not_there_yet_q2(world: World, applicant: Applicant) -> None:
    apply(world, applicant, ("sen",))
    client = signed_in(applicant.manager)
    later = client.post(at("applications:start"))["Location"].rstrip("/").rsplit("/", 1)[1]
    page = text(client.get(at("applications:choose_lines", later)))
    assert "Already applied for or on the system: Special educational needs." in page
    assert page.count('type="checkbox"') == 1
