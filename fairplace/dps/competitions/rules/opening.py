"""Who may turn an opening key, and when (C2): two different people, after the deadline, neither an evaluator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from fairplace.dps.competitions.rules.interests import participation_fault
from fairplace.dps.competitions.rules.lifecycle import CompetitionStanding
from fairplace.foundations.kernel.working_days import working_hours_between

NEEDED = 2
FEWEST_WORDS = 3
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class OpeningSituation:
    """What the database says at the moment of a turn. has_interest: None when nothing is declared.

    alone: this opener asks to open without a second one; may_open_alone: the slots were sealed with a timed share.
    """

    standing: CompetitionStanding
    closes_at: datetime
    now: datetime
    person_id: UUID
    is_evaluator: bool
    has_interest: bool | None
    turned: Sequence[UUID]
    alone: bool = False
    may_open_alone: bool = False


def opening_fault(situation: OpeningSituation) -> str | None:
    """Why this person may not turn their key now, in one sentence; None when they may."""
    if situation.standing not in {CompetitionStanding.OPEN, CompetitionStanding.OPENING}:
        return "The bids of this competition have been opened, or it has ended."
    if situation.now < situation.closes_at:
        return "Bids cannot be opened before the closing time, not by a moment."
    if situation.is_evaluator:
        return "You mark the statements of this competition, so you cannot open its bids."
    if fault := participation_fault(situation.has_interest):
        return fault
    if situation.alone:
        return _alone_fault(situation)
    if situation.person_id in situation.turned:
        return "You have turned your key. A second, different opener must turn theirs."
    return None


def _alone_fault(situation: OpeningSituation) -> str | None:
    if not situation.may_open_alone:
        return "Two openers open these bids: no published rule lets one do it."
    if not out_of_hours(situation.now):
        return "One opener may open alone only outside working hours. Ask a second opener."
    if set(situation.turned) - {situation.person_id}:
        return "Another opener has turned their key already: turn yours, and the bids are open."
    return None


def out_of_hours(at: datetime) -> bool:
    """Not between 9am and 5pm on a working day, by the clocks of London."""
    return working_hours_between(at, at + timedelta(microseconds=1)) == timedelta()


def alone_reason_fault(because: str) -> str | None:
    """An opening by one is explained: both authorities read why."""
    if len(because.split()) < FEWEST_WORDS:
        return "Say in a few words why no second opener can come."
    return "Say it in 300 characters or fewer." if len(because) > 300 else None


def leaving_fault(name: str, references: Sequence[str], because: str) -> str | None:
    """Why an opener cannot be taken away from these competitions, and what to do; None with a reason in words."""
    if not because:
        shown = ", ".join(references[:3]) + (f" and {len(references) - 3} more" if len(references) > 3 else "")
        return (
            f"Without {name} fewer than two openers are left for {shown}, and nobody could open those bids. Ask"
            f" {name} to hand over their opening key first. If that cannot be, say why: the bids then stay shut, and"
            " the referrals must be issued again."
        )
    if len(because.split()) < FEWEST_WORDS:
        return "Say in a few words why it must be."
    return "Say it in 300 characters or fewer." if len(because) > 300 else None


def labels(number: int) -> list[str]:
    """ "Bidder A" to "Bidder Z", then "Bidder AA": to be dealt out by lot."""
    return [f"Bidder {_letters(index)}" for index in range(number)]


def _letters(index: int) -> str:
    letters = ""
    while index >= 0:
        index, rest = divmod(index, len(_LETTERS))
        letters = _LETTERS[rest] + letters
        index -= 1
    return letters
