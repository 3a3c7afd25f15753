"""What the lead authority and evaluators do with an application: assess, look up, mark blind, agree, decide, sign."""

from __future__ import annotations

from datetime import date

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


def looks_everything_up(someone: Visitor, day: date) -> None:
    """Due diligence, one check after the other; without a note it is refused once."""
    someone.follows("Company or charity status").fills_in(note="").presses("Save and go on").is_told("what you found")
    while someone.page.locator("[name=outcome]").count():
        someone.fills_in(outcome="clear", note="Looked up in the register, nothing found.")
        someone.fills_date("checked_on", day).presses("Save and go on")


def appoints(someone: Visitor, names: tuple[str, ...]) -> str:
    """Evaluators of any partner, for this place. Returns the sign under which they find its statements."""
    line = someone.page.url.rstrip("/").rsplit("/", 1)[1].replace("-", "")
    someone.follows("Back").follows("Appoint evaluators to many places")
    someone.presses("Appoint").is_told("Choose who will mark")
    for name in names:
        someone.page.get_by_label(name, exact=False).check()
    someone.presses("Appoint").reads("They find the statements under To score")
    return f"Statement {line[-4:].upper()}"


def marks_the_statements(someone: Visitor, label: str, mark: str, hidden: tuple[str, ...]) -> None:
    """Interests first; then blind, alone, one statement after the other."""
    someone.follows("To score")
    if someone.page.locator("main tr", has_text=label).filter(has_text="Declare your interests").count():
        someone.opens(label).presses("Declare").is_told("Say whether you have an interest")
        someone.fills_in(has_interest="no").presses("Declare").follows("To score")
    while someone.page.locator("main tr", has_text=label).filter(has_text="To mark").count():
        someone.opens(label, "To mark").does_not_read(*hidden, "£")
        someone.fills_in(mark=mark, reason="Clear steps, and what is done when progress stops.")
        someone.presses("Save my mark").follows("To score")


def agrees_the_marks(someone: Visitor, label: str, mark: str) -> None:
    """When both marks are in, by one of the two."""
    someone.follows("To score")
    while someone.page.locator("main tr", has_text=label).filter(has_text="To agree").count():
        someone.opens(label, "To agree")
        someone.fills_in(mark=mark, reason="We talked about the example and agreed.").presses("Save the agreed mark")
        someone.follows("To score")


def proposes_to_approve(someone: Visitor, score: str) -> None:
    """With the competency score that the agreed marks give."""
    someone.follows("Propose a decision").reads(f"competency score of {score}")
    someone.fills_in(approved="yes").presses("Propose it").reads("Somebody else of the lead authority now releases it")
    someone.follows("Read the proposal").fills_in(outcome="release").presses("Confirm").is_told(
        "somebody else has to release it"
    )


def releases(someone: Visitor) -> None:
    """A second person, who reads what it rests on."""
    someone.follows("Release or send back").reads("proposes to approve")
    someone.fills_in(outcome="release").presses("Confirm").reads("Released.")


def signs_accreditation(someone: Visitor, name: str, place: str) -> None:
    """After the provider; with it the place is on the system."""
    someone.follows("Applications").follows("Agreements waiting for a signature").follows(place)
    someone.fills_in(name_typed=name, agrees=True).presses("Sign").reads("Signed by both sides")
