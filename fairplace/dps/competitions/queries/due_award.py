"""Where a scored competition stands: who is still in it, whose the decision is, which award is due (C5, C6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from fairplace.dps.competitions.models import Competition, FamilyChoice
from fairplace.dps.competitions.queries.bid_rows import BidRow, bid_rows
from fairplace.dps.competitions.rules.awarding import Due, due, joint_first, next_step, still_standing
from fairplace.dps.competitions.rules.ranking import Decision, Ranked
from fairplace.dps.qualification.rules.lifecycle import LineStanding


@dataclass(frozen=True, slots=True)
class DueAward:
    """standing: bids still in it, in rank order. out: bid to the sentence that says why it is not.

    must_ask: the decision is the family's, and it has not been asked about just these bids. due: the award that may
    be made; None while the family is asked, or when nobody is left.
    """

    standing: tuple[Ranked, ...]
    out: dict[UUID, str]
    decision: Decision
    must_ask: bool
    due: Due | None

    @property
    def is_joint(self) -> bool:
        """Two or more are exactly equal and first, so that lots follow where nobody chooses (rule 8)."""
        return bool(self.standing) and len(joint_first(self.standing)) > 1

    @property
    def bid_id(self) -> UUID | None:
        return UUID(self.due.bid) if self.due else None


def latest_choice(competition_id: UUID) -> FamilyChoice | None:
    return FamilyChoice.objects.filter(competition_id=competition_id).order_by("asked_at", "id").last()


def due_award(competition_id: UUID, *, choice_by: str, first_by_lot: UUID | None) -> DueAward:
    """As the database stands now: a place suspended or an award withdrawn since the scores is out (A3, C6)."""
    return due_from(
        bid_rows(competition_id), latest_choice(competition_id), choice_by=choice_by, first_by_lot=first_by_lot
    )


def lots_are_due(competition: Competition, choice_by: str) -> bool:
    """Whether a family's silence is followed by lots, because two or more are exactly equal and first."""
    return due_award(competition.id, choice_by=choice_by, first_by_lot=competition.first_by_lot_id).is_joint


def due_from(
    bids: Sequence[BidRow], choice: FamilyChoice | None, *, choice_by: str, first_by_lot: UUID | None
) -> DueAward:
    """The same from what has been read. bids in rank order."""
    ranked = [
        Ranked(str(bid.id), bid.rank, bid.total) for bid in bids if bid.rank is not None and bid.total is not None
    ]
    out = {bid.id: reason for bid in bids if (reason := out_because(bid))}
    standing = still_standing(ranked, {str(bid) for bid in out})
    decision = next_step(standing, choice_by)
    chosen, covered = _answer(choice, standing, decision, [bid.declined_at for bid in bids if bid.declined_at])
    must_ask = bool(decision.family_choice) and not covered
    lot = str(first_by_lot) if first_by_lot else None
    return DueAward(
        standing=tuple(standing),
        out=out,
        decision=decision,
        must_ask=must_ask,
        due=None if must_ask else due(standing, chosen=chosen, first_by_lot=lot),
    )


def out_because(bid: BidRow) -> str:
    """Why a bid is no longer in it; empty when it is."""
    if bid.declined_at is not None:
        return "The council set its award aside." if bid.set_aside else "It withdrew after the award."
    if bid.excluded_because:
        return bid.excluded_because
    state = LineStanding(bid.line_state)
    return "" if state is LineStanding.ACCREDITED else f"The place is {state.label.lower()} on the system."


def _answer(
    choice: FamilyChoice | None, standing: Sequence[Ranked], decision: Decision, declined: Sequence[object]
) -> tuple[str | None, bool]:
    """(the bid the family chose, whether its last answer still covers the decision)."""
    if choice is None or choice.revoked_at is not None or (choice.answered_at is None and not choice.ended_because):
        return None, False
    if choice.chosen_id is not None:
        chosen = str(choice.chosen_id)
        return chosen, any(one.bid == chosen for one in standing)
    asked_since = all(at <= choice.asked_at for at in declined)  # type: ignore[operator]
    return None, asked_since and set(decision.family_choice) <= set(choice.bids)
