"""What needs a second person of the council, and what each decision may be (C3, C6)."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from fairplace.dps.competitions.rules.lifecycle import CompetitionStanding

WAIVER, PRICE, SET_ASIDE = "waiver", "price", "set_aside"
ACCEPT, EXCLUDE = "accept", "exclude"
AGAIN, WITHOUT, END = "again", "without", "end"
OUTCOMES: Final = {WAIVER: ("",), PRICE: (ACCEPT, EXCLUDE), SET_ASIDE: (AGAIN, WITHOUT, END)}
"""Kind of proposal to what may be proposed."""
DECIDED_WHILE: Final = {
    WAIVER: CompetitionStanding.NO_COMPLIANT_BID,
    PRICE: CompetitionStanding.PRICE_QUESTIONED,
    SET_ASIDE: CompetitionStanding.AWARDED,
}
"""Kind of proposal to the state of the competition in which it can be decided."""
LONGEST_REASON = {WAIVER: 1000, PRICE: 1000, SET_ASIDE: 300}
FEWEST_WORDS = 3


def proposal_fault(kind: str, outcome: str, because: str) -> tuple[str, str] | None:
    """(the sentence, the field) of what is wrong; None when it may be put to a second person."""
    if outcome not in OUTCOMES[kind]:
        return "Choose what should happen.", "outcome"
    return reason_fault(because, LONGEST_REASON[kind])


def reason_fault(because: str, longest: int = 1000) -> tuple[str, str] | None:
    if len(because.split()) < FEWEST_WORDS:
        return "Give the reason in a sentence.", "because"
    if len(because) > longest:
        return f"Say it in {longest} characters or fewer.", "because"
    return None


def second_person_fault(proposed_by: UUID, person_id: UUID, agreed: bool, because: str) -> tuple[str, str] | None:
    """Why this person may not decide so: nobody agrees to their own proposal, and a no needs its reason."""
    if person_id == proposed_by:
        return "You proposed this, so another person must decide.", ""
    return None if agreed else reason_fault(because)


def set_aside_words(outcome: str) -> str:
    """What comes after an award that was set aside, for everybody who is told."""
    return {
        AGAIN: "The ranking stands as it was shown, and the award is decided again.",
        WITHOUT: "The ranking stands as it was shown, without this bid.",
        END: "The competition ends without an award.",
    }[outcome]
