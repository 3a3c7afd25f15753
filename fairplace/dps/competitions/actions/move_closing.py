"""The closing time becomes later, for everyone invited: extended, after an answer, or because more were invited (R9).

    competition = lock_competition(competition_id)          # the caller holds the lock
    move_closing(competition, closes_at, actor=actor, cause=ClosingChange.Cause.EXTENDED, because="…", at=at)

The one way in which it moves. The table refuses an earlier time, or a move after the closing, a second time.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection

from fairplace.dps.competitions import events
from fairplace.dps.competitions.actions.overtaken import refused_if_overtaken
from fairplace.dps.competitions.actions.tell_people import tell_invited
from fairplace.dps.competitions.models import ClosingChange, Competition
from fairplace.dps.competitions.rules.invitation_letter import closing_moved_letter
from fairplace.dps.competitions.rules.lifecycle import CompetitionStanding
from fairplace.dps.referrals.queries.referral_for_bidder import referral_for_bidder
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.london_clock import day_and_time
from fairplace.foundations.kernel.refused import Refused

MOST = timedelta(days=120)
"""Ours: a year that was typed wrong keeps no child waiting."""
_TOO_LATE = "Bids have closed, so the closing time cannot be moved any more."
_STILL_OPEN = "SELECT fairplace_now() < closes_at FROM competitions_competition WHERE id = %s"


def move_closing(
    competition: Competition,
    closes_at: datetime,
    *,
    actor: Actor,
    cause: ClosingChange.Cause,
    because: str,
    at: datetime,
    field: str = "closes_at",
    tell: bool = True,
) -> ClosingChange:
    """Part of an action that holds the competition's lock. Refused, beside `field`, for any other time.

    tell: write to everyone invited; False where the caller's own letter says so.
    """
    with connection.cursor() as cursor:
        cursor.execute(_STILL_OPEN, [competition.pk])
        (still_open,) = cursor.fetchone()
    if competition.state != CompetitionStanding.OPEN.value or not still_open:
        raise Refused(_TOO_LATE, field)
    if closes_at <= competition.closes_at:
        raise Refused(f"The closing time can only be moved to after {day_and_time(competition.closes_at)}.", field)
    if closes_at > at + MOST:
        raise Refused(f"The closing time can be at most {MOST.days} days from now.", field)
    was, competition.closes_at = competition.closes_at, closes_at
    with refused_if_overtaken(_TOO_LATE, field):
        competition.save(update_fields=["closes_at"])
    change = ClosingChange.objects.create(
        competition=competition,
        cause=cause,
        was=was,
        became=closes_at,
        because=because.strip(),
        at=at,
        by_id=actor.person_id,
    )
    audit.record(
        actor=actor,
        kind=events.CLOSING_MOVED,
        subject=competition,
        about=competition.referral_id,
        cause=cause.value,
        was=was,
        became=closes_at,
    )
    if tell:
        referral = referral_for_bidder(competition.referral_id)
        subject, body = closing_moved_letter(
            council=referral.council_name,
            reference=referral.reference,
            closes=day_and_time(closes_at),
        )
        tell_invited(competition.pk, key=f"closing-moved:{change.pk}", subject=subject, body=body)
    return change
