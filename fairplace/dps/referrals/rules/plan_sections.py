"""The sections of a child's plan, as structured text: an EHC plan's by its letters, a care plan's by parts (R2).

The letters are those of the Code of Practice. The parts of a care plan are ours: councils name them differently. Each
has the stage at which it is usually read: extracts by those who will bid, the rest by the winner.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

EHC, CARE = "ehc", "care"
PLANS: Mapping[str, str] = {EHC: "Education, health and care plan", CARE: "Care plan"}
BIDDERS, WINNER = 2, 3
STAGES: Mapping[int, str] = {BIDDERS: "Those who will bid, and keep it confidential", WINNER: "The winner alone"}
MOST_CHARACTERS = 20_000


@dataclass(frozen=True, slots=True)
class PlanPart:
    """One section. usual: the stage at which it is usually read."""

    code: str
    name: str
    usual: int = WINNER

    @property
    def plan(self) -> str:
        return self.code.partition("-")[0]


PARTS: Mapping[str, PlanPart] = {
    part.code: part
    for part in (
        PlanPart("ehc-a", "A: Views, interests and hopes of the child and the family", BIDDERS),
        PlanPart("ehc-b", "B: Special educational needs", BIDDERS),
        PlanPart("ehc-c", "C: Health needs"),
        PlanPart("ehc-d", "D: Social care needs"),
        PlanPart("ehc-e", "E: Outcomes", BIDDERS),
        PlanPart("ehc-f", "F: Special educational provision", BIDDERS),
        PlanPart("ehc-g", "G: Health provision"),
        PlanPart("ehc-h1", "H1: Social care provision that must be made for a disabled child"),
        PlanPart("ehc-h2", "H2: Other social care provision"),
        PlanPart("ehc-i", "I: Placement"),
        PlanPart("ehc-j", "J: Personal budget"),
        PlanPart("ehc-k", "K: Advice and information gathered for the plan"),
        PlanPart("care-status", "Legal status and orders"),
        PlanPart("care-long-term", "The long-term plan for the child", BIDDERS),
        PlanPart("care-health", "Health"),
        PlanPart("care-education", "Education", BIDDERS),
        PlanPart("care-feelings", "Feelings and behaviour", BIDDERS),
        PlanPart("care-identity", "Identity, culture and faith", BIDDERS),
        PlanPart("care-contact", "Family, friends and contact"),
        PlanPart("care-risk", "Risks, and how they are kept low", BIDDERS),
        PlanPart("care-day", "Day to day: routines, money, what is agreed in advance", BIDDERS),
    )
}


def parts_of(plan: str) -> list[PlanPart]:
    """In their order."""
    return [part for part in PARTS.values() if part.plan == plan]
