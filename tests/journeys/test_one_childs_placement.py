"""One child's placement from need to signed agreement, by pages alone, each person at a browser of their own."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from fairplace.demo.telling.certificate import certificate
from fairplace.foundations.paper import signatures_in
from tests.fixtures.serving import Served
from tests.journeys import story
from tests.journeys.meeting import Meeting
from tests.journeys.people import (
    evaluators,
    family,
    lead,
    officer,
    openers,
    provider,
    signatory,
    visitor_of_the_demo,
)
from tests.journeys.story import BIDS, CHILD, CHOSEN, COSTS

SCHEMAS = Path(__file__).resolve().parents[3] / "shared" / "data" / "ocds" / "schema-1.1.5"


def test_a_child_is_placed_from_need_to_signed_agreement(served_demo: Served, browser: Browser, tmp_path: Path) -> None:
    """Part 6 of the first issue, without shortcuts; axe finds nothing on any page or error that is met."""
    people = Meeting(browser, served_demo.url)
    paper = tmp_path / "certificate.pdf"
    paper.write_bytes(certificate("Certificate of insurance", ["Cover for each claim: £10,000,000"]))
    try:
        _a_provider_joins_with_two_places(people, paper)
        reference = _a_referral_is_published(people)
        _three_providers_bid(people, reference)
        _two_openers_open(people, reference)
        _two_evaluators_mark_and_agree(people, reference)
        _the_family_chooses(people, reference)
        _the_award_is_made_and_accepted(people, reference)
        signed = _both_sides_sign(people, reference, tmp_path)
    finally:
        people.end()
    assert [one.signer_name.split(",")[0] for one in signatures_in(signed)] == [
        story.WINNER_SIGNATORY,
        story.COUNCIL_SIGNATORY,
    ]
    release = _release_of(served_demo.url, reference)
    assert release["tag"] == ["contract"]
    told = json.dumps(release)
    for secret in (*CHILD["name"].split(), CHILD["called"], CHILD["family"], CHILD["postcode"], CHILD["story"]):
        assert secret not in told, f"{secret} stands in the open data"


def _a_provider_joins_with_two_places(people: Meeting, paper: Path) -> None:
    """Given a provider with a school and a home, accredited in both categories on one application."""
    bidder = people(story.BIDDER)
    provider.begins_an_application(bidder)
    provider.cannot_send_half_an_application(bidder)
    provider.answers_about_itself(bidder, paper, story.TODAY)
    provider.answers_about_its_places(bidder, COSTS)
    application = provider.sends(bidder)
    first, second = (people(name) for name in story.ASSESSORS)
    for place in COSTS:
        lead.finds_the_line(first, application, place)
        lead.assesses_every_criterion(first)
        lead.finds_the_line(first, application, place)
        lead.looks_everything_up(first, story.TODAY)
        lead.finds_the_line(first, application, place)
        label = lead.appoints(first, story.MARKERS)
        for name, mark in zip(story.MARKERS, ("5", "4.5"), strict=True):
            lead.marks_the_statements(people(name), label, mark, (place, "Lanternmere"))
        lead.agrees_the_marks(people(story.MARKERS[1]), label, "5")
        lead.finds_the_line(first, application, place)
        lead.proposes_to_approve(first, "100.00")
        lead.finds_the_line(second, application, place)
        lead.releases(second)
    provider.signs_accreditation(people(story.PROVIDER_SIGNATORY), story.PROVIDER_SIGNATORY, list(COSTS))
    for place in COSTS:
        lead.signs_accreditation(first, story.ASSESSORS[0], place)


def _a_referral_is_published(people: Meeting) -> str:
    """When an officer writes what the child needs, and publishes without saying who the child is."""
    writer = people(story.OFFICER)
    reference = officer.writes_a_referral(writer, CHILD)
    officer.says_how_far(writer, 15)
    officer.publishes(writer, CHILD, {"openers": list(story.OPENERS), "evaluators": list(story.EVALUATORS)})
    return reference


def _three_providers_bid(people: Meeting, reference: str) -> None:
    """And three providers answer, read the story and seal a bid."""
    for name, (place, _, bid) in BIDS.items():
        bidder = people(name)
        provider.answers_an_invitation(bidder, reference, place)
        provider.reads_the_story(bidder, CHILD["own"])
        bidder.does_not_read(CHILD["name"], CHILD["postcode"])
        provider.bids(bidder, bid)
    officer.sees_no_bid_before_the_time(people(story.OFFICER), reference)


def _two_openers_open(people: Meeting, reference: str) -> None:
    """And two of three openers open after the closing time, not before, and not one of them twice."""
    (first, first_words), (second, second_words), _ = story.OPENERS.items()
    for name in (first, second):
        openers.declares(people(name), reference)
        openers.cannot_turn_before_the_time(people(name), reference)
    visitor_of_the_demo.moves_the_clock_past_closing(people.stranger().goes_to("/"), reference)
    openers.turns_a_key(people(first), reference, first_words, last=False)
    openers.cannot_turn_twice(people(first))
    openers.turns_a_key(people(second), reference, second_words, last=True)


def _two_evaluators_mark_and_agree(people: Meeting, reference: str) -> None:
    """And two evaluators mark without names or prices, and agree."""
    places = tuple(place for place, _, _ in BIDS.values())
    for name in story.EVALUATORS:
        evaluators.declares(people(name), reference)
        evaluators.marks_every_statement(people(name), reference, story.mark_for, places)
    evaluators.agrees_every_mark(people(story.EVALUATORS[1]), reference, story.mark_for)


def _the_family_chooses(people: Meeting, reference: str) -> None:
    """Then the scores are close, and the family prefers the second."""
    officer.scores(people(story.OFFICER), reference)
    people(story.OFFICER).reads("The family chooses between")
    places = tuple(place for place, _, _ in BIDS.values())
    parent = people.stranger()
    family.opens_its_letter(parent, CHILD["email"])
    family.sees(parent, CHILD["called"], places[:2], places[2:])
    family.chooses(parent, CHILD["email"], CHOSEN, "It is nearest to his cousin.")


def _the_award_is_made_and_accepted(people: Meeting, reference: str) -> None:
    """And the award goes to the family's choice; everybody has feedback; the winner accepts and learns the name."""
    officer.awards(people(story.OFFICER), reference, CHOSEN)
    provider.reads_feedback(people(story.LOSER), reference, "Copperwing Autism Trust")
    provider.accepts_the_award(people(story.WINNER), reference)
    people(story.WINNER).follows("ee who the child is").reads(CHILD["name"])


