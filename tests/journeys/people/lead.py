"""What the lead authority does with an application: assesses, marks blind, agrees, decides, signs."""

from __future__ import annotations

from playwright.sync_api import Locator

from tests.journeys.visitor import Visitor


def finds_the_line(someone: Visitor, reference: str, place: str) -> None:
    """From the queue, by what was sent."""
    someone.follows("Applications")
    row: Locator = someone.page.locator("tr", has_text=reference)
    with someone.page.expect_navigation():
        row.locator("a").first.click()
    someone.arrives().follows(place)


def assesses_every_criterion(someone: Visitor) -> None:
    """One after the other; a criterion without a judgement is refused once, with one sentence."""
    someone.follows("Mandatory and discretionary exclusions").presses("Save and go on").is_told("Select pass or fail")
    while someone.page.locator("[name=passed]").count():
        someone.fills_in(passed="yes").presses("Save and go on")


def marks_the_statement(someone: Visitor, mark: str) -> None:
    """Alone: nobody else's mark is on the page."""
    someone.follows("Working to the outcomes framework")
    someone.does_not_read("Marks side by side").presses("Save your mark").is_told("Enter a mark")
    someone.fills_in(mark=mark, reason="All five parts, and what is done when progress stops.").presses(
        "Save your mark"
    )


def agrees_a_mark(someone: Visitor, mark: str) -> None:
    """When both marks are in, by one of the two."""
    if not someone.page.locator("button", has_text="Record the agreed mark").count():
        someone.follows("Working to the outcomes framework")
    if not someone.page.locator("button", has_text="Record the agreed mark").count():
        someone.follows("gree")
    someone.reads("Marks side by side")
    someone.fills_in(mark=mark, reason="We talked about the example and agreed.").presses("Record the agreed mark")


def approves(someone: Visitor, score: str) -> None:
    """With the competency score that the agreed mark gives."""
    someone.follows("Decide").reads(f"competency score of {score}")
    someone.fills_in(approved="yes").presses("Record the decision").reads("Approved. The provider is asked to sign.")


def signs_accreditation(someone: Visitor, name: str, place: str) -> None:
    """After the provider; with it the place is on the system."""
    someone.follows("Applications").follows("Agreements waiting for a signature").follows(place)
    someone.fills_in(name_typed=name, agrees=True).presses("Sign").reads("Signed by both sides")
