"""The lane of a place that the family names: recorded, asked by link, agreed to by two people, chosen, signed."""

from __future__ import annotations

import re
from datetime import date

from tests.journeys.visitor import Visitor


def is_recorded(someone: Visitor, reference: str, school: str, today: date) -> str:
    """Typed by hand, with who prefers it, under which law, and why no competition. Returns its page."""
    _lane(someone, reference).follows("Record the place")
    if someone.page.locator("main a", has_text="It is in no register").count():
        someone.follows("It is in no register")
    someone.presses("Save").is_told("Enter the name of the place", "Say who prefers")
    someone.fills_in(name=school, kind="Independent school", area="West Sussex", run_by="Withyfold Trust")
    someone.fills_in(preferred_by="parent", tribunal="none", not_excluded="yes")
    someone.page.locator("[name=enactment]").first.check()
    someone.fills_date("said_on", today).fills_date("excluded_checked_on", today)
    someone.fills_in(
        their_words="They want the school where the holiday club is, and have said so in the meeting.",
        best_interests="The trust that has grown there over three summers would be lost.",
        excluded_note="The debarment list and the register of companies.",
    )
    return someone.presses("Save").reads("the place is not asked yet").page.url


def is_asked(someone: Visitor, email: str) -> None:
    """By a link to its head, with the days that the law gives."""
    someone.follows("Ask the place").fills_in(contact_name="The head teacher", contact_email=email)
    if someone.page.locator("[name=privacy_reason]").count():
        someone.fills_in(privacy_reason="It cannot be told in other words.")
    someone.presses("Ask the place").reads("calendar days left")


def answers(someone: Visitor, email: str, story: str, starts: date) -> None:
    """The needs behind a code, the story behind a promise, then a price and a day."""
    someone.goes_to(f"/demo/outbox/?to={email}").follows("/place/asked/")
    someone.does_not_read(story).presses("Send me the code")
    letters = someone.page.context.new_page()
    letters.goto(f"{someone.address}/demo/outbox/?to={email}")
    found = re.search(r"Your code is (\d+)", letters.inner_text("main"))
    letters.close()
    assert found is not None
    someone.fills_in(code=found[1]).presses("Open").does_not_read(story)
    someone.fills_in(name="Hana Locke", job="Head teacher", confidential=True).presses("Read the story").reads(story)
    someone.fills_in(
        can="yes", weekly_price="1,120", how="Twice a week with our own therapist.", run_by="Withyfold Trust"
    )
    someone.fills_date("starts_on", starts).presses("Send our answer").reads("The council now decides")


def is_put_to_a_second_person(someone: Visitor, page: str) -> None:
    """With what the price was compared with."""
    someone.goes_to(page).reads("£1,120.00").follows("Ask a second person to agree")
    someone.fills_in(cost_compared="£1,050 to £1,200 for the like on the system.").presses("Ask a second person")


def is_agreed_to(someone: Visitor, school: str) -> None:
    """By somebody else."""
    someone.follows("To sign").opens(school)
    someone.fills_in(agrees="yes").presses("Save")


def is_chosen(someone: Visitor, page: str) -> None:
    """A direct award on that ground."""
    someone.goes_to(page).follows("Make the direct award")
    someone.presses("Make the direct award").is_told("Tick")
    someone.fills_in(sure=True).presses("Make the direct award")


def signs(someone: Visitor) -> None:
    """The school first, on the page of its link."""
    someone.goes_to(someone.page.url).reads("You have been chosen")
    someone.fills_in(name_typed="Hana Locke", agrees=True).presses("Sign the agreement").reads("You have signed")


def _lane(someone: Visitor, reference: str) -> Visitor:
    """From the parts of a draft, or from the page of the referral."""
    someone.follows("Your referrals").follows(reference)
    if not someone.page.locator("main a", has_text=LANE).count():
        draft = re.match(r".*/referrals/[0-9a-f-]{36}/", someone.page.url)
        assert draft is not None
        someone.goes_to(f"{draft[0]}write/")
    return someone.follows(LANE)


LANE = "A place that the family names"