def _both_sides_sign(people: Meeting, reference: str, folder: Path) -> bytes:
    """And both sides sign one paper, the provider first."""
    signatory.cannot_sign_yet(people(story.COUNCIL_SIGNATORY), reference)
    signatory.signs(people(story.WINNER_SIGNATORY), "Agreements", reference, story.WINNER_SIGNATORY)
    signatory.signs(people(story.COUNCIL_SIGNATORY), "To sign", reference, story.COUNCIL_SIGNATORY)
    return signatory.downloads(people(story.COUNCIL_SIGNATORY), folder).read_bytes()


def _release_of(address: str, reference: str) -> dict[str, object]:
    with urllib.request.urlopen(f"{address}/open-data/releases.json") as answer:
        package = json.load(answer)
    return next(one for one in package["releases"] if reference in one["ocid"])


@pytest.mark.shared_folder
def test_open_data_of_the_demo_is_valid(served_demo: Served, tmp_path: Path) -> None:
    """§5.7: what stands at the stable address passes check-jsonschema."""
    with urllib.request.urlopen(f"{served_demo.url}/open-data/releases.json") as answer:
        package = tmp_path / "releases.json"
        package.write_bytes(answer.read())
    schema = SCHEMAS / "release-package-schema.selfcontained.json"
    done = subprocess.run(
        [str(Path(sys.executable).parent / "check-jsonschema"), "--schemafile", str(schema), str(package)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
