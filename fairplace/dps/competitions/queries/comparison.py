"""Opened and scored bids side by side, for the council's officers (C3, C4, C9): the main data is one statement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from fairplace.dps.competitions.models import Bid, Competition, FamilyChoice, Mark
from fairplace.dps.competitions.permissions import check_may_run
from fairplace.dps.competitions.queries.awards import AwardRow, live_award
from fairplace.dps.competitions.queries.bid_rows import BidRow, bid_rows
from fairplace.dps.competitions.queries.due_award import DueAward, due_from, latest_choice
from fairplace.dps.competitions.queries.second_person import (
    ProposalRow,
    QuestionedPrice,
    missed_items,
    proposals_of,
    questioned_prices,
)
from fairplace.dps.competitions.queries.substitutes import EvaluatorRow, evaluators_of, possible_substitutes
from fairplace.dps.competitions.queries.what_if import what_if
from fairplace.dps.competitions.rules.criterion_names import CRITERION_NAMES
from fairplace.dps.competitions.rules.lifecycle import CompetitionStanding
from fairplace.dps.competitions.rules.nothing_left import nothing_left
from fairplace.dps.competitions.rules.publication import evaluators_needed
from fairplace.dps.competitions.rules.sensitivity import Sensitivity
from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.organisations.queries.people import PersonRow
from fairplace.dps.qualification.queries.promised_cover import missing_cover
from fairplace.dps.referrals.queries.incentive import incentive_of
from fairplace.dps.referrals.queries.referral_for_bidder import BidderReferral, referral_for_bidder
from fairplace.dps.referrals.rules.incentive import Incentive
from fairplace.foundations.encryption import reveal
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere
from fairplace.foundations.kernel.working_days import LONDON

_BEFORE_SCORES = {
    CompetitionStanding.OPEN,
    CompetitionStanding.OPENING,
    CompetitionStanding.NO_COMPLIANT_BID,
    CompetitionStanding.EVALUATING,
    CompetitionStanding.PRICE_QUESTIONED,
}
_TWO_DECIDE = {
    CompetitionStanding.NO_COMPLIANT_BID,
    CompetitionStanding.PRICE_QUESTIONED,
    CompetitionStanding.AWARDED,
}
_BEFORE_AWARD = {CompetitionStanding.SCORED, CompetitionStanding.WITH_FAMILY, CompetitionStanding.TO_AWARD}


@dataclass(frozen=True, slots=True)
class ChoiceRow:
    """Where the family's choice stands. reason: its own words, for the council alone."""

    asked_at: datetime
    expires_at: datetime
    answered_at: datetime | None
    chosen: UUID | None
    no_preference: bool
    reason: str
    ended_because: str
    bids: tuple[UUID, ...]

    @property
    def waiting(self) -> bool:
        return self.answered_at is None and not self.ended_because


@dataclass(frozen=True, slots=True)
class Comparison:
    """bids: empty until scores have been worked out, so that no price or name is seen before marks are in (C3).

    headings: category to code to name.
    in_running: of the bids received, those not excluded. missed: label to the essential items it does not meet, while
    no bid meets them all. cover_missing: insurance promised by the provider that is due the award, not in evidence.
    accept_within: working days that a provider has to accept an award; standstill: those before it can.
    """

    competition_id: UUID
    referral: BidderReferral
    state: CompetitionStanding
    closes_at: datetime
    opened_at: datetime | None
    scored_at: datetime | None
    received: int
    in_running: int
    without_mark: int
    evaluators: tuple[EvaluatorRow, ...]
    substitutes: tuple[PersonRow, ...]
    evaluators_needed: int
    headings: Mapping[str, Mapping[str, str]]
    incentive: Incentive | None
    accept_within: int
    standstill: int
    bids: tuple[BidRow, ...]
    due: DueAward | None
    choice: ChoiceRow | None
    award: AwardRow | None
    sensitivity: Sensitivity | None
    proposals: tuple[ProposalRow, ...]
    missed: Mapping[str, str]
    prices: tuple[QuestionedPrice, ...]
    cover_missing: tuple[str, ...]

    @property
    def nothing_left(self) -> str:
        """By rules/nothing_left; "" where there is a bid to go on with."""
        left = self.in_running if self.state in _BEFORE_SCORES else self.due and self.due.standing
        return nothing_left(self.state, received=bool(self.received), left=bool(left))

    @property
    def waiting(self) -> ProposalRow | None:
        """What a second person has to decide, where there is one such thing."""
        return next((one for one in self.proposals if one.decided_at is None), None)

    def waits_for_second(self, bid_id: UUID) -> bool:
        return any(one.bid_id == bid_id and one.decided_at is None for one in self.proposals)

    @property
    def criteria(self) -> list[tuple[str, str, Decimal]]:
        """(code, name, weight) of each criterion that weighs something."""
        weights = {"price": self.referral.price_weight, **self.referral.quality_weights}
        return [(code, name, weights[code]) for code, name in CRITERION_NAMES.items() if weights.get(code)]

    @property
    def too_few_evaluators(self) -> bool:
        """An evaluator has declared an interest, and nobody stands in yet."""
        left = sum(1 for one in self.evaluators if not one.has_interest)
        return bool(self.received) and left < self.evaluators_needed and bool(self.evaluators)

    @property
    def ranked(self) -> list[BidRow]:
        return [bid for bid in self.bids if bid.rank is not None]

    @property
    def unranked(self) -> list[BidRow]:
        """Excluded before the scores: shown below with the reason."""
        return [bid for bid in self.bids if bid.rank is None]

    def bid(self, bid_id: UUID | None) -> BidRow | None:
        return next((bid for bid in self.bids if bid.id == bid_id), None)


