"""The council calls a competition off, before bids are scored, with a reason and a letter to all invited (R9)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.competitions import events
from fairplace.dps.competitions.actions.lock_competition import lock_competition
from fairplace.dps.competitions.actions.move_competition import move_competition
from fairplace.dps.competitions.actions.proposal_part import drop_proposals
from fairplace.dps.competitions.actions.tell_people import tell_invited
from fairplace.dps.competitions.permissions import check_may_run
from fairplace.dps.competitions.rules.invitation_letter import cancelled_letter
from fairplace.dps.competitions.rules.lifecycle import CompetitionStanding
from fairplace.dps.referrals.actions.cancel_referral import cancel_referral
from fairplace.dps.referrals.actions.end_disclosures import end_disclosures
from fairplace.dps.referrals.queries.referral_for_bidder import referral_for_bidder
from fairplace.dps.referrals.queries.said_of_child import check_tells_nothing
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused


@transaction.atomic
def cancel_competition(*, actor: Actor, competition_id: UUID, because: str, at: datetime) -> None:
    """Refused once bids are scored: from then on it ends by an award, or without one and with reasons.

    Everyone invited reads the reason. What lies in the sealed slots stays there: the table of moves has no way from
    cancelled to an opening, so it is never opened.
    """
    competition = lock_competition(competition_id)
    check_may_run(actor, competition.council_id)
    if not because.strip():
        raise Refused("Say why the referral is cancelled.", "because")
    check_tells_nothing(referral_id=competition.referral_id, texts={"because": because})
    referral_id = competition.referral_id
    move_competition(competition, CompetitionStanding.CANCELLED, actor=actor, at=at, because=because.strip())
    drop_proposals(competition, "The competition was called off.", at=at)
    cancel_referral(actor=actor, referral_id=referral_id, because=because, at=at)
    end_disclosures(actor=actor, referral_id=referral_id, because="The referral was cancelled.", at=at)
    audit.record(actor=actor, kind=events.COMPETITION_CANCELLED, subject=competition, about=referral_id)
    referral = referral_for_bidder(referral_id)
    subject, body = cancelled_letter(
        council=referral.council_name, reference=referral.reference, opened=competition.opened_at is not None
    )
    tell_invited(competition_id, key=f"cancelled:{competition_id}", subject=subject, body=body)
