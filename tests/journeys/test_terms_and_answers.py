"""A8, A1, Q5, Q11 in a browser: terms accepted on a phone, a place's own position and papers, questions answered."""

from __future__ import annotations

from playwright.sync_api import Browser

from tests.fixtures.serving import Served
from tests.journeys.visitor import Visitor

LEAD = "Nia Prosser"


def test_a_provider_accepts_new_terms_on_a_phone_and_reads_where_its_place_stands_a8(
    served_demo: Served, browser: Browser
) -> None:
    """From the task to the last place, and every paper behind it."""
    someone = Visitor(browser, served_demo.url, width=375).is_now("Frederick Lunn")
    someone.goes_to("/provider/agreements/terms/").follows("See what changed, and accept")
    someone.reads("What changed since version 2023-1", "Local schedule of Surrey County Council")
    someone.fills_in(name_typed="Somebody else").presses("Accept the terms").is_told("Type your name as it stands")
    someone.fills_in(name_typed="Frederick Lunn").presses("Accept the terms").reads("Nothing waits")
    someone.goes_to("/provider/places/").follows("Where it stands")
    someone.reads("Competency score", "Half of the", "New terms accepted")
    someone.follows("Read the decision letter").reads("Every criterion, and why", "Passed")
    someone.goes_to("/provider/places/").follows("Where it stands").follows("Leave the system with this place")
    someone.reads("3 months of notice").presses("Give notice").is_told("Tick the box to give notice")
    someone.fills_in(sure=True, because="The house is being sold.").presses("Give notice").reads("Notice is given")
    someone.follows("Take the notice back").presses("Stay on the system").reads("The place stays on the system")
    someone.leaves()


def test_the_lead_answers_for_everybody_and_nobody_learns_who_asked_q5(served_demo: Served, browser: Browser) -> None:
    """The question that waits in the demo."""
    lead = Visitor(browser, served_demo.url).is_now(LEAD)
    lead.goes_to("/council/questions/").follows("May the price list leave out a service")
    lead.presses("Send the answer").is_told("Write the answer")
    lead.fills_in(text="Yes. Price only what you offer.").presses("Send the answer").reads("Published for everybody")
    lead.leaves()
    anyone = Visitor(browser, served_demo.url, width=375)
    anyone.goes_to("/how-to-join/").follows("All 2 answers").reads("Yes. Price only what you offer.")
    anyone.page.locator("summary", has_text="Filter").click()
    anyone.fills_in(words="two sites").presses("Show").reads("One. A place is what has its own registration")
    anyone.goes_to("/how-to-join/").follows("Special educational needs").reads("Who may apply", "Insurance levels")
    anyone.goes_to("/how-to-join/terms/").reads("In force now")
    anyone.leaves()


def test_the_lead_drafts_terms_and_proposes_a_removal_that_is_heard_a1_a8(
    served_demo: Served, browser: Browser
) -> None:
    """Nothing is published; the removal waits for the provider's answer."""
    lead = Visitor(browser, served_demo.url).is_now(LEAD)
    lead.goes_to("/council/applications/agreements/terms/").presses("Start a draft").reads("Local schedules")
    lead.presses("Save, and see what changes").is_told("Version")
    lead.goes_to("/council/applications/agreements/terms/").opens("2026-2")
    lead.reads("Not accepted yet").opens("Bluestile Cottage").follows("Propose to remove this place")
    lead.presses("Tell the provider").is_told("Select the ground in the terms")
    lead.fills_in(ground="closed", because="It has closed.").presses("Tell the provider").reads("Removal is proposed")
    lead.follows("Decide").fills_in(decision="remove", because="Closed.").presses("Decide").is_told("may answer until")
    lead.fills_in(decision="drop", because="It has only moved.").presses("Decide").reads("The place stays")
    lead.leaves()