def comparison(actor: Actor, competition_id: UUID, at: datetime) -> Comparison:
    """NotThere for whoever is not a placement officer of its council, and before the bids are open."""
    competition = Competition.objects.filter(id=competition_id).first()
    if competition is None:
        raise NotThere
    check_may_run(actor, competition.council_id)
    state = CompetitionStanding(competition.state)
    if competition.opened_at is None:
        raise NotThere
    referral = referral_for_bidder(competition.referral_id)
    content = content_of(referral.category_version_id)
    if state in _BEFORE_SCORES:
        evaluators = tuple(evaluators_of(competition_id))
        needed = evaluators_needed(referral.urgency)
        out = any(one.has_interest for one in evaluators)
        substitutes = tuple(possible_substitutes(competition.council_id, competition_id)) if out else ()
        received, in_running, without_mark = _progress(competition_id)
        marking = [one for one in evaluators if not one.has_interest]
        if needed == len(marking) == 1:
            without_mark = max(0, in_running - marking[0].marked)
        bids: list[BidRow] = []
        choice, due, award = None, None, None
    else:
        evaluators, substitutes, needed = (), (), 0
        bids = bid_rows(competition_id)
        received, in_running, without_mark = len(bids), 0, 0
        choice = latest_choice(competition_id)
        due = due_from(bids, choice, choice_by=referral.choice_by, first_by_lot=competition.first_by_lot_id)
        award = None if state in _BEFORE_AWARD else live_award(actor, competition_id)
    return Comparison(
        competition_id=competition.id,
        referral=referral,
        state=state,
        closes_at=competition.closes_at,
        opened_at=competition.opened_at,
        scored_at=competition.scored_at,
        received=received,
        in_running=in_running,
        without_mark=without_mark if content.statement else 0,
        evaluators=evaluators,
        substitutes=substitutes,
        evaluators_needed=needed,
        incentive=incentive_of(competition.referral_id),
        accept_within=content.accept_within_working_days,
        standstill=content.standstill_working_days,
        headings={
            one.name: {heading.code: heading.name for heading in content_of(one.version_id).headings}
            for one in referral.categories
        },
        bids=tuple(bids),
        due=due,
        choice=_choice(choice),
        award=award,
        sensitivity=what_if(competition_id) if bids else None,
        proposals=proposals_of(competition_id) if state in _TWO_DECIDE else (),
        missed=missed_items(referral) if state is CompetitionStanding.NO_COMPLIANT_BID else {},
        prices=questioned_prices(competition_id) if state is CompetitionStanding.PRICE_QUESTIONED else (),
        cover_missing=_cover(state, due, bids, at),
    )


def _cover(state: CompetitionStanding, due: DueAward | None, bids: list[BidRow], at: datetime) -> tuple[str, ...]:
    """Looked at only where an award is due now."""
    bid = next((bid for bid in bids if due and bid.id == due.bid_id), None)
    if state is not CompetitionStanding.TO_AWARD or bid is None or not bid.promised_cover:
        return ()
    return missing_cover(bid.line_id, at.astimezone(LONDON).date())


def _progress(competition_id: UUID) -> tuple[int, int, int]:
    """How many bids there are, how many are in the running, and how many of those have no agreed mark: no names, no
    prices, no marks. Where one evaluator marks alone, their marks count.
    """
    bids = dict(Bid.objects.filter(competition_id=competition_id).values_list("id", "excluded_because"))
    agreed = set(Mark.objects.filter(competition_id=competition_id, moderated=True).values_list("bid_id", flat=True))
    running = [bid for bid, excluded in bids.items() if not excluded]
    return len(bids), len(running), sum(1 for bid in running if bid not in agreed)


def _choice(choice: FamilyChoice | None) -> ChoiceRow | None:
    if choice is None:
        return None
    return ChoiceRow(
        asked_at=choice.asked_at,
        expires_at=choice.expires_at,
        answered_at=choice.answered_at,
        chosen=choice.chosen_id,
        no_preference=choice.no_preference,
        reason=reveal(choice, "reason") or "",
        ended_because=choice.ended_because,
        bids=tuple(UUID(bid) for bid in choice.bids),
    )
