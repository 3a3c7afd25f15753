"""Issue 3: a provider that nobody knew joins with three places in two categories, by pages alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from fairplace.demo.region import providers
from fairplace.demo.telling.certificate import certificate
from tests.dps.organisations.registers.published import gias, ofsted
from tests.fixtures.serving import Served
from tests.journeys.meeting import Meeting
from tests.journeys.people import lead, newcomer
from tests.journeys.story import COSTS, TODAY
from tests.journeys.visitor import Visitor

WHO: dict[str, Any] = {
    "organisation": "Wrenfold Care and Learning Ltd",
    "number": {"number_kind": "company", "company": "99987601"},
    "name": "Odile Farrant",
    "email": "odile.farrant@wrenfold.example.invalid",
    "category": "Residential care",
}
SCHOOL_URN, HOME_URN, LOWER_URN = "998001", "SC998002", "998003"
SCHOOL, HOME, LOWER = "Wrenfold School", "Wrenfold Lodge", "Wrenfold Lower School"
TAKEN = next(place for provider in providers() for place in provider.places if place.name == "Osierfield School")
NIA, OWEN = "Nia Prosser", "Owen Tidewell"
KENT, SURREY = "Ingrid Halvorsen", "Miriam Castle"
GROUND = "You broke the law on the environment"
SCHOOL_COSTS, HOME_COSTS = COSTS["Lanternmere School"], COSTS["Lanternmere House"]


@pytest.fixture
def papers(tmp_path: Path) -> dict[str, Path]:
    """A certificate, and what is none."""
    given = {name: tmp_path / file for name, file in _FILES.items()}
    given["paper"].write_bytes(certificate("Certificate of insurance", ["Cover for each claim: £10,000,000"]))
    given["program"].write_bytes(b"MZ" + bytes(200))
    given["text"].write_bytes(b"Insured until next year, they said.")
    return given


_FILES = {"paper": "certificate.pdf", "program": "certificate.pdf.exe", "text": "note.pdf"}


@pytest.fixture
def people(served_demo: Served, browser: Browser) -> Iterator[Meeting]:
    meeting = Meeting(browser, served_demo.url)
    yield meeting
    meeting.end()


def test_a_provider_joins_with_three_places_in_two_categories(
    people: Meeting, papers: dict[str, Path], tmp_path: Path
) -> None:
    """Q1-Q4, Q6-Q11, Q14, A1, A8, X4 as one story; axe finds nothing on any page or error that is met."""
    _the_lead_imports_both_registers(people(NIA), tmp_path)
    odile = people.stranger()
    _it_registers_and_finds_its_places(odile)
    _it_fills_in_both_stages(odile, papers, tmp_path)
    application = newcomer.sends(odile, tmp_path)
    _both_ask_and_answer(people, odile, application)
    _two_councils_mark_blind(people)
    _two_people_decide(people, application)
    _both_sides_sign(people, odile, tmp_path)
    visitor = people.somebody_else()
    visitor.goes_to("/").follows("I run a school").follows("Who is on the system today")
    visitor.fills_in(area="West Sussex").presses("Show").reads(SCHOOL, LOWER).does_not_read(HOME)
    newcomer.position(odile, LOWER).reads("Competency score: 95.00", "Documents that this category asks for")


def _the_lead_imports_both_registers(nia: Visitor, folder: Path) -> None:
    """X4: a school and a home that nobody has added, and a school that another provider has."""
    schools, homes = folder / "gias.csv", folder / "homes.csv"
    own = {
        "URN": SCHOOL_URN,
        "EstablishmentName": SCHOOL,
        "Postcode": "RH16 1BN",
        "CHNumber": "",
        "PropsName": "Wrenfold",
    }
    schools.write_bytes(gias(own, {"URN": TAKEN.urn, "EstablishmentName": TAKEN.name, "CHNumber": ""}))
    homes.write_bytes(ofsted({"URN": HOME_URN, "Linked Education URN": "", "Inspection date": "25/05/2025"}))
    lead.imports_a_register(nia, "gias", schools)
    lead.imports_a_register(nia, "ofsted", homes)


def _it_registers_and_finds_its_places(odile: Visitor) -> None:
    """Q1, Q2: found by name and by number, one typed in, one that is another's."""
    newcomer.registers(odile, WHO)
    newcomer.starts(odile)
    newcomer.adds_from_register(
        odile, SCHOOL, {"placement_kinds": ["day"], "takes": "anyone", "places": "40", "vacancies": "5"}
    )
    newcomer.adds_from_register(
        odile,
        HOME_URN,
        {
            "name": HOME, "postcode": "RH15 9LR", "age_from": "8", "age_to": "17", "takes": "anyone",
            "placement_kinds": ["residential"], "vacancies": "1",
        },
    )  # fmt: skip
    newcomer.adds_by_hand(
        odile,
        {
            "name": LOWER, "kind": "independent_special_school", "urn": LOWER_URN, "postcode": "RH10 6HG",
            "council_area": "West Sussex", "age_from": "4", "age_to": "11", "takes": "anyone",
            "placement_kinds": ["day"], "places": "24", "vacancies": "3",
        },
    )  # fmt: skip
    newcomer.is_told_that_another_has_it(odile, TAKEN.urn)
    newcomer.chooses_every_category(odile, 3)


