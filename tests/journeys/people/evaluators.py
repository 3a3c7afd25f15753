"""What two evaluators do: declare, mark alone without names or prices, agree a mark."""

from __future__ import annotations

from collections.abc import Callable

from tests.journeys.people.openers import declares as declares_interests
from tests.journeys.visitor import Visitor


def declares(someone: Visitor, reference: str) -> None:
    """Before any statement is seen."""
    declares_interests(someone, reference, menu="To score")


def marks_every_statement(
    someone: Visitor, reference: str, mark_for: Callable[[str], str], hidden: tuple[str, ...]
) -> None:
    """Blind: nothing of these names stands on any statement's page. mark_for: the words of the page -> mark."""
    someone.follows("To score").follows(reference)
    first = True
    while someone.page.locator("[name=mark]").count():
        someone.does_not_read(*hidden, "£")
        if first:
            someone.fills_in(mark="6", reason="Too much").presses("Save my mark").is_told("from 0 to 5")
            first = False
        mark = mark_for(someone.page.inner_text("main"))
        someone.fills_in(mark=mark, reason="Clear steps for each outcome and for this child.").presses("Save my mark")


def agrees_every_mark(someone: Visitor, reference: str, mark_for: Callable[[str], str]) -> None:
    """With both marks side by side."""
    someone.follows("To score").follows(reference)
    while True:
        if not someone.page.locator("[name=mark]").count():
            if not someone.page.locator("main a", has_text="Agree the mark").count():
                return
            someone.follows("Agree the mark")
        someone.page.locator("summary", has_text="The statement").click()
        mark = mark_for(someone.page.inner_text("main"))
        someone.fills_in(mark=mark, reason="We talked it through and agree on this.").presses("Save the agreed mark")


def marks_alone(someone: Visitor, reference: str, mark_for: Callable[[str], str]) -> None:
    """The one evaluator of an emergency: each mark counts at once."""
    declares(someone, reference)
    someone.follows("To score").follows(reference)
    while someone.page.locator("[name=mark]").count():
        mark = mark_for(someone.page.inner_text("main"))
        someone.fills_in(mark=mark, reason="Clear about tonight and the days after.").presses("Save my mark")
