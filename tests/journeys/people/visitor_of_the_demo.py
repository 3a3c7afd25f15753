"""What only a visitor of the demo can do: move the clock to the next deadline."""

from __future__ import annotations

from tests.journeys.visitor import Visitor


def moves_the_clock_past_closing(someone: Visitor, reference: str) -> None:
    """By the demo's own page, which says what it does."""
    someone.follows("Move the clock").reads("It never goes back")
    row = someone.page.locator("tr", has_text=f"ids close for {reference}")
    someone.presses("Move the clock", within=row).reads("The demo’s clock now says")
