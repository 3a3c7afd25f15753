"""Fairplace reminds those who have not read a referral, and those who said that they will bid (R6)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from fairplace.dps.competitions import events
from fairplace.dps.competitions.actions.tell_people import tell_providers
from fairplace.dps.competitions.models import Competition, Invitation, Reminder
from fairplace.dps.competitions.rules.invitation_letter import bidding_letter, unread_letter
from fairplace.dps.referrals.queries.referral_for_bidder import referral_for_bidder
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.london_clock import day_and_time

_HOLD = "SELECT state = 'open' AND fairplace_now() < closes_at FROM competitions_competition WHERE id = %s FOR SHARE"


@transaction.atomic
def remind_invited(
    *, actor: Actor, competition_id: UUID, kind: str, invitation_ids: Sequence[UUID], at: datetime
) -> int:
    """Returns how many letters. Everyone who said that they will bid gets the same one: whether a bid is in, nobody
    can know, and a reminder that were sent to some would tell (C2). Done twice, it is done once.
    """
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, [competition_id])
        (is_open,) = cursor.fetchone()
    if not is_open:
        return 0
    competition = Competition.objects.get(id=competition_id)
    done = Reminder.objects.filter(invitation__in=invitation_ids, kind=kind, closes_at=competition.closes_at)
    waiting = Invitation.objects.filter(id__in=list(invitation_ids), competition=competition)
    waiting = waiting.exclude(id__in=done.values("invitation_id"))
    if kind == Reminder.Kind.UNREAD:
        waiting = waiting.filter(read_at__isnull=True, answer="")
    else:
        waiting = waiting.filter(answer="will_bid")
    rows = list(waiting.values_list("id", "provider_id"))
    if not rows:
        return 0
    Reminder.objects.bulk_create(
        (Reminder(invitation_id=key, kind=kind, closes_at=competition.closes_at, at=at) for key, _ in rows),
        ignore_conflicts=True,
    )
    audit.record(
        actor=actor,
        kind=events.INVITED_REMINDED,
        subject=competition,
        about=competition.referral_id,
        reminder=kind,
        invitations=len(rows),
    )
    referral = referral_for_bidder(competition.referral_id)
    letter = unread_letter if kind == Reminder.Kind.UNREAD else bidding_letter
    subject, body = letter(
        council=referral.council_name, reference=referral.reference, closes=day_and_time(competition.closes_at)
    )
    key = f"remind-{kind}:{competition_id}:{int(competition.closes_at.timestamp())}"
    return tell_providers({provider for _, provider in rows}, key=key, subject=subject, body=body)
