"""A home is looked for wider; the family's choice withdraws, and the family is asked again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from playwright.sync_api import Browser

from tests.fixtures.serving import Served
from tests.journeys import story
from tests.journeys.meeting import Meeting
from tests.journeys.people import evaluators, family, officer, openers, provider, visitor_of_the_demo
from tests.journeys.story import TODAY
from tests.journeys.visitor import Visitor

TOM = "Tom Ashdown"
ONE: dict[str, Any] = {
    "category": "residential",
    "kind": "residential",
    "urgency": "planned",
    "weeks": "104",
    "starts_on": TODAY + timedelta(days=30),
    "postcode": "RH12 2DR",
    "choice_by": "carer",
    "family": "Rosamund Pike-Ellery",
    "email": "rosamund.pike-ellery@families.example.invalid",
    "radius": 10,
    "outcomes": {"belonging": "Sees his grandparents every Sunday", "learning": "Stays in his form until July"},
    "children": [
        {
            "name": "Hector Dunnington",
            "called": "Hec",
            "age": "12",
            "born": TODAY - timedelta(days=365 * 12 + 120),
            "items": {"attachment": False, "school-return": False, "family-time": False},
            "story": "He is twelve and keeps pigeons in his grandparents' loft. They are too old to have him, and not"
            " too old for anything else.",
        }
    ],
}
STATEMENT = "The same two adults on most evenings, a lift to the loft each Sunday, and his own form until July."
# Bid manager -> place, discount that brings them close together.
HOMES = {
    "Carmen Ortega-Wells": ("Kingcup House", "7"),
    "Rhiannon Oakes": ("Ashenfell Five", "0"),
}
NEWCOMER = ("Dominic Wyeth", "Fernacre", "12")


def test_a_home_is_looked_for_wider_and_the_familys_choice_withdraws_r4_c5_c6(
    served_demo: Served, browser: Browser
) -> None:
    """Too few within ten miles; the newcomer bids without JavaScript; after the withdrawal they are asked again."""
    people = Meeting(browser, served_demo.url)
    try:
        writer = people(TOM)
        reference = officer.writes(writer, ONE)
        officer.asks_everyone(writer, {"openers": list(story.OPENERS), "evaluators": list(story.EVALUATORS)})
        for name, (place, discount) in HOMES.items():
            _bids(people(name), reference, place, discount)
        officer.looks_wider(writer, reference, 30, "Too few homes within ten miles have a room.")
        newcomer, place, discount = NEWCOMER
        _bids(people.without_scripts(newcomer), reference, place, discount)
        visitor_of_the_demo.moves_the_clock_past_closing(people.stranger().goes_to("/"), reference)
        for name in list(story.OPENERS)[:2]:
            openers.declares(people(name), reference)
            openers.turns_her_key(people(name), reference, story.OPENERS[name])
        for name in story.EVALUATORS:
            evaluators.marks_alone(people(name), reference, lambda _words: "4")
        evaluators.agrees_every_mark(people(story.EVALUATORS[1]), reference, lambda _words: "4")
        officer.scores(writer, reference)
        _the_family_chooses_twice(people, reference)
    finally:
        people.end()


def _bids(someone: Visitor, reference: str, place: str, discount: str) -> None:
    provider.answers_an_invitation(someone, reference, place)
    bid = {"how": "By the same two adults, every day.", "statement": STATEMENT, "discount": discount}
    provider.bids_at_once(someone, bid)


def _the_family_chooses_twice(people: Meeting, reference: str) -> None:
    """The second by points, which withdraws; then again between the two that are left."""
    writer, chosen = people(TOM), "Ashenfell Five"
    writer.reads("The family chooses between")
    family.opens_its_letter(people.stranger(), ONE["email"])
    family.chooses(people.stranger(), ONE["email"], chosen, "It is on his bus.")
    officer.awards(writer, reference, chosen)
    provider.declines_the_award(people("Rhiannon Oakes"), reference, "The room is needed for a brother.")
    officer.compares(writer, reference)
    writer.reads("The family chooses between").does_not_read("Award to Ashenfell Five")
    family.opens_its_letter(people.stranger(), ONE["email"])
    family.chooses(people.stranger(), ONE["email"], "Fernacre", "Then this one.")
    officer.awards(writer, reference, "Fernacre")
    provider.accepts_the_award(people(NEWCOMER[0]), reference)
    people(NEWCOMER[0]).follows("ee who the child").reads("Hector Dunnington")