def _it_fills_in_both_stages(odile: Visitor, papers: dict[str, Path], folder: Path) -> None:
    """Q3, Q4, Q6-Q8: stage 1, then stage 2; what is wrong on the way is said in one sentence."""
    odile.reads("This opens when stage 1 is complete")
    newcomer.tells_of_a_ground(odile, GROUND, TODAY.replace(year=TODAY.year - 1, day=1))
    newcomer.confirms(odile, "Confirmations")
    newcomer.uploads_what_does_not_count(odile, "Public liability", papers, TODAY)
    for insurance in ("Public liability", "Employers' liability", "Professional indemnity"):
        newcomer.uploads(odile, insurance, papers["paper"], TODAY)
    newcomer.says_what_inspectors_found(odile, SCHOOL, "Good", None)
    newcomer.says_what_inspectors_found(odile, HOME, "Good", None)
    newcomer.says_what_inspectors_found(odile, LOWER, "Good", TODAY.replace(year=TODAY.year - 2, day=3))
    newcomer.comes_back(odile, WHO["email"])
    odile.does_not_read("This opens when stage 1 is complete")
    newcomer.writes_statements(odile, SCHOOL)
    newcomer.prices_above_the_cap(odile, SCHOOL, SCHOOL_COSTS)
    newcomer.offers_services_and_discounts(odile, SCHOOL, {"learning-support": "24.50", "speech-language": "82"})
    newcomer.copies_forward(odile, SCHOOL, (HOME, LOWER))
    newcomer.prices_by_spreadsheet(odile, HOME, HOME_COSTS, folder)


def _both_ask_and_answer(people: Meeting, odile: Visitor, application: str) -> None:
    """Q9, Q13: on the record both ways, while the clock runs."""
    question, answer = "Is the lift at Wrenfold School in use?", "Yes, since its inspection in March."
    lead.finds_the_line(people(NIA), application, SCHOOL)
    lead.asks_about_the_line(people(NIA), question)
    newcomer.answers_the_lead(odile, question, answer)
    newcomer.asks_the_lead(odile, "May we add a second home later?")
    lead.reads_the_answer_and_answers(people(NIA), application, answer, "Yes, at any time.")
    lead.finds_the_line(people(NIA), application, SCHOOL)
    lead.appoints(people(NIA), (KENT, SURREY))


def _two_councils_mark_blind(people: Meeting) -> None:
    """Q9, Q10: neither sees whose it is or the other's mark; far apart is flagged, and agreed with a reason."""
    hidden = ("Wrenfold", "Odile")
    lead.marks_one_after_the_other(people(KENT), {"": "5"}, hidden)
    lead.marks_one_after_the_other(people(SURREY), {"How do you find, train": "2.5", "": "4.5"}, hidden)
    lead.moderates(people(SURREY), wide="4", narrow="5")


def _two_people_decide(people: Meeting, application: str) -> None:
    """Q9, Q14: judged, looked up, proposed by one and released by another, place by place."""
    nia, owen = people(NIA), people(OWEN)
    for place in (SCHOOL, LOWER, HOME):
        lead.finds_the_line(nia, application, place)
        if place == SCHOOL:
            lead.judges_the_ground(nia, GROUND)
        lead.assesses_the_rest(nia)
        lead.looks_up(nia, TODAY)
        lead.proposes_to_approve(nia, "95.00", tries_alone=place == SCHOOL)
        lead.finds_the_line(owen, application, place)
        lead.releases(owen)


def _both_sides_sign(people: Meeting, odile: Visitor, folder: Path) -> None:
    """Q11, A1: the letter gives a reason for each criterion; the provider signs, then the lead."""
    newcomer.signs_every_agreement(odile, WHO["name"])
    odile.follows(newcomer.PLACES).reads("Now the lead authority signs").does_not_read("Invited to every referral")
    lead.signs_every_agreement(people(NIA), NIA)
    newcomer.reads_the_letter(odile, SCHOOL, folder, "95.00 out of 100", "The people who work here")
