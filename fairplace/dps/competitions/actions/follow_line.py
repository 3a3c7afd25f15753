"""A line changes while bids are open: the snapshot keeps it with its reason, by rule (R11, A3, A4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.competitions import events
from fairplace.dps.competitions.actions.invite_part import Cause, add_lines
from fairplace.dps.competitions.actions.lock_competition import lock_competition, standing_of
from fairplace.dps.competitions.actions.tell_people import tell_provider
from fairplace.dps.competitions.models import Competition, Eligibility, Invitation
from fairplace.dps.competitions.queries.standings import UNOPENED, standings_of
from fairplace.dps.competitions.rules.invitation_letter import reinstated_letter, suspended_letter
from fairplace.dps.competitions.rules.lifecycle import CompetitionStanding
from fairplace.dps.market.queries.the_system import the_system
from fairplace.dps.market.rules.inviting import has_time_to_bid
from fairplace.dps.market.rules.regimes import regime_of
from fairplace.dps.referrals.queries.eligibility import row_of
from fairplace.dps.referrals.queries.rows import load
from fairplace.dps.referrals.rules.eligibility import Reason
from fairplace.foundations import audit
from fairplace.foundations.audit import RecordedEvent
from fairplace.foundations.kernel.actor import SYSTEM, Actor
from fairplace.foundations.kernel.london_clock import day_and_time


def when_line_suspended(*, actor: Actor, event: RecordedEvent) -> None:
    """Told at once what it means for what it was sent. A bid that is in stays sealed until the opening decides."""
    held = _note(event.subject_id, Cause.SUSPENDED, Reason.SUSPENDED, event.at)
    closes = [
        (row.establishment.name, row.competition.referral.reference, day_and_time(row.competition.closes_at))
        for row in held
    ]
    if closes:
        subject, body = suspended_letter(closes)
        key = f"suspended-while-invited:{event.subject_id}:{event.at.isoformat()}"
        tell_provider(held[0].provider_id, key=key, subject=subject, body=body)


def when_line_gone(*, actor: Actor, event: RecordedEvent) -> None:
    """It has left or was removed: no bid of it counts any more."""
    _note(event.subject_id, Cause.LEFT, Reason.LEFT, event.at)


def _note(line_id: UUID, cause: Cause, reason: Reason, at: datetime) -> Sequence[Invitation]:
    """In the competitions of every council."""
    with audit.transaction_as(SYSTEM, everyone=True):
        held = list(
            Invitation.objects.filter(line=line_id, competition__state__in=UNOPENED)
            .select_related("competition__referral", "establishment")
            .order_by("competition__closes_at", "id")
        )
        Eligibility.objects.bulk_create(
            _again(row, eligible=False, reasons=[reason.value], cause=cause, told=cause is Cause.SUSPENDED, at=at)
            for row in held
        )
    return held


@transaction.atomic
def follow_line(*, actor: Actor, competition_id: UUID, line_id: UUID, cause: Cause, at: datetime) -> bool:
    """A line was accredited (JOINED) or reinstated. Whether anything was added for it.

    Where it held an invitation before, that counts again. Otherwise it is judged like every line at publication, and
    invited with the time that is left: the closing time does not move. Where the law gives bidders a least number of
    days that are not left, it is kept out and the snapshot says so. Nothing is done twice.
    """
    competition = lock_competition(competition_id)
    standing = standings_of(competition_id, [line_id]).get(line_id)
    was_suspended = standing is not None and Reason.SUSPENDED.value in standing.reasons
    if (cause is Cause.JOINED and standing is not None) or (cause is Cause.REINSTATED and not was_suspended):
        return False
    held = Invitation.objects.filter(competition=competition, line=line_id).select_related("establishment").first()
    if held is not None:
        if competition.state in UNOPENED:
            _count_again(actor, competition, held, at)
        return competition.state in UNOPENED
    if standing_of(competition) is not CompetitionStanding.OPEN or at >= competition.closes_at:
        return False
    (referral,) = load([competition.referral_id])
    row = row_of(referral, line_id, competition.published_at)
    if row is None:
        return False
    if not has_time_to_bid(regime_of(the_system().regime), invited_at=at, closes_at=competition.closes_at):
        row = row.kept_out(*row.reasons, Reason.JOINED_LATE.value)
    elif Invitation.objects.filter(competition=competition, establishment=row.establishment_id).exists():
        row = row.kept_out(Reason.OTHER_CATEGORY.value)
    _record(actor, competition, line_id, cause)
    add_lines(actor=actor, competition=competition, referral=referral, rows=[row], cause=cause, at=at)
    return True


def _count_again(actor: Actor, competition: Competition, held: Invitation, at: datetime) -> None:
    open_to_bids = at < competition.closes_at
    _record(actor, competition, held.line_id, Cause.REINSTATED)
    _again(held, eligible=True, reasons=[], cause=Cause.REINSTATED, told=open_to_bids, at=at).save()
    if not open_to_bids:
        return
    (referral,) = load([competition.referral_id])
    subject, body = reinstated_letter(
        place=held.establishment.name, reference=referral.reference, closes=day_and_time(competition.closes_at)
    )
    tell_provider(held.provider_id, key=f"reinstated:{held.pk}:{at.isoformat()}", subject=subject, body=body)


def _record(actor: Actor, competition: Competition, line_id: UUID, cause: Cause) -> None:
    audit.record(
        actor=actor,
        kind=events.ELIGIBILITY_ADDED,
        subject=competition,
        about=competition.referral_id,
        line=line_id,
        cause=cause.value,
    )


def _again(
    held: Invitation, *, eligible: bool, reasons: list[str], cause: Cause, told: bool, at: datetime
) -> Eligibility:
    return Eligibility(
        competition_id=held.competition_id,
        line_id=held.line_id,
        provider_id=held.provider_id,
        establishment_id=held.establishment_id,
        eligible=eligible,
        reasons=reasons,
        distance_band=held.distance_band,
        competency_score=held.competency_score,
        cause=cause,
        told=told,
        at=at,
    )
