"""What a family does: opens its letter, looks, chooses, types the code it is sent."""

from __future__ import annotations

import re

from tests.journeys.visitor import Visitor


def opens_its_letter(someone: Visitor, email: str) -> None:
    """The link stands in the e-mail and nowhere else."""
    someone.goes_to(f"/demo/outbox/?to={email}").follows("/family/choice/")


def sees(someone: Visitor, called: str, places: tuple[str, ...], others: tuple[str, ...]) -> None:
    """The close places alone, by the word that the family chose, without prices."""
    someone.reads(f"{called}’s", *places).does_not_read(*others, "£", "points each")


def chooses(someone: Visitor, email: str, place: str, reason: str) -> None:
    """Nothing chosen is an error; a wrong code is counted; the right one, from the outbox, is taken once."""
    link = someone.page.url
    someone.presses("Continue").is_told("Choose a place")
    someone.page.get_by_role("radio", name=place, exact=True).check()
    someone.fills_in(reason=reason).presses("Continue").reads("Check your answer", place)
    someone.fills_in(code="000000").presses("Send my answer").is_told("not the code")
    answer = someone.page
    letters = answer.context.new_page()
    letters.goto(f"{someone.address}/demo/outbox/?to={email}")
    found = re.search(r"Your code is (\d+)", letters.inner_text("main"))
    letters.close()
    assert found is not None
    someone.fills_in(code=found[1]).presses("Send my answer").does_not_read("There is a problem")
    someone.goes_to(link).reads(place).does_not_read("Continue")
