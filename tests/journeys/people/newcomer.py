"""What a provider that nobody knows yet does: registers itself, adds its places, fills in, sends, answers, signs."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from tests.journeys.people.provider import STATEMENT
from tests.journeys.visitor import Visitor

PASSWORD = "harbour thimble orchard"
PLACES = "Your places on the system"


def registers(someone: Visitor, who: dict[str, Any]) -> None:
    """From the front page, by how to join; the code comes by e-mail, and a wrong one is counted."""
    someone.goes_to("/").follows("I run a school, home or agency")
    someone.reads("Written statements never keep you out", who["category"])
    someone.follows("Register to apply").presses("Continue").is_told("Enter the name of your organisation")
    someone.fills_in(organisation_name=who["organisation"], **who["number"])
    someone.fills_in(person_name=who["name"], email=who["email"]).presses("Continue")
    someone.fills_in(code="000000", password=PASSWORD, again=PASSWORD).presses("Register").is_told("code")
    someone.fills_in(code=found_in_letters(someone, who["email"], r"\b(\d{6})\b"), password=PASSWORD, again=PASSWORD)
    someone.presses("Register").reads(PLACES, who["organisation"])


def found_in_letters(someone: Visitor, email: str, pattern: str) -> str:
    """From the newest e-mail to that address which has it."""
    letters = someone.page.context.new_page()
    letters.goto(f"{someone.address}/demo/outbox/?to={email}")
    found = re.search(pattern, letters.inner_text("main"))
    letters.close()
    assert found is not None, pattern
    return found[1]


def comes_back(someone: Visitor, email: str) -> None:
    """Signs out, and in again with the password and an e-mailed code: the application is where it was."""
    someone.presses("Sign out", within=someone.page.locator("header"))
    if someone.page.locator("#main-content button:visible", has_text="Sign out").count():
        someone.presses("Sign out")
    someone.goes_to("/sign-in/").fills_in(login=email, password=PASSWORD).presses("Sign in")
    code = found_in_letters(someone, email, r"Your code is ([0-9A-Z-]+)")
    someone.fills_in(code=code).presses("Continue")
    goes_on(someone)


def goes_on(someone: Visitor) -> None:
    """To the application that is not sent yet."""
    someone.follows(PLACES).follows("Go on with it")


def starts(someone: Visitor) -> None:
    someone.follows("Apply to join").presses("Start an application").follows("Your schools and homes")


def adds_from_register(someone: Visitor, find: str, facts: dict[str, Any]) -> None:
    """By number or name; what the register says is filled in, and what it does not say is asked for."""
    someone.fills_in(find=find).presses("Find").follows("Use this one").reads("We have filled in what")
    someone.presses("Add this place").is_told("Select at least one kind of placement")
    someone.fills_in(**facts).presses("Add this place").reads("is added")


def adds_by_hand(someone: Visitor, facts: dict[str, Any]) -> None:
    """Where no register has it yet."""
    if someone.page.locator("main a", has_text="type it in").count():
        someone.follows("type it in")
    someone.presses("Add this place").is_told("Enter the name of the school or home")
    someone.fills_in(**facts | {"postcode": "ZZ99 9ZZ"}).presses("Add this place").is_told("real postcode")
    someone.fills_in(postcode=facts["postcode"]).presses("Add this place").reads("is added")


def is_told_that_another_has_it(someone: Visitor, urn: str) -> None:
    """A place of somebody else cannot be added; whoever says that it is theirs tells the lead authority."""
    someone.fills_in(find=urn).presses("Find").reads("Another provider has already applied with it")
    someone.follows("It is ours: tell us").presses("Tell").is_told("Say since when it is yours")
    someone.fills_in(words="Bought on 1 May; the sale is registered.").presses("Tell").reads("is told")


def chooses_every_category(someone: Visitor, lines: int) -> None:
    """One tick for each place and category."""
    someone.follows("That is all: choose categories")
    ticks = someone.page.locator("main input[type=checkbox]")
    assert ticks.count() == lines, f"{ticks.count()} categories are offered"
    for tick in ticks.all():
        tick.check()
    someone.presses("continue").reads(f"{lines} chosen")


def tells_of_a_ground(someone: Visitor, ground: str, day: date) -> None:
    """Half said is kept, and the list of tasks says what is missing."""
    someone.follows("Grounds for exclusion").follows("Tell us about this", within=_item(someone, ground))
    someone.presses("Save").is_told("Enter who it was")
    someone.fills_in(who="Our former site manager").presses("Save").reads("Still to say")
    someone.follows("Change or remove")
    someone.fills_in(what="Overtime was paid late in two months.", done="Paid with interest; payroll is checked twice.")
    someone.fills_date("on", day).presses("Save").does_not_read("Still to say").follows("That is all")


def confirms(someone: Visitor, task: str) -> None:
    """Yes to every question of one page; none answered is said question by question."""
    someone.follows(task).presses("continue").is_told("Question 1: select yes or no")
    says_yes(someone)
    someone.presses("continue")


def says_yes(someone: Visitor) -> None:
    for radio in someone.page.locator('main input[type=radio][value="yes"]').all():
        radio.check()


def uploads(someone: Visitor, task: str, paper: Path, today: date) -> None:
    """A certificate in force, from a month ago for a year."""
    someone.follows(task)
    _insures(someone, paper, today - timedelta(days=30), today + timedelta(days=335))
    someone.does_not_read("There is a problem")


def uploads_what_does_not_count(someone: Visitor, task: str, papers: dict[str, Path], today: date) -> None:
    """No certificate at all, one that has run out, one that is not in force yet: each is one sentence."""
    someone.follows(task)
    for wrong in ("program", "text"):
        _insures(someone, papers[wrong], today - timedelta(days=30), today + timedelta(days=335))
        someone.is_told("PDF")
    _insures(someone, papers["paper"], today - timedelta(days=400), today - timedelta(days=35))
    someone.is_told("This insurance has expired")
    _insures(someone, papers["paper"], today + timedelta(days=20), today + timedelta(days=385))
    someone.reads("Needs another").follows(task).reads("This does not count yet").follows("Back")


def _insures(someone: Visitor, paper: Path, begins: date, ends: date) -> None:
    someone.fills_in(upload=str(paper), cover="£10,000,000").fills_date("issued_on", begins)
    someone.fills_date("expires_on", ends).presses("Save this certificate")


def task_of(someone: Visitor, place: str, name: str) -> Visitor:
    """Under the place's own headings."""
    link = someone.page.locator(f'main h3:has-text("{place}") ~ ul a[href*="/{name}/"]').first
    with someone.page.expect_navigation():
        link.click()
    return someone.arrives().reads(place)


