"""The provider that is due an award is asked for the insurance it promised to hold by then (Q4)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.competitions import events
from fairplace.dps.competitions.actions.lock_competition import lock_competition, require_standing
from fairplace.dps.competitions.actions.tell_people import tell_provider
from fairplace.dps.competitions.models import Bid
from fairplace.dps.competitions.permissions import check_may_run
from fairplace.dps.competitions.queries.due_award import due_award
from fairplace.dps.competitions.rules.lifecycle import CompetitionStanding
from fairplace.dps.qualification.queries.promised_cover import missing_cover
from fairplace.dps.referrals.queries.referral_for_bidder import referral_for_bidder
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused
from fairplace.foundations.kernel.working_days import LONDON


@transaction.atomic
def ask_for_cover(*, actor: Actor, competition_id: UUID, at: datetime) -> None:
    """By letter, as often as an officer wants, once a day. Not told: that an award is due."""
    competition = lock_competition(competition_id)
    check_may_run(actor, competition.council_id)
    require_standing(competition, CompetitionStanding.TO_AWARD, otherwise="There is no award that waits for insurance.")
    referral = referral_for_bidder(competition.referral_id)
    now = due_award(competition.id, choice_by=referral.choice_by, first_by_lot=competition.first_by_lot_id)
    bid = Bid.objects.select_related("invitation").filter(id=now.bid_id).first() if now.bid_id else None
    today = at.astimezone(LONDON).date()
    missing = missing_cover(bid.invitation.line_id, today) if bid else ()
    if bid is None or not missing:
        raise Refused("Nothing is missing: the award can be made.")
    audit.record(
        actor=actor,
        kind=events.COVER_ASKED_FOR,
        subject=bid,
        about=competition.referral_id,
        cover_missing=list(missing),
    )
    tell_provider(
        bid.provider_id,
        key=f"cover:{bid.id}:{today}",
        subject=f"Evidence of insurance is needed: {referral.reference}",
        body=f"When you joined, you gave your word to hold this by an award: {'; '.join(missing)}."
        f" {referral.council_name} looks at your bid for {referral.reference} and does not find it. Upload it to your"
        " evidence library today: no award is made without it unless the council says why.",
    )
