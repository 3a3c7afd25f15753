"""A declared event of a ground for exclusion, in words (Q4): as its provider and the lead authority read it."""

from __future__ import annotations

from fairplace.dps.qualification.rules.grounds import Event
from fairplace.web.components.formats import day


def event_words(event: Event, ground: str) -> str:
    """One event in words."""
    when = f", {day(event.on)}" if event.on else ""
    paid = {"yes": " Paid, or agreed how.", "no": " Not paid."}.get(event.paid, "")
    done = f" Put right: {event.done}" if event.done else ""
    return f"{ground}: {event.who}{when}. {event.what}{paid}{done}"