def says_what_inspectors_found(someone: Visitor, place: str, grade: str, day: date | None) -> None:
    """Prefilled where a register said it; day None: leave that as it is."""
    task_of(someone, place, "inspection")
    if day:
        someone.presses("continue").is_told("Select which scale the inspection used")
        someone.fills_in(**{"inspection-rating": "ofsted-grades", "grade-ofsted-grades": grade})
        someone.fills_date("date-ofsted-grades", day)
    else:
        assert someone.page.locator('[name="grade-ofsted-grades"]:checked').get_attribute("value") == grade
    says_yes(someone)
    someone.presses("continue")


def writes_statements(someone: Visitor, place: str) -> None:
    for code in ("outcomes-statement", "workforce-statement", "contract-statement"):
        task_of(someone, place, code).fills_in(**{code: STATEMENT}).presses("continue")


def prices_above_the_cap(someone: Visitor, place: str, costs: dict[str, str]) -> None:
    """What is above the cap is kept, said with its figure, and cannot be sent."""
    first = next(iter(costs))
    task_of(someone, place, "core-costs").fills_in(**costs | {first: "9000"}).presses("Save and add up")
    someone.reads("Above the affordability cap of").fills_in(**{first: costs[first]}).presses("Save and continue")


def offers_services_and_discounts(someone: Visitor, place: str, prices: dict[str, str]) -> None:
    task_of(someone, place, "extras").fills_in(**prices)
    someone.fills_in(**{"sibling-0-children": "2"}).presses("continue").is_told("per cent")
    someone.fills_in(**{"sibling-0-percent": "5"}).presses("continue")


