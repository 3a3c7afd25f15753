"""What two of three openers do: declare, try too early, turn their keys."""

from __future__ import annotations

from tests.journeys.visitor import Visitor


def declares(someone: Visitor, reference: str, *, menu: str = "To open") -> None:
    """Before anything is seen."""
    someone.follows(menu).follows(reference)
    if "declare" not in someone.page.url:
        someone.follows("Declare your interests")
    someone.presses("Declare").is_told("Say whether you have an interest")
    someone.fills_in(has_interest="no").presses("Declare")


def cannot_turn_before_the_time(someone: Visitor, reference: str) -> None:
    """No field for the passphrase before the closing time."""
    someone.follows("To open").follows(reference).reads("Bids stay sealed until the closing time")
    assert not someone.page.locator("[name=passphrase]").count()


def turns_a_key(someone: Visitor, reference: str, passphrase: str, *, last: bool) -> None:
    """A wrong passphrase first; then the first turn leaves everything sealed, and the second opens it all at once."""
    someone.follows("To open").follows(reference)
    someone.fills_in(passphrase="not the right words at all").presses("Turn my key").is_told("passphrase")
    someone.fills_in(passphrase=passphrase).presses("Turn my key")
    someone.reads("Receipts" if last else "Nothing is open yet")


def turns_her_key(someone: Visitor, reference: str, passphrase: str) -> None:
    """At once, without a mistake."""
    someone.follows("To open").follows(reference)
    someone.fills_in(passphrase=passphrase).presses("Turn my key").does_not_read("There is a problem")


def cannot_turn_twice(someone: Visitor) -> None:
    """One person trying to be both openers: there is no second turn to make."""
    assert not someone.page.locator("[name=passphrase]").count()
