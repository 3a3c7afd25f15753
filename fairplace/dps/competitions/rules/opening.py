"""Who may turn an opening key, and when (C2): two different people, after the deadline, neither an evaluator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fairplace.dps.competitions.rules.interests import participation_fault
from fairplace.dps.competitions.rules.lifecycle import CompetitionStanding

NEEDED = 2
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class OpeningSituation:
    """What the database says at the moment of a turn. has_interest: None when nothing is declared."""

    standing: CompetitionStanding
    closes_at: datetime
    now: datetime
    person_id: UUID
    is_evaluator: bool
    has_interest: bool | None
    turned: Sequence[UUID]


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
    if situation.person_id in situation.turned:
        return "You have turned your key. A second, different opener must turn theirs."
    return None


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
