"""A second person agrees to what was proposed, or does not; what was agreed happens in the same transaction."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.competitions import events
from fairplace.dps.competitions.actions.lock_competition import lock_competition, require_standing
from fairplace.dps.competitions.actions.low_price_part import decide_price
from fairplace.dps.competitions.actions.set_aside_part import keep_award, set_award_aside
from fairplace.dps.competitions.actions.tell_people import tell_officers
from fairplace.dps.competitions.actions.waiver_part import waive_essentials
from fairplace.dps.competitions.models import Competition, Proposal
from fairplace.dps.competitions.permissions import check_may_second, person_of
from fairplace.dps.competitions.rules.second_person import DECIDED_WHILE, PRICE, SET_ASIDE, WAIVER, second_person_fault
from fairplace.dps.referrals.queries.referral_for_bidder import referral_for_bidder
from fairplace.dps.referrals.queries.said_of_child import check_tells_nothing
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused


@transaction.atomic
def decide_proposal(*, actor: Actor, proposal_id: UUID, agreed: bool, because: str, at: datetime) -> None:
    """Never by who proposed it. because: needed for a no."""
    found = Proposal.objects.filter(id=proposal_id).first()
    if found is None:
        raise NotThere
    competition = lock_competition(found.competition_id)
    check_may_second(actor, competition.council_id)
    proposal = Proposal.objects.select_for_update().get(id=proposal_id)
    if proposal.decided_at is not None:
        raise Refused("This has been decided already.")
    if fault := second_person_fault(proposal.proposed_by_id, person_of(actor), agreed, because):
        raise Refused(*fault)
    require_standing(competition, DECIDED_WHILE[proposal.kind], otherwise="This cannot be decided any more.")
    proposal.decided_at = at
    proposal.decided_by_id = person_of(actor)
    proposal.agreed = agreed
    check_tells_nothing(referral_id=proposal.competition.referral_id, texts={"because": because})
    proposal.decided_because = because.strip()
    proposal.save(update_fields=["decided_at", "decided_by", "agreed", "decided_because"])
    audit.record(
        actor=actor,
        kind=events.PROPOSAL_DECIDED,
        subject=proposal,
        about=competition.referral_id,
        proposal=proposal.kind,
        agreed=agreed,
    )
    _happen(competition, proposal, actor=actor, at=at)
    reference = referral_for_bidder(competition.referral_id).reference
    tell_officers(
        competition.council_id,
        key=f"second-decided:{proposal.id}",
        subject=f"The second person has decided: {reference}",
        body=f"{actor.name} {'agreed to' if agreed else 'did not agree to'} what {proposal.proposed_by.name} proposed"
        f" for {reference}.",
    )


def _happen(competition: Competition, proposal: Proposal, *, actor: Actor, at: datetime) -> None:
    if proposal.kind == SET_ASIDE and not proposal.agreed:
        keep_award(competition, at=at)
    if not proposal.agreed:
        return
    if proposal.kind == WAIVER:
        waive_essentials(competition, proposal, actor=actor, at=at)
    elif proposal.kind == PRICE:
        decide_price(competition, proposal, actor=actor)
    else:
        set_award_aside(competition, proposal, actor=actor, at=at)
