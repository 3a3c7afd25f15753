"""Issue 3: one person joins in an evening, on a phone without JavaScript, by the light set of alternative education."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from fairplace.demo.telling.certificate import certificate
from tests.fixtures.serving import Served
from tests.journeys.meeting import Meeting
from tests.journeys.people import lead, newcomer
from tests.journeys.story import TODAY
from tests.journeys.visitor import Visitor

WHO: dict[str, Any] = {
    "organisation": "Bryony Calloway",
    "number": {"number_kind": "none", "town": "Crawley"},
    "name": "Bryony Calloway",
    "email": "bryony.calloway@workshop.example.invalid",
    "category": "Alternative education",
}
HELPER = {"name": "Joan Calloway", "email": "joan.calloway@workshop.example.invalid"}
PLACE = "Calloway Woodshop"
COSTS = {"people": "310", "place": "85", "materials": "60", "running": "75"}
VISIT, WHY = "Inspection, or our visit", "At our visit the saw had no guard."
NIA, OWEN = "Nia Prosser", "Owen Tidewell"


def test_a_sole_trader_joins_on_a_phone_without_javascript(
    served_demo: Served, browser: Browser, tmp_path: Path
) -> None:
    """§7.3, Q1-Q3, Q11, X8: a helper fills in and cannot send; refused for one thing, only that is done again."""
    people = Meeting(browser, served_demo.url)
    paper = tmp_path / "insurance.pdf"
    paper.write_bytes(certificate("Certificate of insurance", ["Cover for each claim: £5,000,000"]))
    bryony, joan = (Visitor(browser, served_demo.url, javascript=False, width=375, touch=True) for _ in range(2))
    try:
        _she_registers_and_adds_her_workshop(bryony)
        _her_helper_fills_in_and_cannot_send(bryony, joan, paper)
        first = newcomer.sends(_goes_on(bryony), tmp_path)
        _it_is_refused_for_one_criterion(people, first)
        second = _she_puts_right_what_failed(bryony, tmp_path)
        _only_that_is_judged_again(people, second)
        _both_sign(people, bryony)
    finally:
        bryony.leaves()
        joan.leaves()
        people.end()


def _goes_on(someone: Visitor) -> Visitor:
    newcomer.goes_on(someone)
    return someone


def _she_registers_and_adds_her_workshop(bryony: Visitor) -> None:
    newcomer.registers(bryony, WHO)
    newcomer.starts(bryony)
    newcomer.adds_by_hand(
        bryony,
        {
            "name": PLACE, "kind": "alternative_provision", "postcode": "RH10 6HG", "council_area": "West Sussex",
            "age_from": "11", "age_to": "16", "takes": "anyone", "placement_kinds": ["ap-workshop"], "places": "4",
            "vacancies": "2",
        },
    )  # fmt: skip
    newcomer.chooses_every_category(bryony, 1)
    bryony.does_not_read("statement")


def _her_helper_fills_in_and_cannot_send(bryony: Visitor, joan: Visitor, paper: Path) -> None:
    """The helper's link comes by e-mail; all but sending is hers."""
    bryony.follows("People").follows("Invite somebody").presses("Send the").is_told("Select what this person may do")
    bryony.fills_in(**HELPER, roles=["helper"]).presses("Send the").reads("It works for 14 days")
    joan.goes_to(newcomer.found_in_letters(joan, HELPER["email"], r"(/invited/[\w-]+/)"))
    joan.fills_in(password="short", again="short").presses("Make my account").is_told("12 characters")
    joan.fills_in(password=newcomer.PASSWORD, again=newcomer.PASSWORD).presses("Make my account")
    newcomer.goes_on(joan)
    joan.follows("Grounds for exclusion").presses("None of these applies")
    newcomer.confirms(joan, "Confirmations")
    newcomer.uploads(joan, "Public liability", paper, TODAY)
    newcomer.task_of(joan, PLACE, "inspection").fills_in(**{"inspection-rating": "no-inspectorate"})
    newcomer.says_yes(joan)
    joan.presses("continue")
    newcomer.task_of(joan, PLACE, "core-costs").fills_in(**COSTS).presses("Save and continue")
    joan.reads(f"Ask a bid manager of {WHO['organisation']} to check it and send it").does_not_read(
        "Check your answers and"
    )


def _it_is_refused_for_one_criterion(people: Meeting, application: str) -> None:
    nia, owen = people(NIA), people(OWEN)
    lead.finds_the_line(nia, application, PLACE)
    lead.assesses_the_rest(nia, fails={VISIT: WHY})
    lead.proposes_to_refuse(nia, "One criterion is not met.")
    lead.finds_the_line(owen, application, PLACE)
    lead.releases(owen, "refuse")


def _she_puts_right_what_failed(bryony: Visitor, folder: Path) -> str:
    """Q11: the letter says what failed and leads on; everything else is carried over."""
    bryony.follows(newcomer.PLACES).follows("Read the letter with the reasons").reads(WHY)
    bryony.presses("Apply again").reads("Carried over").follows("Put right what failed").reads(WHY)
    bryony.presses("continue").is_told("Tell us what you put right")
    bryony.fills_in(rating="The guard was fitted and checked by an engineer.").presses("continue")
    return newcomer.sends(bryony, folder)


def _only_that_is_judged_again(people: Meeting, application: str) -> None:
    nia, owen = people(NIA), people(OWEN)
    lead.finds_the_line(nia, application, PLACE)
    nia.reads("Carried over from the decision of").follows(VISIT).reads("The guard was fitted")
    lead.assesses_the_rest(nia)
    lead.looks_up(nia, TODAY)
    lead.proposes_to_approve(nia, "", tries_alone=False)
    lead.finds_the_line(owen, application, PLACE)
    lead.releases(owen)


def _both_sign(people: Meeting, bryony: Visitor) -> None:
    bryony.follows(newcomer.PLACES).follows("Sign").presses("Sign").is_told("Type your full name")
    bryony.fills_in(name_typed=WHO["name"], agrees=True).presses("Sign").reads("You have signed")
    lead.signs_accreditation(people(NIA), NIA, PLACE)
    newcomer.position(bryony, PLACE).reads("Accredited")