def copies_forward(someone: Visitor, source: str, to: tuple[str, ...]) -> None:
    """To several places at once; what is copied is shown first."""
    someone.follows("Copy answers of one place to others").presses("Check what is copied").is_told("Select")
    options = someone.page.locator('[name="source"] option', has_text=source)
    someone.fills_in(source=options.first.get_attribute("value"))
    for place in to:
        someone.page.locator("main label", has_text=place).first.click()
    someone.presses("Check what is copied").reads(*to).presses("Copy").reads(f"Copied from {source}")


def prices_by_spreadsheet(someone: Visitor, place: str, costs: dict[str, str], folder: Path) -> None:
    """Out and in: text where money belongs is said with its cell, and nothing is taken before it was looked at."""
    someone.follows("Fill in prices by spreadsheet")
    with someone.page.expect_download() as waiting:
        someone.page.locator("main a", has_text="Download the workbook").click()
    right, wrong = folder / "prices.xlsx", folder / "wrong.xlsx"
    waiting.value.save_as(right)
    first = next(iter(costs))
    _fill(right, place, {**costs, first: "about ninety pounds"}, wrong)
    _fill(right, place, costs, right)
    someone.fills_in(upload=str(wrong)).presses("Check it").reads("1 fault", "Enter the amount in pounds")
    someone.follows("Back").fills_in(upload=str(right)).presses("Check it").reads("1 line changes")
    someone.presses("Take these prices").does_not_read("There is a problem")


def _fill(source: Path, place: str, costs: dict[str, str], target: Path) -> None:
    book = load_workbook(source)
    for sheet in book.worksheets:
        for row in sheet.iter_rows(min_row=3):
            if len(row) > 1 and row[1].value == place:
                for cell in row[2:]:
                    code = str(sheet.cell(1, cell.column).value).removeprefix("cost.")
                    if code in costs:
                        typed = costs[code]
                        cell.value = float(typed) if typed.replace(".", "").isdigit() else typed
    book.save(target)


def sends(someone: Visitor, folder: Path) -> str:
    """Checked, said to be true, sent; the receipt is a paper. Returns the reference."""
    someone.follows("Check your answers and send").presses("Confirm and send").is_told("Tick the box")
    someone.fills_in(true=True).presses("Confirm and send").reads("Application sent", "Digest (SHA-256)")
    assert download(someone, "Download the receipt", folder).read_bytes().startswith(b"%PDF")
    return reference(someone)


def reference(someone: Visitor) -> str:
    found = re.search(r"A-[A-Z0-9]{7}", someone.page.inner_text("main"))
    assert found is not None
    return found[0]


def download(someone: Visitor, words: str, folder: Path) -> Path:
    with someone.page.expect_download() as waiting:
        someone.page.locator("main a:visible", has_text=words).first.click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def answers_the_lead(someone: Visitor, question: str, answer: str) -> None:
    """With a document of the library that belongs to it."""
    someone.follows(PLACES).reads("The lead authority has asked you something").follows("Answer").reads(question)
    someone.follows("Answer").presses("Send the answer").is_told("Write your answer")
    someone.page.locator("main input[type=checkbox]").first.check()
    someone.fills_in(text=answer).presses("Send the answer").reads("Your answer is sent", answer)


def asks_the_lead(someone: Visitor, question: str) -> None:
    """The other way, on the same page."""
    someone.follows("Ask the lead authority").presses("Send the question").is_told("Write your question")
    someone.fills_in(text=question).presses("Send the question").reads("Your question is sent")


def reads_the_letter(someone: Visitor, place: str, folder: Path, *words: str) -> None:
    """The reasons for every criterion, as a page and as a paper."""
    position(someone, place).follows("Read the decision letter").reads("Every criterion, and why", *words)
    assert download(someone, "Download the letter", folder).read_bytes().startswith(b"%PDF")


def position(someone: Visitor, place: str) -> Visitor:
    """One place's own page."""
    someone.follows(PLACES)
    link = someone.page.locator("main tr", has_text=place).locator("a", has_text=re.compile("Where it stands"))
    return someone._goes_by(link.first)


def signs_every_agreement(someone: Visitor, name: str) -> None:
    """One name under all of them."""
    someone.follows("Agreements").follows("Sign many at once").presses("Sign those selected").is_told("Type your full")
    someone.fills_in(name_typed=name, agrees=True).presses("Sign those selected").reads("You have signed")


def _item(someone: Visitor, text: str) -> Any:
    return someone.page.locator("main li", has_text=text).first
