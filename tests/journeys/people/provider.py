"""What a provider does: applies for two places on one application, signs, answers, bids, accepts."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from tests.journeys.visitor import Visitor

STATEMENT = """Every child has a starting point on all five parts of the framework in six weeks, in their own words.
Small steps are agreed with the child and the family; a named adult records them daily and we look at them together
every fortnight. When a step stands still for three weeks we meet in five days and change what the adults do. The
council hears from us each term without asking. Last year the count of calm mornings stood still: we changed the driver,
not the child, and it rose from two days in five to five."""


def begins_an_application(someone: Visitor) -> None:
    """One application for a school and a home, in both categories."""
    someone.follows("Your places on the system").follows("Apply to join").presses("Start an application")
    someone.follows("Which places, in which categories")
    ticks = someone.page.locator("input[type=checkbox]")
    assert ticks.count() == 2, "a school offers one category, and a home the other"
    for number in range(2):
        ticks.nth(number).check()
    someone.presses("continue")


def cannot_send_half_an_application(someone: Visitor) -> None:
    """What is left to do is said; a check that comes too early says it again."""
    someone.reads("left to do").does_not_read("Check your answers and send")


def answers_about_itself(someone: Visitor, certificate: Path, today: date) -> None:
    """Exclusions, confirmations and three insurances, once for both places."""
    someone.follows("Grounds for exclusion").presses("None of these applies")
    someone.follows("Confirmations").presses("continue").is_told("Question 1: select yes or no")
    _yes_or_no(someone, "yes")
    someone.presses("continue")
    for insurance in ("Employers' liability", "Public liability", "Professional indemnity"):
        someone.follows(insurance)
        someone.presses("Save this certificate").is_told("Upload", "Enter")
        someone.fills_in(upload=str(certificate), cover="10000000")
        someone.fills_date("issued_on", today - timedelta(days=30))
        someone.fills_date("expires_on", today + timedelta(days=335))
        someone.presses("Save this certificate")


def answers_about_its_places(someone: Visitor, costs: dict[str, dict[str, str]]) -> None:
    """Inspection, statements and core costs of each. costs: name of the place -> heading -> pounds a week."""
    for place in costs:
        _task(someone, place, "inspection")
        someone.presses("continue").is_told("Select which scale the inspection used")
        someone.fills_in(**{"inspection-rating": "ofsted-grades", "grade-ofsted-grades": "Good"})
        someone.fills_date("date-ofsted-grades", date(2025, 11, 4))  # the last year of one grade for this school
        _yes_or_no(someone, "yes")
        someone.presses("continue")
    for place, prices in costs.items():
        for code in ("outcomes-statement", "workforce-statement", "contract-statement"):
            _task(someone, place, code)
            someone.fills_in(**{code: STATEMENT}).presses("continue")
        _task(someone, place, "core-costs")
        someone.fills_in(**prices).presses("Save and continue")


def sends(someone: Visitor) -> str:
    """Checks the answers, declares that they are true, sends. Returns the reference."""
    someone.follows("Check your answers and send").presses("Confirm and send").is_told("Tick")
    someone.fills_in(true=True).presses("Confirm and send").reads("Application sent")
    found = re.search(r"A-[A-Z0-9]{7}", someone.page.inner_text("main"))
    assert found is not None
    return found[0]


def signs_accreditation(someone: Visitor, name: str, places: list[str]) -> None:
    """The provider signs first: one agreement for each place."""
    for place in places:
        someone.follows("Your places on the system")
        row = someone.page.locator("tr", has_text=place)
        someone.follows("Sign", within=row)
        someone.presses("Sign").is_told("Type your full name")
        someone.fills_in(name_typed=name, agrees=True).presses("Sign").reads("You have signed")


def _task(someone: Visitor, place: str, name: str) -> None:
    """Under the place's own headings: its inspection, one of its statements, its core costs."""
    link = someone.page.locator(f'h3:has-text("{place}") ~ ul a[href*="/{name}/"]').first
    with someone.page.expect_navigation():
        link.click()
    someone.arrives()
    expect(someone.page.locator("main")).to_contain_text(place)


def _yes_or_no(someone: Visitor, answer: str) -> None:
    radios = someone.page.locator(f'input[type=radio][value="{answer}"]')
    for number in range(radios.count()):
        radios.nth(number).check()


