"""Feedback to every bidder, in the transaction of the award: the same day, always (C7)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from fairplace.dps.competitions import events
from fairplace.dps.competitions.actions.marking_part import latest_marks
from fairplace.dps.competitions.actions.tell_people import tell_provider
from fairplace.dps.competitions.models import Award, Bid, Competition, Feedback, Mark, Score
from fairplace.dps.competitions.queries.bid_miles import miles_of
from fairplace.dps.competitions.queries.bid_terms import categories_asked
from fairplace.dps.competitions.queries.letter_notes import letter_notes
from fairplace.dps.competitions.rules.criterion_names import CRITERION_NAMES
from fairplace.dps.competitions.rules.feedback import (
    Published,
    ScoredBid,
    feedback_content,
    missing_reasons,
)
from fairplace.dps.competitions.rules.item_names import with_item_names
from fairplace.dps.organisations.queries.people import organisation_names
from fairplace.dps.referrals.queries.referral_for_bidder import BidderReferral, referral_for_bidder
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.event_leaf import canonical_digest
from fairplace.foundations.kernel.grid import distance_band
from fairplace.foundations.kernel.london_clock import day_and_time
from fairplace.foundations.kernel.refused import Refused
from fairplace.foundations.kernel.rounding import exact_text


def give_feedback(award: Award, referral: BidderReferral, *, actor: Actor, at: datetime) -> None:
    """Part of make_award. An excluded bid gets its reason; everyone gets the evaluators' comment on the statement."""
    competition = award.competition
    bids, scored = _scored_bids(competition)
    scored[award.bid_id] = replace(scored[award.bid_id], basis=award.basis)
    published = _published(referral)
    notes = letter_notes(award.competition_id, bids)
    standstill = _standstill(award)
    for bid in bids:
        told = [*notes[bid.id], *standstill]
        content = feedback_content(scored[bid.id], scored[award.bid_id], published, len(bids), told)
        feedback = _give(competition, bid, content, award_id=award.id, actor=actor, at=at)
        if bid.id != award.bid_id:
            tell_provider(
                bid.provider_id,
                key=f"feedback:{feedback.id}",
                subject=f"The result of {referral.reference}",
                body=f"{referral.council_name} has decided about {referral.reference}. Another place was chosen.\n\n"
                "Your letter is ready: your scores and the winner's, your rank, what the evaluators said, and where the"
                " winner did better." + "".join("\n\n" + sentence for sentence in standstill),
            )


def _standstill(award: Award) -> list[str]:
    """What a standstill is for: whoever lost reads until when it may ask before the award can be accepted."""
    if award.accept_from is None:
        return []
    until = day_and_time(award.accept_from)
    return [
        f"Nobody can accept the award before {until}: this standstill gives every bidder time to read its letter and"
        " to ask the council."
    ]


def give_result_without_award(
    competition: Competition, referral: BidderReferral, because: str, *, actor: Actor, at: datetime
) -> None:
    """Part of ending without an award: every bidder reads its own scores and reasons all the same (C7)."""
    bids, scored = _scored_bids(competition)
    published, notes = _published(referral), letter_notes(competition.pk, bids)
    for bid in bids:
        content = feedback_content(scored[bid.id], None, published, len(bids), notes[bid.id], no_award=because)
        feedback = _give(competition, bid, content, award_id=None, actor=actor, at=at)
        tell_provider(
            bid.provider_id,
            key=f"feedback:{feedback.id}",
            subject=f"The result of {referral.reference}",
            body=f"{referral.council_name} has ended {referral.reference} without an award.\n\n"
            "Your letter is ready: the reason and, where bids were scored, your scores, your rank and what the"
            " evaluators said.",
        )


