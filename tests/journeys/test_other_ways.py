"""The same pages without JavaScript, and on a phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page

from fairplace.demo.region import everybody
from tests.fixtures.serving import Served
from tests.journeys.people import family, officer, provider
from tests.journeys.story import CHILD
from tests.journeys.visitor import Visitor

PASSPHRASES = {person.name: person.passphrase for person in everybody()}


def test_key_forms_work_without_javascript(served_demo: Served, browser: Browser) -> None:
    """Architecture, "Pages": everything works without JavaScript, which only adds comfort."""
    someone = Visitor(browser, served_demo.url, javascript=False)
    someone.is_now("Priya Raman")
    officer.writes_a_referral(someone, CHILD)
    officer.says_how_far(someone, 15)
    someone.is_now("Amelia Thwaite").follows("Your tasks").opens("To answer")
    someone.presses("We will bid").is_told("Tick that you will keep")
    someone.fills_in(confidential=True).presses("We will bid").reads("Keep your bid code")
    bid = {"how": "Daily, by the class team.", "discount": "2", "statement": "First a visit, then half-days."}
    provider.bids(someone, bid)
    someone.leaves()


def test_opening_and_choosing_work_without_javascript(served_demo: Served, browser: Browser) -> None:
    """The second key, a mark and a family's answer."""
    someone = Visitor(browser, served_demo.url, javascript=False)
    someone.is_now("Samuel Oyelaran").opens("Helen Marchbank, has turned")
    if someone.page.locator("main a", has_text="Declare your interests").count():
        someone.follows("Declare your interests").fills_in(has_interest="no").presses("Declare")
    someone.fills_in(passphrase=PASSPHRASES["Samuel Oyelaran"]).presses("Turn my key").reads("Receipts")
    someone.goes_to("/demo/people/").follows("Be the family of")
    place = someone.page.locator("input[name=choice] + label").first.inner_text()
    outbox = someone.page.context.new_page()
    family.chooses(someone, _newest_asked(outbox, served_demo.url), place, "We liked the garden.")
    someone.leaves()


def _newest_asked(outbox: Page, address: str) -> str:
    """The family that was asked to choose last: the first in the list of families."""
    for number in range(1, 40):
        outbox.goto(f"{address}/demo/outbox/?page={number}")
        found = re.search(
            r"A choice for you to make about a place\s+To (\S+@families\.example\.invalid)", outbox.inner_text("main")
        )
        if found:
            return found[1]
    raise AssertionError("No family was asked.")


BEHIND = 'main tbody a:visible:not([href*="/documents/"])'
ON_A_PHONE = {
    "Priya Raman": ("/council/referrals/",),
    "Helen Marchbank": ("/council/opening/",),
    "Grace Abiola": ("/council/marking/",),
    "Margaret Ellery": ("/council/agreements/",),
    "Nia Prosser": ("/council/applications/", "/council/applications/agreements/", "/council/market/"),
    "Amelia Thwaite": ("/provider/tasks/", "/provider/places/", "/provider/evidence/", "/provider/agreements/"),
    "Alex Moorcroft": ("/operator/health/",),
}


@pytest.mark.parametrize("name", ON_A_PHONE)
def test_pages_fit_a_phone(served_demo: Served, browser: Browser, name: str) -> None:
    """375 pixels: nothing sticks out, on a person's pages and on the first page behind each list."""
    someone = Visitor(browser, served_demo.url, width=375).is_now(name)
    for path in ON_A_PHONE[name]:
        someone.goes_to(path)
        if someone.page.locator(BEHIND).count():
            with someone.page.expect_navigation():
                someone.page.locator(BEHIND).first.click()
            someone.arrives()
    someone.leaves()


def test_public_and_demo_pages_fit_a_phone(served_demo: Served, browser: Browser) -> None:
    """The way in, for everybody."""
    someone = Visitor(browser, served_demo.url, width=375)
    for path in ("/", "/demo/people/", "/demo/clock/", "/demo/outbox/", "/sign-in/"):
        someone.goes_to(path)
    for link in ("How to join", "Who has a place", "Awards"):
        someone.goes_to("/")
        someone.goes_to(str(someone.page.locator("nav a", has_text=link).first.get_attribute("href")))
    family.opens_its_letter(someone, "fiona.penhallow@families.example.invalid")
    someone.leaves()


def test_referral_pages_fit_a_phone(served_demo: Served, browser: Browser) -> None:
    """Every referral of the officer's working day, whatever its stage."""
    someone = Visitor(browser, served_demo.url, width=375).is_now("Priya Raman")
    links = someone.page.locator("main tbody a").evaluate_all("all => [...new Set(all.map(one => one.href))]")
    assert len(links) > 10
    for link in links:
        someone.goes_to(link)
    someone.leaves()


def test_clock_of_the_demo_never_goes_back(served_demo: Served, browser: Browser) -> None:
    """A made-up target in the past, too far ahead, or no time at all: refused in one sentence, nothing moved."""
    someone = Visitor(browser, served_demo.url).goes_to("/demo/clock/")
    for target in ("2020-01-01T09:00:00+00:00", "2999-01-01T09:00:00+00:00", "tomorrow"):
        someone.page.locator("[name=to]").first.evaluate("(one, target) => { one.value = target }", target)
        someone.presses("Move the clock").reads("The clock only goes forward")
    someone.leaves()


def test_nobody_outside_the_region_can_be_signed_in(served_demo: Served, browser: Browser) -> None:
    """The button's value is checked against the demo's own people."""
    someone = Visitor(browser, served_demo.url).goes_to("/demo/people/")
    button = someone.page.locator("button[name=person]").first
    button.evaluate("one => { one.value = 'somebody@real.example' }")
    with someone.page.expect_navigation() as answer:
        button.click()
    response = answer.value
    assert response is not None
    assert response.status == 404
    someone.page.context.close()
