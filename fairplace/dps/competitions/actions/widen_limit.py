"""Look further from home after publication: only the newcomers are invited, and everyone has the full time (R4)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.competitions import events
from fairplace.dps.competitions.actions.invite_part import Cause, add_lines
from fairplace.dps.competitions.actions.lock_competition import lock_competition, require_standing
from fairplace.dps.competitions.actions.move_closing import move_closing
from fairplace.dps.competitions.actions.tell_people import tell_providers
from fairplace.dps.competitions.models import ClosingChange, LimitChange
from fairplace.dps.competitions.permissions import check_may_run, person_of
from fairplace.dps.competitions.queries.newcomers import newcomers
from fairplace.dps.competitions.rules.invitation_letter import widened_letter
from fairplace.dps.competitions.rules.lifecycle import CompetitionStanding
from fairplace.dps.competitions.rules.publication import closing_time
from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.referrals.actions.widen_referral import widen_referral
from fairplace.dps.referrals.queries.referral_for_council import referral_for_council
from fairplace.dps.referrals.queries.said_of_child import check_tells_nothing
from fairplace.foundations import audit
from fairplace.foundations.audit import clock
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.london_clock import day_and_time
from fairplace.foundations.kernel.refused import Refused


@transaction.atomic
def widen_limit(*, actor: Actor, competition_id: UUID, radius_miles: int, because: str, at: datetime) -> int:
    """Returns how many lines were invited besides. The closing time becomes the later of its own and now plus a full
    response time, for everyone. Refused from the closing time on: a deadline that has passed never comes back.
    """
    competition = lock_competition(competition_id)
    check_may_run(actor, competition.council_id)
    require_standing(
        competition, CompetitionStanding.OPEN, otherwise="Only a referral that waits for bids can be widened."
    )
    if clock.now() >= competition.closes_at:
        raise Refused("Bids have closed, so no more places can be asked. Open the bids, or cancel the referral.")
    if not because.strip():
        raise Refused("Say why you look further from home.", "because")
    check_tells_nothing(referral_id=competition.referral_id, texts={"because": because})
    before = widen_referral(actor=actor, referral_id=competition.referral_id, radius_miles=radius_miles, at=at)
    referral = referral_for_council(actor=actor, referral_id=competition.referral_id)
    found = newcomers(competition.pk, referral, radius_miles)
    if not found.added:
        raise Refused(f"A distance of {radius_miles} miles adds no place that can be invited.", "radius_miles")
    change = LimitChange.objects.create(
        competition=competition,
        from_miles=before,
        to_miles=radius_miles,
        because=because.strip(),
        invited=len(found.added),
        at=at,
        by_id=person_of(actor),
    )
    audit.record(
        actor=actor,
        kind=events.LIMIT_WIDENED,
        subject=change,
        about=referral.id,
        from_miles=before,
        to_miles=radius_miles,
        invited=len(found.added),
    )
    response = content_of(referral.category_version_id).response_time(referral.urgency)
    full_time = closing_time(at, response)
    moved = full_time > competition.closes_at
    if moved:
        cause = ClosingChange.Cause.WIDENED
        move_closing(competition, full_time, actor=actor, cause=cause, because=because, at=at, tell=False)
    subject, body = widened_letter(
        council=referral.council_name,
        reference=referral.reference,
        closes=day_and_time(competition.closes_at),
        moved=moved,
        added=len(found.added),
    )
    tell_providers(found.providers_before, key=f"widened:{change.pk}", subject=subject, body=body)
    add_lines(actor=actor, competition=competition, referral=referral, rows=found.changed, cause=Cause.WIDENED, at=at)
    return len(found.added)
