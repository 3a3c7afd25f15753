"""Which bid an award is due to (C5, C6): first place or the family's choice, nothing else."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from fairplace.dps.competitions.rules.evaluation_record import FamilyChoice
from fairplace.dps.competitions.rules.ranking import Decision, Ranked, decide

NEVER_CHOSEN = "nobody"
"""The referral's choice_by where there is no family choice."""


@dataclass(frozen=True, slots=True)
class Due:
    """The bid that may be awarded, and on what ground: first_place, family_choice or lots."""

    bid: str
    basis: str


def family_rule(choice_by: str) -> FamilyChoice | None:
    """The rule fixed at publication: fewer than 5 points, three bidders; none where nobody chooses."""
    return None if choice_by == NEVER_CHOSEN else FamilyChoice()


def still_standing(ranked: Sequence[Ranked], out: Collection[str]) -> list[Ranked]:
    """Those who have not withdrawn and were not excluded since, at their ranks and totals as they were shown."""
    return [one for one in ranked if one.bid not in out]


def next_step(standing: Sequence[Ranked], choice_by: str) -> Decision:
    """Whose the decision is now: the family's, the lot's, or nobody's because one stands first."""
    return decide(standing, family_rule(choice_by))


def if_nothing_is_heard(*, lots: bool) -> str:
    """What becomes of a family's silence, for the letters that ask it (C5)."""
    return (
        "lots are drawn between those that came out exactly equal"
        if lots
        else "the place with the most points is chosen"
    )


def joint_first(standing: Sequence[Ranked]) -> list[str]:
    """The bids that share first place; one alone where there is no tie."""
    return [one.bid for one in standing if one.rank == standing[0].rank]


def due(standing: Sequence[Ranked], *, chosen: str | None, first_by_lot: str | None) -> Due | None:
    """The award that is due; None when no bid is left, or when a tie for first waits for its lot."""
    if not standing:
        return None
    if chosen is not None and any(one.bid == chosen for one in standing):
        return Due(chosen, "family_choice")
    first = joint_first(standing)
    if len(first) == 1:
        return Due(first[0], "first_place")
    return Due(first_by_lot, "lots") if first_by_lot in first and first_by_lot is not None else None


def cover_sentence(missing: Sequence[str]) -> str:
    """What an award waits for, where the provider joined on its word to hold an insurance by then (Q4)."""
    return (
        f"The provider gave its word to hold {'; '.join(missing)} by the award, and the evidence is not there. Wait"
        " for it, or say why you award without it."
    )
