"""P3, P8, P9: a category is drafted, commented on from a phone, answered, agreed by every partner and then in force."""

from __future__ import annotations

from playwright.sync_api import Browser

from fairplace.dps.market.queries.categories import categories, content_of
from fairplace.dps.market.rules.category_content import read_content
from fairplace.dps.market.seeds import read_seed
from tests.fixtures.serving import Served
from tests.journeys.visitor import Visitor


def test_a_draft_is_changed_part_by_part_and_looked_at_as_providers_will_p8(
    browser: Browser, served_demo: Served
) -> None:
    desmond = Visitor(browser, served_demo.url).is_now("Desmond Achebe").reads("Categories")
    desmond.follows("Draft of version 2").reads("Draft of version 2", "Latest changes")
    draft = desmond.page.url
    desmond.follows("Features").follows("Add a feature").presses("Save and continue").is_told("Enter a name")
    desmond.fills_in(name="A garden", marks="2").presses("Save and continue").reads("A garden")
    desmond.presses("Up: A garden")
    desmond.goes_to(draft).follows("Criteria").follows("Change the weights")
    first = desmond.page.locator("[data-sum] input[type=text]").first
    was = first.input_value()
    first.fill("55")
    desmond.does_not_read("The weights add up.")
    first.fill(was)
    desmond.reads("The weights add up.").presses("Save and continue")
    desmond.goes_to(draft).follows("What it changes").reads("New: A garden", "New: Life-story work")
    desmond.goes_to(draft).follows("As providers and the public see it").reads("Why we ask, and what passes")
    desmond.leaves()


def test_a_young_person_says_what_they_think_on_a_phone_and_reads_the_reply_p9(
    browser: Browser, served_demo: Served
) -> None:
    young = Visitor(browser, served_demo.url, width=375)
    young.goes_to("/consultations/").follows("For children and young people").reads("We are changing the rules")
    young.presses("Send").is_told("Write what you think")
    young.fills_in(text="Let us keep pets.").presses("Send").reads("Thank you")
    desmond = Visitor(browser, served_demo.url).is_now("Desmond Achebe")
    desmond.goes_to("/council/categories/").follows("Draft of version 2").follows("Comments").reads("Let us keep pets.")
    desmond.follows("Reply").fills_in(text="Homes will be asked about pets.", shows="both")
    desmond.presses("Keep the reply").reads("Homes will be asked about pets.")
    young.follows("the page of the draft").reads("Let us keep pets.", "Homes will be asked about pets.")
    young.does_not_read("Mum of two", "01483 404 040")
    for one in (young, desmond):
        one.leaves()


def test_the_last_partners_agree_and_the_version_waits_for_its_day_p8(browser: Browser, served_demo: Served) -> None:
    waiting = ("Oluchi Nnadi", "Colette Burrows", "Ravi Chandran")
    for name in waiting:
        officer = Visitor(browser, served_demo.url).is_now(name).goes_to("/council/categories/")
        if officer.page.locator(".fp-panel", has_text="To agree for your council").count():
            officer.follows("Foster care: version 2").reads("Block contracts")
            officer.presses("Record the decision").is_told("Select what your council has decided")
            officer.fills_in(agrees="yes", reference="Decision 2026/17").presses("Record the decision")
        officer.leaves()
    anyone = Visitor(browser, served_demo.url, width=375)
    anyone.goes_to("/how-to-join/foster/changes/").reads("in force from", "From version 1 to version 2", "Agreed by")
    anyone.leaves()


def test_the_second_version_of_sen_is_what_is_asked_today_p3(served_demo: Served) -> None:
    sen = next(row for row in categories() if row.code == "sen")
    assert sen.number == 2
    assert content_of(sen.version_id) == read_content(read_seed("sen"))


def test_two_versions_are_compared_by_anyone_p3(browser: Browser, served_demo: Served) -> None:
    anyone = Visitor(browser, served_demo.url, javascript=False)
    anyone.goes_to("/how-to-join/").follows("What changed and when").reads("In force", "New: Sensory room")
    anyone.fills_in(**{"from": "2", "to": "1"}).presses("Compare").reads("Gone: Sensory room")
    anyone.leaves()
