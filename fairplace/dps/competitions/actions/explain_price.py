"""The bidder explains a price that seems abnormally low: once, in its time (reg 69)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.competitions import events
from fairplace.dps.competitions.actions.lock_competition import for_the_council, lock_competition, standing_of
from fairplace.dps.competitions.actions.tell_people import tell_officers
from fairplace.dps.competitions.models import PriceQuestion
from fairplace.dps.competitions.permissions import check_may_answer_award, person_of
from fairplace.dps.competitions.rules.lifecycle import CompetitionStanding
from fairplace.dps.competitions.rules.low_prices import explanation_fault
from fairplace.dps.referrals.queries.referral_for_bidder import referral_for_bidder
from fairplace.dps.referrals.queries.said_of_child import check_tells_nothing
from fairplace.dps.referrals.rules.privacy import Kind
from fairplace.foundations import audit
from fairplace.foundations.audit import clock
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused

LONGEST = 5000


@transaction.atomic
def explain_price(*, actor: Actor, bid_id: UUID, answer: str, at: datetime) -> None:
    """By the bidder's bid manager or signatory. NotThere for everybody else, and for a price nobody questioned."""
    found = PriceQuestion.objects.filter(bid_id=bid_id).first()
    if found is None:
        raise NotThere
    check_may_answer_award(actor, found.provider_id)
    competition = lock_competition(found.competition_id)
    question = PriceQuestion.objects.get(id=found.id)
    if question.answered_at is not None:
        raise Refused("Your price has been explained already.")
    if standing_of(competition) is not CompetitionStanding.PRICE_QUESTIONED or question.accepted is not None:
        raise Refused("Nobody asks about this price any more.")
    if clock.now() >= question.answer_by:
        raise Refused("The time to explain this price has passed. Ring the council if you still want to tell it.")
    if fault := explanation_fault(answer):
        raise Refused(fault, "answer")
    if len(answer) > LONGEST:
        raise Refused(f"Say it in {LONGEST:,} characters or fewer.", "answer")
    check_tells_nothing(referral_id=None, texts={"answer": answer}, but={Kind.SCHOOL})
    changed = PriceQuestion.objects.filter(id=question.id, answered_at__isnull=True).update(
        answer=answer.strip(), answered_at=at, answered_by_id=person_of(actor)
    )
    if changed != 1:
        raise Refused("Your price has been explained already.")
    audit.record(actor=actor, kind=events.PRICE_EXPLAINED, subject=question, about=competition.referral_id)
    reference = referral_for_bidder(competition.referral_id).reference
    council = for_the_council(competition)
    with audit.transaction_as(council):
        tell_officers(
            competition.council_id,
            key=f"price-explained:{question.id}",
            subject=f"A price was explained: {reference}",
            body=f"A bidder for {reference} has explained its price. Two people of your council decide about it.",
        )