def _give(
    competition: Competition,
    bid: Bid,
    content: dict[str, Any],
    *,
    award_id: UUID | None,
    actor: Actor,
    at: datetime,
) -> Feedback:
    feedback = Feedback.objects.create(
        competition=competition,
        council_id=competition.council_id,
        provider_id=bid.provider_id,
        award_id=award_id,
        bid=bid,
        content=content,
        given_at=at,
    )
    audit.record(
        actor=actor,
        kind=events.FEEDBACK_GIVEN,
        subject=feedback,
        about=competition.referral_id,
        bid_id=bid.id,
        award_id=award_id,
        content_digest=canonical_digest(feedback.content),
    )
    return feedback


def check_reasons(competition: Competition, referral: BidderReferral) -> None:
    """Refused, with a list, while a letter would leave with a criterion that lacks its reason (C7)."""
    bids, scored = _scored_bids(competition)
    published = _published(referral)
    missing = [one for bid in bids for one in missing_reasons(bid.label, scored[bid.id], published)]
    if missing:
        raise Refused(
            f"No letter can leave without a reason for every criterion. Missing: {'; '.join(missing)}."
            " Ask the evaluators to give it, then award."
        )


def _scored_bids(competition: Competition) -> tuple[list[Bid], dict[UUID, ScoredBid]]:
    bids = list(Bid.objects.filter(competition=competition).select_related("invitation").order_by("label"))
    scores = {score.bid_id: score for score in Score.objects.filter(competition=competition)}
    sharing = Counter(score.rank for score in scores.values() if score.rank is not None)
    own, agreed = latest_marks(competition)
    names = organisation_names([bid.provider_id for bid in bids])
    referral = referral_for_bidder(competition.referral_id)
    categories = _categories(referral, bids)
    return bids, {
        bid.id: _scored(
            bid,
            scores.get(bid.id),
            sharing,
            provider_name=names[bid.provider_id],
            category=categories.get(bid.id, ""),
            comment=_comment(bid.id, own, agreed),
            excluded=with_item_names(bid.excluded_because, (*referral.needs, *referral.features)),
        )
        for bid in bids
    }


def _categories(referral: BidderReferral, bids: Sequence[Bid]) -> dict[UUID, str]:
    """In which each answered; empty where the referral asks one alone."""
    if not referral.other_categories:
        return {}
    asked = categories_asked(referral, [bid.invitation.line_id for bid in bids])
    return {bid.id: asked[bid.invitation.line_id].name for bid in bids}


def _published(referral: BidderReferral) -> Published:
    weights = {"price": referral.price_weight, **referral.quality_weights}
    names = CRITERION_NAMES.items()
    return Published(
        criteria=[(code, name, exact_text(weights[code])) for code, name in names if weights.get(code)],
        needs=len(referral.needs),
        features=len(referral.features),
    )


def _scored(
    bid: Bid,
    score: Score | None,
    sharing: Mapping[int, int],
    *,
    provider_name: str,
    category: str,
    comment: str,
    excluded: str,
) -> ScoredBid:
    """score: None where no bid met every essential item, so that none was scored. sharing: rank to how many have it."""
    return ScoredBid(
        bid=str(bid.id),
        provider_name=provider_name,
        rank=score.rank if score else None,
        total=score.total if score else None,
        quality=score.quality if score else None,
        points=score.criteria if score else {},
        working=score.working if score else {},
        weekly_price=bid.weekly_price,
        needs_met=len(bid.content["needs_met"]),
        features_met=len(bid.content["features_met"]),
        distance_band=distance_band(miles_of(bid)),
        comment=comment,
        excluded=excluded,
        category=category,
        joint=bool(score and score.rank and sharing[score.rank] > 1),
    )


def _comment(bid_id: UUID, own: Mapping[UUID, Mapping[Any, Mark]], agreed: Mapping[UUID, Mark]) -> str:
    """What was agreed about the statement; a single evaluator's own words where nobody had to agree."""
    if bid_id in agreed:
        return agreed[bid_id].reason
    return next((mark.reason for mark in own.get(bid_id, {}).values()), "")
