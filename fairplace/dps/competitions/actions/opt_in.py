"""A line that a declared fact or the cap keeps out asks to be invited all the same (R5, Q8)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.competitions import events
from fairplace.dps.competitions.actions.held_slot import too_late
from fairplace.dps.competitions.actions.invite_part import Cause, add_lines
from fairplace.dps.competitions.actions.lock_competition import for_the_council, lock_competition, standing_of
from fairplace.dps.competitions.models import Eligibility, Invitation
from fairplace.dps.competitions.permissions import check_may_bid
from fairplace.dps.competitions.queries.unpriced import lines_without_price
from fairplace.dps.competitions.rules.lifecycle import CompetitionStanding
from fairplace.dps.market.queries.the_system import the_system
from fairplace.dps.market.rules.regimes import regime_of
from fairplace.dps.referrals.queries.eligibility import LineRow, row_of
from fairplace.dps.referrals.queries.rows import CouncilReferral, load
from fairplace.dps.referrals.rules.eligibility import NO_PRICE, Reason, may_opt_in, sentence
from fairplace.foundations import audit
from fairplace.foundations.audit import clock
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused


@transaction.atomic
def opt_in(*, actor: Actor, eligibility_id: UUID, at: datetime) -> UUID:
    """Returns the invitation: the same kind that everybody has. Asked twice, it is the same one.

    eligibility_id: the row of the snapshot that the provider was shown. Nobody at the council is asked, and nobody can
    refuse or undo it. Refused from the closing time on, and where no opting in helps: too far, or suspended.
    """
    check_may_bid(actor)
    shown = Eligibility.objects.filter(id=eligibility_id, provider=actor.organisation_id).first()
    if shown is None:
        raise NotThere
    competition = lock_competition(shown.competition_id)
    held = Invitation.objects.filter(competition=competition, line=shown.line_id).first()
    if held is not None:
        return held.pk
    if standing_of(competition) is not CompetitionStanding.OPEN or clock.now() >= competition.closes_at:
        raise Refused(too_late())
    council = for_the_council(competition)
    with audit.transaction_as(council):
        (referral,) = load([competition.referral_id])
        row = row_of(referral, shown.line_id, competition.published_at)
        if row is None:
            raise Refused(sentence(Reason.LEFT))
        if Invitation.objects.filter(competition=competition, establishment=row.establishment_id).exists():
            raise Refused(sentence(Reason.OTHER_CATEGORY))
        any_member = regime_of(the_system().regime).any_member_may_bid
        if row.reasons and not may_opt_in(row.reasons, any_member=any_member):
            raise Refused("Opting in does not help here. " + " ".join(map(sentence, row.reasons)))
        _check_priced(referral, row)
        audit.record(
            actor=actor,
            kind=events.OPTED_IN,
            subject=competition,
            about=referral.id,
            line=shown.line_id,
            reasons=list(row.reasons),
        )
        added = add_lines(
            actor=council, competition=competition, referral=referral, rows=[row], cause=Cause.OPTED_IN, at=at
        )
    return added.invitations[0].pk


def _check_priced(referral: CouncilReferral, row: LineRow) -> None:
    """For a kind of place that it does not offer, a line may lack the core costs that others carry into their price."""
    if lines_without_price(referral, {row.line_id: row.reasons}):
        raise Refused(NO_PRICE)