def answers_an_invitation(someone: Visitor, reference: str, place: str) -> str:
    """From the tasks to the child's story, having promised to keep it confidential. Returns the bid code."""
    someone.follows("Your tasks").opens(reference, place)
    someone.presses("We will bid").is_told("Tick that you will keep")
    someone.fills_in(confidential=True).presses("We will bid").reads("Keep your bid code")
    return someone.page.inner_text("#bid-code").strip()


def reads_the_story(someone: Visitor, *texts: str) -> None:
    """The narrative and the own words are there now; who the child is, is not."""
    someone.follows("Read the child’s story").reads(*texts)


def bids(someone: Visitor, bid: dict[str, Any]) -> str:
    """Ticks, ways, statement, prices; a core cost a penny up is refused; checked and submitted. Returns the receipt."""
    someone.follows("Go to your bid")
    _fills_in_the_bid(someone, bid)
    form = someone.page.locator("#bid-form")
    one = form.locator("input[name^=cost_]").first
    right = one.input_value()
    pounds = float(right.replace(",", ""))
    one.fill(f"{pounds + 0.01:.2f}")
    someone.presses("Save and check").is_told("never up")
    form.locator("input[name^=cost_]").first.fill(right)
    _prices_a_need_by_the_year(someone)
    return _submits(someone)


def _prices_a_need_by_the_year(someone: Visitor) -> None:
    """The total moves as it is typed, where scripts run, and is the same when it is saved; then it is taken out."""
    need = someone.page.locator("input[name^=priced_]").first.get_attribute("name") or ""
    someone.fills_in(**{need: "1,200", need.replace("priced_", "unit_"): "year"})
    total = someone.page.locator("[data-bid-total]")
    if someone.scripts:
        expect(total).to_contain_text("Price as you type")
        expect(total.locator("[data-bid-needs]")).to_have_text("£23.08")
    someone.presses("Save draft").reads("£1,200.00 a year ÷ 52 = £23.08 a week")
    expect(total.locator("[data-bid-needs]")).to_have_text("£23.08")
    someone.fills_in(**{need: ""})


def bids_at_once(someone: Visitor, bid: dict[str, Any]) -> str:
    """The same without a mistake. district, places: where the form asks for them. Returns the receipt."""
    someone.follows("Go to your bid")
    _fills_in_the_bid(someone, bid)
    return _submits(someone)


def _fills_in_the_bid(someone: Visitor, bid: dict[str, Any]) -> None:
    form = someone.page.locator("#bid-form")
    for box in form.locator("input[type=checkbox]").all():
        box.check()
    for area in form.locator("textarea[name^=how_]").all():
        area.fill(bid["how"])
    for name in ("places", "district"):
        if form.locator(f"[name={name}]").count():
            someone.fills_in(**{name: bid[name]})
    someone.fills_in(statement=bid["statement"])
    for cost in form.locator("input[name^=cost_]").all():
        hint = someone.page.locator(f"#{cost.get_attribute('id')}-hint").inner_text()
        carried = re.search(r"£([\d,]+\.\d\d)", hint)
        assert carried is not None
        cost.fill(carried[1])
    someone.fills_in(discount_percent=bid["discount"], discount_reason="For the length of the placement")


def _submits(someone: Visitor) -> str:
    someone.presses("Save and check").presses("Submit your bid")
    found = re.search(r"[0-9A-F]{4}(-[0-9A-F]{4}){3}", someone.page.inner_text("main"))
    assert found is not None, someone.page.inner_text("main")
    return found[0]


def declines_the_award(someone: Visitor, reference: str, because: str) -> None:
    """The winner withdraws, with a reason that the council reads."""
    someone.follows("Your tasks").opens(reference)
    if "award" not in someone.page.url:
        someone.follows("Accept or decline")
    someone.fills_in(because=because).presses("Decline the award")


def accepts_the_award(someone: Visitor, reference: str) -> None:
    """And learns who the child is, not before."""
    someone.follows("Your tasks").opens(reference)
    if "award" not in someone.page.url:
        someone.follows("Accept or decline")
    someone.presses("Accept the award").is_told("Tick")
    someone.fills_in(sure=True).presses("Accept the award").reads("You accepted the award")


def reads_feedback(someone: Visitor, reference: str, *texts: str) -> None:
    """On the same day: own scores beside the winner's, and why."""
    someone.follows("Your tasks").opens(reference, "eedback")
    someone.reads("Criterion by criterion", *texts)
