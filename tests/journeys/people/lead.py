"""What the lead authority and evaluators do with an application: assess, look up, mark blind, agree, decide, sign."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

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


def proposes_to_approve(someone: Visitor, score: str, *, tries_alone: bool = True) -> None:
    """With the competency score that the agreed marks give. tries_alone: to release it too, which is refused."""
    someone.follows("Propose a decision").reads(f"competency score of {score}" if score else "You propose")
    someone.fills_in(approved="yes").presses("Propose it").reads("Somebody else of the lead authority now releases it")
    if not tries_alone:
        return
    someone.follows("Read the proposal").fills_in(outcome="release").presses("Confirm").is_told(
        "somebody else has to release it"
    )


def proposes_to_refuse(someone: Visitor, reason: str) -> None:
    """With its reason; what failed is on the page."""
    someone.follows("Propose a decision").fills_in(approved="no").presses("Propose it").is_told("Say why")
    someone.fills_in(reason=reason).presses("Propose it").reads("Somebody else of the lead authority now releases it")


def releases(someone: Visitor, proposed: str = "approve") -> None:
    """A second person, who reads what it rests on."""
    someone.follows("Release or send back").reads(f"proposes to {proposed}")
    someone.fills_in(outcome="release").presses("Confirm").reads("Released.")


def signs_accreditation(someone: Visitor, name: str, place: str) -> None:
    """After the provider; with it the place is on the system."""
    someone.follows("Applications").follows("Agreements waiting for a signature").follows(place)
    someone.fills_in(name_typed=name, agrees=True).presses("Sign").reads("Signed by both sides")


def imports_a_register(someone: Visitor, register: str, file: Path) -> None:
    """Read, shown, then applied: nothing is changed before that is asked for."""
    someone.goes_to("/council/applications/").follows("Registers of schools and social care").follows("Import a file")
    someone.fills_in(register=register, upload=str(file)).presses("Read the file")
    _waits(someone, "This is what the file would do")
    someone.presses("Apply it")
    _waits(someone, "Applied")


def _waits(someone: Visitor, words: str) -> None:
    """Until the worker has done it, as somebody who looks again does."""
    for _ in range(400):
        if words in someone.page.inner_text("main"):
            return
        someone.page.wait_for_timeout(250)
        someone.page.reload()
    someone.reads(words)


def asks_about_the_line(someone: Visitor, question: str) -> None:
    """From the line's page; the clock runs on."""
    someone.follows("Ask the provider about this place").presses("Ask").is_told("Write your question")
    someone.fills_in(text=question).presses("Ask").reads("Asked. The provider is told", question)


def reads_the_answer_and_answers(someone: Visitor, reference: str, answer: str, reply: str) -> None:
    """What the provider answered stands there, and its own question is answered."""
    someone.follows("Applications").opens(reference).follows("Questions and answers").reads(answer)
    someone.follows("Answer").fills_in(text=reply).presses("Send the answer").reads(reply)


def judges_the_ground(someone: Visitor, ground: str) -> None:
    """A declared ground is judged before its criterion can pass; on the line's page before and after."""
    someone.follows("Mandatory and discretionary exclusions").reads(ground, "Not judged yet")
    someone.fills_in(passed="yes").presses("Save and go on").is_told("judge")
    someone.follows("Judge it: ").presses("Record it").is_told("Select what you find")
    someone.fills_in(outcome="put_right", reason="Paid with interest, and payroll changed.").presses("Record it")


def assesses_the_rest(someone: Visitor, fails: Mapping[str, str] | None = None) -> None:
    """Criterion by criterion, those about the provider for all its places at once. fails: criterion -> reason."""
    if not someone.page.locator("[name=passed]").count():
        someone.opens_first_of("Criteria")
    while someone.page.locator("[name=passed]").count():
        reason = next((why for name, why in (fails or {}).items() if name in someone.page.inner_text("h1")), "")
        someone.fills_in(passed="no" if reason else "yes", reason=reason)
        if someone.page.locator("[name=every_line]").count():
            someone.fills_in(every_line=True)
        someone.presses("Save and go on")


def looks_up(someone: Visitor, day: date) -> None:
    """Due diligence, one check after the other; on the line's page before and after."""
    someone.opens_first_of("Due diligence")
    while someone.page.locator("[name=outcome]").count():
        someone.fills_in(outcome="clear", note="Looked up, nothing found.").fills_date("checked_on", day)
        someone.presses("Save and go on")


def marks_one_after_the_other(someone: Visitor, mark: Mapping[str, str], hidden: tuple[str, ...]) -> None:
    """Blind, from declaring to the last; mark: words of the page's caption -> mark, "" for all others."""
    someone.follows("To score").opens("Declare your interests").does_not_read(*hidden)
    someone.presses("Declare").is_told("Say whether you have an interest")
    someone.fills_in(has_interest="no").presses("Declare")
    while someone.page.locator("[name=mark]").count():
        someone.does_not_read(*hidden, "£").reads("What children and young people hope to read")
        about = someone.page.inner_text("main")
        given = next((one for words, one in mark.items() if words and words in about), mark[""])
        someone.fills_in(mark=given, reason="Clear steps, and what is done when progress stops.")
        someone.presses("Save my mark")


def moderates(someone: Visitor, wide: str, narrow: str) -> None:
    """All that wait: where the marks are far apart the page says so, and the reason is asked for."""
    seen = False
    short = "We read it together; the example decides."
    long = "We read it together: it shows how cover is found, yet not what children say of it, so we met at four."
    someone.follows("To score")
    while someone.page.locator("main tr", has_text="To agree").count():
        someone.opens("To agree")
        far = "40 % or more of the top mark" in someone.page.inner_text("main")
        someone.fills_in(mark=wide if far else narrow, reason=short).presses("Save the agreed mark")
        if far:
            someone.is_told("how you came together").fills_in(reason=long).presses("Save the agreed mark")
        seen = seen or far
    assert seen, "no marks were far apart"


def signs_every_agreement(someone: Visitor, name: str) -> None:
    """After the provider, all under one name."""
    someone.follows("Applications").follows("Agreements waiting for a signature").follows("Sign many at once")
    someone.fills_in(name_typed=name, agrees=True).presses("Sign those selected").is_told("Select at least one")
    for box in someone.page.locator("main [name=lines]").all():
        box.check()
    someone.presses("Sign those selected").reads("Signed by both sides")
