"""What waits for a second person of the council, with what they need to decide it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from django.db.models import F

from fairplace.dps.competitions import events
from fairplace.dps.competitions.models import Bid, Competition, PriceQuestion, Proposal
from fairplace.dps.competitions.permissions import check_may_second
from fairplace.dps.competitions.queries.awards import AwardRow, live_award
from fairplace.dps.competitions.rules.item_names import with_item_names
from fairplace.dps.competitions.rules.lifecycle import CompetitionStanding
from fairplace.dps.competitions.rules.low_prices import may_decide
from fairplace.dps.referrals.queries.referral_for_bidder import BidderReferral, referral_for_bidder
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere
from fairplace.foundations.kernel.rounding import half_up


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """agreed None: it waits. decided_by empty where it lost its object: decided_because says how."""

    id: UUID
    kind: str
    outcome: str
    because: str
    bid_id: UUID | None
    proposed_at: datetime
    proposed_by_id: UUID
    proposed_by: str
    decided_at: datetime | None
    decided_by: str
    agreed: bool | None
    decided_because: str


@dataclass(frozen=True, slots=True)
class QuestionedPrice:
    """Pounds a week. others: the mean of the other bids; None for a bid alone. accepted None: not decided yet."""

    bid_id: UUID
    label: str
    provider_name: str
    establishment_name: str
    weekly: Decimal
    others: Decimal | None
    core: Decimal
    carried: Decimal
    asked_at: datetime
    answer_by: datetime
    answer: str
    answered_at: datetime | None
    answered_by: str
    accepted: bool | None
    excluded_because: str

    def may_be_decided(self, now: datetime) -> bool:
        return may_decide(self.answered_at is not None, self.answer_by, now) and not self.is_over

    @property
    def is_over(self) -> bool:
        return self.accepted is not None or bool(self.excluded_because)

    @property
    def below_others(self) -> Decimal | None:
        return None if self.others is None else _percent_below(self.weekly, self.others)

    @property
    def below_carried(self) -> Decimal:
        return _percent_below(self.core, self.carried)


@dataclass(frozen=True, slots=True)
class SecondPersonPage:
    """missed: label to the essential items that it does not meet, in the order of labels."""

    competition_id: UUID
    referral: BidderReferral
    state: CompetitionStanding
    proposals: tuple[ProposalRow, ...]
    missed: Mapping[str, str]
    prices: tuple[QuestionedPrice, ...]
    award: AwardRow | None

    @property
    def waiting(self) -> list[ProposalRow]:
        return [one for one in self.proposals if one.decided_at is None]

    @property
    def decided(self) -> list[ProposalRow]:
        return [one for one in self.proposals if one.decided_at is not None]

    def price(self, bid_id: UUID | None) -> QuestionedPrice | None:
        return next((one for one in self.prices if one.bid_id == bid_id), None)


def second_person_page(actor: Actor, competition_id: UUID) -> SecondPersonPage:
    """NotThere for whoever is neither a placement officer nor a signatory of its council, and before the opening."""
    competition = Competition.objects.filter(id=competition_id).first()
    if competition is None:
        raise NotThere
    check_may_second(actor, competition.council_id)
    if competition.opened_at is None:
        raise NotThere
    referral = referral_for_bidder(competition.referral_id)
    state = CompetitionStanding(competition.state)
    return SecondPersonPage(
        competition_id=competition_id,
        referral=referral,
        state=state,
        proposals=proposals_of(competition_id),
        missed=missed_items(referral) if state is CompetitionStanding.NO_COMPLIANT_BID else {},
        prices=questioned_prices(competition_id),
        award=live_award(actor, competition_id) if state is CompetitionStanding.AWARDED else None,
    )


def competition_of_price(bid_id: UUID) -> UUID:
    """Of a bid whose price was questioned. NotThere for others; the row wall hides other councils' bids."""
    found = PriceQuestion.objects.filter(bid_id=bid_id).values_list("competition_id", flat=True).first()
    if found is None:
        raise NotThere
    return found


def proposals_of(competition_id: UUID) -> tuple[ProposalRow, ...]:
    """Newest first."""
    found = Proposal.objects.filter(competition_id=competition_id).order_by("-proposed_at", "-id")
    own = [name for name in ProposalRow.__dataclass_fields__ if name not in {"proposed_by", "decided_by"}]
    rows = found.values(*own, by=F("proposed_by__name"), second=F("decided_by__name"))
    return tuple(
        ProposalRow(**{name: row[name] for name in own}, proposed_by=row["by"], decided_by=row["second"] or "")
        for row in rows
    )


def missed_items(referral: BidderReferral) -> dict[str, str]:
    """As it was worked out at the opening: no price, mark or name in it."""
    told = [row.payload for row in audit.timeline(about=referral.id) if row.kind == events.NO_BID_COMPLIANT]
    missed = told[-1].get("missed") if told else None
    items = (*referral.needs, *referral.features)
    if not isinstance(missed, dict):
        return {}
    return {label: with_item_names(str(because), items) for label, because in sorted(missed.items())}


def questioned_prices(competition_id: UUID) -> tuple[QuestionedPrice, ...]:
    """Two statements, however many there are."""
    asked = list(
        PriceQuestion.objects.filter(competition_id=competition_id)
        .select_related("bid__provider", "bid__establishment", "answered_by")
        .order_by("bid__label")
    )
    if not asked:
        return ()
    bids = list(Bid.objects.filter(competition_id=competition_id).order_by("label"))
    return tuple(_priced(question, bids) for question in asked)


def _priced(question: PriceQuestion, bids: Sequence[Bid]) -> QuestionedPrice:
    bid = question.bid
    others = [one.weekly_price for one in bids if one.id != bid.id and one.weekly_price and not one.excluded_because]
    mean = half_up(Fraction(sum(map(Fraction, others), Fraction(0)), len(others)), 2) if others else None
    return QuestionedPrice(
        bid_id=bid.id,
        label=bid.label,
        provider_name=bid.provider.name,
        establishment_name=bid.establishment.name,
        weekly=bid.weekly_price or Decimal(0),
        others=mean,
        core=_sum(bid.content["core_costs"]),
        carried=_sum(bid.content["carried"]),
        asked_at=question.asked_at,
        answer_by=question.answer_by,
        answer=question.answer,
        answered_at=question.answered_at,
        answered_by=question.answered_by.name if question.answered_by else "",
        accepted=question.accepted,
        excluded_because=bid.excluded_because,
    )


def _sum(amounts: Mapping[str, str]) -> Decimal:
    return sum(map(Decimal, amounts.values()), Decimal(0))


def _percent_below(amount: Decimal, standard: Decimal) -> Decimal:
    return half_up((Fraction(standard) - Fraction(amount)) * 100 / Fraction(standard), 1) if standard else Decimal(0)
