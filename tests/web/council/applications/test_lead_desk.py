"""Q9-Q11, Q13, A3: the lead authority assesses, marks, decides and signs by pages; nobody else sees them."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.organisations.models import Person
from fairplace.dps.organisations.queries.evidence import evidence_of
from fairplace.dps.qualification.queries.evaluators import evaluators_of
from fairplace.dps.qualification.queries.line_row import line_row
from fairplace.dps.qualification.rules.questions import assessed_criteria
from fairplace.foundations.kernel.actor import Actor
from tests.dps.qualification.joining import Applicant, accredit, apply, appoint, assess, decide, make_applicant
from tests.dps.world import AT, PNG, World, make_world


@pytest.fixture
def world(db: None, set_clock: Any) -> World:
    set_clock(AT)
    return make_world()


@pytest.fixture
def applicant(world: World) -> Applicant:
    return make_applicant()


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(Person.objects.get(id=actor.person_id), "allauth.account.auth_backends.AuthenticationBackend")
    return client


def at(name: str, *args: object) -> str:
    return reverse(f"council:applications:{name}", args=args)


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def state(line: Any) -> str:
    row = line_row(line)
    assert row is not None
    return row.state


def test_from_the_queue_to_accreditation_by_pages_alone_q9(world: World, applicant: Applicant) -> None:
    line, _ = apply(world, applicant)
    first, second = signed_in(world.people["officer"]), signed_in(world.people["second_officer"])
    queue = text(first.get(at("queue")))
    assert "10 working days left" in queue
    assert "Tuesday 17 November 2026" in queue
    assert "1 application to decide" in queue.lower()
    assert "0 of 12" in text(first.get(at("show", applicant.application_id)))
    row = line_row(line)
    assert row is not None
    criteria = [one.code for one in assessed_criteria(content_of(row.category_version_id))]
    address = at("assess", line, criteria[0])
    for code in criteria:  # each leads to the next
        assert address == at("assess", line, code)
        assert first.get(address).status_code == 200
        address = first.post(address, {"passed": "yes", "reason": "Seen."})["Location"]
    assert address == at("line", line)
    people = [str(world.people[name].person_id) for name in ("officer", "second_officer")]
    appointed = first.post(at("appoint", applicant.application_id), {"lines": [line], "people": people}, follow=True)
    assert "2 appointments made" in text(appointed)
    declare = reverse("council:marking:joining_declare", args=[applicant.application_id])
    address = reverse("council:marking:joining_statement", args=[line, "outcomes-statement"])
    for officer, mark in ((first, "4"), (second, "3")):
        assert "Declare your interests" in text(officer.get(reverse("council:marking:to_score")))
        assert officer.get(address).status_code == 404
        assert officer.post(declare, {"has_interest": "no"})["Location"] == address
        page = text(officer.get(address))
        assert "What children and young people hope to read" in page
        assert "Rowan Bank School" not in page
        assert officer.post(address, {"mark": mark, "reason": "Clear steps and measures."}).status_code == 302
    side_by_side = text(second.get(f"{address}agree/"))
    assert "Priya Nair" in side_by_side
    assert "Tom Baines" in side_by_side
    second.post(f"{address}agree/", {"mark": "3.5", "reason": "Between our two marks."})
    for code in ("workforce-statement", "contract-statement"):
        address = reverse("council:marking:joining_statement", args=[line, code])
        for officer in (first, second):
            officer.post(address, {"mark": "3.5", "reason": "Clear steps and measures."})
        second.post(f"{address}agree/", {"mark": "3.5", "reason": "We both gave this mark."})
    shown = text(first.get(at("line", line)))
    assert shown.count("Agreed: 3.5 of 5") == 3
    assert "Company or charity status (due diligence) is not checked yet" in shown
    address = at("check", line, "company-status")
    day = {"checked_on_day": "3", "checked_on_month": "11", "checked_on_year": "2026"}
    while "checks" in address:  # each leads to the next
        found = {"outcome": "clear", "note": "Active.", **day}
        assert first.get(address).status_code == 200
        address = first.post(address, found)["Location"]
    assert "70.00" in text(first.get(at("propose", line)))
    proposed = first.post(at("propose", line), {"approved": "yes"}, follow=True)
    assert "Somebody else of the lead authority now releases it" in text(proposed)
    form = first.get(at("release", line)).content.decode()
    proposal = re.search(r'name="proposal" value="([^"]+)"', form)
    assert proposal is not None
    own = text(first.post(at("release", line), {"proposal": proposal[1], "outcome": "release"}))
    assert "You proposed this decision, so somebody else has to release it" in own
    released = second.post(at("release", line), {"proposal": proposal[1], "outcome": "release"}, follow=True)
    assert "Approved, awaiting signatures" in text(released)
    provider = signed_in(applicant.signatory)
    provider.post(
        reverse("provider:agreements:accreditation", args=[line]),
        {"name_typed": applicant.signatory.name, "agrees": "on"},
    )
    lead = signed_in(world.people["lead_signatory"])
    assert "Rowan Bank School" in text(lead.get(at("agreements")))
    signed = lead.post(at("agreement", line), {"name_typed": "Helen Marsh", "agrees": "on"}, follow=True)
    assert "Signed by both sides" in text(signed)
    assert state(line) == "accredited"


def test_every_page_of_the_desk_is_drawn_with_evidence_beside_it_q9(world: World, applicant: Applicant) -> None:
    line, home = apply(world, applicant)
    client = signed_in(world.people["officer"])
    insurances = text(client.get(at("assess", home, "insurances")))
    assert "£10 million is needed" in insurances
    assert "public_liability.png" in insurances
    assert "Good" in text(client.get(at("assess", line, "rating")))
    assert "Weekly boarding: all" in text(client.get(at("assess", line, "commercial")))
    for name in ("line", "propose", "evaluators"):
        assert client.get(at(name, line)).status_code == 200
    assert client.get(at("release", line)).status_code == 404  # nothing is proposed
    assert client.get(at("assess", line, "workforce")).status_code == 404
    assert client.get(at("check", line, "nothing")).status_code == 404
    document = evidence_of(applicant.provider_id)[0].document_id
    handed_out = client.get(at("document", applicant.application_id, document))
    assert handed_out.content == PNG
    assert handed_out["Content-Disposition"].startswith("attachment")


def test_errors_of_the_desk_keep_what_was_typed(world: World, applicant: Applicant) -> None:
    line, _ = apply(world, applicant)
    client = signed_in(world.people["officer"])
    assert "Select pass or fail" in text(client.post(at("assess", line, "rating"), {"reason": "kept words"}))
    failing = text(client.post(at("assess", line, "rating"), {"passed": "no"}))
    assert "Say why it fails" in failing
    assert 'href="#id_reason"' in failing
    appoint(world, [line], "officer")
    marking = reverse("council:marking:joining_statement", args=[line, "outcomes-statement"])
    too_high = text(client.post(marking, {"mark": "9", "reason": "kept words"}))
    assert "The mark must be from 0 to 5" in too_high
    assert "kept words" in too_high
    early = text(client.post(at("propose", line), {"approved": "yes"}))
    assert "It cannot be approved yet" in early
    nothing = text(client.post(at("propose", line), {"approved": "no"}))
    assert "Say why, and what the provider can do to join later" in nothing


def test_the_second_to_decide_is_told_by_a_sentence(world: World, applicant: Applicant) -> None:
    line, _ = apply(world, applicant)
    assess(world, line, failing="rating")
    decide(world, line, approved=False, reason="Rating")
    client = signed_in(world.people["officer"])
    page = text(client.post(at("propose", line), {"approved": "no", "reason": "Rating"}))
    assert "Tom Baines has already refused this line. Nothing was changed." in page


def test_only_the_leads_officers_see_the_desk_q9(world: World, applicant: Applicant) -> None:
    line, _ = apply(world, applicant)
    addresses = [
        at("show", applicant.application_id), at("line", line), at("assess", line, "rating"),
        at("appoint_from_queue"), at("export"),
        at("propose", line), at("release", line), at("evaluators", line), at("check", line, "company-status"),
        at("appoint", applicant.application_id), at("agreement", line), at("agreements"),
        at("document", applicant.application_id, evidence_of(applicant.provider_id)[0].document_id),
    ]  # fmt: skip
    for person in (world.people["partner_officer"], applicant.manager):
        client = signed_in(person)
        for address in addresses:
            assert client.get(address).status_code == 404, address
    assert signed_in(applicant.manager).get(at("queue")).status_code == 404
    to_sign = reverse("council:agreements:to_sign")  # the first page of a partner's officer has something for them
    assert signed_in(world.people["partner_officer"]).get(at("queue")).url == to_sign  # type: ignore[attr-defined]


def test_the_same_evaluators_for_places_of_many_applications_that_the_queue_shows_q9(
    world: World, applicant: Applicant
) -> None:
    first, _ = apply(world, applicant)
    (second,) = apply(world, make_applicant("07000002", name="Beech Care"), ("sen",))
    desk = signed_in(world.people["officer"])
    people = [str(world.people[name].person_id) for name in ("second_officer", "partner_officer")]
    desk.get(at("queue"), {"words": "beech"})
    shown = text(desk.get(at("appoint_from_queue")))
    assert "Beech Care: Rowan Bank School" in shown
    assert "Rowan Trust" not in shown  # the queue's filter holds here
    desk.get(at("queue"), {"clear": "1"})
    assert "Choose who will mark" in text(desk.post(at("appoint_from_queue"), {"lines": [str(first)]}))
    said = {"lines": [str(first), str(second)], "people": people}
    assert "4 appointments made" in text(desk.post(at("appoint_from_queue"), said, follow=True))
    assert {len(rows) for rows in evaluators_of([first, second]).values()} == {2}
    assert "2 evaluators so far" in text(desk.get(at("appoint_from_queue")))
    foreign = {"lines": [str(UUID(int=7))], "people": people}
    assert "There is a problem" in text(desk.post(at("appoint_from_queue"), foreign))


def test_the_queue_is_filtered_and_remembers_it(world: World, applicant: Applicant) -> None:
    apply(world, applicant)
    apply(world, make_applicant("07000002", name="Beech Care"), ("residential",))
    client = signed_in(world.people["officer"])
    assert "2 applications" in text(client.get(at("queue")))
    assert "Beech Care" not in text(client.get(at("queue"), {"category": "sen"}))
    assert "Beech Care" not in text(client.get(at("queue")))  # remembered
    assert "Beech Care" in text(client.get(at("queue"), {"clear": "1"}))
    assert "No application matches" in text(client.get(at("queue"), {"words": "nowhere"}))
    assert "Beech Care" in text(client.get(at("queue"), {"words": "beech", "stage": "assess"}))


def test_the_queue_asks_the_same_number_of_questions_however_long_it_is(
    world: World, applicant: Applicant, django_assert_max_num_queries: Any
) -> None:
    apply(world, applicant)
    for number in ("07000002", "07000003"):
        apply(world, make_applicant(number), ("sen",))
    client = signed_in(world.people["officer"])
    with django_assert_max_num_queries(20):
        client.get(at("queue"))


def test_the_queue_is_exported_as_it_is_filtered_q13(world: World, applicant: Applicant) -> None:
    apply(world, applicant)
    apply(world, make_applicant("07000002", name="=Beech Care"), ("residential",))
    client = signed_in(world.people["officer"])
    client.get(at("queue"), {"words": "beech"})
    rows = client.get(at("export")).content.decode("utf-8-sig").splitlines()
    assert len(rows) == 2
    assert "'=Beech Care" in rows[1]
    assert ",10,To assess,The lead’s desk,Rowan House," in rows[1]


def test_questions_both_ways_by_pages_q9(world: World, applicant: Applicant) -> None:
    line, _ = apply(world, applicant)
    lead, provider = signed_in(world.people["officer"]), signed_in(applicant.manager)
    day = {"answer_by_day": "6", "answer_by_month": "11", "answer_by_year": "2026"}
    empty = text(lead.post(at("ask", applicant.application_id), {"about": str(line), "text": "", **day}))
    assert "Write your question" in empty
    asked = {"about": str(line), "text": "Where is the schedule?", **day}
    shown = text(lead.post(at("ask", applicant.application_id), asked, follow=True))
    assert "Where is the schedule?" in shown
    assert "To be answered by Friday 6 November 2026" in shown
    assert "Answer the lead authority" in text(provider.get(reverse("provider:tasks")))
    overview = text(provider.get(reverse("provider:applications:overview")))
    assert "The lead authority has asked you something" in overview
    own = reverse("provider:applications:questions", args=[applicant.application_id])
    page = provider.get(own).content.decode()
    address = re.search(r'href="([^"]+/questions/[0-9a-f-]{36}/)"', page)
    assert address is not None
    evidence = evidence_of(applicant.provider_id)[0]
    given = {"text": "In our library.", "evidence": [str(evidence.id)]}
    assert "In our library." in text(provider.post(address[1], given, follow=True))
    assert state(line) == "assessing"
    thread = text(lead.get(at("questions", applicant.application_id)))
    assert evidence.document_name in thread
    provider.post(f"{own}ask/", {"text": "When do you decide?"})
    page = lead.get(at("questions", applicant.application_id)).content.decode()
    address = re.search(r'href="([^"]+/questions/[0-9a-f-]{36}/)"', page)
    assert address is not None
    lead.post(address[1], {"text": "By 17 November."})
    assert "By 17 November." in text(provider.get(own))
    assert lead.get(at("extend", applicant.application_id)).status_code in {200, 404}


def test_suspended_and_reinstated_by_pages_a3_a4(world: World, applicant: Applicant) -> None:
    line, _ = apply(world, applicant)
    accredit(world, applicant, line)
    client = signed_in(world.people["officer"])
    assert "Suspend this place" in text(client.get(at("line", line)))
    assert "Select the criterion" in text(client.post(at("suspend", line), {"because": "Inadequate"}))
    for page in ("suspend", "propose_removal"):
        shown = text(client.get(at(page, line)))
        assert "What this place is part of now" in shown
        assert "No referral of any council that is open or undecided" in shown
    said = {"criterion": "rating", "because": "Inadequate in October; a better rating puts it right"}
    assert "Suspended for all councils" in text(client.post(at("suspend", line), said, follow=True))
    assert state(line) == "suspended"
    overview = text(signed_in(applicant.manager).get(reverse("provider:applications:overview")))
    assert "a better rating puts it right" in overview
    assert client.get(at("suspend", line)).status_code == 404
    client.post(at("reinstate", line), {"because": "Good again"})
    assert state(line) == "accredited"
