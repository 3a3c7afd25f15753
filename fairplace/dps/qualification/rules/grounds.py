"""Grounds for exclusion declared one by one (Q4): none applies, or for each event who, when and what was done.

An event older than the look-back of its ground no longer counts, so nothing more is asked about it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from fairplace.dps.market.rules.exclusion_grounds import Ground, still_counts
from fairplace.foundations.kernel.identifiers import new_id

NONE, SOME = "none", "some"
_PARTS = ("ground", "who", "on", "what", "done", "paid")


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. done: what was put right (self-cleaning). paid: "yes", "no" or not said yet."""

    id: str
    ground: str
    who: str = ""
    on: date | None = None
    what: str = ""
    done: str = ""
    paid: str = ""

    def as_answer(self) -> dict[str, str]:
        return {
            "id": self.id, "ground": self.ground, "who": self.who, "on": self.on.isoformat() if self.on else "",
            "what": self.what, "done": self.done, "paid": self.paid,
        }  # fmt: skip


def events_in(answer: Mapping[str, Any]) -> list[Event]:
    """The events declared. Unknown parts are left out; a date that is none is not there."""
    return [_event(one) for one in answer.get("events", ()) if isinstance(one, Mapping)]


def _event(given: Mapping[str, Any]) -> Event:
    said = {part: str(given.get(part) or "").strip() for part in _PARTS}
    try:
        on = date.fromisoformat(said.pop("on"))
    except ValueError:
        on = None
    paid = said.pop("paid")
    return Event(id=str(given.get("id") or new_id()), on=on, paid=paid if paid in {"yes", "no"} else "", **said)


def read_grounds(given: Mapping[str, Any]) -> dict[str, Any]:
    """The declaration as it is stored: {"applies": "none"} or {"applies": "some", "events": [...]}; {} says nothing."""
    declared = [event for event in events_in(given) if event.ground]
    if declared:
        return {"applies": SOME, "events": [event.as_answer() for event in declared]}
    return {"applies": NONE} if given.get("applies") == NONE else {}


def is_too_old(event: Event, ground: Ground, on: date) -> bool:
    """Whether the event lies further back than the law looks. Counted from knowledge, nobody here can say."""
    return (
        event.on is not None and event.on <= on and not ground.from_knowledge and not still_counts(ground, event.on, on)
    )


def event_faults(event: Event, ground: Ground, on: date) -> list[str]:
    """What is still missing about one event, each as a few words."""
    faults = []
    if not event.who:
        faults.append("who it was")
    if event.on is None or event.on > on:
        faults.append("the date of the conviction" if ground.counted_from == "conviction" else "when it happened")
    if not event.what:
        faults.append("what happened")
    if is_too_old(event, ground, on):
        return faults
    if ground.cured_by_payment and not event.paid:
        faults.append("whether it is paid")
    if ground.self_cleaning and not event.done and event.paid != "yes":
        faults.append("what you did about it")
    return faults


def grounds_fault(answer: Mapping[str, Any], grounds: Iterable[Ground], on: date) -> str:
    """What the declaration lacks, in one sentence; empty when it is whole."""
    if answer.get("applies") == NONE:
        return ""
    known = {ground.code: ground for ground in grounds}
    declared = [event for event in events_in(answer) if event.ground in known]
    if not declared:
        return "Say for the grounds for exclusion that none applies, or which does"
    for event in declared:
        if faults := event_faults(event, known[event.ground], on):
            return f"Grounds for exclusion: tell us {' and '.join(faults)}"
    return ""
